"""`pumasi offer`: the households for something that came in."""

from __future__ import annotations

from typing import Annotated

import typer

from api.auth.accounts import FIRST_NAME
from api.cli.console import both, out, say
from api.cli.linking import ResourceArgument, say_findings
from api.cli.options import AsOption, DataOption, PurposeOption, StoreOption, acting
from casework.linking import offer as offering
from graph.words.kinds import ViewPurpose


def offer(
    resource: ResourceArgument,
    limit: Annotated[int, typer.Option(help=both("몇 가구까지", "How many households"), min=1, max=200)] = 20,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.LINKING,
) -> None:
    """들어온 나눔을 전할 가구를 봅니다. / The households for something that came in."""
    with acting(data, store, account, purpose) as (parts, actor):
        told = offering.offer(parts.desk, actor, resource, limit=limit)
    left = say("확인 필요", "not known") if told.left is None else f"{told.left:g}"
    out.print(f"{told.name} — {told.giver_name}. {say('남은 수량', 'Left')}: {left}", markup=False)
    for place, one in enumerate(told.recipients, start=1):
        out.print(f"\n{place}. {one.name} ({one.person})", style="bold", markup=False)
        for reason in one.reasons:
            out.print(f"  · {reason}", markup=False)
        if one.allergy is not None:
            out.print(f"  ? {one.allergy}", markup=False)
        say_findings("?", one.questions)
        if one.carriers:
            out.print("  " + say("전할 이웃: ", "Could carry it: ") + ", ".join(one.carriers), markup=False)
    out.print(
        say(
            f"\n받을 수 있는 {told.of}가구 가운데 {len(told.recipients)}가구를 보였습니다.",
            f"\n{len(told.recipients)} of {told.of} households that could receive it.",
        )
    )
