"""Putting a checked file in the place of the present one, which is kept and may be damaged."""

from contextlib import suppress
from pathlib import Path

from graph.errors import StoreUnavailable
from graph.stores.remembered import remembered
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import connect, translated
from graph.stores.sqlite.copies import fold_in
from graph.stores.sqlite.files import log_of, put_in_place, set_aside


def take_place(new: Path, file: Path, key: bytes | None, ending: str) -> Path | None:
    """Put a new file where another is, or nothing; returns under which name the present one is kept.

    Nobody may have either open. What lies in the log beside a file that cannot be opened is kept with it.
    """
    aside = None
    if file.exists():
        with suppress(StoreUnavailable):
            fold_in(file, key)
        aside = set_aside(file, ending)
        while (beside := log_of(file)) is not None:
            beside.unlink()
    put_in_place(new, file)
    return aside


def forgotten_of(file: Path, key: bytes | None) -> tuple[frozenset[str], bool]:
    """The ids of the forgotten that a file and the list beside it hold, and whether the file could be read."""
    beside = remembered(file)
    if not file.exists():
        return beside, True
    try:
        with translated():
            db = connect(file, key, read_only=True)
            try:
                return beside | {record_id for (record_id,) in db.execute(q.FORGOTTEN)}, True
            finally:
                db.close()
    except StoreUnavailable:
        return beside, False
