"""`pumasi network`: the figures of the dong, the ten questions, whose asks stay unmet, a client over time."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.auth.accounts import FIRST_NAME
from api.cli.console import Speech, both, out, say
from api.cli.options import AsOption, DataOption, PurposeOption, StoreOption, acting
from casework.overview.asking import AnswerTold, ask_network
from casework.overview.dong import DongTold, PeopleTold, dong_network
from casework.overview.fairness import FairnessTold, GroupTold, fairness_of_round, fairness_today
from casework.overview.over_time import OverTimeTold, network_over_time
from casework.overview.questions import Asked, Part, Question, questions
from casework.register.encoded import slots_of
from graph.records.values import Slots
from graph.words.kinds import SpokenLanguage, ViewPurpose

app = typer.Typer(
    help=both("우리 동 관계망과 열 가지 물음", "The network of the dong and its ten questions"),
    no_args_is_help=True,
)


class Form(StrEnum):
    """How a result is written."""

    TABLE = "table"
    JSON = "json"


FormOption = Annotated[Form, typer.Option("--format", help=both("출력 모양", "Form of the output"))]
PartyOption = Annotated[str | None, typer.Option(metavar="p-…", show_default=False)]


@app.command("figures")
def figures(
    most: Annotated[
        int, typer.Option(help=both("목록마다 몇까지", "How many of each list"), min=1, max=50)
    ] = 10,
    form: FormOption = Form.TABLE,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.CASE_WORK,
) -> None:
    """우리 동 관계망을 수와 목록으로 봅니다. / The network of the dong in figures and lists."""
    with acting(data, store, account, purpose) as (parts, actor):
        told = dong_network(parts.desk, actor, most=most)
    if form is Form.JSON:
        _say_json(dataclasses.asdict(told))
        return
    _show_figures(told)
    if told.people is not None:
        _show_people(told.people)


@app.command("questions")
def ask(
    question: Annotated[
        Question | None,
        typer.Argument(
            help=both("물음(없으면 열 가지를 보입니다)", "The question; without it all ten are shown")
        ),
    ] = None,
    person: PartyOption = None,
    other: PartyOption = None,
    giver: PartyOption = None,
    kind: Annotated[
        str | None, typer.Option(help=both("도움 종류 코드", "Code of a kind of help"), show_default=False)
    ] = None,
    speaks: Annotated[SpokenLanguage | None, typer.Option(show_default=False)] = None,
    free: Annotated[
        list[str] | None,
        typer.Option(
            help=both("시간, 예: tue/09:00/12:00", "Times, like tue/09:00/12:00"), show_default=False
        ),
    ] = None,
    form: FormOption = Form.TABLE,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.CASE_WORK,
) -> None:
    """관계망에 열 가지를 묻습니다. / Ask the network one of its ten questions."""
    if question is None:
        _list_questions(form)
        return
    asked = Asked(person=person, other=other, giver=giver, kind=kind, speaks=speaks, free=_slots(free))
    with acting(data, store, account, purpose) as (parts, actor):
        told = ask_network(parts.desk, actor, question, asked)
    if form is Form.JSON:
        _say_json(dataclasses.asdict(told))
    else:
        _show_answer(told)


@app.command("fairness")
def fairness(
    of_round: Annotated[
        str | None,
        typer.Option(
            "--round",
            metavar="g-…",
            help=both("배정 번호(없으면 지금)", "Id of an allocation; without it the present"),
            show_default=False,
        ),
    ] = None,
    form: FormOption = Form.TABLE,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.CASE_WORK,
) -> None:
    """도움을 받지 못한 비율을 동·나이·가구·언어별로 봅니다. / Unmet asks by dong, age, household, language."""
    with acting(data, store, account, purpose) as (parts, actor):
        told = (
            fairness_today(parts.desk, actor)
            if of_round is None
            else fairness_of_round(parts.desk, actor, of_round)
        )
    if form is Form.JSON:
        _say_json(dataclasses.asdict(told))
    else:
        _show_fairness(told)


@app.command("client")
def client(
    person: Annotated[str, typer.Argument(help=both("당사자 번호(p-…)", "Id of the client (p-…)"))],
    months: Annotated[int, typer.Option(help=both("몇 달", "How many months"), min=1, max=60)] = 12,
    form: FormOption = Form.TABLE,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.CASE_WORK,
) -> None:
    """당사자 지지망의 변화와 대신할 분을 봅니다. / A client's network over time, and who could step in."""
    with acting(data, store, account, purpose) as (parts, actor):
        told = network_over_time(parts.desk, actor, person, months=months)
    if form is Form.JSON:
        _say_json(dataclasses.asdict(told))
    else:
        _show_over_time(told)


