"""ETag and If-Match: a change names the version of the record that was read (RFC 9110)."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Header
from starlette.responses import Response

from api.errors import MatchNeeded, MatchRefused

_STRONG = re.compile(r'"([1-9][0-9]{0,17})"', re.ASCII)


def etag(version: int) -> str:
    """The tag of a record's version."""
    return f'"{version}"'


def set_etag(response: Response, version: int) -> None:
    """Say which version of the record an answer holds."""
    response.headers["ETag"] = etag(version)


def if_match(
    if_match: Annotated[str | None, Header(description="판 / version", examples=['"3"'])] = None,
) -> int:
    """The version that the sender has read.

    Raises:
        MatchNeeded: the header is missing.
        MatchRefused: it is not one strong version tag.
    """
    if if_match is None:
        raise MatchNeeded()
    found = _STRONG.fullmatch(if_match.strip())
    if found is None:
        raise MatchRefused()
    return int(found[1])


ReadVersion = Annotated[int, Depends(if_match)]
"""A route's parameter of this type demands If-Match and holds the version it names."""
