"""`pumasi round develop`: which resources to look for, and how many people more they would serve."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.auth.accounts import FIRST_NAME
from api.cli.console import both, out, say
from api.cli.options import AsOption, DataOption, PurposeOption, StoreOption, acting
from api.cli.progress import bar
from api.cli.rounds import ExplainOption, Form, FormOption, SecondsOption, say_json
from api.jobs.process import run_apart
from casework.linking.developed_told import DevelopRow, DevelopTold, open_development
from casework.linking.developing import propose_development
from graph.words.kinds import ViewPurpose


def develop(
    visits: Annotated[
        int | None,
        typer.Option(
            help=both("새 자원이 1주에 줄 횟수", "Visits a week that somebody new would give"),
            min=1,
            max=50,
            show_default=False,
        ),
    ] = None,
    seconds: SecondsOption = 30.0,
    explain: ExplainOption = False,
    form: FormOption = Form.TABLE,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.LINKING,
) -> None:
    """어떤 자원이 생기면 몇 분이 더 도움을 받는지 찾아 보관합니다. / Find which resources to develop."""
    with acting(data, store, account, purpose) as (parts, actor):
        with bar(say("개발할 자원 찾기", "Looking for what to develop")) as progress:
            made = propose_development(
                parts.desk, actor, visits=visits, seconds=seconds, run=run_apart, progress=progress
            )
        told = open_development(parts.desk, actor, made)
    if form is Form.JSON:
        say_json(dataclasses.asdict(told))
        return
    _show(told, explain)


def _show(told: DevelopTold, explain: bool) -> None:
    out.print(
        f"{say('자원 개발', 'Development')} {told.id} · {told.made_on} · {told.state}",
        style="bold",
        markup=False,
    )
    for sentence in told.says:
        out.print(sentence, markup=False)
    table = Table(box=None)
    for label, least in (
        (say("도움", "Help"), 12),
        (say("무엇을", "What"), 10),
        (say("시간", "Hours"), 16),
        (say("1주", "A week"), 4),
        (say("더 도움받는 분", "People more"), 6),
        (say("위기 요청", "In crisis"), 4),
    ):
        table.add_column(label, min_width=least, overflow="fold")
    for row in told.rows:
        table.add_row(
            *map(escape, (row.service, _what(row), row.hours, f"{row.visits:,}", *_counts(row, told.least)))
        )
    out.print(table)
    if explain:
        for row in told.rows:
            _explain(row)


def _explain(row: DevelopRow) -> None:
    out.print(f"\n{row.number}. {row.service}", style="bold", markup=False)
    for sentence in row.says:
        out.print(f"  {sentence}", markup=False)
    for one in row.asks:
        out.print(f"    · {one.client_name} {one.service} ({one.ask})", markup=False)


def _what(row: DevelopRow) -> str:
    return say("새 자원", "new") if row.new else row.resource_name


def _counts(row: DevelopRow, least: int) -> tuple[str, str]:
    if row.people is None or row.at_most is None or row.crisis is None:
        return say(f"{least}명 미만은 비공개", f"not shown below {least}"), ""
    people = f"{row.people:,}" if row.proven else f"{row.people:,}~{row.at_most:,}"
    return people, f"{row.crisis:,}"
