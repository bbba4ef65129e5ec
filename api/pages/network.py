"""The network of the dong in figures and lists, and whose asks stay unmet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from markupsafe import Markup
from starlette.responses import Response

from api.pages.here import AtDesk, Here
from api.pages.parts import Cell, Column, Fact, Table
from api.pages.render import render
from casework.overview.dong import DongTold, OverloadTold, PartyTold, PeopleTold, dong_network, dong_trend
from casework.overview.fairness import (
    DimensionTold,
    FairnessTold,
    GroupTold,
    fairness_of_round,
    fairness_today,
)
from casework.rights import Act

router = APIRouter(prefix="/network")
NOT_TOLD = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Somebody of a list, with what is said of them."""

    name: str
    href: str | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """One list of the page: its title, why it is there, and what to say where it is empty."""

    code: str
    title: str
    why: str
    lines: tuple[Listed, ...]
    empty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPage:
    """Figures, their line over the months with its table, and the lists; none for who may not see persons."""

    day: str
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    picture: Markup | None
    months: Table
    lists: tuple[ListOf, ...]
    may_ask: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessPage:
    """The unmet share by group, of today or of a plan."""

    told: FairnessTold
    about: str
    round_href: str | None
    total: str
    tables: tuple[tuple[str, Table], ...]


@router.get("")
def show(here: AtDesk) -> Response:
    """The network of the dong."""
    told = dong_network(here.desk, here.actor)
    page = NetworkPage(
        day=told.day,
        facts=_facts(here, told),
        notes=_notes(here, told),
        picture=dong_trend(told, here.language) if told.months else None,
        months=_months(here, told),
        lists=() if told.people is None else _lists(here, told.people),
        may_ask=here.may(Act.ASK_NETWORK),
    )
    return render(here.request, "network.html", page)


@router.get("/fairness")
def fairness(
    here: AtDesk, of_round: Annotated[str | None, Query(alias="round", max_length=100)] = None
) -> Response:
    """Whose asks stay unmet, now or in a plan."""
    if of_round is None:
        told = fairness_today(here.desk, here.actor)
        about = here.say("%(day)s 현재 열린 요청이 있거나 연계된 도움을 받는 주민입니다.")
    else:
        told = fairness_of_round(here.desk, here.actor, of_round)
        about = here.say("%(day)s에 찾은 전체 배정에서 도움을 요청한 주민입니다.")
    page = FairnessPage(
        told=told,
        about=about % {"day": told.day},
        round_href=f"/rounds/{told.round}" if told.round and here.may(Act.SEE_ROUNDS) else None,
        total=_total(here, told.total),
        tables=tuple((one.code, _groups(here, one)) for one in told.by),
    )
    return render(here.request, "fairness.html", page)


def _facts(here: Here, told: DongTold) -> tuple[Fact, ...]:
    people, places = here.say("%(people)s명"), here.say("%(count)s곳")

    def fact(label: str, shape: str, count: int | None) -> Fact:
        text = NOT_TOLD if count is None else shape % {"count": f"{count:,}", "people": f"{count:,}"}
        return Fact(label=label, text=text, withheld=count is None)

    share = NOT_TOLD if told.formal_share is None else f"{told.formal_share:.0%}"
    return (
        fact(here.say("주민"), people, told.residents),
        fact(here.say("관계"), here.say("%(count)s건"), told.ties),
        fact(here.say("이어진 관계가 없는 주민"), people, told.isolates),
        fact(here.say("한도를 넘겨 돕는 주민"), people, told.overloaded),
        fact(here.say("없으면 끊기는 곳"), places, told.bridges),
        fact(here.say("서로 떨어진 묶음"), here.say("%(count)s개"), told.components),
        fact(here.say("가장 큰 묶음"), places, told.largest),
        Fact(label=here.say("공식 자원 비율"), text=share, withheld=told.formal_share is None),
    )


def _notes(here: Here, told: DongTold) -> tuple[str, ...]:
    small = here.say(
        "%(least)s명보다 적은 수와 그 수를 셈하여 알 수 있는 수는 보이지 않습니다(–). 긴장·단절된 관계는 세지 않습니다."
    )
    estimated = here.say("사람들 사이를 잇는 정도는 일부를 뽑아 어림한 값입니다.")
    return (small % {"least": told.least}, *((estimated,) if told.estimated else ()))


