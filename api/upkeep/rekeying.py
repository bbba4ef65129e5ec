"""Putting an installation under another key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from api.settings import Settings
from api.upkeep.backups import graph_file
from api.upkeep.errors import NothingThere, SameKey
from graph.stores import file_of
from graph.stores.sqlite.copies import opens
from graph.stores.sqlite.rekey import rekey


@dataclass(frozen=True, slots=True, kw_only=True)
class Rekeyed:
    """Which files were put under the new key, and older copies beside them that the old key still opens."""

    files: tuple[Path, ...]
    older: tuple[Path, ...]


def put_under_key(
    settings: Settings, key: bytes | None, new_key: bytes | None, tell: Callable[[int, int], None]
) -> Rekeyed:
    """Put graph and accounts under a new key, or under none; after a crash, doing it again finishes.

    Raises:
        NothingThere: there is no data yet.
        SameKey: the new key is the present one.
        StoreUnavailable: somebody has a file open, the present key does not fit, or the disk is full.
    """
    if key == new_key:
        raise SameKey()
    # Beside a store on a server, the accounts are a file all the same.
    graph = [] if file_of(settings.store_url) is None else [graph_file(settings)]
    files = [file for file in (*graph, settings.accounts_file) if file.exists()]
    if not files:
        raise NothingThere()
    done = rekey(files, key, new_key, tell)
    kept = sorted(one for file in files for one in file.parent.glob(f"{file.name}.before-*"))
    return Rekeyed(files=done, older=tuple(one for one in kept if opens(one, key)))
