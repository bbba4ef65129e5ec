"""Reading a moment of memory."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeVar

from graph.records.registry import Record
from graph.store import (
    AsOf,
    Change,
    Kept,
    LogEntry,
)
from graph.stores.cursors import Cursor
from graph.stores.loglines import shortened
from graph.stores.memory.state import State, Version, change_of
from graph.stores.moments import holds_on
from graph.stores.scan import ScanReader

R = TypeVar("R", bound=Record)


class MemoryReader(ScanReader):
    """One moment: versions up to a sequence number, and up to a recorded moment where one is asked for."""

    def __init__(self, state: State, store_id: str, as_of: AsOf) -> None:
        """Read what is committed in a state."""
        self._state, self._store_id, self._as_of = state, store_id, as_of
        self._sequence, self._entries = state.sequence, len(state.log)

    def _seen(self, versions: list[Version]) -> list[Version]:
        moment = self._as_of.recorded_at
        return [
            v
            for v in list(versions)
            if v.sequence <= self._sequence and (moment is None or v.kept.at <= moment)
        ]

    def kept(self, record_id: str) -> Kept[Any] | None:
        """The record of an id at this moment, if it is there."""
        seen = self._seen(self._state.of(record_id))
        if not seen or seen[-1].kept.removed:
            return None
        kind = type(seen[-1].kept.record)
        return seen[-1].kept if holds_on(kind, seen[-1].row, self._as_of.day) else None

    def kept_of(self, kind: type[R]) -> Iterator[Kept[R]]:
        """All records of a type at this moment, by id."""
        for record_id in sorted(self._state.versions[kind]):
            kept = self.kept(record_id)
            if kept is not None:
                yield kept

    def history(self, record_id: str) -> tuple[Kept[Record], ...]:
        """See ``Reader.history``."""
        return tuple(v.kept for v in self._seen(self._state.of(record_id)))

    def written_in(self, unit: str) -> tuple[Change, ...]:
        """See ``Reader.written_in``."""
        return tuple(change_of(v) for v in self._seen(self._state.all()) if v.kept.unit == unit)

    def cursor(self) -> str:
        """See ``Reader.cursor``."""
        sequence = self._sequence
        if self._as_of.recorded_at is not None:
            sequence = max((v.sequence for v in self._seen(self._state.all())), default=0)
        return str(Cursor(self._store_id, sequence, self._state.forgets))

    def log(
        self, *, subject: str | None = None, after: int = 0, limit: int = 100, people: int | None = None
    ) -> tuple[LogEntry, ...]:
        """See ``Reader.log``."""
        found = (
            shortened(entry, people)
            for entry in self._logged()
            if entry.number > after and (subject is None or subject in entry.subjects)
        )
        return tuple(islice(found, limit))

    def log_end(self) -> int:
        """See ``Reader.log_end``."""
        return max((entry.number for entry in self._logged()), default=0)

    def _logged(self) -> Iterator[LogEntry]:
        moment = self._as_of.recorded_at
        entries = islice(self._state.log, self._entries)
        return (entry for entry in entries if moment is None or entry.at <= moment)
