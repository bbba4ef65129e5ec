"""`pumasi round`: rounds of proposals, listed and shown leg by leg; exchanges and allocations of the whole dong."""

from __future__ import annotations

import dataclasses
import json
from enum import StrEnum
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.auth.accounts import FIRST_NAME
from api.cli.console import both, out, say
from api.cli.development_table import show_development
from api.cli.options import AsOption, DataOption, PurposeOption, StoreOption, acting
from api.cli.progress import bar
from api.jobs.process import run_apart
from casework.linking import rounds
from casework.linking.developed_told import open_development
from casework.linking.legs import repair_proposal
from casework.linking.rounds_cut import Part
from casework.linking.rounds_told import LegTold, ProposalTold, RoundTold, open_round
from graph.words.kinds import LegForm, RoundKind, ViewPurpose

_FIRST = 50

app = typer.Typer(
    help=both(
        "품앗이, 전체 배정, 이웃 모임, 개발할 자원을 찾습니다",
        "Exchanges, allocations, circles, and what to develop",
    ),
    no_args_is_help=True,
)


class Form(StrEnum):
    """How a result is written."""

    TABLE = "table"
    JSON = "json"


RoundArgument = Annotated[str, typer.Argument(help=both("제안 번호(g-…)", "Id of the round (g-…)"))]
SecondsOption = Annotated[float, typer.Option(help=both("찾는 시간(초)", "Seconds to look"), min=1, max=600)]
FormOption = Annotated[Form, typer.Option("--format", help=both("출력 모양", "Form of the output"))]
LimitOption = Annotated[
    int | None,
    typer.Option(
        help=both("보일 제안 수(표는 50, JSON은 전부)", "How many proposals (50 as a table, all as JSON)"),
        min=1,
        show_default=False,
    ),
]
ExplainOption = Annotated[
    bool, typer.Option("--explain", help=both("도움마다 까닭을 함께 보입니다", "Each help with its reasons"))
]


@app.command("exchange")
def exchange(
    cycle: Annotated[
        int, typer.Option(help=both("순환 인원 상한", "Most people in a cycle"), min=0, max=5)
    ] = 3,
    chain: Annotated[
        int, typer.Option(help=both("사슬 인원 상한", "Most helped by a chain"), min=0, max=6)
    ] = 4,
    seconds: SecondsOption = 30.0,
    explain: ExplainOption = False,
    limit: LimitOption = None,
    form: FormOption = Form.TABLE,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.LINKING,
) -> None:
    """서로 도울 수 있는 품앗이를 찾아 보관합니다. / Find exchanges and keep them as a round."""
    with acting(data, store, account, purpose) as (parts, actor):
        with bar(say("품앗이 찾기", "Looking for exchanges")) as progress:
            made = rounds.propose_exchange(
                parts.desk,
                actor,
                longest_cycle=cycle,
                longest_chain=chain,
                seconds=seconds,
                run=run_apart,
                progress=progress,
            )
        told = open_round(parts.desk, actor, made, shown(form, limit))
    show(told, explain, form)


@app.command("allocate")
def allocate(
    most_givers: Annotated[
        int | None,
        typer.Option(
            help=both("한 요청의 제공자 상한", "Most givers to one ask"), min=1, max=10, show_default=False
        ),
    ] = None,
    seconds: SecondsOption = 30.0,
    after: Annotated[
        str | None,
        typer.Option(
            metavar="g-…",
            help=both("고정과 제외를 이어 갈 앞선 배정", "An earlier allocation whose locks hold"),
            show_default=False,
        ),
    ] = None,
    explain: ExplainOption = False,
    limit: LimitOption = None,
    form: FormOption = Form.TABLE,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.LINKING,
) -> None:
    """열린 요청 전체를 한꺼번에 배정해 보관합니다. / Plan all open asks at once and keep the plan."""
    with acting(data, store, account, purpose) as (parts, actor):
        with bar(say("전체 배정", "Allocating")) as progress:
            made = rounds.propose_allocation(
                parts.desk,
                actor,
                most_givers=most_givers,
                seconds=seconds,
                after=after,
                run=run_apart,
                progress=progress,
            )
        told = open_round(parts.desk, actor, made, shown(form, limit))
    show(told, explain, form)


@app.command("show")
def show_one(
    round_id: RoundArgument,
    explain: ExplainOption = False,
    limit: LimitOption = None,
    search: Annotated[
        str,
        typer.Option(
            metavar="p-…",
            help=both("당사자·제공자·요청 번호", "Code of a client, giver or ask"),
            show_default=False,
        ),
    ] = "",
    form: FormOption = Form.TABLE,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.LINKING,
) -> None:
    """보관한 제안을 봅니다. / Show a round that was kept."""
    with acting(data, store, account, purpose) as (parts, actor):
        told = open_round(parts.desk, actor, round_id, shown(form, limit, search))
        as_table = told.kind_code == RoundKind.DEVELOP
        development = open_development(parts.desk, actor, round_id) if as_table else None
    if development is None:
        show(told, explain, form)
    elif form is Form.JSON:
        say_json(dataclasses.asdict(development))
    else:
        show_development(development, explain)


