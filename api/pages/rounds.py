"""Rounds of proposals: the list, a new search in the whole dong, and one round with what it proposes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.acting import WithParts
from api.http.problems import status_of
from api.jobs.job import Progress, Said, Stage
from api.jobs.process import run_apart
from api.pages.circle_page import circle_response
from api.pages.development_page import development_response
from api.pages.done import said
from api.pages.forms import given
from api.pages.here import AtDesk, Here, go_to
from api.pages.jobs import begin
from api.pages.parts import Option, Paging
from api.pages.render import render
from api.pages.round_cards import ProposalCard, cards
from casework.linking.rounds import RoundLine, close_round, list_rounds, propose_allocation, propose_exchange
from casework.linking.rounds_cut import Part
from casework.linking.rounds_told import RoundTold, open_round
from casework.rights import Act
from graph.errors import PumasiError
from graph.words.kinds import RoundKind

router = APIRouter(prefix="/rounds")
CYCLES, CHAINS, GIVERS, VISITS = (3, 2, 4, 5), (4, 2, 3, 1, 0), (0, 1, 2, 3), (0, 1, 2, 3, 5, 10)
"""How many people, or visits a week; the usual first."""
PER_PAGE = 50
STAGE = Stage(
    label=Said(ko="품앗이 찾기", en="Looking for exchanges"),
    note=Said(
        ko="이 화면을 떠나도 계속 찾습니다. 찾은 제안은 보관할 뿐, 물어보기 전에는 아무도 정해지지 않습니다.",
        en="The search goes on when you leave this page. What is found is kept; nothing is settled before people are asked.",
    ),
    steps=(
        Said(ko="자료를 읽고 있습니다.", en="Reading the data."),
        Said(ko="누가 누구를 도울 수 있는지 살펴보고 있습니다.", en="Looking at who could help whom."),
        Said(
            ko="서로 도울 수 있는 분들을 찾고 있습니다.", en="Looking for people who could help one another."
        ),
        Said(ko="찾은 제안을 보관하고 있습니다.", en="Keeping what was found."),
    ),
    at="/rounds/jobs",
    may_stop=True,
)
_ALLOCATION = replace(
    STAGE,
    label=Said(ko="전체 배정", en="Allocation"),
    steps=(
        STAGE.steps[0],
        STAGE.steps[1],
        Said(ko="열린 요청 전체에 맞는 배정을 찾고 있습니다.", en="Planning help for all open asks."),
        Said(
            ko="배정마다 이유와 다음 후보를 적고 있습니다.",
            en="Writing down reasons, and who would come next.",
        ),
        STAGE.steps[-1],
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsPage:
    """What was proposed before, and the form for the next search."""

    notice: str | None
    error: str | None
    rounds: tuple[RoundLine, ...]
    cycles: tuple[Option, ...]
    chains: tuple[Option, ...]
    givers: tuple[Option, ...]
    visits: tuple[Option, ...]
    may_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPage:
    """One round: its proposals, and what can be done with each help."""

    told: RoundTold
    cards: tuple[ProposalCard, ...]
    search: str
    paging: Paging | None
    notice: str | None
    error: str | None
    may_close: bool
    may_again: bool


@router.get("")
def show(here: AtDesk, done: Annotated[str | None, Query(max_length=40)] = None) -> Response:
    """The rounds of the dong, and the form for the next."""
    return _list(here, notice=said(here, done))


@router.post("/exchange")
async def run(here: AtDesk, parts: WithParts) -> Response:
    """Look for exchanges in a process of its own."""
    form = await here.request.form()
    cycle, chain = chosen(given(form, "cycle", 2), CYCLES), chosen(given(form, "chain", 2), CHAINS)

    def work(progress: Progress) -> str:
        made = propose_exchange(
            here.desk,
            here.actor,
            longest_cycle=cycle,
            longest_chain=chain,
            run=run_apart,
            progress=progress,
        )
        return f"/rounds/{made}?done=round"

    return begin(
        here,
        parts,
        STAGE,
        work,
        back="/rounds",
        refused=lambda error: list_response(here, error),
        subject="exchange",
    )


@router.post("/allocate")
async def run_allocation(here: AtDesk, parts: WithParts) -> Response:
    """Plan help for all open asks in a process of its own; ``after`` an earlier plan, whose locks hold."""
    form = await here.request.form()
    most, after = chosen(given(form, "givers", 2), GIVERS), given(form, "after", 60) or None

    def work(progress: Progress) -> str:
        made = propose_allocation(
            here.desk, here.actor, most_givers=most or None, after=after, run=run_apart, progress=progress
        )
        return f"/rounds/{made}?done=round"

    return begin(
        here,
        parts,
        _ALLOCATION,
        work,
        back="/rounds",
        refused=lambda error: list_response(here, error),
        subject="allocate",
    )


@router.get("/{round_id}")
def look(
    here: AtDesk,
    round_id: str,
    done: Annotated[str | None, Query(max_length=40)] = None,
    after: Annotated[int | None, Query(ge=1)] = None,
    around: Annotated[int | None, Query(ge=1)] = None,
    leg: Annotated[str | None, Query(max_length=60)] = None,
    search: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """One round, its proposals leg by leg; in parts where they are many, or those that name a code."""
    part = Part(limit=PER_PAGE, after=after, around=around, leg=leg, search=search)
    return round_response(here, round_id, part, notice=said(here, done))


@router.post("/{round_id}/close")
async def close(here: AtDesk, round_id: str) -> Response:
    """Nothing more is done in it."""
    form = await here.request.form()
    sent = given(form, "expected", 12)
    try:
        close_round(here.desk, here.actor, round_id, expected=int(sent) if sent.isdigit() else -1)
    except PumasiError as error:
        return round_response(here, round_id, Part(limit=PER_PAGE), error=error)
    return go_to("/rounds?done=round-closed")


def round_response(
    here: Here, round_id: str, part: Part, *, notice: str | None = None, error: PumasiError | None = None
) -> Response:
    """The page of a part of a round, as its kind is shown."""
    told = open_round(here.desk, here.actor, round_id, part)
    if told.kind_code in _PAGES:
        said, status = (None, 200) if error is None else (here.told(error), status_of(error))
        return _PAGES[told.kind_code](here, told, notice, said, status)
    page = RoundPage(
        told=told,
        cards=cards(here, told),
        search=part.search,
        paging=_paging(here, told, part.search),
        notice=notice,
        error=None if error is None else here.told(error),
        may_close=here.may(Act.RUN_ROUND) and not told.closed,
        may_again=here.may(Act.RUN_ROUND) and told.kind_code == RoundKind.ALLOCATE,
    )
    return render(here.request, "round.html", page, status=200 if error is None else status_of(error))


_PAGES: Mapping[str, Callable[[Here, RoundTold, str | None, str | None, int], Response]] = MappingProxyType(
    {RoundKind.CIRCLE: circle_response, RoundKind.DEVELOP: development_response}
)
"""Kinds of rounds with a page of their own; the others are shown proposal by proposal."""


def _paging(here: Here, told: RoundTold, search: str) -> Paging | None:
    """The way through a round that is longer than a page, or that was searched."""
    if told.found <= PER_PAGE and not search:
        return None
    last = told.first + sum(one.repairs is None for one in told.proposals) - 1
    at, sought = f"/rounds/{told.id}", {"search": search} if search else {}
    shown = {"found": f"{told.found:,}", "first": f"{told.first:,}", "last": f"{last:,}"}
    return Paging(
        said=here.say("%(found)s건 가운데 %(first)s~%(last)s번째") % shown if told.found else "",
        first_href=f"{at}?{urlencode(sought)}" if told.first > 1 else None,
        next_href=None if told.next is None else f"{at}?{urlencode(sought | {'after': told.next})}",
    )


def list_response(here: Here, error: PumasiError) -> Response:
    """The list with what stopped a search."""
    return _list(here, error=here.told(error), status=status_of(error))


def _list(here: Here, *, notice: str | None = None, error: str | None = None, status: int = 200) -> Response:
    def people(counts: tuple[int, ...], none: str) -> tuple[Option, ...]:
        label = here.say("%(count)s명까지")
        return tuple(Option(value=str(n), label=label % {"count": n} if n else none) for n in counts)

    page = RoundsPage(
        notice=notice,
        error=error,
        rounds=list_rounds(here.desk, here.actor),
        cycles=people(CYCLES, ""),
        chains=people(CHAINS, here.say("찾지 않음")),
        givers=people(GIVERS, here.say("제한 없음")),
        visits=tuple(
            Option(
                value=str(n),
                label=here.say("1주 %(count)s회") % {"count": n} if n else here.say("한 분이 보통 맡는 만큼"),
            )
            for n in VISITS
        ),
        may_run=here.may(Act.RUN_ROUND),
    )
    return render(here.request, "rounds.html", page, status=status)


def chosen(sent: str, among: tuple[int, ...]) -> int:
    """A number that was offered; the usual one for anything else."""
    return int(sent) if sent.isdigit() and int(sent) in among else among[0]
