"""The support network of a client: the picture, its table, the interactive view, files to take along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from starlette.responses import HTMLResponse, Response

from api.http.acting import download
from api.pages.here import AtDesk, Here
from api.pages.parts import Cell, Column, Fact, Table
from api.pages.render import render
from casework.overview.drawings import (
    INTERACTIVE_POLICY,
    INTERACTIVE_SANDBOX,
    Drawing,
    drawing,
    drawing_in_figures,
    interactive,
)
from casework.overview.figures import FiguresTold, network_graphml
from casework.rights import Act

router = APIRouter(prefix="/people/{person}/picture")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which picture: on a day, since a day, with names or masked."""

    day: date | None
    since: date | None
    named: bool

    def query(self) -> str:
        """The same, as part of an address."""
        parts = {"day": self.day, "since": self.since, "named": "1" if self.named else None}
        return urlencode({name: value for name, value in parts.items() if value})


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePage:
    """The picture with its settings and twin."""

    href: str
    client_href: str
    drawing: Drawing
    table: Table
    day: str
    since: str
    today: str
    named: bool
    may_name: bool
    view: str
    frame_href: str
    sandbox: str
    csv_href: str
    figures: tuple[Fact, ...]
    notes: tuple[str, ...]


def wanted(
    day: Annotated[str, Query(max_length=10)] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    named: Annotated[bool, Query()] = False,
) -> Wanted:
    """The picture that the address asks for; a day that is none counts as not given."""
    return Wanted(day=_day(day), since=_day(since), named=named)


Asked = Annotated[Wanted, Depends(wanted)]


@router.get("")
def show(
    here: AtDesk, person: str, asked: Asked, view: Annotated[str, Query(max_length=12)] = "svg"
) -> Response:
    """The page with the picture, as SVG or as the interactive view."""
    at, today, told = f"/people/{person}/picture", here.desk.today(), None
    if asked.since is None and asked.day in (None, today):
        made, told = drawing_in_figures(here.desk, here.actor, person, masked=not asked.named)
    else:
        made = drawing(
            here.desk, here.actor, person, day=asked.day, since=asked.since, masked=not asked.named
        )
    page = PicturePage(
        href=at,
        client_href=f"/people/{person}",
        drawing=made,
        table=Table(
            caption=made.caption,
            columns=tuple(Column(label=label) for label in made.head),
            rows=tuple(tuple(Cell(text=cell) for cell in row) for row in made.rows),
            caption_shown=True,
        ),
        day=(asked.day or today).isoformat(),
        since=asked.since.isoformat() if asked.since else "",
        today=today.isoformat(),
        named=asked.named,
        may_name=here.may(Act.SEE_NAMES),
        view="interactive" if view == "interactive" else "svg",
        frame_href=f"{at}/interactive?{asked.query()}",
        sandbox=INTERACTIVE_SANDBOX,
        csv_href=f"{at}/table.csv?{asked.query()}",
        figures=() if told is None else _figures(here, told),
        notes=() if told is None else _notes(here, told),
    )
    return render(here.request, "picture.html", page)


@router.get("/interactive")
def frame(here: AtDesk, person: str, asked: Asked) -> Response:
    """The interactive view, for a sandboxed frame alone."""
    content = interactive(
        here.desk, here.actor, person, day=asked.day, since=asked.since, masked=not asked.named
    )
    return HTMLResponse(content, headers={"Content-Security-Policy": INTERACTIVE_POLICY})


@router.get("/table.csv")
def table(here: AtDesk, person: str, asked: Asked) -> Response:
    """The table as a file."""
    made = drawing(here.desk, here.actor, person, day=asked.day, since=asked.since, masked=not asked.named)
    return download(made.csv(), "ecomap.csv", "text/csv; charset=utf-8")


@router.get("/network.graphml")
def graphml(here: AtDesk, person: str) -> Response:
    """The network for other tools, with keys in place of ids."""
    return download(network_graphml(here.desk, here.actor, person), "network.graphml", "application/xml")


def _figures(here: Here, told: FiguresTold) -> tuple[Fact, ...]:
    return (
        Fact(label=here.say("둘러싼 사람·기관"), text=here.say("%(count)s곳") % {"count": told.size}),
        Fact(label=here.say("서로 아는 정도"), text=_share(here, told.density)),
        Fact(
            label=here.say("공식·비공식"),
            text=here.say("공식 %(formal)s · 비공식 %(informal)s · 모름 %(unknown)s")
            % {"formal": told.formal, "informal": told.informal, "unknown": told.formality_unknown},
        ),
        Fact(
            label=here.say("서로 모르는 곳"),
            text=here.say("%(count)s곳") % {"count": len(told.isolates)},
        ),
        Fact(label=here.say("공식 자원 비율"), text=_share(here, told.formal_share)),
    )


def _notes(here: Here, told: FiguresTold) -> tuple[str, ...]:
    """Who is one step from being lost, in sentences."""
    sole = [
        here.say("%(who)s: 유일한 '%(of)s' 자원") % {"who": one.supporter, "of": one.of} for one in told.sole
    ]
    full = [
        here.say("%(who)s: 주 %(visits)s회 도움, 한도 %(limit)s회")
        % {"who": one.supporter, "visits": f"{one.visits_per_week:g}", "limit": one.limit}
        for one in told.load
        if one.limit is not None and one.visits_per_week >= one.limit
    ]
    return (*sole, *full)


def _share(here: Here, share: float | None) -> str:
    return here.say("알 수 없음") if share is None else f"{share:.0%}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
