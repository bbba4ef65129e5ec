"""Backing an installation up while it is in use."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from api.keys import SALT_FILE
from api.settings import Settings
from api.upkeep.archive import ACCOUNTS, GRAPH, SALT, Contents, contents_of, digest_of, pack, unpack
from api.upkeep.dumps import DumpFigures, check_dump, dump_name, read_dump, write_dump
from api.upkeep.errors import BackupRefused, FileExists, NoFileStore, NothingThere
from api.upkeep.workplace import workplace
from api.version import VERSION
from api.wiring import credentials_of
from graph.errors import DumpRefused, StoreUnavailable
from graph.stores import file_of, is_on_server, open_store
from graph.stores.sqlite.copies import Figures, check_copy, copy_in_use
from graph.stores.sqlite.files import name_finished, real_file
from graph.stores.sqlite.holding import held_together

ENDING = ".pumasi-backup"
FOLDER = "backups"
WAIT_SECONDS = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that was made and read again: the file, its SHA-256, and what it holds."""

    file: Path
    digest: str
    contents: Contents


def graph_file(settings: Settings) -> Path:
    """Where the graph of an installation lies.

    Raises:
        NoFileStore: it is no file.
    """
    file = file_of(settings.store_url)
    if file is None:
        raise NoFileStore()
    return real_file(file)


def default_file(settings: Settings, now: datetime) -> Path:
    """A name with the moment in it, in the backup folder of an installation."""
    return settings.data / FOLDER / f"pumasi-{now:%Y%m%d-%H%M%S}{ENDING}"


def back_up(settings: Settings, key: bytes | None, to: Path, clock: Callable[[], datetime]) -> Backup:
    """Copy graph and accounts into one file, under the key that they have; others may go on writing.

    The copies are checked, the file is read again, and only then it gets its name. Of a store on a server, all
    lines of one moment are copied.

    Raises:
        FileExists: a file has that name.
        NoFileStore: the graph is neither a file nor on a server.
        NothingThere: there is nothing to back up.
        StoreUnavailable: a file or the server cannot be read or is being replaced, a copy is not whole, or the
            disk is full.
    """
    with ExitStack() as held:
        # Graph and accounts are of one moment between two restorations or changes of key.
        graph = [] if is_on_server(settings.store_url) else [graph_file(settings)]
        for file in (*graph, settings.accounts_file):
            if file.exists():
                held.enter_context(held_together(file, WAIT_SECONDS))
        return back_up_held(settings, key, to, clock)


def back_up_held(settings: Settings, key: bytes | None, to: Path, clock: Callable[[], datetime]) -> Backup:
    """Back up by ``back_up`` where the caller holds the files. Raises as it does."""
    on_server = is_on_server(settings.store_url)
    if not on_server and not graph_file(settings).exists():
        raise NothingThere()
    if to.exists():
        raise FileExists(file=str(to))
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with workplace(to.parent, "pumasi-backup") as folder:
        name, figures = (_dump_into if on_server else _copy_into)(folder, settings, key)
        files = {name: folder / name}
        if settings.accounts_file.exists():
            files[ACCOUNTS] = folder / ACCOUNTS
            copy_in_use(settings.accounts_file, key, files[ACCOUNTS])
        salt = settings.data / SALT_FILE
        if salt.exists():
            files[SALT] = salt
        packed = folder / "packed"
        contents = pack(
            files,
            packed,
            made_at=clock().isoformat(timespec="seconds"),
            program=VERSION,
            encrypted=key is not None,
            figures=figures,
        )
        for name in files:
            read_again = folder / f"{name}.read-again"
            unpack(packed, name, read_again, contents)
            read_again.unlink()
        packed.chmod(0o600)
        digest = digest_of(packed)
        try:
            name_finished(packed, to)
        except FileExistsError:
            raise FileExists(file=str(to)) from None
    return Backup(file=to, digest=digest, contents=contents)


def _copy_into(folder: Path, settings: Settings, key: bytes | None) -> tuple[str, Figures]:
    copy_in_use(graph_file(settings), key, folder / GRAPH)
    return GRAPH, check_copy(folder / GRAPH, key)


def _dump_into(folder: Path, settings: Settings, key: bytes | None) -> tuple[str, DumpFigures]:
    name = dump_name(key)
    store = open_store(
        settings.store_url,
        credentials=credentials_of(settings),
        beside=settings.graph_file,
        authority=settings.neo4j_ca_file,
    )
    try:
        figures = write_dump(store.dump(), folder / name, key)
    finally:
        store.close()
    if not figures.log_entries:
        raise NothingThere()
    try:
        whole = check_dump(read_dump(folder / name, key)) == figures
    except DumpRefused:
        whole = False
    if not whole:
        raise StoreUnavailable(
            "서버에서 받은 사본이 온전하지 않아 백업을 만들지 않았습니다. 'pumasi doctor'로 점검하십시오.",
            "The copy taken from the server is not whole, so there is no backup. Look with 'pumasi doctor'.",
        )
    return name, figures


def prune(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest backups of a folder, by the moment in their names; returns what went."""
    found = sorted(folder.glob(f"pumasi-*{ENDING}"), key=lambda file: file.name, reverse=True)
    gone = [file for file in found[max(keep, 1) :] if _is_backup(file)]
    for file in gone:
        file.unlink()
    return gone


def _is_backup(file: Path) -> bool:
    try:
        contents_of(file)
    except BackupRefused:
        return False
    return True
