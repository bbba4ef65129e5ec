"""A unit of work: versions are made here, and sent before anything is read, when they are many, and at the end."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from graph.errors import RecordMissing, ReferenceMissing, VersionConflict
from graph.records.registry import Record, type_of
from graph.store import Change, LogAction, LogNote
from graph.stores.checks import Checked, checked, people_in
from graph.stores.codec import codec
from graph.stores.columns import encode_moment
from graph.stores.forgetting import Row
from graph.stores.loglines import note_of_unit
from graph.stores.neo4j import log
from graph.stores.neo4j import queries as q
from graph.stores.neo4j.reader import Moment, MomentReader, in_batches
from graph.stores.neo4j.rows import UnitRow, Units, version_row
from graph.stores.neo4j.running import Run
from graph.stores.neo4j.work import Work

BATCH = 2_000
_KNOWN = 50_000
"""Newest versions kept in memory; what is older is asked for again."""


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest version of an id, 0 when there never was one; ``row`` is None unless it is present."""

    version: int
    sequence: int | None
    row: Row | None


_NONE = Newest(0, None, None)


class Neo4jUnit(MomentReader):
    """See ``Unit``; it writes ahead of the sequence number that is published."""

    def __init__(self, work: Work, units: Units, moment: Moment, unit: UnitRow) -> None:
        """Begin, within work that holds the writers' lock and that somebody else ends.

        ``unit`` says who, when and why, and its first sequence number, which follows that of ``moment``.
        """
        super().__init__(work.run, units, moment)
        self._work = work
        self._unit = unit
        self._rows: list[dict[str, Any]] = []
        self._newest: dict[str, Newest] = {}
        self._touched: dict[str, bool] = {}
        self._referred: set[str] = set()
        self._people: set[str] = set()
        self._written: Counter[type[Record]] = Counter()

    @property
    def id(self) -> str:
        """See ``Unit.id``."""
        return self._unit.id

    @property
    def versions(self) -> int:
        """How many versions it has written so far."""
        return self._written.total()

    def put(self, record: Record, *, expected: int | None = None) -> int:
        """See ``Unit.put``."""
        item = checked(record)
        self._look([item.id])
        newest = self._newest[item.id]
        _expect(item.id, expected, newest)
        if newest.row == item.row:
            return newest.version
        return self._write(item)

    def put_all(self, records: Iterable[Record]) -> int:
        """See ``Unit.put_all``."""
        written = 0
        batch: dict[str, Checked] = {}
        for record in records:
            if record.id in batch or len(batch) == BATCH:
                written += self._put_batch(batch.values())
                batch = {}
            batch[record.id] = checked(record)
        return written + self._put_batch(batch.values())

    def _put_batch(self, batch: Collection[Checked]) -> int:
        self._look([item.id for item in batch])
        changed = [item for item in batch if self._newest[item.id].row != item.row]
        for item in changed:
            self._write(item)
        return len(changed)

    def remove(self, kind: type[Record], record_id: str, *, expected: int | None = None) -> None:
        """See ``Unit.remove``."""
        row = None
        if type_of(record_id) is kind:
            self._look([record_id])
            row = self._newest[record_id].row
        if row is None:
            raise RecordMissing(id=record_id)
        _expect(record_id, expected, self._newest[record_id])
        of_kind: Any = codec(kind)
        self._write(checked(of_kind.decode(row)), removed=True)

    def rewrite(self, item: Checked) -> None:
        """Write a version even of the same record."""
        self._look([item.id])
        self._write(item)

    def _look(self, ids: Iterable[str]) -> None:
        """Read the newest versions that are not known yet; refuse ids that were forgotten."""
        if len(self._newest) > _KNOWN:
            self.flush()
            self._newest.clear()
        unknown: dict[type[Record], list[str]] = {}
        for record_id in ids:
            kind = type_of(record_id)
            if kind is not None and record_id not in self._newest:
                unknown.setdefault(kind, []).append(record_id)
        for kind, some in unknown.items():
            if self._moment.forgets:
                for (record_id,) in self._run(q.FORGOTTEN_AMONG, {"ids": some}):
                    raise RecordMissing(id=record_id)
            for (row,) in self._run(q.NEWEST, {"ids": some, "columns": q.of_kind(kind).names}):
                *kept, version, sequence, removed = row
                self._newest[row[0]] = Newest(version, sequence, None if removed else tuple(kept))
            self._newest |= {i: _NONE for i in some if i not in self._newest}

    def _write(self, item: Checked, *, removed: bool = False) -> int:
        if len(self._rows) > self._work.room:
            self.flush()
        newest = self._newest[item.id]
        version, sequence = newest.version + 1, self._moment.sequence + 1
        self._rows.append(version_row(item, version, sequence, newest.sequence, self.id, removed=removed))
        self._newest[item.id] = Newest(version, sequence, None if removed else item.row)
        self._touched[item.id] = not removed
        if not removed:
            at = codec(item.kind).at
            referred = (item.row[at[field]] for field in codec(item.kind).references)
            self._referred.update(str(to) for to in referred if to is not None)
        self._moment = replace(self._moment, sequence=sequence)
        self._written[item.kind] += 1
        self._people.update(people_in(item.kind, item.row))
        return version

    def flush(self) -> None:
        """Send what was written since."""
        rows, self._rows = self._rows, []
        if rows:
            self._work.add(rows)

    def _ask(self, query: str, **given: Any) -> list[list[Any]]:
        self.flush()
        return super()._ask(query, **given)

    def _units_of(self, ids: Collection[str]) -> dict[str, UnitRow]:
        return {**super()._units_of(ids), self.id: self._unit}

    def written_in(self, unit: str) -> tuple[Change, ...]:
        """See ``Reader.written_in``."""
        if unit == self.id:
            return self._written_between(self._unit.first, self._moment.sequence)
        return super().written_in(unit)

    def finish(self) -> None:
        """Check the references and keep the unit; one that wrote nothing leaves no trace.

        Raises:
            ReferenceMissing: a present reference points nowhere.
        """
        if not self.versions:
            return
        self.flush()
        self._check_references()
        note = note_of_unit(
            LogAction.WRITE,
            by=self._unit.by,
            why=self._unit.why,
            subjects=self._people,
            unit=self.id,
            touched=self._written.elements(),
        )
        self.keep(note)

    def keep(self, note: LogNote) -> None:
        """Send what is left, and keep the unit with its entry in the log."""
        self.flush()
        self._work.commit(lambda run: self._publish(run, note))

    def _publish(self, run: Run, note: LogNote) -> None:
        """The last queries of the unit: they hold the end of the log, so they come right before the commit."""
        end = log.take_end(run, self.id)
        at = end.moment(self._unit.at)
        if self.versions:
            unit = {
                "id": self.id,
                "at": encode_moment(at),
                "by": self._unit.by,
                "why": self._unit.why,
                "first": self._unit.first,
                "last": self._moment.sequence,
            }
            run(q.ADD_UNIT, {"unit": unit})
        log.append(run, end, note, at, self.id)

    def _check_references(self) -> None:
        there = {i for i, present in self._touched.items() if present}
        asked = (self._touched.keys() | self._referred) - there
        missing = [
            tuple(row)
            for some in in_batches(sorted(asked), BATCH)
            for row in self._run(q.DANGLING, {"ids": some})
        ]
        for record, _, field, to in sorted(missing)[:1]:
            raise ReferenceMissing(record=record, field=field, id=to)


def _expect(record_id: str, expected: int | None, newest: Newest) -> None:
    found = 0 if newest.row is None else newest.version
    if expected is not None and expected != found:
        raise VersionConflict(id=record_id, expected=expected, found=found)
