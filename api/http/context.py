"""What is known of a request before any route runs: its number, its language, the application's parts."""

from __future__ import annotations

from typing import cast

from starlette.requests import HTTPConnection

from api.parts import Parts
from graph.words.word import Language


def parts_of(connection: HTTPConnection) -> Parts:
    """The parts of the application that serves the request."""
    return cast(Parts, connection.app.state.parts)


def language_of(connection: HTTPConnection) -> Language:
    """The language that was agreed for the answer."""
    return cast(Language, connection.state.language)


def request_id_of(connection: HTTPConnection) -> str:
    """The number that the answer, its error page and the log share."""
    return cast(str, connection.state.request_id)


def place_of(connection: HTTPConnection) -> str:
    """The address the request came from."""
    return connection.client.host if connection.client else "local"


def wants_page(connection: HTTPConnection) -> bool:
    """Whether a person's browser asks for a page, and not a program or a part of a page."""
    if connection.url.path.startswith("/api/") or "hx-request" in connection.headers:
        return False
    return "text/html" in connection.headers.get("accept", "")
