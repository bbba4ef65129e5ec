"""The first page after signing in: what waits today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.http.context import parts_of
from api.http.identity import Identified
from api.pages.client_parts import day_of
from api.pages.here import Here, clock_time
from api.pages.parts import Count
from api.pages.render import render
from casework.overview.today import OpenLinkage, Today, UrgentNeed, today
from casework.rights import Act

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A linkage that waits, and until when in words."""

    told: OpenLinkage
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """Who is signed in, and what waits for them; ``lists`` is false for those who see no clients."""

    name: str
    role: str
    signed_in_at: datetime | None
    lists: bool
    counts: tuple[Count, ...]
    urgent: tuple[UrgentNeed, ...]
    asked: tuple[Waiting, ...]
    reviews: tuple[Waiting, ...]


@router.get("/")
def home(request: Request, identity: Identified) -> Response:
    """What waits today."""
    here = Here(request=request, desk=parts_of(request).desk, actor=identity.actor)
    lists = here.may(Act.SEE_CLIENTS)
    told = today(here.desk, here.actor) if lists else Today(urgent=(), asked=(), reviews=(), my_clients=0)
    page = HomePage(
        name=identity.account.name,
        role=identity.viewer.role.label(identity.language),
        signed_in_at=identity.account.signed_in_at,
        lists=lists,
        counts=_counts(here, told),
        urgent=told.urgent,
        asked=tuple(
            Waiting(told=one, until=here.say("자리 확보 %(hour)s까지") % {"hour": clock_time(one.until)})
            for one in told.asked
        ),
        reviews=tuple(Waiting(told=one, until=day_of(here, one.until)) for one in told.reviews),
    )
    return render(request, "home.html", page)


def _counts(here: Here, told: Today) -> tuple[Count, ...]:
    return (
        Count(
            label=here.say("위기·오늘 안에"),
            number=len(told.urgent),
            tone="bad" if told.urgent else "plain",
            href="#urgent",
        ),
        Count(
            label=here.say("답을 기다리는 요청"),
            number=len(told.asked),
            tone="info" if told.asked else "plain",
            href="#asked",
        ),
        Count(
            label=here.say("다시 볼 대기"),
            number=len(told.reviews),
            tone="caution" if told.reviews else "plain",
            href="#reviews",
        ),
        Count(label=here.say("내 담당 당사자"), number=told.my_clients, href="/people"),
    )
