"""The ids of the forgotten, kept in a list outside the store too: a restored backup needs them when the store is lost."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from graph.stores.sqlite.files import sync_folder


def list_of(file: Path) -> Path:
    """Where the list lies that belongs to a file."""
    return file.with_name(f"{file.name}.forgotten")


def remember(file: Path, ids: Iterable[str]) -> None:
    """Keep ids with those that are kept already, one a line; they are opaque and tell nothing about anybody."""
    known = remembered(file)
    all_ids = sorted(known.union(ids))
    if len(all_ids) == len(known):
        return
    kept = list_of(file)
    new = kept.with_name(f"{kept.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
        out.writelines(f"{record_id}\n" for record_id in all_ids)
        out.flush()
        os.fsync(out.fileno())
    new.replace(kept)
    sync_folder(file.parent)


def remembered(file: Path) -> frozenset[str]:
    """The ids that the list beside a file holds, whether the file is there or not."""
    with suppress(FileNotFoundError):
        return frozenset(list_of(file).read_text(encoding="ascii").split())
    return frozenset()
