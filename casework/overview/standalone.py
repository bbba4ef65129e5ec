"""The interactive picture as one file that opens without the application: its scripts and styles inside."""

from __future__ import annotations

import re
from collections.abc import Callable

_STYLE = re.compile(r'<link rel="stylesheet" href="/static/([^"?]+)[^"]*">')
_SCRIPT = re.compile(r'<script src="/static/([^"?]+)[^"]*" defer></script>\n?')


def standalone(page: str, read: Callable[[str], str]) -> str:
    """The page with every file it loads put inside; ``read`` gives the text of a file under /static."""
    scripts = [read(path) for path in _SCRIPT.findall(page)]
    styled = _STYLE.sub(lambda found: f"<style>{_inert(read(found[1]), 'style')}</style>", page)
    bare = _SCRIPT.sub("", styled)
    # Deferred scripts run once the page is read; at its end they find everything they look for.
    inside = "".join(f"<script>{_inert(script, 'script')}</script>\n" for script in scripts)
    head, closing, tail = bare.rpartition("</body>")
    return head + inside + closing + tail


def _inert(text: str, tag: str) -> str:
    """The text so that nothing in it closes its element."""
    return re.sub(f"</(?={tag})", r"<\\/", text, flags=re.IGNORECASE)
