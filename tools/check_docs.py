"""Checks that every relative link in the documents leads to a file or heading that is there."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"(?<!\\)\[[^\]\n]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def documents(root: Path) -> list[Path]:
    """The Markdown files of the project, in order of path."""
    return sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md")])


def anchors(text: str) -> set[str]:
    """The names that headings get, as code hosts make them: lower case, hyphens, no punctuation."""
    names: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        kept = re.sub(r"[^\w\- ]", "", heading.lower())
        names.add(kept.strip().replace(" ", "-"))
    return names


def faults(root: Path) -> Iterator[str]:
    """Each link that leads nowhere, as `file: link`."""
    for document in documents(root):
        text = CODE.sub("", FENCE.sub("", document.read_text(encoding="utf-8")))
        for link in LINK.findall(text):
            if re.match(r"[a-z]+:", link):
                continue
            named, _, anchor = unquote(link).partition("#")
            target = (document.parent / named) if named else document
            shown = f"{document.relative_to(root).as_posix()}: {link}"
            if not target.exists():
                yield f"{shown} is not there"
            elif anchor and target.suffix == ".md" and anchor not in anchors(target.read_text("utf-8")):
                yield f"{shown} names no heading there"


def main() -> int:
    """Print the faults; 1 if there are any."""
    found = list(faults(ROOT))
    print("\n".join(found) if found else f"{len(documents(ROOT))} documents, every link leads somewhere")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
