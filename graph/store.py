"""The one contract of every store: moments, units of work, history, forgetting, and the log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from graph.records.registry import Record
from graph.words.word import Word

if TYPE_CHECKING:
    from graph.dump import Line

R = TypeVar("R", bound=Record)
R_co = TypeVar("R_co", bound=Record, covariant=True)
Primitive = str | int | float | None
"""How one column holds a value; see ``graph.stores.codec`` for the encoding of each field type."""

Columns = Sequence[str | tuple[str, ...]]
"""Columns by name; those in a tuple come packed."""

Among = tuple[str | tuple[str, ...], Collection[str]]
"""Records whose field, ``id`` or a reference, holds one of the ids; of several references, any of them."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """Which world is read: what was recorded up to a moment (UTC), and what holds on a day.

    ``recorded_at`` serves audit: records as the store held them at the end of that moment; histories, log
    and cursor end there too. ``day`` serves pictures: records whose ``valid_from``/``valid_to`` (both
    included) exclude the day are left out of every answer, histories aside.
    """

    recorded_at: datetime | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Kept(Generic[R_co]):
    """A record as kept: its version (from 1, never reused), and who wrote it, when, why, in which unit."""

    record: R_co
    version: int
    at: datetime
    by: str
    why: str
    unit: str
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One record touched, in the order of writing."""

    record_type: str
    id: str
    dong: str
    version: int
    removed: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed after a cursor: each id once, at its newest version, and the cursor to go on from.

    ``forgotten`` says that something was forgotten in between: caches must be rebuilt from the store.
    """

    cursor: str
    changes: tuple[Change, ...]
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What forgetting a person removed, by record type; counts of records, not of versions."""

    removed: Mapping[str, int]
    cleared: int


class LogAction(Word):
    """What the log keeps."""

    WRITE = "write", "변경", "Change"
    VIEW = "view", "열람", "View"
    EXPORT = "export", "내려받기", "Export"
    DISCLOSE = "disclose", "제공", "Disclosure"
    FORGET = "forget", "파기", "Forget"
    SIGN_IN = "sign_in", "로그인", "Sign in"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogNote:
    """Something worth logging that changes no record: a view, an export, a disclosure.

    ``subjects`` are opaque ids of the people seen; ``place`` is where the request came from.
    """

    action: LogAction
    by: str
    purpose: str
    recipient: str
    subjects: tuple[str, ...]
    what: str
    place: str = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry(LogNote):
    """A note as it is kept; ``digest`` chains it to the one before, so that a change shows.

    ``left_out`` counts the subjects that an answer was asked not to hold.
    """

    number: int
    at: datetime
    digest: str
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class LogCheck:
    """Whether the chain holds, and the first entry where it does not."""

    entries: int
    broken_at: int | None


class FaultKind(Word):
    """What can be wrong with what a store keeps."""

    FILE = "file", "파일이 손상됨", "Damaged file"
    LOG = "log", "접근 기록이 고쳐지거나 빠짐", "Log changed or incomplete"
    UNREADABLE = "unreadable", "읽을 수 없는 기록", "Record that cannot be read"
    GAP = "gap", "빠진 변경 이력", "Missing version"
    UNIT = "unit", "누가 언제 고쳤는지 없는 이력", "Version without who and when"
    FORGOTTEN = "forgotten", "파기했으나 남은 기록", "Forgotten, but still there"
    REFERENCE = "reference", "가리키는 기록이 없음", "Points at nothing"
    PRESENT = "present", "현재 기록이 이력과 다름", "Present differs from history"
    INDEX = "index", "찾아보기 표가 기록과 다름", "Index differs from the record"

    @property
    def derived(self) -> bool:
        """Whether drawing anew what is derived from the history mends it."""
        return self in {FaultKind.PRESENT, FaultKind.INDEX}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold: of which record (ids alone), and in which field or table."""

    kind: FaultKind
    record_type: str = ""
    id: str = ""
    detail: str = ""


class Reader(Protocol):
    """One consistent moment of the graph; every list is ordered by id.

    An iterator that it returns lasts as long as the ``with`` block of its reader.
    """

    def get(self, kind: type[R], record_id: str) -> Kept[R]:
        """The record. Raises RecordMissing, also for an id of another type."""
        ...

    def find(self, kind: type[R], ids: Iterable[str]) -> dict[str, Kept[R]]:
        """Those of the records that exist, by id."""
        ...

    def each(
        self, kind: type[R], *, dong: str | None = None, after: str | None = None, limit: int | None = None
    ) -> Iterator[Kept[R]]:
        """Records of a type by id, from after an id on: stable pages while others write."""
        ...

    def referring(self, kind: type[R], field: str, to: str) -> tuple[Kept[R], ...]:
        """Records of a type whose reference field holds an id. Raises KeyError: the field holds no ids."""
        ...

    def count(self, kind: type[Record], *, dong: str | None = None) -> int:
        """How many records of a type there are."""
        ...

    def adjacent(self, record_id: str) -> tuple[str, ...]:
        """Ids of the people and organisations one tie away."""
        ...

    def ways(
        self, start: str, goal: str, *, max_steps: int = 3, limit: int = 100
    ) -> tuple[tuple[str, ...], ...]:
        """Simple ways along ties from start to goal, both included, shortest first, then by ids.

        Ties join in both directions; from an id to itself there is no way.
        """
        ...

    def search(
        self, text: str, *, kinds: Sequence[type[Record]] = (), dong: str | None = None, limit: int = 50
    ) -> tuple[str, ...]:
        """Ids of records whose searchable text holds the words, or whose names have the 초성.

        Searchable are the text fields named in ``graph.stores.codec.SEARCHED``; a word with a lone 초성 is
        looked for in those of ``NAMED``. All words must occur, blanks in the text aside; case, width and
        marks do not count. A query without words finds nothing.
        """
        ...

    def near(
        self, latitude: float, longitude: float, radius_metres: float, *, kinds: Sequence[type[Record]] = ()
    ) -> tuple[tuple[str, float], ...]:
        """Ids and distances in metres of records with a point within the radius, nearest first, then by id."""
        ...

    def history(self, record_id: str) -> tuple[Kept[Record], ...]:
        """All versions, oldest first; removals included. Empty when forgotten or never there."""
        ...

    def written_in(self, unit: str) -> tuple[Change, ...]:
        """What one unit of work wrote, in order of writing."""
        ...

    def columns(
        self, kind: type[Record], names: Columns, *, dong: str | None = None, among: Among | None = None
    ) -> Iterator[tuple[Primitive, ...]]:
        """Encoded values of the named columns, a tuple a record, by id; ``place.latitude`` names a part.

        Names in a tuple come packed, as one JSON array of their values: few values repeat in many rows,
        and whoever reads many decodes each distinct text once.

        Raises:
            KeyError: the type has no such column, or the field of ``among`` holds no ids.
        """
        ...

    def cursor(self) -> str:
        """Where this moment stands among the changes."""
        ...

    def log(
        self, *, subject: str | None = None, after: int = 0, limit: int = 100, people: int | None = None
    ) -> tuple[LogEntry, ...]:
        """Log entries by number, after one, about one person or all; of each its first so many subjects, or all."""
        ...

    def log_end(self) -> int:
        """The number of the newest log entry, 0 where there is none."""
        ...


class Unit(Reader, Protocol):
    """One unit of work: all of it or nothing; it reads what it has written."""

    @property
    def id(self) -> str:
        """The unit's own id, kept with every version it writes."""
        ...

    def put(self, record: Record, *, expected: int | None = None) -> int:
        """Keep a record and return its version; the same record again writes no version.

        ``expected`` is the version that was read, 0 for a new record, None to write in any case.

        Raises:
            VersionConflict: another version is there.
            ReferenceMissing: at once for an id of a type that the field does not allow; at commit for a
                reference that points nowhere.
            ResidentNumberRefused: a text looks like a resident registration number.
            RecordInvalid: the id is not one of its type, or a value cannot be stored.
            RecordMissing: the id was forgotten; it does not come back.
        """
        ...

    def put_all(self, records: Iterable[Record]) -> int:
        """Keep many records, as ``put`` with no expectation; returns how many versions were written."""
        ...

    def remove(self, kind: type[Record], record_id: str, *, expected: int | None = None) -> None:
        """Take a record out of the present; its history stays.

        Raises:
            RecordMissing: it is not there.
            VersionConflict: another version is there.
            ReferenceMissing: at commit, another record still refers to it.
        """
        ...


