"""`pumasi suggest` and `pumasi why-not`: suggestions for an ask, and why not the others."""

from __future__ import annotations

from typing import Annotated

import typer

from api.auth.accounts import FIRST_NAME
from api.cli.console import both, out, say
from api.cli.options import AsOption, DataOption, PurposeOption, StoreOption, acting
from casework.linking import suggest as suggesting
from casework.linking.suggest import QuestionTold, SuggestionTold
from graph.words.kinds import ViewPurpose

AskArgument = Annotated[str, typer.Argument(help=both("요청 번호(a-…)", "Id of the ask (a-…)"))]
ResourceArgument = Annotated[str, typer.Argument(help=both("자원 번호(r-…)", "Id of the resource (r-…)"))]


def suggest(
    ask: AskArgument,
    k: Annotated[int, typer.Option("-k", help=both("몇 개까지", "How many"), min=1, max=50)] = 5,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.LINKING,
) -> None:
    """요청에 맞는 자원을 까닭과 함께 봅니다. / The best resources for an ask, with the reasons."""
    with acting(data, store, account, purpose) as (parts, actor):
        told = suggesting.suggest(parts.desk, actor, ask, k=k)
    out.print(f"{told.client_name}: {told.ask.service}, {told.ask.amount}, {told.ask.times}", markup=False)
    for place, suggestion in enumerate(told.suggestions, start=1):
        show(place, suggestion)
    out.print(
        say(
            f"연결할 수 있는 자원 {told.of}개 가운데 {len(told.suggestions)}개를 보였습니다.",
            f"{len(told.suggestions)} of {told.of} that could serve.",
        )
    )


def why_not(
    ask: AskArgument,
    resource: ResourceArgument,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.LINKING,
) -> None:
    """그 자원이 추천되지 않은 까닭을 봅니다. / Why a resource is not suggested, or not first."""
    with acting(data, store, account, purpose) as (parts, actor):
        told = suggesting.why_not(parts.desk, actor, ask, resource)
    out.print(f"{told.name} ({told.resource})", markup=False)
    if told.withheld is not None:
        out.print(f"  ✗ {told.withheld}", markup=False)
    say_findings("✗", told.failed)
    say_findings("?", told.questions)
    if told.rank is not None:
        out.print(say(f"  {told.of}개 가운데 {told.rank}번째", f"  number {told.rank} of {told.of}"))
    for compared in told.compared:
        out.print(f"  {compared.criterion}: {told.first_name} — {compared.first}", markup=False)
        out.print(f"  {' ' * len(compared.criterion)}  {told.name} — {compared.this}", markup=False)


def show(place: int, told: SuggestionTold) -> None:
    """A suggestion: reasons first, then what to ask and through whom."""
    out.print(f"\n{place}. {told.name} — {told.giver_name} ({told.resource})", style="bold", markup=False)
    for reason in told.reasons:
        out.print(f"  · {reason.sentence}", markup=False)
    say_findings("?", told.questions)
    if told.introducers:
        out.print("  " + say("소개: ", "Introduced by: ") + ", ".join(told.introducers), markup=False)
    if told.standing is not None:
        out.print(f"  → {told.standing} {told.held_until}".rstrip(), markup=False)


def say_findings(mark: str, findings: tuple[QuestionTold, ...]) -> None:
    """One line for each finding."""
    for finding in findings:
        out.print(f"  {mark} {finding.sentence}", markup=False)
