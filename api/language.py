"""Which language a request is answered in: its ``lang``, the cookie, what the browser asks for; else Korean."""

from __future__ import annotations

import os

from starlette.requests import HTTPConnection

from graph.words.word import Language

COOKIE = "pumasi_lang"
LANGUAGES: tuple[Language, ...] = ("ko", "en")


def known(code: str | None) -> Language | None:
    """A code as a language that the application speaks."""
    return next((language for language in LANGUAGES if language == code), None)


def chosen(connection: HTTPConnection) -> Language | None:
    """The language that this very request asks to switch to."""
    return known(connection.query_params.get("lang"))


def negotiate(connection: HTTPConnection) -> Language:
    """The language of the answer."""
    return (
        chosen(connection)
        or known(connection.cookies.get(COOKIE))
        or _accepted(connection.headers.get("accept-language", ""))
        or "ko"
    )


def of_terminal() -> Language:
    """The language of the terminal: PUMASI_LANG, else the locale; Korean unless it is clearly English."""
    own = known(os.environ.get("PUMASI_LANG"))
    if own is not None:
        return own
    locale = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    return "en" if locale.lower().startswith("en") else "ko"


def _accepted(header: str) -> Language | None:
    """The known language of an Accept-Language header with the highest weight, the first among equals."""
    best: tuple[float, Language] | None = None
    for part in header.split(","):
        code, _, weight = part.partition(";q=")
        language = known(code.strip().lower()[:2])
        if language is None:
            continue
        try:
            q = float(weight or 1)
        except ValueError:
            continue
        if q > 0 and (best is None or q > best[0]):
            best = (q, language)
    return None if best is None else best[1]