class GraphStore(Protocol):
    """Keeps the graph; ``graph.testing.contract`` is its meaning, run on every store."""

    def read(self, as_of: AsOf | None = None) -> AbstractContextManager[Reader]:
        """A consistent moment: the present, or the one asked for."""
        ...

    def write(self, *, by: str, why: str) -> AbstractContextManager[Unit]:
        """A unit of work, kept when the block ends, dropped whole when it raises.

        All of it has one moment, never before that of an earlier unit, and one entry in the log; a unit
        that changes nothing leaves no trace. Units take turns.

        Raises:
            WriteReasonMissing: ``by`` or ``why`` is empty.
            ResidentNumberRefused: one of them looks like a resident registration number.
            StoreUnavailable: the store cannot be written, or a unit was begun inside another.
        """
        ...

    def changes(self, cursor: str, *, dong: str | None = None, limit: int | None = None) -> Changes:
        """What changed after a cursor, the empty one being the beginning.

        ``dong`` keeps the changes of records that are or ever were in a dong: one that left it is told with
        its new dong. ``limit`` makes pages; the last one leads to now.

        Raises:
            CursorUnknown: the cursor is not of this store.
        """
        ...

    def forget(self, person: str, *, by: str, why: str) -> Forgotten:
        """Remove a person: records, all versions, rows of imports, search text; the log keeps opaque ids.

        Records that refer to the person go too, or lose the reference, as their fields say; a record's
        newest version decides. Versions that were the person's go from records that are no longer. A
        household left without members goes. A record that loses a reference gets a new version.

        Raises:
            RecordMissing: nobody has that id.
        """
        ...

    def forgotten(self) -> tuple[str, ...]:
        """Every id that went, by id; ``graph.stores.replay_forgotten`` takes them to a restored backup."""
        ...

    def note(self, note: LogNote) -> None:
        """Append to the log. Raises WriteReasonMissing, ResidentNumberRefused."""
        ...

    def check_log(self) -> LogCheck:
        """Walk the chain of the log from its start to the entry that the store wrote last."""
        ...

    def examine(self, tell: Callable[[int, int], None] = ...) -> Iterator[Fault]:
        """Look at everything that is kept, at one moment, and tell what does not hold.

        The log, every version, the present against the newest versions, what finds records against the
        records, and references that point nowhere. ``tell`` hears how much is done, of how much.
        """
        ...

    def dump(self) -> Iterator[Line]:
        """The whole store at one moment, line by line, while others go on writing.

        Stores with the same content give the same lines; see ``graph.stores.moving`` for files of them.
        """
        ...

    def load(self, lines: Iterable[Line]) -> None:
        """Take over what another store dumped: all of it or nothing; an empty store alone does.

        Histories, units, log and the list of the forgotten are those of the other store. Cursors are not.

        Raises:
            StoreOccupied: something was written here before.
            DumpRefused: a line is not what a store writes, or lines are missing.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections; closing twice is harmless."""
        ...
