"""The options that commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.console import both
from api.settings import Settings
from graph.words.kinds import ViewPurpose

DataOption = Annotated[
    Path | None,
    typer.Option("--data", file_okay=False, help=both("자료 폴더", "Data folder"), show_default=False),
]
AsOption = Annotated[
    str,
    typer.Option("--as", envvar="PUMASI_AS", help=both("열람하는 계정", "Account that looks")),
]
PurposeOption = Annotated[
    ViewPurpose,
    typer.Option("--purpose", envvar="PUMASI_PURPOSE", help=both("이용 목적", "Purpose of looking")),
]


def settings_of(data: Path | None = None, **given: Any) -> Settings:
    """The settings with what the command line gave; what is None stays as the environment says."""
    named = {"data": data, **given}
    return Settings(**{name: value for name, value in named.items() if value is not None})
