"""Making a new file, and refusing one that is not ours or is newer."""

from graph.errors import StoreUnavailable
from graph.stores.moments import new_store_id
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection, translated
from graph.stores.sqlite.schema import APPLICATION_ID, SCHEMA_VERSION, fingerprint, statements


def set_up(db: Connection) -> None:
    """Make the tables in an empty file, or check that the file's tables are those of this program.

    Raises:
        StoreUnavailable: the file belongs to another program, or to a newer version of this one.
    """
    with translated():
        if _is_empty(db):
            db.execute("BEGIN IMMEDIATE")
            try:
                # Another process may have made the tables while this one waited.
                if _is_empty(db):
                    _make(db)
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.rollback()
                raise
        _check(db)


def _is_empty(db: Connection) -> bool:
    (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return bool(tables == 0)


def _make(db: Connection) -> None:
    for statement in statements():
        db.execute(statement)
    db.execute(q.SET_META, ("store", new_store_id()))
    db.execute(q.SET_META, ("fingerprint", fingerprint()))
    db.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")


def _check(db: Connection) -> None:
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
