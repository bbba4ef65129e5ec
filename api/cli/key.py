"""`pumasi key`: a key for the files of an installation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import both, err, out, say
from api.keys import write_new_key

app = typer.Typer(no_args_is_help=True, help=both("암호 키", "Keys of the files"))


@app.callback()
def group() -> None:
    """Keep `new` a command of its own."""


@app.command("new")
def new(
    file: Annotated[Path, typer.Argument(dir_okay=False, help=both("키 파일", "Key file"))],
) -> None:
    """새 키 파일을 만듭니다. / Make a new key file.

    Its owner alone can read it, and no file is overwritten.
    """
    write_new_key(file)
    out.print(str(file), markup=False)
    err.print(
        say(
            "이 파일을 잃으면 자료를 열 수 없습니다. 백업과 다른 곳에 한 부 더 보관하십시오.",
            "Without this file the data cannot be opened. Keep a second copy, apart from the backups.",
        ),
        markup=False,
    )
