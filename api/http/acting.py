"""What every route under /api/v1 takes: who acts, and the desk to act at."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Security
from fastapi.security import HTTPBearer
from starlette.requests import Request
from starlette.responses import Response

from api.http.context import parts_of
from api.http.identity import Identified
from api.parts import Parts
from casework.desk import Actor, Desk

# Only so that the API description names it; ``identify`` reads the header, and takes a session as well.
_BEARER = HTTPBearer(scheme_name="token", description="Token of 'pumasi token'", auto_error=False)


def actor_of(identity: Identified, _: Annotated[object, Security(_BEARER)] = None) -> Actor:
    """The worker behind the request, with the purpose it names."""
    return identity.actor


def desk_of(request: Request) -> Desk:
    """The desk of the application."""
    return parts_of(request).desk


Acting = Annotated[Actor, Depends(actor_of)]
"""A route's parameter of this type lets in only those who are signed in or hold a token."""

AtDesk = Annotated[Desk, Depends(desk_of)]
"""A route's parameter of this type is the desk that acts are done at."""

WithParts = Annotated[Parts, Depends(parts_of)]
"""A route's parameter of this type holds all parts of the application."""


def download(content: bytes | str, name: str, media_type: str) -> Response:
    """A file to be saved under a name, which may be Korean (RFC 6266)."""
    plain = name.encode("ascii", "ignore").decode().strip("-_ .") or "pumasi"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
