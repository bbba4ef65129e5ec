"""The options that commands share, and how a command opens the application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from api import wiring
from api.auth.accounts import FIRST_NAME
from api.cli.console import Speech, both, err, say
from api.errors import AccountMissing, SettingInvalid
from api.parts import Parts
from api.settings import Settings
from casework.desk import Actor
from casework.staff import viewer_of
from graph.records.people import Staff
from graph.records.registry import type_of
from graph.words.kinds import ViewPurpose

DataOption = Annotated[
    Path | None,
    typer.Option("--data", file_okay=False, help=both("자료 폴더", "Data folder"), show_default=False),
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="URL", help=both("저장소 주소", "Address of the store"), show_default=False
    ),
]
AsOption = Annotated[
    str,
    typer.Option(
        "--as",
        envvar="PUMASI_AS",
        help=both("열람하는 계정 또는 담당자 번호(s-…)", "Account or staff id (s-…) that looks"),
    ),
]
PurposeOption = Annotated[
    ViewPurpose,
    typer.Option("--purpose", envvar="PUMASI_PURPOSE", help=both("이용 목적", "Purpose of looking")),
]


def settings_of(data: Path | None = None, **given: Any) -> Settings:
    """The settings with what the command line gave; what is None stays as the environment says.

    Raises:
        SettingInvalid: a setting has a value that it cannot have.
    """
    named = {"data": data, **given}
    try:
        return Settings(**{name: value for name, value in named.items() if value is not None})
    except ValidationError as error:
        names = {str(part) for fault in error.errors() for part in fault["loc"][:1]} or {
            "tls_cert",
            "tls_key",
        }
        raise SettingInvalid(names=", ".join(f"PUMASI_{name.upper()}" for name in sorted(names))) from None


@contextmanager
def opened(settings: Settings) -> Iterator[Parts]:
    """The application's parts while a command runs."""
    parts = wiring.build(settings)
    try:
        tell_first_password(parts)
        yield parts
    finally:
        parts.close()


def actor_of(parts: Parts, account: str, purpose: ViewPurpose) -> Actor:
    """Who acts in a command: the worker of ``--as``, by account or staff id, for ``--purpose``.

    Raises:
        AccountMissing: no account has that name.
        RecordMissing: no worker has that id.
    """
    if type_of(account) is Staff:
        viewer = viewer_of(parts.desk, account)
    else:
        found = parts.door.accounts.find(account)
        if found is None:
            raise AccountMissing(command="pumasi account list")
        viewer = found.viewer
    return Actor(viewer=viewer, purpose=purpose, language=Speech.language, place="terminal")


@contextmanager
def acting(
    data: Path | None, store: str | None, account: str, purpose: ViewPurpose
) -> Iterator[tuple[Parts, Actor]]:
    """The parts and the one who acts, for the commands that do what a page does."""
    with acting_in(settings_of(data, store=store), account, purpose) as found:
        yield found


@contextmanager
def acting_in(settings: Settings, account: str, purpose: ViewPurpose) -> Iterator[tuple[Parts, Actor]]:
    """The same, with settings of the command's own."""
    with opened(settings) as parts:
        yield parts, actor_of(parts, account, purpose)


def tell_first_password(parts: Parts) -> None:
    """Show the password of an account that was made just now, on stderr, once."""
    if parts.first_password is None:
        return
    err.print(
        say(
            f"첫 계정 '{FIRST_NAME}'의 비밀번호입니다. 다시 보여 드리지 않으니 지금 적어 두십시오.",
            f"The password of the first account '{FIRST_NAME}'. It is not shown again: write it down now.",
        ),
        markup=False,
    )
    err.print(parts.first_password, style="bold", markup=False)
