"""The list of clients: search, filter by need area, page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from api.pages.here import AtDesk, Here
from api.pages.parts import Empty, Option
from api.pages.render import render
from casework.register.clients import ClientRow, ResidentRow, find_residents, list_clients
from graph.words.need_areas import children

router = APIRouter()
PER_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLine:
    """One client of the list."""

    row: ClientRow
    urgency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientsPage:
    """The list with what was asked for; ``next_start`` continues it."""

    text: str
    area: str
    areas: tuple[Option, ...]
    lines: tuple[ClientLine, ...]
    said: str
    start: int
    next_start: int | None
    next_href: str | None
    empty: Empty | None
    residents: tuple[ResidentRow, ...]


@router.get("/people")
def show(
    here: AtDesk,
    area: Annotated[str, Query(max_length=40)] = "",
    start: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """Everybody with an open need, the most urgent first."""
    return _page(here, text="", area=area, start=start)


@router.post("/people")
def search(
    here: AtDesk,
    text: Annotated[str, Form(max_length=100)] = "",
    area: Annotated[str, Form(max_length=40)] = "",
    start: Annotated[int, Form(ge=0, le=100_000)] = 0,
) -> Response:
    """Search by name, 초성 or need; it posts, so that no address keeps a name."""
    return _page(here, text=text.strip(), area=area, start=start)


def _page(here: Here, *, text: str, area: str, start: int) -> Response:
    known = {word.code: word.label(here.language) for word in children()}
    area = area if area in known else ""
    found = list_clients(here.desk, here.actor, query=text, area=area or None, start=start, limit=PER_PAGE)
    residents = find_residents(here.desk, here.actor, text) if text and not start else ()
    page = ClientsPage(
        text=text,
        area=area,
        areas=(
            Option(value="", label=here.say("모든 영역")),
            *(Option(value=c, label=label) for c, label in known.items()),
        ),
        lines=tuple(ClientLine(row=row, urgency=row.urgency.label(here.language)) for row in found.rows),
        said=_where(here, found.total, start, len(found.rows)),
        start=start,
        next_start=found.next,
        next_href=_href(area, found.next) if found.next is not None and not text else None,
        empty=None if found.rows or residents else _empty(here, filtered=bool(text or area)),
        residents=residents,
    )
    return render(here.request, "clients.html", page)


def _href(area: str, start: int) -> str:
    return "/people?" + urlencode({"area": area, "start": start} if area else {"start": start})


def _where(here: Here, total: int, start: int, shown: int) -> str:
    said = here.say("전체 %(total)s명 가운데 %(first)s~%(last)s번째")
    return said % {"total": f"{total:,}", "first": start + 1, "last": start + shown} if shown else ""


def _empty(here: Here, *, filtered: bool) -> Empty:
    if filtered:
        return Empty(
            title=here.say("찾는 분이 없습니다."),
            text=here.say("이름의 초성이나 다른 낱말로 찾아보거나 영역을 '모든 영역'으로 바꾸십시오."),
        )
    return Empty(
        title=here.say("아직 도움이 필요하다고 기록된 분이 없습니다."),
        text=here.say("'가져오기'에서 사람·가구 파일과 욕구 파일을 가져오십시오."),
    )
