"""`pumasi rekey`: the files under another key, or under none."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.asking import ask_new_key
from api.cli.console import both, err, out, say
from api.cli.options import DataOption, StoreOption, settings_of
from api.cli.progress import bar
from api.keys import key_of, key_of_secret, read_key
from api.upkeep.errors import NewKeyMissing
from api.upkeep.rekeying import put_under_key


def rekey(
    new_key_file: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help=both("새 키 파일", "New key file")),
    ] = None,
    ask_new: Annotated[
        bool, typer.Option("--ask-new-key", help=both("새 암호문이나 키를 묻습니다", "Ask for the new one"))
    ] = False,
    no_key: Annotated[
        bool, typer.Option("--no-key", help=both("암호화를 풉니다", "Take the encryption off"))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=both("묻지 않음", "Do not ask"))] = False,
    data: DataOption = None,
    store: StoreOption = None,
) -> None:
    """파일을 암호화하거나 키를 바꿉니다. / Encrypt the files, or change their key.

    The present key is that of PUMASI_KEY_FILE, --key-file or --ask-key; the new one takes over when all is done.
    """
    if (new_key_file is not None) + ask_new + no_key != 1:
        raise NewKeyMissing()
    settings = settings_of(data, store=store)
    key = key_of(settings)
    if no_key and not yes:
        typer.confirm(
            say(
                "개인정보가 암호화되지 않은 파일로 남습니다. 암호화를 푸시겠습니까?",
                "Personal data will lie in files that are not encrypted. Take the encryption off?",
            ),
            abort=True,
        )
    new_key = None
    if new_key_file is not None:
        new_key = read_key(new_key_file)
    elif ask_new:
        new_key = key_of_secret(ask_new_key(), settings.data, new=True)
    with bar(say("새 키로 바꾸는 중", "Putting under the new key")) as tell:
        done = put_under_key(settings, key, new_key, tell)
    for file in done.files:
        out.print(
            say(f"새 키로 바꿨습니다: {file}", f"Under the new key: {file}"), markup=False, soft_wrap=True
        )
    if not done.files:
        out.print(say("이미 새 키로 되어 있습니다.", "Everything is under the new key already."))
    for file in done.older:
        err.print(
            say(
                f"이전 키로 열리는 사본이 남아 있습니다: {file}", f"A copy is still under the old key: {file}"
            ),
            style="yellow",
            markup=False,
            soft_wrap=True,
        )
    err.print(
        say(
            "PUMASI_KEY_FILE(또는 --key-file, --ask-key)을 새 키에 맞게 고치고, 새로 백업하십시오. 이전 백업은 이전 키로 열립니다.",
            "Set PUMASI_KEY_FILE (or --key-file, --ask-key) to the new key, and make a new backup. Earlier backups "
            "open with the earlier key.",
        ),
        markup=False,
    )
