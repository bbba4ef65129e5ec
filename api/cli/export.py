"""`pumasi export`: one of the team's sheets, filled, to be edited and imported again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.auth.accounts import FIRST_NAME
from api.cli.console import both, err, out, say
from api.cli.options import AsOption, DataOption, PurposeOption, StoreOption, acting
from casework.register.exports import OWN_SHEETS, Form, export_sheet
from graph.words.kinds import ViewPurpose


def export(
    sheet: Annotated[str, typer.Argument(help=", ".join(OWN_SHEETS))],
    to: Annotated[Path, typer.Option("--out", dir_okay=False, help=".csv, .xlsx")],
    why: Annotated[str, typer.Option(help=both("사유(접근 기록에 남음)", "Reason (kept in the log)"))],
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.REGISTER_UPKEEP,
) -> None:
    """팀 대장을 파일로 내려받습니다. / Take one of the team's sheets out."""
    forms: dict[str, Form] = {".csv": "csv", ".xlsx": "xlsx"}
    form = forms.get(to.suffix.lower())
    if form is None:
        raise typer.BadParameter(".csv, .xlsx", param_hint="--out")
    with acting(data, store, account, purpose) as (parts, actor):
        exported = export_sheet(parts.desk, actor, sheet, form, why=why)
    to.write_bytes(exported.content)
    out.print(str(to), markup=False, soft_wrap=True)
    err.print(
        say(
            f"{exported.rows:,}행을 적었습니다. 열람 권한이 없는 항목이 있는 기록 {exported.left_out:,}건은 뺐습니다.",
            f"Wrote {exported.rows:,} rows. Left out {exported.left_out:,} records with fields you may not read.",
        )
    )
