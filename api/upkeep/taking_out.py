"""Taking the parts of a backup out: each compared with what the backup says, and under the present key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from api.upkeep.archive import DUMP, GRAPH, SEALED, Contents, unpack
from api.upkeep.dumps import check_dump, read_dump
from api.upkeep.errors import BackupRefused
from graph.dump import Line
from graph.errors import DumpRefused
from graph.stores import open_store
from graph.stores.sqlite.copies import check_copy, check_pages, copy_under_key, fold_in, opens

Lines = Callable[[], Iterator[Line]]
"""Gives all lines of a store, each time from the first."""


def store_file(
    backup: Path, contents: Contents, folder: Path, key: bytes | None, backup_key: bytes | None
) -> Path:
    """The store of a backup as a file under the present key, whatever it was backed up from.

    Raises:
        BackupRefused: it is not there, not whole, or not of this key.
        StoreUnavailable: it is damaged, or of a newer program.
    """
    if GRAPH in contents.files:
        return taken_out(backup, contents, GRAPH, folder, key, backup_key)
    file = folder / GRAPH
    lines = _dumped(backup, contents, folder, backup_key)
    store = open_store(f"sqlite:///{file}", key=key)
    try:
        store.load(lines())
    finally:
        store.close()
    fold_in(file, key)
    return file


def store_lines(
    backup: Path,
    contents: Contents,
    folder: Path,
    key: bytes | None,
    backup_key: bytes | None,
    held: ExitStack,
) -> Lines:
    """The store of a backup as lines, for as long as ``held`` lasts. Raises as ``store_file``."""
    if GRAPH not in contents.files:
        return _dumped(backup, contents, folder, backup_key)
    file = taken_out(backup, contents, GRAPH, folder, key, backup_key)
    store = open_store(f"sqlite:///{file}", key=key)
    held.callback(store.close)
    return store.dump


def taken_out(
    backup: Path, contents: Contents, name: str, folder: Path, key: bytes | None, backup_key: bytes | None
) -> Path:
    """A file of the backup, checked, and under the key of the present data."""
    file = folder / name
    unpack(backup, name, file, contents)
    if not opens(file, backup_key):
        raise _another_key()
    if name == GRAPH:
        if asdict(check_copy(file, backup_key)) != contents.figures:
            raise _not_as_told()
    else:
        check_pages(file, backup_key)
    if key == backup_key:
        return file
    rekeyed = folder / f"{name}.rekeyed"
    copy_under_key(file, backup_key, rekeyed, key)
    return rekeyed


def _dumped(backup: Path, contents: Contents, folder: Path, backup_key: bytes | None) -> Lines:
    name = next((one for one in (DUMP, SEALED) if one in contents.files), GRAPH)
    file, key = folder / name, backup_key if name == SEALED else None
    unpack(backup, name, file, contents)
    if name == SEALED and not opens(file, key):
        raise _another_key()

    def lines() -> Iterator[Line]:
        return read_dump(file, key)

    try:
        found = check_dump(lines())
    except DumpRefused as refused:
        raise BackupRefused(refused.ko, refused.en) from refused
    if asdict(found) != contents.figures:
        raise _not_as_told()
    return lines


def _another_key() -> BackupRefused:
    return BackupRefused(
        "백업할 때 쓰던 키와 지금 키가 다릅니다. --backup-key-file이나 --ask-backup-key로 그때의 키를 지정하십시오.",
        "it was made under another key. Name that key with --backup-key-file or --ask-backup-key.",
    )


def _not_as_told() -> BackupRefused:
    return BackupRefused(
        "기록 수가 적힌 것과 다릅니다. 다른 백업을 고르십시오.",
        "it does not hold what it says. Choose another backup.",
    )