@app.command("repair")
def repair(
    round_id: RoundArgument,
    number: Annotated[int, typer.Argument(help=both("제안 순번", "Number of the proposal"), min=1)],
    explain: ExplainOption = False,
    form: FormOption = Form.TABLE,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.LINKING,
) -> None:
    """끝난 도움을 대신할 방법을 찾습니다. / Find the best in place of what ended in a proposal."""
    with acting(data, store, account, purpose) as (parts, actor):
        ways = repair_proposal(parts.desk, actor, round_id, number)
        told = open_round(parts.desk, actor, round_id, Part(limit=1, around=number))
    if form is Form.TABLE:
        out.print(say(f"대신할 방법 {ways:,}가지를 더했습니다.", f"Other ways that were added: {ways:,}."))
    show(told, explain, form)


@app.command("list")
def list_all(
    form: FormOption = Form.TABLE,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.LINKING,
) -> None:
    """보관한 제안을 최근 것부터 봅니다. / The rounds that were kept, newest first."""
    with acting(data, store, account, purpose) as (parts, actor):
        lines = rounds.list_rounds(parts.desk, actor)
    if form is Form.JSON:
        say_json([dataclasses.asdict(one) for one in lines])
        return
    table = Table(
        say("번호", "Id"),
        say("종류", "Kind"),
        say("만든 날", "Made on"),
        say("제안", "Proposals"),
        say("사람", "People"),
        say("상태", "State"),
        box=None,
    )
    for one in lines:
        table.add_row(one.id, one.kind, one.made_on, f"{one.proposals:,}", f"{one.people:,}", one.state)
    out.print(table)


def shown(form: Form, limit: int | None, search: str = "") -> Part:
    """Which proposals are shown: all as JSON, the first as a table."""
    return Part(limit=limit or (None if form is Form.JSON else _FIRST), search=search)


def show(told: RoundTold, explain: bool, form: Form) -> None:
    """A round as a table or as JSON."""
    if form is Form.JSON:
        say_json(dataclasses.asdict(told))
        return
    first = told.proposed
    out.print(f"{told.kind} {told.id} · {told.made_on} · {told.state}", style="bold", markup=False)
    out.print(
        say(
            f"제안 {first:,}건, 참여하는 주민 {told.people:,}명. {_sure(told)}",
            f"{first:,} proposals, {told.people:,} people. {_sure(told)}",
        ),
        markup=False,
    )
    for sentence in told.says:
        out.print(sentence, markup=False)
    for proposal in told.proposals:
        _show_proposal(proposal, explain)
    heads = sum(one.repairs is None for one in told.proposals)
    if heads < told.found:
        out.print(
            say(
                f"\n{told.found:,}건 가운데 {heads:,}건입니다. 더 보려면 --limit, 찾으려면 show의 --search를 쓰십시오.",
                f"\n{heads:,} of {told.found:,}. For more use --limit, to find somebody --search of show.",
            ),
            markup=False,
        )


def _sure(told: RoundTold) -> str:
    if told.proven:
        return say("이보다 나은 조합이 없음을 확인했습니다.", "No other choice is better.")
    return say(
        f"시간 안에 찾은 가장 나은 조합입니다(남은 차이 {told.gap_percent}% 이하).",
        f"The best found in time (within {told.gap_percent} %).",
    )


def _show_proposal(proposal: ProposalTold, explain: bool) -> None:
    mends = (
        ""
        if proposal.repairs is None
        else say(f" · {proposal.repairs}번의 보완", f" · repairs {proposal.repairs}")
    )
    out.print(f"\n{proposal.number}. {proposal.form}{mends}", style="bold", markup=False)
    for sentence in proposal.says:
        out.print(f"  {sentence}", markup=False)
    table = Table(
        say("돕는 분", "Giver"), say("받는 분", "Helped"), say("도움", "Help"), say("상태", "State"), box=None
    )
    for leg in proposal.legs:
        table.add_row(*map(escape, (leg.giver_name, leg.client_name, _help(leg), _state(leg))))
    out.print(table)
    if explain:
        for leg in proposal.legs:
            out.print(f"  {leg.says}", markup=False)
            for reason in leg.reasons:
                out.print(f"    · {reason}", markup=False)
            for question in leg.questions:
                out.print(f"    ? {question}", markup=False)


_FORMS = frozenset({LegForm.RUNNER_UP, LegForm.UNSERVED, LegForm.BACKUP, LegForm.INTRODUCE, LegForm.DEVELOP})


def _help(leg: LegTold) -> str:
    """What is done: in a circle the role and when, else the resource."""
    in_circle = (leg.role, leg.times) if leg.role else (leg.resource_name or leg.service,)
    return " · ".join(one for one in in_circle if one)


def _state(leg: LegTold) -> str:
    if leg.set_aside:
        return say("제외", "set aside")
    said = [
        f"{label}: {answer}"
        for label, answer in (
            (say("당사자", "client"), leg.client_answer),
            (say("제공자", "helper"), leg.helper_answer),
        )
        if answer
    ]
    return ", ".join([one for one in (leg.standing,) if one] + said) or _plain_state(leg)


def _plain_state(leg: LegTold) -> str:
    return leg.form if leg.form_code in _FORMS else say("제안", "proposed")


def say_json(value: object) -> None:
    """Something as JSON, with its letters as they are."""
    out.print_json(json.dumps(value, ensure_ascii=False))
