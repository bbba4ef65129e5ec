"""The command `pumasi`: every command is registered here."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli import (
    account,
    backup,
    circles,
    demo,
    develop,
    doctor,
    export,
    forget,
    imports,
    key,
    linking,
    move,
    network,
    offer,
    picture,
    rekey,
    rounds,
    sample,
    serve,
    token,
)
from api.cli.asking import ask_key
from api.cli.console import Speech, both, out, say_error
from api.cli.options import settings_of
from api.errors import DiskFull, FileUnusable
from api.keys import Asking
from api.language import known
from api.version import VERSION
from graph.errors import PumasiError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

app = typer.Typer(
    name="pumasi",
    help=both("동네의 사람과 자원을 이어 주는 사례관리 도구", "Finds who can help whom in a neighbourhood"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
app.command("sample")(sample.sample)
app.command("import")(imports.import_file)
app.command("undo")(imports.undo)
app.command("export")(export.export)
app.command("suggest")(linking.suggest)
app.command("why-not")(linking.why_not)
app.command("offer")(offer.offer)
app.command("picture")(picture.picture)
app.command("forget")(forget.forget)
app.command("doctor")(doctor.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("move")(move.move)
app.command("rekey")(rekey.rekey)
rounds.app.command("circle")(circles.circle)
rounds.app.command("develop")(develop.develop)
app.add_typer(rounds.app, name="round")
app.add_typer(network.app, name="network")
app.add_typer(key.app, name="key")
app.add_typer(account.app, name="account")
app.add_typer(token.app, name="token")


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"pumasi {VERSION}")
        raise typer.Exit()


@app.callback()
def start(
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="ko|en", help=both("출력 언어", "Language of the output"))
    ] = None,
    of_demo: Annotated[
        bool, typer.Option("--demo", help=both("시연 자료를 씁니다", "Use the data of the demo"))
    ] = False,
    key_file: Annotated[
        Path | None,
        typer.Option("--key-file", exists=True, dir_okay=False, help=both("암호 키 파일", "Key file")),
    ] = None,
    ask: Annotated[
        bool,
        typer.Option("--ask-key", help=both("암호문이나 키를 묻습니다", "Ask for the passphrase or key")),
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=both("판 표시", "Show the version")),
    ] = False,
) -> None:
    """Take what holds for every command."""
    if lang is not None:
        language = known(lang)
        if language is None:
            raise typer.BadParameter("ko | en", param_hint="--lang")
        Speech.language = language
    if key_file is not None and ask:
        raise typer.BadParameter("--key-file | --ask-key", param_hint="--ask-key")
    if key_file is not None:
        os.environ["PUMASI_KEY_FILE"] = str(key_file)
    if ask:
        # What is asked for on the command line comes before a key file of the environment.
        os.environ.pop("PUMASI_KEY_FILE", None)
        os.environ["PUMASI_ASK_KEY"] = "1"
    Asking.ask = ask_key
    if of_demo:
        os.environ["PUMASI_DATA"] = str(demo.folder_in(settings_of().data))


def main() -> None:
    """Run a command; an error of the house, or of a file, ends it with a sentence and exit code 1."""
    try:
        app()
    except PumasiError as error:
        say_error(error)
        sys.exit(1)
    except OSError as error:
        if error.errno in _FULL:
            say_error(DiskFull())
        else:
            say_error(FileUnusable(file=error.filename or "-", cause=error.strerror or type(error).__name__))
        sys.exit(1)
