"""Taking over another store's lines, in batches that nobody sees before all of them are there.

While it goes on, the database is no store: its counting nodes are put aside. A load that was killed leaves
it so; opening it says so, and the next load begins by clearing away what is there.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from graph.dump import DumpedForgotten, DumpedUnit, DumpedVersion, DumpHeader, Line
from graph.errors import DumpRefused, ReferenceMissing, StoreOccupied
from graph.records.registry import Record
from graph.store import LogEntry
from graph.stores.checks import Checked
from graph.stores.codec import codec
from graph.stores.columns import encode_moment
from graph.stores.loglines import START
from graph.stores.moments import new_store_id
from graph.stores.moving.checking import Follower, checked_batches, header_of
from graph.stores.neo4j import move_queries as q
from graph.stores.neo4j.connection import translated
from graph.stores.neo4j.reader import in_batches
from graph.stores.neo4j.rows import properties_of, version_row
from graph.stores.neo4j.running import Queries, Run, within

_LOCK_SECONDS = 15.0
_BATCH = 2_000
_ENTRIES = 200
_CLEARED = 5_000
_NOTHING = {"sequence": 0, "forgets": 0, "number": 0, "at": None, "digest": START}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a store stands: its last sequence number, how often somebody was forgotten, its log entries."""

    sequence: int
    forgets: int
    entries: int


def load(queries: Queries, lines: Iterable[Line]) -> None:
    """Keep the lines.

    Raises:
        StoreOccupied: something was written here before.
        DumpRefused: a line is not what a store writes, or lines are missing.
        StoreUnavailable: another load is going on, or the server went away.
    """
    with translated():
        _put_aside(queries)
        with queries.session() as session, session.begin_transaction() as held:
            run = within(held)
            # Held to the end, so that no other load begins; the server frees it when this process dies.
            if not _holds(run):
                raise StoreOccupied()
            _clear(queries)
            publish = _NOTHING
            try:
                publish = _Loading(queries).take(lines)
            finally:
                if publish is _NOTHING:
                    _clear(queries)
                run(q.PUBLISH, publish)
                held.commit()


def make_room(queries: Queries, stood: Standing) -> bool:
    """Let the next load take the place of what is there; tell whether it still stood so.

    From then on the database is no store. Cursors and moments of the old one are not those of the new one.

    Raises:
        StoreUnavailable: somebody writes and does not end, or the server went away.
    """
    room: list[bool] = []

    def put_aside(run: Run) -> None:
        given = {"sequence": stood.sequence, "forgets": stood.forgets, "entries": stood.entries}
        room[:] = [bool(run(q.MAKE_ROOM, {**given, "store": new_store_id()}))]

    with translated():
        queries.transact(put_aside, 0.0)
    return room[-1]


def is_unfinished(queries: Queries) -> bool:
    """Whether a load into the database is going on or was killed."""
    return bool(queries.read(q.IS_ASIDE, {}))


def _put_aside(queries: Queries) -> None:
    """Take the store's keys away, unless a load that was killed did, and wait for one that is going on."""
    with queries.session() as session, session.begin_transaction(timeout=_LOCK_SECONDS) as transaction:
        run = within(transaction)
        if not _holds(run):
            for (occupied,) in run(q.PUT_ASIDE, {}) or [[True]]:
                if occupied:
                    raise StoreOccupied()
        transaction.commit()


def _holds(run: Run) -> bool:
    """Take the lock of loads; asked again behind it, since the load that was waited for may have ended well."""
    run(q.HOLD, {})
    return bool(run(q.IS_ASIDE, {}))


def _clear(queries: Queries) -> None:
    """Drop everything but the counting nodes, in parts."""
    while queries.write(q.CLEAR, {"limit": _CLEARED}) == [[_CLEARED]]:
        pass


