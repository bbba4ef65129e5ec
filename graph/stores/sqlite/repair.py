"""Drawing what a file derives anew, after a backup, when the examination found that it differs."""

from pathlib import Path

from graph.stores.progress import Tell, silent
from graph.stores.sqlite.connection import connect, transaction, translated
from graph.stores.sqlite.holding import held_alone
from graph.stores.sqlite.rebuild import rebuild
from graph.stores.sqlite.set_up import check
from graph.stores.sqlite.upgrade import back_up


def repair(file: Path, key: bytes | None, tell: Tell = silent) -> Path:
    """Draw the tables anew from the versions, which stay as they are; returns the backup made before.

    Raises:
        StoreUnavailable: somebody has the file open, or it is too damaged to be backed up.
        RecordInvalid: a version cannot be read; nothing is changed.
    """
    with held_alone(file), translated():
        backup = back_up(file, key, "before-repair")
        db = connect(file, key, first=check)
        try:
            with transaction(db):
                rebuild(db, tell)
        finally:
            db.close()
    return backup
