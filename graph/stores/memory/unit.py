"""A unit of work in memory."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from graph.errors import RecordMissing, ReferenceMissing, VersionConflict
from graph.records.registry import RECORD_TYPES, Record, references
from graph.store import (
    AsOf,
    Kept,
    LogAction,
)
from graph.stores.checks import Checked, checked, people_in
from graph.stores.codec import codec
from graph.stores.loglines import note_of_unit
from graph.stores.memory.reader import MemoryReader
from graph.stores.memory.state import State, Version, logged
from graph.stores.moments import new_unit_id


class MemoryUnit(MemoryReader):
    """A unit of work: it writes ahead of what readers see, and is taken back when it fails."""

    def __init__(self, state: State, store_id: str, at: datetime, by: str, why: str) -> None:
        """Start behind the last committed change."""
        super().__init__(state, store_id, AsOf())
        self._id = new_unit_id()
        self._at, self._by, self._why = at, by, why
        self.written: list[Version] = []

    @property
    def id(self) -> str:
        """See ``Unit.id``."""
        return self._id

    def put(self, record: Record, *, expected: int | None = None) -> int:
        """See ``Unit.put``."""
        item = checked(record)
        if item.id in self._state.forgotten:
            raise RecordMissing(id=item.id)
        present = self.kept(item.id)
        self._expect(item.id, present, expected)
        if present is not None and codec(item.kind).encode(cast("Any", present.record)) == item.row:
            return present.version
        return self._append(item, removed=False)

    def put_all(self, records: Iterable[Record]) -> int:
        """See ``Unit.put_all``."""
        before = len(self.written)
        for record in records:
            self.put(record)
        return len(self.written) - before

    def remove(self, kind: type[Record], record_id: str, *, expected: int | None = None) -> None:
        """See ``Unit.remove``."""
        present = self.get(kind, record_id)
        self._expect(record_id, present, expected)
        self._append(checked(present.record), removed=True)

    def rewrite(self, record: Record) -> int:
        """Write a version even of the same record."""
        return self._append(checked(record), removed=False)

    def _expect(self, record_id: str, present: Kept[Any] | None, expected: int | None) -> None:
        found = present.version if present is not None else 0
        if expected is not None and expected != found:
            raise VersionConflict(id=record_id, expected=expected, found=found)

    def _append(self, item: Checked, *, removed: bool) -> int:
        versions = self._state.versions[item.kind].setdefault(item.id, [])
        number = versions[-1].kept.version + 1 if versions else 1
        self._sequence += 1
        kept = Kept(item.record, number, self._at, self._by, self._why, self._id, removed)
        versions.append(Version(self._sequence, kept, item.row))
        self.written.append(versions[-1])
        return number

    def check_references(self) -> None:
        """Refuse the unit when a present reference points nowhere. Raises ReferenceMissing."""
        written = {v.kept.record.id for v in self.written}
        present = [kept for i in written if (kept := self.kept(i)) is not None]
        if len(present) < len(written):
            present = [kept for kind in RECORD_TYPES.values() for kept in self.kept_of(kind)]
        missing = sorted(
            (type(kept.record).__name__, kept.record.id, name, to)
            for kept in present
            for name in references(type(kept.record))
            if (to := getattr(kept.record, name)) is not None and self.kept(to) is None
        )
        for kind, _, name, to in missing[:1]:
            raise ReferenceMissing(record=kind, field=name, id=to)

    def take_back(self) -> None:
        """Leave nothing of the unit behind."""
        for version in reversed(self.written):
            record = version.kept.record
            versions = self._state.versions[type(record)][record.id]
            versions.pop()
            if not versions:
                del self._state.versions[type(record)][record.id]

    def commit(self) -> State:
        """The state that follows, with one log entry for the unit; the same state when nothing was written.

        Raises:
            ReferenceMissing: a present reference points nowhere.
        """
        if not self.written:
            return self._state
        self.check_references()
        note = note_of_unit(
            LogAction.WRITE,
            by=self._by,
            why=self._why,
            subjects=[p for v in self.written for p in people_in(type(v.kept.record), v.row)],
            unit=self._id,
            touched=[type(v.kept.record) for v in self.written],
        )
        return replace(self._state, sequence=self._sequence, log=logged(self._state.log, note, self._at))
