"""Drawing anew, from the versions alone, all that a file derives from them.

The tables of the records are a picture of their newest versions; references, places and words are found
through tables beside them. None of it holds anything that the versions do not.
"""

from collections.abc import Iterator
from typing import Any

from graph.records.registry import RECORD_TYPES, Record
from graph.stores.checks import Checked
from graph.stores.codec import codec
from graph.stores.progress import Tell, silent
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection
from graph.stores.sqlite.index import index_places, index_references, index_words
from graph.stores.sqlite.schema import quoted, table_statements

_BATCH = 2000
_EMPTIED = (
    "DELETE FROM ref",
    "DELETE FROM cell",
    "DELETE FROM searched",
    "INSERT INTO search (search) VALUES ('delete-all')",
)


def rebuild(db: Connection, tell: Tell = silent) -> None:
    """Draw everything anew, within a transaction that somebody else ends.

    Raises:
        RecordInvalid: a version cannot be read any more.
    """
    for statement in _EMPTIED:
        db.execute(statement)
    for done, kind in enumerate(RECORD_TYPES.values()):
        tell(done, len(RECORD_TYPES))
        db.execute(f"DROP TABLE IF EXISTS {quoted(kind.__name__)}")
        for statement in table_statements(kind):
            db.execute(statement)
        draw(db, kind)
    tell(len(RECORD_TYPES), len(RECORD_TYPES))


def draw(db: Connection, kind: type[Record]) -> None:
    """Fill the empty tables of a record type as its versions say."""
    put = q.of_kind(kind).put
    for items in present_items(db, kind):
        db.executemany(put, [(*item.row, version, unit) for item, version, unit in items])
        drawn = [item for item, _, _ in items]
        index_references(db, drawn, ())
        index_places(db, drawn, {})
        index_words(db, drawn, {})
    for past in _past_references(db, kind):
        db.executemany(q.ADD_PAST_REF, past)


def present_items(db: Connection, kind: type[Record]) -> Iterator[list[tuple[Checked, int, int]]]:
    """Batches of the records that the versions say are present, each with its version and unit number."""
    of_kind: Any = codec(kind)
    versions = db.execute(q.PRESENT_VERSIONS, {"type": kind.__name__})
    while rows := versions.fetchmany(_BATCH):
        items = []
        for body, version, unit in rows:
            row = of_kind.decode_json(body)
            record = of_kind.decode(row)
            items.append((Checked(record, kind, record.id, record.dong, row), version, unit))
        yield items


def _past_references(db: Connection, kind: type[Record]) -> Iterator[list[tuple[Any, ...]]]:
    """Batches of what versions that are no longer the present ones referred to."""
    of_kind = codec(kind)
    at = [(field, of_kind.at[field]) for field in of_kind.references]
    if not at:
        return
    versions = db.execute(q.PAST_BODIES, {"type": kind.__name__})
    while rows := versions.fetchmany(_BATCH):
        bodies = [(record_id, of_kind.decode_json(body)) for record_id, body in rows]
        yield [
            (row[i], kind.__name__, field, record_id)
            for record_id, row in bodies
            for field, i in at
            if row[i] is not None
        ]