class _Loading:
    """One load: batch after batch, each in a transaction of its own."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        # Sequence numbers of the newest versions of the records of a batch.
        self._newest: dict[str, int] = {}
        self._unit: DumpedUnit | None = None
        self._first = self._last = 0
        self._end: LogEntry | None = None

    def take(self, lines: Iterable[Line]) -> dict[str, Any]:
        """Write all lines; what is to be published when they are all there."""
        found = iter(lines)
        header = header_of(found)
        line = self._write_all(header, found)
        for name, _, field, to in self._queries.read(q.POINTING_NOWHERE, {}):
            missing = ReferenceMissing(record=name, field=field, id=to)
            raise DumpRefused(line, missing.ko, missing.en)
        end = self._end
        return {
            "sequence": header.sequence,
            "forgets": header.forgets,
            "number": 0 if end is None else end.number,
            "at": None if end is None else encode_moment(end.at),
            "digest": START if end is None else end.digest,
        }

    def _write_all(self, header: DumpHeader, lines: Iterator[Line]) -> int:
        follower = Follower(header, self._last_versions)
        line = 1
        for batch in checked_batches(header, lines, _BATCH):
            line = batch.line + len(batch.lines)
            match batch.lines[0]:
                case DumpedUnit() as unit:
                    self._end_unit()
                    self._begin_unit(unit, batch.line)
                case DumpedVersion():
                    self._newest = {}
                    follower.follow(batch)
                    self._add_versions(cast("Sequence[DumpedVersion]", batch.lines), unit.id)
                case DumpedForgotten():
                    follower.forgotten(batch)
                    gone = cast("Sequence[DumpedForgotten]", batch.lines)
                    self._send((q.ADD_FORGOTTEN, [{"id": one.id, "number": one.number} for one in gone]))
                case _:
                    self._add_entries(cast("Sequence[LogEntry]", batch.lines))
        self._end_unit()
        return line

    def _last_versions(self, kind: type[Record], ids: Collection[str]) -> Mapping[str, int]:
        rows = self._queries.read(q.NEWEST, {"ids": sorted(ids)})
        self._newest |= {record_id: sequence for record_id, _, sequence in rows}
        return {record_id: version for record_id, version, _ in rows}

    def _begin_unit(self, unit: DumpedUnit, line: int) -> None:
        if self._queries.read(q.UNIT, {"id": unit.id}):
            raise DumpRefused(line, "같은 변경이 두 번 나옵니다.", "The same change comes twice.")
        self._unit, self._first = unit, 0

    def _end_unit(self) -> None:
        unit, self._unit = self._unit, None
        if unit is not None:
            row = {
                "id": unit.id,
                "at": encode_moment(unit.at),
                "by": unit.by,
                "why": unit.why,
                "first": self._first,
                "last": self._last,
            }
            self._send((q.ADD_UNIT, [row]))

    def _add_versions(self, versions: Sequence[DumpedVersion], unit: str) -> None:
        rows: list[dict[str, Any]] = []
        replaced: list[dict[str, int]] = []
        for version in versions:
            of_kind: Any = codec(version.kind)
            record = of_kind.decode(version.row)
            item = Checked(record, version.kind, version.id, record.dong, version.row)
            before = self._newest.get(version.id)
            rows.append(
                version_row(item, version.version, version.sequence, before, unit, removed=version.removed)
            )
            if before is not None:
                replaced.append({"before": before, "seq": version.sequence})
            self._newest[version.id] = version.sequence
        self._first, self._last = self._first or versions[0].sequence, versions[-1].sequence
        self._send((q.ADD_VERSIONS, rows), (q.SUPERSEDE, replaced))

    def _add_entries(self, entries: Sequence[LogEntry]) -> None:
        for some in in_batches(entries, _ENTRIES):
            self._send((q.ADD_LOG, [properties_of(entry, _key(entry)) for entry in some]))
        about = (
            {"subject": subject, "number": entry.number, "key": _key(entry)}
            for entry in entries
            for subject in dict.fromkeys(entry.subjects)
        )
        while rows := list(islice(about, _BATCH)):
            self._send((q.ADD_ABOUT, rows))
        self._end = entries[-1]

    def _send(self, *writes: tuple[str, Sequence[Mapping[str, Any]]]) -> None:
        """Write rows in one transaction; what fails is not tried again, since the whole load is."""
        with self._queries.session() as session, session.begin_transaction() as transaction:
            for query, rows in writes:
                if rows:
                    transaction.run(query, {"rows": rows}).consume()
            transaction.commit()


def _key(entry: LogEntry) -> str:
    return f"k-{entry.number}"
