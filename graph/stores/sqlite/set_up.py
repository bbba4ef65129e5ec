"""Making a new file, and refusing one that is not ours or is newer."""

from graph.errors import StoreUnavailable
from graph.stores.moments import new_store_id
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection, transaction, translated
from graph.stores.sqlite.schema import APPLICATION_ID, SCHEMA_VERSION, fingerprint, statements


def make(db: Connection) -> None:
    """Make the tables in an empty file."""
    with translated(), transaction(db):
        for statement in statements():
            db.execute(statement)
        db.execute(q.SET_META, ("store", new_store_id()))
        db.execute(q.SET_META, ("fingerprint", fingerprint()))
        db.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")


def check(db: Connection) -> None:
    """Check that a file is a store that this program can read, or can bring up to date.

    Raises:
        StoreUnavailable: the file belongs to another program, or to a newer version of this one.
    """
    with translated():
        (application,) = db.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID:
            raise StoreUnavailable(
                "다른 프로그램의 파일입니다. 품앗이 저장소 파일을 고르십시오.",
                "The file belongs to another program. Choose a store of this application.",
            )
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            raise StoreUnavailable(
                "더 새로운 판의 프로그램이 만든 파일입니다. 프로그램을 새 판으로 올리십시오.",
                "A newer version of the program made the file. Upgrade the program.",
            )


def is_current(db: Connection) -> bool:
    """Tell whether the tables are those of this program and its records."""
    row = db.execute(q.FINGERPRINT).fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return bool(version == SCHEMA_VERSION and row is not None and row[0] == fingerprint())
