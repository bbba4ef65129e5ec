"""`pumasi forget`: everything about a person, removed for good."""

from __future__ import annotations

from typing import Annotated

import typer

from api.auth.accounts import FIRST_NAME
from api.cli.console import both, out, say
from api.cli.options import AsOption, DataOption, PurposeOption, StoreOption, acting
from casework.sharing.forget import forget_person
from graph.words.kinds import ViewPurpose


def forget(
    person: Annotated[str, typer.Argument(help=both("파기할 사람의 번호(p-…)", "Id of the person (p-…)"))],
    why: Annotated[str, typer.Option(help=both("사유(접근 기록에 남음)", "Reason (kept in the log)"))],
    yes: Annotated[bool, typer.Option("--yes", help=both("묻지 않고 파기", "Do not ask"))] = False,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.OPERATION,
) -> None:
    """한 사람에 관한 모든 기록을 파기합니다. / Remove everything about a person for good."""
    if not yes:
        typer.confirm(
            say("되돌릴 수 없습니다. 파기하시겠습니까?", "This cannot be undone. Forget this person?"),
            abort=True,
        )
    with acting(data, store, account, purpose) as (parts, actor):
        forgotten = forget_person(parts.desk, actor, person, why=why)
    counts = ", ".join(f"{name} {count}" for name, count in sorted(forgotten.removed.items()))
    out.print(say(f"파기했습니다: {counts}", f"Forgotten: {counts}"), markup=False)
