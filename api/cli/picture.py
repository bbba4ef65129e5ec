"""`pumasi picture`: a client's support network as a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.auth.accounts import FIRST_NAME
from api.cli.console import both, out
from api.cli.options import AsOption, DataOption, PurposeOption, StoreOption, acting
from api.pages.static_files import FOLDER
from casework.overview.drawings import PICTURE_FILES, drawing, interactive
from casework.overview.standalone import standalone
from graph.words.kinds import ViewPurpose

_FORMATS = (".svg", ".html", ".csv")


def picture(
    person: Annotated[str, typer.Argument(help=both("당사자 번호(p-…)", "Id of the client (p-…)"))],
    to: Annotated[Path, typer.Option("--out", dir_okay=False, help=".svg, .html, .csv")],
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help=both("기준일", "As of this day"))
    ] = None,
    names: Annotated[bool, typer.Option("--names", help=both("가림 없이", "Unmasked"))] = False,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.CASE_WORK,
) -> None:
    """당사자의 생태도를 파일로 저장합니다. / Save a client's support network as a file."""
    form = to.suffix.lower()
    if form not in _FORMATS:
        raise typer.BadParameter(", ".join(_FORMATS), param_hint="--out")
    on = None if day is None else day.date()
    with acting(data, store, account, purpose) as (parts, actor):
        if form == ".html":
            page = interactive(parts.desk, actor, person, day=on, masked=not names)
            content = standalone(page, read_static).encode()
        else:
            drawn = drawing(parts.desk, actor, person, day=on, masked=not names)
            content = str(drawn.svg).encode() if form == ".svg" else drawn.csv()
    to.write_bytes(content)
    out.print(str(to), markup=False, soft_wrap=True)


def read_static(path: str) -> str:
    """The text of a file that pages load from /static."""
    own, _, name = path.partition("/")
    return (PICTURE_FILES / name if own == "viz" else FOLDER / path).read_text(encoding="utf-8")
