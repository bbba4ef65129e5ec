"""Pages of a list by cursor: stable while others write, since a cursor holds the last id that was seen."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import Field
from starlette.requests import Request

from api.errors import PageCursorRefused
from api.http.wire import Wire

T = TypeVar("T")
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAsk:
    """How many at most, and after which id."""

    limit: int
    after: str | None


class Page(Wire, Generic[T]):
    """One page of a list; ``next`` is the address of the following page, unset on the last one."""

    items: list[T]
    next: str | None = Field(default=None, examples=["/api/v1/persons?cursor=WyJw…"])


def encode_cursor(path: str, after: str) -> str:
    """An opaque cursor that goes on after an id, for one list alone."""
    raw = json.dumps([path, after], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(path: str, cursor: str) -> str:
    """The id that a cursor goes on after.

    Raises:
        PageCursorRefused: it was not made here, or for another list.
    """
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        found = json.loads(raw)
    except (binascii.Error, ValueError):
        raise PageCursorRefused() from None
    match found:
        case [str(of), str(after)] if of == path:
            return after
    raise PageCursorRefused()


def page_ask(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> PageAsk:
    """The page that a request asks for."""
    after = None if cursor is None else decode_cursor(request.url.path, cursor)
    return PageAsk(limit=limit, after=after)


Paged = Annotated[PageAsk, Depends(page_ask)]
"""A route's parameter of this type takes ``limit`` and ``cursor``."""


def cut(found: Iterable[tuple[str, T]], ask: PageAsk, request: Request) -> Page[T]:
    """A page from (id, item) pairs in the list's order, and one more where there is a next page."""
    taken = list(islice(found, ask.limit + 1))
    items = [item for _, item in taken[: ask.limit]]
    return page_after(items, taken[ask.limit - 1][0] if len(taken) > ask.limit else None, request)


def page_after(items: list[T], last: str | None, request: Request) -> Page[T]:
    """A page that the act itself has cut; ``last`` is where the next one goes on, if there is one."""
    if last is None:
        return Page(items=items)
    following = request.url.include_query_params(cursor=encode_cursor(request.url.path, last))
    return Page(items=items, next=f"{following.path}?{following.query}")