def _months(here: Here, told: DongTold) -> Table:
    return Table(
        caption=here.say("달마다 본 관계망"),
        columns=(
            Column(label=here.say("날")),
            Column(label=here.say("주민"), number=True),
            Column(label=here.say("관계"), number=True),
            Column(label=here.say("이어진 관계가 없는 주민"), number=True),
        ),
        rows=tuple(
            (
                Cell(text=one.day),
                Cell(text=_count(one.residents)),
                Cell(text=_count(one.ties)),
                Cell(text=_count(one.isolates)),
            )
            for one in told.months
        ),
    )


def _lists(here: Here, people: PeopleTold) -> tuple[ListOf, ...]:
    between = here.say("사람들 사이의 가장 짧은 길 가운데 %(share)s가 이곳을 지납니다.")
    cuts = here.say("없으면 누군가의 관계가 끊깁니다.")
    return (
        ListOf(
            code="isolates",
            title=here.say("이어진 관계가 없는 분"),
            why=here.say(
                "담당하는 당사자와 연계에 동의한 주민 가운데 기록된 관계가 없는 분입니다. 안부를 먼저 여쭈십시오."
            ),
            lines=tuple(_listed(one, one.about) for one in people.isolates),
            empty=here.say("알려 드릴 수 있는 분이 없습니다."),
        ),
        ListOf(
            code="overloaded",
            title=here.say("한도를 넘겨 돕는 분"),
            why=here.say("비공식 도움까지 센 수입니다. 힘들지 않은지 여쭙고, 새로 부탁하지 마십시오."),
            lines=tuple(_listed(one.person, _load(here, one)) for one in people.overloaded),
            empty=here.say("한도를 넘겨 돕는 분이 없습니다."),
        ),
        ListOf(
            code="introductions",
            title=here.say("소개하면 좋은 분들"),
            why=here.say("같은 모임에 다니지만 이어진 관계가 없습니다. 두 분 모두에게 먼저 여쭈십시오."),
            lines=tuple(
                Listed(name=one.group.name, href=None, said=one.sentence) for one in people.introductions
            ),
            empty=here.say("소개할 만한 분들을 찾지 못했습니다."),
        ),
        ListOf(
            code="between",
            title=here.say("사람들 사이를 잇는 곳"),
            why=here.say("이곳이 빠지면 소식과 도움이 멀어집니다. 대신할 길을 미리 찾아 두십시오."),
            lines=tuple(
                _listed(
                    one.party,
                    " ".join((between % {"share": f"{one.share:.1%}"}, *((cuts,) if one.cuts else ()))),
                )
                for one in people.between
            ),
            empty=here.say("알려 드릴 수 있는 곳이 없습니다."),
        ),
    )


def _load(here: Here, one: OverloadTold) -> str:
    load = here.say("주 %(visits)s회 · 한도 %(limit)s · 연계 없이 돕는 이웃 %(informally)s명")
    said = load % {
        "visits": f"{one.visits + one.uncounted:g}",
        "limit": here.say("정한 바 없음") if one.limit is None else one.limit,
        "informally": one.informally,
    }
    if not one.uncounted:
        return said
    return said + here.say(" · 횟수를 모르는 관계 %(count)s건은 주 1회로 셈") % {"count": one.uncounted}


def _listed(party: PartyTold, said: str) -> Listed:
    return Listed(name=party.name, href=f"/people/{party.id}" if party.id else None, said=said)


def _groups(here: Here, dimension: DimensionTold) -> Table:
    return Table(
        caption=dimension.label,
        columns=(
            Column(label=dimension.label),
            Column(label=here.say("도움을 요청한 주민"), number=True),
            Column(label=here.say("받지 못한 주민"), number=True),
            Column(label=here.say("받지 못한 비율"), number=True),
        ),
        rows=tuple(
            (
                Cell(text=one.group),
                Cell(text=_count(one.people)),
                Cell(text=_count(one.unmet)),
                Cell(text=NOT_TOLD if one.share is None else f"{one.share:.0%}"),
            )
            for one in dimension.groups
        ),
        caption_shown=True,
    )


def _total(here: Here, total: GroupTold) -> str:
    if total.people is None:
        return here.say("수가 적어 보이지 않습니다.")
    if total.unmet is None or total.share is None:
        return here.say("도움을 요청한 주민 %(people)s명") % {"people": f"{total.people:,}"}
    said = here.say("도움을 요청한 주민 %(people)s명 가운데 %(unmet)s명(%(share)s)이 아직 받지 못했습니다.")
    return said % {"people": f"{total.people:,}", "unmet": f"{total.unmet:,}", "share": f"{total.share:.0%}"}


def _count(count: int | None) -> str:
    return NOT_TOLD if count is None else f"{count:,}"
