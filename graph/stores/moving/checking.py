"""What a store refuses of another's lines, before it keeps any of them."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from graph.dump import DumpedForgotten, DumpedUnit, DumpedVersion, DumpHeader, Line
from graph.errors import DumpRefused, GraphError
from graph.records.registry import Record, type_of
from graph.store import LogEntry
from graph.stores.checks import check_note, check_reason, checked, holds_resident_number
from graph.stores.codec import codec
from graph.stores.loglines import START, digest_of

LastVersions = Callable[[type[Record], Collection[str]], Mapping[str, int]]
"""The number of the last version that the store holds of each record, for those it holds."""

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines of one kind in a row, and the number of the first."""

    line: int
    lines: Sequence[Line]


def checked_batches(header: DumpHeader, lines: Iterator[Line], size: int = _BATCH) -> Iterator[Batch]:
    """The lines behind the header, batch by batch, each line looked at; a unit is a batch of its own.

    Raises:
        DumpRefused: a line could not have been written by a store, or does not follow the one before.
    """
    numbered = enumerate(_checked(header, lines), start=2)
    for kind, run in groupby(numbered, key=lambda pair: type(pair[1])):
        most = 1 if kind is DumpedUnit else size
        first, held = 0, list[Line]()
        for number, line in run:
            first = first if held else number
            held.append(line)
            if len(held) == most:
                yield Batch(first, held)
                held = []
        if held:
            yield Batch(first, held)


def header_of(lines: Iterator[Line]) -> DumpHeader:
    """The first of the lines. Raises DumpRefused."""
    header = next(lines, None)
    if not isinstance(header, DumpHeader):
        raise DumpRefused(1, "첫 줄이 없습니다.", "The first line is missing.")
    return header


class Follower:
    """Sees that every version follows the one before it, as far as forgetting left no gap."""

    def __init__(self, header: DumpHeader, last: LastVersions) -> None:
        """Ask a store for what it holds already."""
        self._gaps = header.forgets > 0
        self._last = last

    def follow(self, batch: Batch) -> None:
        """Look at a batch of versions before the store takes them. Raises DumpRefused."""
        versions = [line for line in batch.lines if isinstance(line, DumpedVersion)]
        by_kind: dict[type[Record], set[str]] = {}
        for version in versions:
            by_kind.setdefault(version.kind, set()).add(version.id)
        last: dict[str, int] = {}
        for kind, ids in by_kind.items():
            last.update(self._last(kind, ids))
        for number, version in enumerate(versions, start=batch.line):
            before = last.get(version.id, 0)
            if version.version <= before:
                raise DumpRefused(number, "같은 판이 두 번 나옵니다.", "The same version comes twice.")
            if version.version > before + 1 and not self._gaps:
                raise DumpRefused(number, "앞선 판이 빠졌습니다.", "An earlier version is missing.")
            last[version.id] = version.version

    def forgotten(self, batch: Batch) -> None:
        """Look at a batch of ids that went: none of them has a version. Raises DumpRefused."""
        gone = [line for line in batch.lines if isinstance(line, DumpedForgotten)]
        for number, line in enumerate(gone, start=batch.line):
            kind = type_of(line.id)
            if kind is None or self._last(kind, {line.id}):
                raise DumpRefused(
                    number, "파기된 기록이 남아 있습니다.", "A record that was forgotten is still there."
                )


def _checked(header: DumpHeader, lines: Iterator[Line]) -> Iterator[Line]:
    """The lines, once each was looked at by itself and beside the one before."""
    looks = _Looks(header)
    number = 1
    for number, line in enumerate(lines, start=2):
        try:
            looks.look(line)
        except DumpRefused:
            raise
        except GraphError as error:
            raise DumpRefused(number, error.ko, error.en) from error
        except _Amiss as amiss:
            raise DumpRefused(number, *amiss.args) from amiss
        yield line
    try:
        looks.end()
    except _Amiss as amiss:
        raise DumpRefused(number + 1, *amiss.args) from amiss


class _Amiss(Exception):
    """Korean and English: what is wrong with a line where it stands."""


class _Looks:
    """Looks at one line after the other, and remembers only the last of each kind."""

    def __init__(self, header: DumpHeader) -> None:
        self._header = header
        self._sequence = 0
        self._at: datetime | None = None
        self._empty = False
        self._in_unit = False
        self._forgotten = ""
        self._forgets = 0
        self._entry, self._digest = 0, START

    def look(self, line: Line) -> None:
        match line:
            case DumpedVersion():
                self._version(line)
            case DumpedUnit():
                self._unit(line)
            case DumpedForgotten():
                self._forget(line)
            case LogEntry():
                self._log(line)
            case _:
                raise _Amiss("첫 줄이 두 번 나옵니다.", "The first line comes twice.")

    def end(self) -> None:
        if self._empty:
            raise _Amiss("변경에 기록이 없습니다.", "A change holds no records.")
        header = self._header
        short = self._sequence < header.sequence and header.forgets == 0
        if short or self._sequence > header.sequence or self._forgets != header.forgets:
            raise _Amiss("첫 줄의 수와 내용이 다릅니다.", "The content is not what the first line says.")

    def _unit(self, line: DumpedUnit) -> None:
        if self._empty:
            raise _Amiss("변경에 기록이 없습니다.", "A change holds no records.")
        if self._at is not None and line.at < self._at:
            raise _Amiss("변경 시각이 앞뒤로 어긋납니다.", "A change is older than the one before it.")
        check_reason(line.by, line.why)
        self._at, self._empty, self._in_unit = line.at, True, True

    def _version(self, line: DumpedVersion) -> None:
        if not self._in_unit:
            raise _Amiss("누가 고쳤는지 알 수 없는 기록입니다.", "Nothing says who wrote the record.")
        gap = line.sequence != self._sequence + 1
        if line.sequence <= self._sequence or (gap and self._header.forgets == 0):
            raise _Amiss("기록의 순번이 이어지지 않습니다.", "The sequence numbers do not go on.")
        item = checked(codec(line.kind).decode(line.row))
        if item.row != line.row or item.id != line.id:
            raise _Amiss("값이 저장되는 꼴과 다릅니다.", "A value is not written as a store writes it.")
        self._sequence, self._empty = line.sequence, False

    def _forget(self, line: DumpedForgotten) -> None:
        self._in_unit = False
        if line.id <= self._forgotten or line.number > self._header.forgets:
            raise _Amiss("파기 목록의 순서나 수가 다릅니다.", "The list of the forgotten is out of order.")
        if type_of(line.id) is None or holds_resident_number(line.id):
            raise _Amiss("파기 목록의 번호가 올바르지 않습니다.", "An id of the forgotten is no id.")
        self._forgotten, self._forgets = line.id, max(self._forgets, line.number)

    def _log(self, line: LogEntry) -> None:
        self._in_unit = False
        if line.number != self._entry + 1 or line.digest != digest_of(line, self._digest):
            raise _Amiss(
                "접근 기록의 사슬이 끊겼습니다. 누군가 고쳤을 수 있습니다.",
                "The chain of the log is broken; somebody may have changed it.",
            )
        check_note(line)
        self._entry, self._digest = line.number, line.digest
