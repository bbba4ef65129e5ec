"""A store in memory: plain lists and dictionaries, and the oracle that other stores are tested against."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar, cast

from graph.errors import RecordMissing, ReferenceMissing, StoreUnavailable, VersionConflict
from graph.records.people import Person
from graph.records.registry import RECORD_TYPES, Record, references, type_of
from graph.store import (
    AsOf,
    Change,
    Changes,
    Forgotten,
    Kept,
    LogAction,
    LogCheck,
    LogEntry,
    LogNote,
    Reader,
    Unit,
)
from graph.stores.checks import Checked, check_note, check_reason, checked, people_in
from graph.stores.codec import codec, encode
from graph.stores.cursors import Cursor
from graph.stores.forgetting import Forgetting, Mention, Row, who_goes, without
from graph.stores.loglines import START, chained, check_chain, note_of_unit
from graph.stores.moments import holds_on, never_back, new_store_id, new_unit_id
from graph.stores.scan import ScanReader
from graph.stores.turns import Turns

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Version:
    """One version as written, with its place among all changes."""

    sequence: int
    kept: Kept[Any]
    row: Row


@dataclass(frozen=True, slots=True)
class State:
    """What is committed: versions by type and id, oldest first, the log, and who was forgotten.

    A unit appends versions that lie ahead of ``sequence``; committing is one new State.
    """

    versions: dict[type[Record], dict[str, list[Version]]]
    log: tuple[LogEntry, ...] = ()
    sequence: int = 0
    forgotten: frozenset[str] = frozenset()
    forgets: int = 0

    def of(self, record_id: str) -> list[Version]:
        """The versions of a record, oldest first."""
        kind = type_of(record_id)
        return [] if kind is None else self.versions[kind].get(record_id, [])

    def all(self) -> list[Version]:
        """Every version in order of writing."""
        found = [v for kept in self.versions.values() for versions in list(kept.values()) for v in versions]
        return sorted(found, key=lambda version: version.sequence)


class MemoryReader(ScanReader):
    """One moment: versions up to a sequence number, and up to a recorded moment where one is asked for."""

    def __init__(self, state: State, store_id: str, as_of: AsOf) -> None:
        """Read what is committed in a state."""
        self._state, self._store_id, self._as_of = state, store_id, as_of
        self._sequence = state.sequence

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

    def log(self, *, subject: str | None = None, after: int = 0, limit: int = 100) -> tuple[LogEntry, ...]:
        """See ``Reader.log``."""
        moment = self._as_of.recorded_at
        found = (
            entry
            for entry in self._state.log
            if entry.number > after
            and (subject is None or subject in entry.subjects)
            and (moment is None or entry.at <= moment)
        )
        return tuple(islice(found, limit))


def change_of(version: Version) -> Change:
    """What a version tells those who follow changes."""
    kept = version.kept
    return Change(type(kept.record).__name__, kept.record.id, kept.record.dong, kept.version, kept.removed)


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


def logged(log: tuple[LogEntry, ...], note: LogNote, at: datetime) -> tuple[LogEntry, ...]:
    """The log with one entry more."""
    return (*log, chained(note, len(log) + 1, at, log[-1].digest if log else START))


class MemoryMentions:
    """See ``forgetting.Mentions``."""

    def __init__(self, reader: MemoryReader, state: State) -> None:
        """Look at the newest state."""
        self._reader, self._state = reader, state

    def mentions(self, ids: Collection[str]) -> set[Mention]:
        """Every field that, in any version of any record, held one of the ids."""
        return {
            Mention(kind, record_id, name)
            for kind, kept in self._state.versions.items()
            for record_id, versions in kept.items()
            for version in versions
            for name in references(kind)
            if getattr(version.kept.record, name) in ids
        }

    def newest(self, record_id: str) -> Row:
        """The column values of a record's newest version, also of a removed one."""
        return self._state.of(record_id)[-1].row

    def households(self, person: str) -> set[str]:
        """Households that the person was in, in any version."""
        found = {cast("Person", v.kept.record).household for v in self._state.of(person)}
        return {household for household in found if household is not None}

    def members(self, household: str) -> set[str]:
        """People who are in a household at present."""
        return {kept.record.id for kept in self._reader.referring(Person, "household", household)}


class MemoryStore:
    """See ``GraphStore``."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """An empty store that takes its moments from a clock."""
        self._clock = clock
        self._id = new_store_id()
        self._state = State({kind: {} for kind in RECORD_TYPES.values()})
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
            unit = MemoryUnit(_scrubbed(state, plan), self._id, at, by, why)
            cleared = [i for i in sorted(plan.touched) if _clear(unit, state, i, plan)]
            kinds = [kind for i in plan.gone if (kind := type_of(i)) is not None]
            note = note_of_unit(
                LogAction.FORGET, by=by, why=why, subjects=[person], unit=unit.id, touched=kinds
            )
            self._state = replace(
                unit.commit(),
                log=logged(state.log, note, at),
                forgotten=state.forgotten | plan.gone,
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

    def close(self) -> None:
        """See ``GraphStore.close``."""
        self._closed = True

    def _now(self) -> datetime:
        log = self._state.log
        return never_back(self._clock(), log[-1].at if log else None)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailable("이미 닫았습니다. 다시 여십시오.", "It was closed. Open it again.")


def _scrubbed(state: State, plan: Forgetting) -> State:
    """The state without what goes; the ids that went are cleared from older versions of what stays."""
    versions: dict[type[Record], dict[str, list[Version]]] = {}
    for kind, kept in state.versions.items():
        versions[kind] = {}
        for record_id, old in kept.items():
            if record_id in plan.touched:
                versions[kind][record_id] = [v for o in old if (v := _cleared(kind, o, plan)) is not None]
            elif record_id not in plan.gone:
                versions[kind][record_id] = list(old)
    return replace(state, versions=versions)


def _cleared(kind: type[Record], version: Version, plan: Forgetting) -> Version | None:
    row = without(kind, version.row, plan.gone)
    if row is None or row == version.row:
        return version if row is not None else None
    of_kind = codec(kind)
    record = of_kind.decode(row)
    return replace(version, row=row, kept=replace(version.kept, record=record))


def _clear(unit: MemoryUnit, before: State, record_id: str, plan: Forgetting) -> bool:
    """Write a present record anew when its newest version lost a reference; tell whether it did."""
    old = before.of(record_id)[-1]
    present = unit.kept(record_id)
    if present is None or encode(present.record) == encode(old.kept.record):
        return False
    unit.rewrite(present.record)
    return True
