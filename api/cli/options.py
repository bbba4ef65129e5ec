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
    """Who acts in a command: the worker of ``--as``, for ``--purpose``.

    Raises:
        AccountMissing: no account has that name.
    """
    found = parts.door.accounts.find(account)
    if found is None:
        raise AccountMissing(command="pumasi account list")
    return Actor(viewer=found.viewer, purpose=purpose, language=Speech.language, place="terminal")


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
