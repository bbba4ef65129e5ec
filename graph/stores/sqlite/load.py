"""Taking over another store's lines: the versions first, then the tables drawn from them."""

from collections.abc import Collection, Iterable, Mapping
from typing import cast

from sqlcipher3 import dbapi2

from graph.dump import DumpedForgotten, DumpedUnit, DumpedVersion, Line
from graph.errors import DumpRefused, ReferenceMissing, StoreOccupied
from graph.records.registry import RECORD_TYPES, Record
from graph.store import LogEntry
from graph.stores.codec import codec
from graph.stores.columns import encode_moment
from graph.stores.moving.checking import Batch, Follower, checked_batches, header_of
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection
from graph.stores.sqlite.reader import cursor_of
from graph.stores.sqlite.rebuild import draw
from graph.stores.sqlite.rows import as_ids, row_of_entry


def load(db: Connection, lines: Iterable[Line]) -> None:
    """Keep the lines, within a transaction that somebody else ends.

    Raises:
        StoreOccupied: something was written here before.
        DumpRefused: a line is not what a store writes, or lines are missing.
    """
    here = cursor_of(db)
    if here.sequence or here.forgets or db.execute(q.LOG_LENGTH).fetchone()[0]:
        raise StoreOccupied()
    found = iter(lines)
    header = header_of(found)
    follower = Follower(header, _Held(db).last)
    unit = line = 0
    for batch in checked_batches(header, found):
        line = batch.line + len(batch.lines)
        if isinstance(batch.lines[0], DumpedUnit):
            unit = _add_unit(db, batch)
        else:
            _add(db, batch, unit, follower)
    db.execute(q.DROP_SEQUENCES)
    db.execute(q.SET_SEQUENCE, (header.sequence,))
    for kind in RECORD_TYPES.values():
        draw(db, kind)
    nowhere = db.execute(q.pointing_nowhere()).fetchone()
    if nowhere is not None:
        name, _, field, to = nowhere
        missing = ReferenceMissing(record=name, field=field, id=to)
        raise DumpRefused(line, missing.ko, missing.en)


class _Held:
    """What the file holds already."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def last(self, kind: type[Record], ids: Collection[str]) -> Mapping[str, int]:
        given = {"type": kind.__name__, "ids": as_ids(ids)}
        return dict(self._db.execute(q.LAST_VERSIONS, given).fetchall())


def _add_unit(db: Connection, batch: Batch) -> int:
    unit = cast("DumpedUnit", batch.lines[0])
    try:
        added = db.execute(q.ADD_UNIT, (unit.id, encode_moment(unit.at), unit.by, unit.why))
    except dbapi2.IntegrityError as error:
        raise DumpRefused(
            batch.line, "같은 변경이 두 번 나옵니다.", "The same change comes twice."
        ) from error
    return int(added.lastrowid)


def _add(db: Connection, batch: Batch, unit: int, follower: Follower) -> None:
    match batch.lines[0]:
        case DumpedVersion():
            follower.follow(batch)
            versions = cast("list[DumpedVersion]", batch.lines)
            db.executemany(q.LOAD_VERSION, [_row_of(version, unit) for version in versions])
        case DumpedForgotten():
            follower.forgotten(batch)
            gone = cast("list[DumpedForgotten]", batch.lines)
            db.executemany(q.ADD_FORGOTTEN, [(line.id, line.number) for line in gone])
        case _:
            entries = cast("list[LogEntry]", batch.lines)
            db.executemany(q.ADD_LOG, [row_of_entry(entry) for entry in entries])
            subjects = [(subject, entry.number) for entry in entries for subject in entry.subjects]
            db.executemany(q.ADD_SUBJECT, subjects)


def _row_of(version: DumpedVersion, unit: int) -> tuple[object, ...]:
    of_kind = codec(version.kind)
    dong = version.row[of_kind.at["dong"]]
    body = of_kind.encode_json(version.row)
    return (
        version.sequence,
        version.kind.__name__,
        version.id,
        version.version,
        unit,
        dong,
        int(version.removed),
        body,
    )
