"""The first page after signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.http.identity import Identified
from api.pages.render import render

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """Who is signed in, and when they last were."""

    name: str
    role: str
    signed_in_at: datetime | None


@router.get("/")
def home(request: Request, identity: Identified) -> Response:
    """Greet, and lead to the sections."""
    account = identity.account
    page = HomePage(
        name=account.name,
        role=account.viewer.role.label(identity.language),
        signed_in_at=account.signed_in_at,
    )
    return render(request, "home.html", page)
