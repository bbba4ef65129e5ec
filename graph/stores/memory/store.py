"""The store in memory."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from graph.dump import Line
from graph.errors import RecordMissing, StoreOccupied, StoreUnavailable
from graph.records.people import Person
from graph.records.registry import type_of
from graph.store import (
    AsOf,
    Changes,
    Fault,
    Forgotten,
    LogAction,
    LogCheck,
    LogNote,
    Reader,
    Unit,
)
from graph.stores.checks import check_note, check_reason
from graph.stores.cursors import Cursor
from graph.stores.forgetting import who_goes
from graph.stores.loglines import check_chain, note_of_unit
from graph.stores.memory.dump import dumped, loaded
from graph.stores.memory.examine import examine
from graph.stores.memory.forget import MemoryMentions, clear, scrubbed
from graph.stores.memory.reader import MemoryReader
from graph.stores.memory.state import Version, change_of, empty_state, logged
from graph.stores.memory.unit import MemoryUnit
from graph.stores.moments import never_back, new_store_id
from graph.stores.progress import Tell, silent
from graph.stores.turns import Turns


class MemoryStore:
    """See ``GraphStore``."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """An empty store that takes its moments from a clock."""
        self._clock = clock
        self._id = new_store_id()
        self._state = empty_state()
        self._turns = Turns()
        self._closed = False

    @contextmanager
    def read(self, as_of: AsOf | None = None) -> Iterator[Reader]:
        """See ``GraphStore.read``."""
        self._check_open()
        yield MemoryReader(self._state, self._id, as_of or AsOf())

    @contextmanager
    def write(self, *, by: str, why: str) -> Iterator[Unit]:
        """See ``GraphStore.write``."""
        check_reason(by, why)
        self._check_open()
        with self._turns.take():
            unit = MemoryUnit(self._state, self._id, self._now(), by, why)
            try:
                yield unit
                self._state = unit.commit()
            except BaseException:
                unit.take_back()
                raise

    def changes(self, cursor: str, *, dong: str | None = None, limit: int | None = None) -> Changes:
        """See ``GraphStore.changes``."""
        self._check_open()
        state = self._state
        now = Cursor(self._id, state.sequence, state.forgets)
        since = Cursor.read(cursor, now)
        newest: dict[str, Version] = {}
        places: dict[str, set[str]] = {}
        for version in state.all():
            if version.sequence <= state.sequence:
                newest[version.kept.record.id] = version
                places.setdefault(version.kept.record.id, set()).add(version.kept.record.dong)
        wanted = sorted(
            (
                v
                for i, v in newest.items()
                if v.sequence > since.sequence and (dong is None or dong in places[i])
            ),
            key=lambda version: version.sequence,
        )
        told = wanted if limit is None else wanted[:limit]
        reached = (
            now
            if len(told) == len(wanted)
            else replace(now, sequence=told[-1].sequence if told else since.sequence)
        )
        return Changes(str(reached), tuple(change_of(v) for v in told), since.forgets < now.forgets)

    def forget(self, person: str, *, by: str, why: str) -> Forgotten:
        """See ``GraphStore.forget``."""
        check_reason(by, why)
        self._check_open()
        with self._turns.take():
            state = self._state
            if type_of(person) is not Person or not state.of(person):
                raise RecordMissing(id=person)
            reader = MemoryReader(state, self._id, AsOf())
            plan = who_goes(person, MemoryMentions(reader, state))
            at = self._now()
            unit = MemoryUnit(scrubbed(state, plan), self._id, at, by, why)
            cleared = [i for i in sorted(plan.touched) if clear(unit, state, i, plan)]
            kinds = [kind for i in plan.gone if (kind := type_of(i)) is not None]
            note = note_of_unit(
                LogAction.FORGET, by=by, why=why, subjects=[person], unit=unit.id, touched=kinds
            )
            self._state = replace(
                unit.commit(),
                log=logged(state.log, note, at),
                forgotten={**state.forgotten, **dict.fromkeys(plan.gone, state.forgets + 1)},
                forgets=state.forgets + 1,
            )
            return Forgotten(dict(sorted(Counter(kind.__name__ for kind in kinds).items())), len(cleared))

    def forgotten(self) -> tuple[str, ...]:
        """See ``GraphStore.forgotten``."""
        self._check_open()
        return tuple(sorted(self._state.forgotten))

    def note(self, note: LogNote) -> None:
        """See ``GraphStore.note``."""
        check_note(note)
        self._check_open()
        with self._turns.take():
            self._state = replace(self._state, log=logged(self._state.log, note, self._now()))

    def check_log(self) -> LogCheck:
        """See ``GraphStore.check_log``."""
        self._check_open()
        log = self._state.log
        return check_chain(log, len(log))

    def examine(self, tell: Tell = silent) -> Iterator[Fault]:
        """See ``GraphStore.examine``."""
        self._check_open()
        yield from examine(self._state, self._id, tell)

    def dump(self) -> Iterator[Line]:
        """See ``GraphStore.dump``."""
        self._check_open()
        return dumped(self._state)

    def load(self, lines: Iterable[Line]) -> None:
        """See ``GraphStore.load``."""
        self._check_open()
        with self._turns.take():
            if self._state.sequence or self._state.forgets or self._state.log:
                raise StoreOccupied()
            self._state = loaded(lines)

    def close(self) -> None:
        """See ``GraphStore.close``."""
        self._closed = True

    def _now(self) -> datetime:
        log = self._state.log
        return never_back(self._clock(), log[-1].at if log else None)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailable("이미 닫았습니다. 다시 여십시오.", "It was closed. Open it again.")
