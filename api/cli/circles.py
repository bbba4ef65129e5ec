"""`pumasi round circle`: the neighbours around one client who could share what a need takes."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from api.auth.accounts import FIRST_NAME
from api.cli.console import both, out, say
from api.cli.options import AsOption, DataOption, PurposeOption, StoreOption, acting
from api.cli.progress import bar
from api.cli.rounds import ExplainOption, Form, FormOption, say_json, show
from api.jobs.process import run_apart
from casework.linking.circle_round import LUNCHBOX, SECONDS, propose_circle
from casework.linking.circle_seen import DropOutsTold, drop_outs
from casework.linking.rounds_told import open_round
from graph.words.kinds import ViewPurpose


def circle(
    client: Annotated[str, typer.Argument(help=both("당사자 번호(p-…)", "Id of the client (p-…)"))],
    template: Annotated[
        str, typer.Option(metavar="lunchbox", help=both("모임 틀", "Template of the circle"))
    ] = LUNCHBOX,
    part: Annotated[
        list[str] | None,
        typer.Option(
            metavar="choose_menu",
            help=both(
                "당사자가 맡고 싶어 하는 일(여러 번 쓸 수 있음)",
                "What the client wants to do in it (repeatable)",
            ),
            show_default=False,
        ),
    ] = None,
    seconds: Annotated[
        float, typer.Option(help=both("찾는 시간(초)", "Seconds to look"), min=1, max=600)
    ] = SECONDS,
    explain: ExplainOption = False,
    form: FormOption = Form.TABLE,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.LINKING,
) -> None:
    """한 분 곁에서 일을 나눌 이웃 모임을 찾아 보관합니다. / Find a circle around a client and keep it."""
    with acting(data, store, account, purpose) as (parts, actor):
        with bar(say("이웃 모임 찾기", "Looking for a circle")) as progress:
            made = propose_circle(
                parts.desk,
                actor,
                client,
                template=template,
                client_parts=part or (),
                seconds=seconds,
                run=run_apart,
                progress=progress,
            )
        told = open_round(parts.desk, actor, made)
        left = drop_outs(parts.desk, actor, made) if explain else None
    if form is Form.JSON:
        more = {} if left is None else {"drop_outs": [dataclasses.asdict(one) for one in left.each]}
        say_json(dataclasses.asdict(told) | more)
        return
    show(told, explain, form)
    if left is not None:
        _show_drop_outs(left)


def _show_drop_outs(told: DropOutsTold) -> None:
    """What if each of them drops out."""
    out.print(f"\n{say('한 분이 빠지면', 'If one drops out')}", style="bold")
    for one in told.each:
        for place, sentence in enumerate(one.says):
            out.print(f"  {'' if place == 0 else '  '}{sentence}", markup=False)
