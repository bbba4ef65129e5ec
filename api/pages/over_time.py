"""A client's network over the months, and who could step in for those who help."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from api.pages.here import AtDesk, Here
from api.pages.network import Listed
from api.pages.parts import Cell, Column, Table
from api.pages.render import render
from casework.overview.over_time import (
    ClientOnDayTold,
    OverTimeTold,
    SteppingInTold,
    network_over_time,
    stepping_in,
    trend_of,
)
from casework.overview.questions import FORMS, Part, Question
from casework.rights import Act
from graph.records.people import Person
from graph.records.registry import type_of

router = APIRouter(prefix="/people/{person}/network")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question that can be asked about this client."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverTimePage:
    """The line with its table, who could step in, and the questions about this client."""

    name: str
    href: str
    picture: Markup
    table: Table
    stepping_in: tuple[Listed, ...]
    questions: tuple[Asking, ...]


@router.get("")
def show(here: AtDesk, person: str) -> Response:
    """The network over time, for the client's own worker."""
    told = network_over_time(here.desk, here.actor, person)
    about = [one for one, form in FORMS.items() if Part.PERSON in form.needs] + [Question.LOSES_HELP]
    page = OverTimePage(
        name=told.name,
        href=f"/people/{person}",
        picture=trend_of(told, here.language),
        table=_table(here, told),
        stepping_in=tuple(_helper(here, one) for one in told.stepping_in),
        questions=tuple(
            Asking(
                label=one.label(here.language),
                href=f"/network/questions/{one.value}?{FORMS[one].needs[0].value}={person}",
            )
            for one in about
        ),
    )
    return render(here.request, "over_time.html", page)


def helpers(here: Here, person: str, *, masked: bool) -> tuple[Listed, ...]:
    """Who could step in for each helper, for the client's page; nothing for who may not see it."""
    if not here.may(Act.DRAW):
        return ()
    return tuple(_helper(here, one) for one in stepping_in(here.desk, here.actor, person, masked=masked))


def _helper(here: Here, one: SteppingInTold) -> Listed:
    person = type_of(one.helper_id) is Person
    nobody = here.say("대신할 자원을 아직 찾지 못했습니다. 미리 알아 두십시오.")
    return Listed(
        name=one.helper,
        href=f"/people/{one.helper_id}" if person else None,
        said=" ".join(one.others) or nobody,
    )


def _table(here: Here, told: OverTimeTold) -> Table:
    return Table(
        caption=here.say("지지망의 변화"),
        columns=(
            Column(label=here.say("날")),
            Column(label=here.say("직접 이어진 곳"), number=True),
            Column(label=here.say("한 사람 건너까지"), number=True),
            Column(label=here.say("서로 주고받는 관계"), number=True),
            Column(label=here.say("공식 자원"), number=True),
            Column(label=here.say("서로 모르는 곳"), number=True),
            Column(label=here.say("서로 아는 정도"), number=True),
        ),
        rows=tuple(_row(here, one) for one in reversed(told.days)),
    )


def _row(here: Here, one: ClientOnDayTold) -> tuple[Cell, ...]:
    among = here.say("%(known)s곳 가운데 %(count)s곳")
    cells = (
        f"{one.day} · {one.what}",
        f"{one.degree:,}",
        f"{one.two_steps:,}",
        among % {"known": one.ways_known, "count": one.mutual},
        among % {"known": one.formality_known, "count": one.formal},
        f"{one.isolates:,}",
        here.say("알 수 없음") if one.density is None else f"{one.density:.0%}",
    )
    return tuple(Cell(text=text) for text in cells)
