"""The access log: who looked at whom or changed what, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.pages.here import AtDesk, Here
from api.pages.parts import Action, Cell, Column, Paging, Table
from api.pages.render import render
from casework.sharing.access import AccessTold, check_log, newest_entries

router = APIRouter()
PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Entries, newest first; and, when that was asked, whether the chain of the whole log holds."""

    table: Table
    paging: Paging
    check: Action
    checked: Checked | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of the check."""

    whole: bool
    said: str


@router.get("/log")
def show(here: AtDesk, before: Annotated[int | None, Query(ge=1)] = None, check: bool = False) -> Response:
    """The log from its end."""
    entries = newest_entries(here.desk, here.actor, before=before, limit=PER_PAGE)
    heads = (
        here.say("언제"),
        here.say("누가"),
        here.say("무엇을"),
        here.say("목적"),
        here.say("대상"),
        here.say("어디서"),
    )
    oldest = entries[-1].number if entries else 1
    page = LogPage(
        table=Table(
            caption=here.say("접근 기록"),
            columns=tuple(Column(label=head) for head in heads),
            rows=tuple(_row(here, entry) for entry in entries),
        ),
        paging=Paging(
            said="",
            first_href="/log" if before else None,
            next_href=f"/log?before={oldest}" if oldest > 1 else None,
        ),
        check=Action(label=here.say("처음부터 끝까지 확인"), href="/log?check=1"),
        checked=_checked(here) if check else None,
    )
    return render(here.request, "log.html", page)


def _checked(here: Here) -> Checked:
    check = check_log(here.desk, here.actor)
    said = (
        here.say("기록 %(entries)s건이 이어져 있고, 바뀐 흔적이 없습니다.")
        if check.broken_at is None
        else here.say(
            "기록 %(entries)s건 가운데 %(broken)s번째에서 이어짐이 끊겼습니다. 관리자에게 알리십시오."
        )
    )
    return Checked(
        whole=check.broken_at is None,
        said=said % {"entries": f"{check.entries:,}", "broken": check.broken_at},
    )


def _row(here: Here, entry: AccessTold) -> tuple[Cell, ...]:
    count = entry.people_count
    people = here.say("%(count)s명") % {"count": f"{count:,}"} if count else "–"
    return tuple(
        Cell(text=text)
        for text in (
            entry.at,
            entry.by,
            f"{entry.action} · {entry.what}",
            entry.purpose,
            people,
            entry.place,
        )
    )