def _show_figures(told: DongTold) -> None:
    out.print(say(f"우리 동 관계망 · {told.day}", f"Network of the dong · {told.day}"), style="bold")
    table = Table(box=None, show_header=False)
    for label, value in (
        (say("주민", "Residents"), _count(told.residents)),
        (say("관계", "Ties"), _count(told.ties)),
        (say("이어진 관계가 없는 주민", "Residents without any tie"), _count(told.isolates)),
        (say("따로 떨어진 묶음", "Separate parts"), _count(told.components)),
        (say("가장 큰 묶음", "Largest part"), _count(told.largest)),
        (say("없으면 끊기는 곳", "Who holds parts together"), _count(told.bridges)),
        (say("한도를 넘겨 돕는 주민", "Residents who carry too much"), _count(told.overloaded)),
        (say("공식 자원 비율", "Formal share"), _share(told.formal_share)),
    ):
        table.add_row(label, value)
    out.print(table)
    out.print(
        say(
            f"{told.least}명보다 적은 수와 그 수를 셈하여 알 수 있는 수는 보이지 않습니다(–).",
            f"Counts below {told.least} people, and those that give them away, are not shown (–).",
        )
    )


def _show_people(told: PeopleTold) -> None:
    _lines(
        say("이어진 관계가 없는 당사자·동의한 주민", "Without any tie: clients and who agreed to be known"),
        (f"{one.name} · {one.about} ({one.id})" for one in told.isolates),
    )
    _lines(
        say("한도를 넘겨 돕는 분(비공식 도움 포함)", "Carry too much, informal help counted"),
        (
            say(
                f"{one.person.name}: 주 {one.visits:g}회, 한도 {_count(one.limit)}, 연계 없이 {one.informally}명",
                f"{one.person.name}: {one.visits:g} visits a week, limit {_count(one.limit)}, "
                f"{one.informally} without a linkage",
            )
            for one in told.overloaded
        ),
    )
    _lines(
        say("소개하면 좋은 분들", "Introductions that would help"), (i.sentence for i in told.introductions)
    )
    _lines(
        say("사람들 사이를 잇는 곳", "Who lies between others"),
        (f"{one.party.name}: {one.share:.1%}" for one in told.between),
    )


def _show_answer(told: AnswerTold) -> None:
    out.print(f"{told.question} {told.about}".rstrip(), style="bold", markup=False)
    for place, row in enumerate(told.rows, start=1):
        out.print(f"{place}. " + " → ".join(step.name for step in row.path), markup=False)
        out.print(f"   {row.sentence}", markup=False)
    if not told.rows:
        out.print(say("말씀드릴 수 있는 답이 없습니다.", "There is no answer that can be told."))
    if told.left_out:
        out.print(say("보여 드릴 수 없는 답이 더 있습니다.", "Some answers are not shown."))


def _show_fairness(told: FairnessTold) -> None:
    of = told.round or say("지금", "now")
    out.print(say(f"도움을 받지 못한 비율 · {told.day} · {of}", f"Unmet · {told.day} · {of}"), style="bold")
    table = Table(
        say("구분", "Dimension"),
        say("집단", "Group"),
        say("요청한 주민", "Asking"),
        say("받지 못한 주민", "Unmet"),
        say("비율", "Share"),
        box=None,
    )
    _add(table, "", told.total)
    for dimension in told.by:
        for group in dimension.groups:
            _add(table, dimension.label, group)
    out.print(table)
    for sentence in told.says:
        out.print(sentence, markup=False)


def _add(table: Table, dimension: str, group: GroupTold) -> None:
    table.add_row(
        escape(dimension), escape(group.group), _count(group.people), _count(group.unmet), _share(group.share)
    )


def _show_over_time(told: OverTimeTold) -> None:
    out.print(f"{told.name} ({told.person})", style="bold", markup=False)
    table = Table(
        say("날", "Day"),
        say("직접", "Tied"),
        say("한 사람 건너까지", "One away"),
        say("서로 주고받음", "Both ways"),
        say("공식", "Formal"),
        box=None,
    )
    for one in told.days:
        both_ways, formal = f"{one.mutual}/{one.ways_known}", f"{one.formal}/{one.formality_known}"
        table.add_row(f"{one.day} {one.what}", str(one.degree), str(one.two_steps), both_ways, formal)
    out.print(table)
    for helper in told.stepping_in:
        nobody = say("대신할 분을 아직 찾지 못했습니다.", "Nobody is known yet who could step in.")
        _lines(helper.helper, helper.others or (nobody,))


def _list_questions(form: Form) -> None:
    found = questions(Speech.language)
    if form is Form.JSON:
        _say_json([dataclasses.asdict(one) for one in found])
        return
    table = Table(say("코드", "Code"), say("물음", "Question"), say("필요한 것", "Needs"), box=None)
    for one in found:
        table.add_row(one.code, escape(one.question), " ".join(f"--{Part(need).value}" for need in one.needs))
    out.print(table)


def _lines(title: str, lines: Iterable[str]) -> None:
    out.print(f"\n{title}", style="bold", markup=False)
    shown = list(lines)
    for line in shown or [say("없음", "none")]:
        out.print(f"  · {line}", markup=False)


def _slots(spans: list[str] | None) -> Slots | None:
    if not spans:
        return None
    try:
        return slots_of([one.split("/") for one in spans], outward=True)
    except ValueError:
        raise typer.BadParameter("tue/09:00/12:00", param_hint="--free") from None


def _count(count: int | None) -> str:
    return "–" if count is None else f"{count:,}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _say_json(value: object) -> None:
    out.print_json(json.dumps(value, ensure_ascii=False, default=str))
