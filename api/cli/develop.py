"""`pumasi round develop`: which resources to look for, and how many people more they would serve."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from api.auth.accounts import FIRST_NAME
from api.cli.console import both, say
from api.cli.development_table import show_development
from api.cli.options import AsOption, DataOption, PurposeOption, StoreOption, acting
from api.cli.progress import bar
from api.cli.rounds import ExplainOption, Form, FormOption, SecondsOption, say_json
from api.jobs.process import run_apart
from casework.linking.developed_told import open_development
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
    show_development(told, explain)
