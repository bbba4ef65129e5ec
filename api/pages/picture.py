"""The support network of a client: the picture, its table, the interactive view, files to take along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from starlette.responses import HTMLResponse, Response

from api.pages.here import AtDesk
from api.pages.parts import Cell, Column, Table
from api.pages.render import render
from casework.overview.drawings import (
    INTERACTIVE_POLICY,
    INTERACTIVE_SANDBOX,
    Drawing,
    drawing,
    interactive,
)
from casework.rights import Act

router = APIRouter(prefix="/people/{person}/picture")
CHANGE_OVER = timedelta(days=90)


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
    suggested_since: str
    named: bool
    may_name: bool
    view: str
    frame_href: str
    sandbox: str
    csv_href: str


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
    made = drawing(here.desk, here.actor, person, day=asked.day, since=asked.since, masked=not asked.named)
    at, today = f"/people/{person}/picture", here.desk.today()
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
        suggested_since=(today - CHANGE_OVER).isoformat(),
        named=asked.named,
        may_name=here.may(Act.SEE_NAMES),
        view="interactive" if view == "interactive" else "svg",
        frame_href=f"{at}/interactive?{asked.query()}",
        sandbox=INTERACTIVE_SANDBOX,
        csv_href=f"{at}/table.csv?{asked.query()}",
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
    return Response(
        made.csv(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": "attachment; filename=ecomap.csv"},
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
