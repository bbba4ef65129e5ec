"""Backing an installation up while it is in use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from api.keys import SALT_FILE
from api.settings import Settings
from api.upkeep.archive import ACCOUNTS, GRAPH, SALT, Contents, contents_of, digest_of, pack, unpack
from api.upkeep.errors import BackupRefused, FileExists, NoFileStore, NothingThere
from api.upkeep.workplace import workplace
from api.version import VERSION
from graph.stores import file_of
from graph.stores.sqlite.copies import check_copy, copy_in_use
from graph.stores.sqlite.files import name_finished, real_file

ENDING = ".pumasi-backup"
FOLDER = "backups"


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

    The copies are checked, the file is read again, and only then it gets its name.

    Raises:
        FileExists: a file has that name.
        NoFileStore: the graph is no file.
        NothingThere: there is nothing to back up.
        StoreUnavailable: a file cannot be read, its copy is not whole, or the disk is full.
    """
    graph = graph_file(settings)
    if not graph.exists():
        raise NothingThere()
    if to.exists():
        raise FileExists(file=str(to))
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with workplace(to.parent, "pumasi-backup") as folder:
        files = {GRAPH: folder / GRAPH}
        copy_in_use(graph, key, files[GRAPH])
        figures = check_copy(files[GRAPH], key)
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
