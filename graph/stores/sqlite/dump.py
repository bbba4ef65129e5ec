"""The whole file as lines, read within one moment."""

from collections.abc import Iterator
from datetime import datetime

from graph.dump import DumpedForgotten, DumpedUnit, DumpedVersion, DumpHeader, Line
from graph.records.registry import RECORD_TYPES
from graph.stores.codec import codec
from graph.stores.moving.text import fingerprint
from graph.stores.sqlite import log
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection
from graph.stores.sqlite.reader import cursor_of


def dump(db: Connection) -> Iterator[Line]:
    """Everything that a connection's moment holds; see ``graph.dump``."""
    now = cursor_of(db)
    yield DumpHeader(fingerprint(), now.sequence, now.forgets)
    before = None
    for sequence, name, record_id, version, removed, body, unit, at, by, why in db.execute(q.DUMP):
        if unit != before:
            yield DumpedUnit(unit, datetime.fromisoformat(at), by, why)
            before = unit
        kind = RECORD_TYPES[name]
        yield DumpedVersion(sequence, kind, record_id, version, bool(removed), codec(kind).decode_json(body))
    for record_id, number in db.execute(q.DUMP_FORGOTTEN):
        yield DumpedForgotten(record_id, number)
    yield from log.entries(db)
