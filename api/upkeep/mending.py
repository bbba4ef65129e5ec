"""Drawing anew what the graph of an installation derives from its history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from api.settings import Settings
from api.upkeep.backups import graph_file
from api.upkeep.errors import NothingThere
from graph.stores.sqlite.copies import check_pages
from graph.stores.sqlite.repair import repair


def check_accounts(settings: Settings, key: bytes | None) -> None:
    """Look at every page of the file of accounts, also while it is in use.

    Raises:
        StoreUnavailable: it is damaged: restore it with ``pumasi restore --with-accounts``.
    """
    check_pages(settings.accounts_file, key, still=False)


def mend(settings: Settings, key: bytes | None, tell: Callable[[int, int], None]) -> Path:
    """Back the graph up, then draw its tables and indexes anew; returns the backup.

    Raises:
        NoFileStore: the graph is no file.
        NothingThere: there is no graph yet.
        StoreUnavailable: somebody has it open, or it is too damaged: restore a backup.
        RecordInvalid: a version cannot be read; nothing was changed.
    """
    graph = graph_file(settings)
    if not graph.exists():
        raise NothingThere()
    return repair(graph, key, tell)
