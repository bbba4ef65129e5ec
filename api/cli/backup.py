"""`pumasi backup` and `pumasi restore`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from api import wiring
from api.cli.asking import ask_backup_key
from api.cli.console import both, err, out, say
from api.cli.options import DataOption, StoreOption, settings_of
from api.keys import key_of, read_key
from api.settings import Settings
from api.upkeep.archive import Contents
from api.upkeep.backups import back_up, default_file, prune
from api.upkeep.refilling import goes_to_server, refill
from api.upkeep.restoring import key_of_backup, salt_from
from api.upkeep.restoring import restore as put_back


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(
            dir_okay=False, help=both("백업 파일(없으면 자료 폴더의 backups/)", "File; else in backups/")
        ),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(
            min=1, help=both("backups/에 남길 최근 백업 수", "How many of the newest to keep in backups/")
        ),
    ] = None,
    data: DataOption = None,
    store: StoreOption = None,
) -> None:
    """사용 중에도 전체를 백업하고 검사합니다. / Back everything up, also while in use, and check it."""
    settings = settings_of(data, store=store)
    made = back_up(
        settings, key_of(settings), file or default_file(settings, wiring.utc_now()), wiring.utc_now
    )
    out.print(str(made.file), markup=False, soft_wrap=True)
    out.print(f"SHA-256 {made.digest}", markup=False, soft_wrap=True)
    _tell(made.contents)
    if not made.contents.encrypted:
        err.print(
            say(
                "이 백업은 암호화되지 않았습니다. 잠긴 곳에 보관하십시오.",
                "This backup is not encrypted. Keep it under lock.",
            ),
            style="yellow",
            markup=False,
        )
    if keep is not None:
        for gone in prune(default_file(settings, wiring.utc_now()).parent, keep):
            err.print(
                say(f"오래된 백업 삭제: {gone.name}", f"Removed an old backup: {gone.name}"), markup=False
            )


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=both("백업 파일", "Backup file"))],
    yes: Annotated[bool, typer.Option("--yes", help=both("묻지 않고 복원", "Do not ask"))] = False,
    with_accounts: Annotated[
        bool,
        typer.Option(
            "--with-accounts",
            help=both("계정도 백업의 것으로 바꿉니다", "Take the accounts of the backup too"),
        ),
    ] = False,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help=both(
                "Neo4j: 현재 자료를 백업한 뒤 바꿉니다", "Neo4j: back the present data up, then replace it"
            ),
        ),
    ] = False,
    backup_key_file: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help=both("백업할 때의 키 파일", "Key file of the backup")),
    ] = None,
    ask_key_of_backup: Annotated[
        bool,
        typer.Option("--ask-backup-key", help=both("백업할 때의 키를 묻습니다", "Ask for the backup's key")),
    ] = False,
    data: DataOption = None,
    store: StoreOption = None,
) -> None:
    """백업을 검사한 뒤 현재 자료와 바꿉니다. / Check a backup and put it in the place of the present data."""
    settings = settings_of(data, store=store)
    salt_from(file, settings)
    key = key_of(settings)
    if not yes:
        typer.confirm(
            say(
                "현재 자료를 옆에 두고 백업으로 바꿉니다. 계속하시겠습니까?",
                "The present data is kept beside and replaced by the backup. Go on?",
            ),
            abort=True,
        )
    on_server = goes_to_server(settings)
    done = (partial(refill, replace=replace) if on_server else put_back)(
        settings,
        file,
        key=key,
        backup_key=_key_of(file, settings, backup_key_file, ask_key_of_backup, key),
        with_accounts=with_accounts,
        clock=wiring.utc_now,
    )
    _tell(done.contents)
    out.print(
        say(
            f"백업한 뒤 파기한 {done.forgotten_again}명을 다시 파기했습니다.",
            f"Forgot again {done.forgotten_again} people who were forgotten after the backup.",
        )
    )
    if not done.present_was_readable and not on_server:
        err.print(
            say(
                "현재 파일을 읽을 수 없어 옆의 파기 목록(.forgotten)만 썼습니다. 백업 뒤의 파기 요청을 대조하십시오.",
                "The present file could not be read: only the list beside it (.forgotten) was used. Compare with the "
                "requests to be forgotten since the backup.",
            ),
            style="yellow",
            markup=False,
        )
    if not done.accounts_restored:
        out.print(say("계정은 현재 것을 그대로 둡니다.", "The present accounts stay."))
    for aside in done.aside:
        out.print(say(f"이전 파일: {aside}", f"Previous file: {aside}"), markup=False, soft_wrap=True)


def _key_of(
    backup: Path, settings: Settings, file: Path | None, ask: bool, key: bytes | None
) -> bytes | None:
    if file is not None:
        return read_key(file)
    return key_of_backup(ask_backup_key(), backup, settings) if ask else key


def _tell(contents: Contents) -> None:
    # Of a store on a server, all versions of the records are counted.
    of_type, unit = contents.figures["versions"], ("판", "versions of records")
    if "records" in contents.figures:
        of_type, unit = contents.figures["records"], ("기록", "records")
    counts = ", ".join(f"{name} {count:,}" for name, count in of_type.items())
    total, entries = sum(of_type.values()), contents.figures["log_entries"]
    out.print(say(f"{contents.made_at}에 만든 백업", f"Backup made at {contents.made_at}"), markup=False)
    out.print(
        say(
            f"{unit[0]} {total:,}건({counts or '-'}), 접근 기록 {entries:,}건, 파일 {', '.join(contents.files)}",
            f"{total:,} {unit[1]} ({counts or '-'}), {entries:,} log entries, files {', '.join(contents.files)}",
        ),
        markup=False,
        soft_wrap=True,
    )
