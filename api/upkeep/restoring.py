"""Restoring a backup: checked first, the present kept beside it, and nobody who was forgotten comes back."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from api.auth.accounts import Clock
from api.auth.door import session_rule
from api.auth.file import AccountsFile
from api.auth.sessions import Sessions
from api.keys import SALT_FILE, key_of_secret
from api.settings import Settings
from api.upkeep.archive import ACCOUNTS, SALT, Contents, contents_of, unpack
from api.upkeep.backups import graph_file
from api.upkeep.taking_out import store_file, taken_out
from api.upkeep.workplace import workplace
from graph.errors import StoreUnavailable
from graph.store import LogAction, LogNote
from graph.stores import open_store, replay_forgotten
from graph.stores.remembered import remember
from graph.stores.sqlite.copies import check_pages, fold_in
from graph.stores.sqlite.files import name_finished
from graph.stores.sqlite.holding import held_alone
from graph.stores.sqlite.restoring import forgotten_of, take_place
from graph.words.kinds import ViewPurpose

ENDING = "before-restore"
BY, WHY = "operator", "백업 복원: 이미 파기한 사람을 다시 파기"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was done: what the backup holds, how many people were forgotten again, and where the present went."""

    contents: Contents
    forgotten_again: int
    present_was_readable: bool
    accounts_restored: bool
    aside: tuple[Path, ...]


def restore(
    settings: Settings,
    backup: Path,
    *,
    key: bytes | None,
    backup_key: bytes | None,
    with_accounts: bool,
    clock: Clock,
) -> Restored:
    """Put a backup in the place of the present data, under the key of the present data.

    ``backup_key`` is the one that the backup was made under; one that was not encrypted needs none.

    Accounts come from the backup when they are asked for, or when the present ones cannot be opened: an old
    file would bring back passwords and tokens that were withdrawn since. Nobody stays signed in by it.

    Raises:
        BackupRefused: the file is no backup, not whole, or not of this key.
        StoreUnavailable: somebody has the store open, or what the backup holds is damaged or newer.
    """
    contents = contents_of(backup)
    if not contents.encrypted:
        backup_key = None
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    graph, accounts = graph_file(settings), settings.accounts_file
    with ExitStack() as held:
        for file in (graph, accounts):
            held.enter_context(held_alone(file))
        folder = held.enter_context(workplace(graph.parent, "pumasi-restore"))
        new = store_file(backup, contents, folder, key, backup_key)
        ids, readable = forgotten_of(graph, key)
        again = _made_ready(new, key, ids, contents, clock)
        new_accounts = accounts_from(
            backup, contents, settings, folder, key, backup_key, clock, asked_for=with_accounts
        )
        remember(graph, ids)
        aside = [take_place(new, graph, key, ENDING)]
        if new_accounts is not None:
            aside.append(take_place(new_accounts, accounts, key, ENDING))
    return Restored(
        contents=contents,
        forgotten_again=again,
        present_was_readable=readable,
        accounts_restored=new_accounts is not None,
        aside=tuple(one for one in aside if one is not None),
    )


def salt_from(backup: Path, settings: Settings) -> None:
    """Bring back what turns a passphrase into the key, where the data folder has none: a new computer."""
    contents, salt = contents_of(backup), settings.data / SALT_FILE
    if SALT in contents.files and not salt.exists():
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with workplace(settings.data, "pumasi-restore") as folder:
            unpack(backup, SALT, folder / SALT, contents)
            name_finished(folder / SALT, salt)


def key_of_backup(secret: str, backup: Path, settings: Settings) -> bytes:
    """The key that was typed for a backup; a passphrase becomes one by the salt in the backup.

    Raises:
        KeySaltMissing: a passphrase was typed, and neither the backup nor the data folder has a salt.
    """
    contents = contents_of(backup)
    if SALT not in contents.files:
        return key_of_secret(secret, settings.data, new=False)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with workplace(settings.data, "pumasi-restore") as folder:
        unpack(backup, SALT, folder / SALT, contents)
        return key_of_secret(secret, folder, new=False)


def _made_ready(file: Path, key: bytes | None, ids: frozenset[str], contents: Contents, clock: Clock) -> int:
    """Bring the restored graph up to date, forget again who was forgotten since, and note that it was restored."""
    store = open_store(f"sqlite:///{file}", key=key, clock=clock)
    try:
        again = replay_forgotten(store, ids - set(store.forgotten()), by=BY, why=WHY)
        store.note(restored_note(contents, again))
    finally:
        store.close()
    fold_in(file, key)
    return len(again)


def restored_note(contents: Contents, again: tuple[str, ...]) -> LogNote:
    """What the log says of a restoration that forgot people again."""
    return LogNote(
        action=LogAction.WRITE,
        by=BY,
        purpose=ViewPurpose.OPERATION.value,
        recipient="",
        subjects=again,
        what=f"restored from the backup of {contents.made_at}",
    )


def accounts_from(
    backup: Path,
    contents: Contents,
    settings: Settings,
    folder: Path,
    key: bytes | None,
    backup_key: bytes | None,
    clock: Clock,
    *,
    asked_for: bool,
) -> Path | None:
    """The accounts of a backup with nobody signed in, where they are asked for or the present ones do not open."""
    if ACCOUNTS not in contents.files or not (asked_for or not _opens(settings.accounts_file, key)):
        return None
    file = taken_out(backup, contents, ACCOUNTS, folder, key, backup_key)
    _sign_everybody_out(file, key, settings, clock)
    return file


def _opens(accounts: Path, key: bytes | None) -> bool:
    if not accounts.exists():
        return False
    try:
        fold_in(accounts, key)
        check_pages(accounts, key)
    except StoreUnavailable:
        return False
    return True


def _sign_everybody_out(accounts: Path, key: bytes | None, settings: Settings, clock: Clock) -> None:
    file = AccountsFile(accounts, key=key)
    try:
        Sessions(file, clock, session_rule(settings)).end_all()
    finally:
        file.close()
    fold_in(accounts, key)
