"""Bringing a file made by an earlier program up to date.

The tables of the records are a picture of their newest versions, so that an upgrade draws them anew from
the versions: a field added since takes its default.
"""

from pathlib import Path
from typing import Any

from graph.errors import StoreUnavailable
from graph.records.registry import RECORD_TYPES, Record
from graph.stores.codec import codec
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection, make_private, translated
from graph.stores.sqlite.schema import fingerprint, quoted, table_statements

_BATCH = 2000


def is_current(db: Connection) -> bool:
    """Tell whether the tables are those of this program's records."""
    row = db.execute(q.FINGERPRINT).fetchone()
    return row is not None and bool(row[0] == fingerprint())


def upgrade(db: Connection, path: Path) -> None:
    """Back the file up beside it, draw its tables anew, and verify that every record is there.

    Raises:
        StoreUnavailable: a version cannot be read any more; the file stays as it was.
    """
    with translated():
        (was,) = db.execute(q.FINGERPRINT).fetchone()
        backup = path.with_name(f"{path.name}.before-{was[:12]}")
        make_private(backup)
        if not backup.exists() or backup.stat().st_size == 0:
            db.execute("VACUUM INTO ?", (str(backup),))
        db.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have upgraded the file while this one waited.
            if not is_current(db):
                for kind in RECORD_TYPES.values():
                    _draw_anew(db, kind)
                db.execute(q.SET_META, ("fingerprint", fingerprint()))
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.rollback()
            raise


def _draw_anew(db: Connection, kind: type[Record]) -> None:
    of_kind: Any = codec(kind)
    db.execute(f"DROP TABLE IF EXISTS {quoted(kind.__name__)}")
    for statement in table_statements(kind):
        db.execute(statement)
    given = {"type": kind.__name__}
    (expected,) = db.execute(q.PRESENT_COUNT, given).fetchone()
    versions = db.execute(q.PRESENT_VERSIONS, given)
    while rows := versions.fetchmany(_BATCH):
        values = []
        for body, version, unit in rows:
            row = of_kind.decode_json(body)
            of_kind.decode(row)
            values.append((*row, version, unit))
        db.executemany(q.of_kind(kind).put, values)
    (found,) = db.execute(q.of_kind(kind).count, {"day": None}).fetchone()
    if found != expected:
        raise StoreUnavailable(
            "새 판으로 올린 뒤 기록 수가 맞지 않아 되돌렸습니다. 관리자에게 알리십시오.",
            "The records did not add up after the upgrade, so it was undone. Tell the administrator.",
        )
