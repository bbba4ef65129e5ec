"""The support network of a client: picture, interactive page, table."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import HTMLResponse, Response

from api.http.acting import Acting, AtDesk, download
from api.http.ids import PersonId
from api.http.wire import Wire
from casework.overview.drawings import INTERACTIVE_POLICY, Drawing, drawing, interactive
from casework.overview.figures import FiguresTold, network_figures, network_graphml

router = APIRouter(tags=["pictures"])

SVG, CSV, GRAPHML = "image/svg+xml", "text/csv; charset=utf-8", "application/graphml+xml"
OnDay = Annotated[date | None, Query(description="이 날의 모습 / as of this day")]
Since = Annotated[date | None, Query(description="이 날 뒤의 변화 / what changed since")]
Names = Annotated[bool, Query(description="가림 없이 / unmasked")]


def _drawn(
    person: PersonId,
    desk: AtDesk,
    actor: Acting,
    day: OnDay = None,
    since: Since = None,
    names: Names = False,
) -> Drawing:
    return drawing(desk, actor, person, day=day, since=since, masked=not names)


Drawn = Annotated[Drawing, Depends(_drawn)]


class NetworkTable(Wire):
    """The table twin: the same people and lines as the picture, in the same words."""

    caption: str = Field(examples=["김○○ 님의 생태도 · 2026. 11. 22."])
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@router.get("/clients/{person}/network.svg", response_class=Response, responses={200: {"content": {SVG: {}}}})
def ecomap(drawn: Drawn) -> Response:
    """The ecomap (생태도), to be shown or printed; names are masked unless asked for."""
    # An SVG opened by itself is a document of this origin; it needs nothing but its own attributes.
    return Response(
        str(drawn.svg),
        media_type=SVG,
        headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"},
    )


@router.get("/clients/{person}/network.html", response_class=HTMLResponse)
def page(
    person: PersonId,
    desk: AtDesk,
    actor: Acting,
    day: OnDay = None,
    since: Since = None,
    names: Names = False,
) -> HTMLResponse:
    """The interactive picture as a page of its own."""
    shown = interactive(desk, actor, person, day=day, since=since, masked=not names)
    return HTMLResponse(shown, headers={"Content-Security-Policy": INTERACTIVE_POLICY})


@router.get("/clients/{person}/network")
def table(drawn: Drawn) -> NetworkTable:
    """The table twin of the picture."""
    return NetworkTable(caption=drawn.caption, head=drawn.head, rows=drawn.rows)


@router.get("/clients/{person}/network.csv", response_class=Response, responses={200: {"content": {CSV: {}}}})
def sheet(person: PersonId, drawn: Drawn) -> Response:
    """The table twin as a sheet."""
    return download(drawn.csv(), f"생태도-{person}.csv", CSV)


@router.get("/clients/{person}/network/figures")
def figures(person: PersonId, desk: AtDesk, actor: Acting) -> FiguresTold:
    """Size, density, formal share, who is one step from being lost; for the client's own worker."""
    return network_figures(desk, actor, person)


@router.get(
    "/clients/{person}/network.graphml",
    response_class=Response,
    responses={200: {"content": {GRAPHML: {}}}},
)
def exchange(person: PersonId, desk: AtDesk, actor: Acting) -> Response:
    """The network for other tools, under keys and masked names; for the client's own worker."""
    return download(network_graphml(desk, actor, person), f"network-{person}.graphml", GRAPHML)
