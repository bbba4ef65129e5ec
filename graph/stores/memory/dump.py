"""Memory as lines, and lines as memory."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import cast

from graph.dump import DumpedForgotten, DumpedUnit, DumpedVersion, DumpHeader, Line
from graph.errors import DumpRefused, ReferenceMissing
from graph.records.registry import Record, references
from graph.store import AsOf, Kept, LogEntry
from graph.stores.codec import codec
from graph.stores.memory.reader import MemoryReader
from graph.stores.memory.state import State, Version, empty_state
from graph.stores.moving.checking import Batch, Follower, checked_batches, header_of
from graph.stores.moving.text import fingerprint


def dumped(state: State) -> Iterator[Line]:
    """Everything that a state holds; see ``graph.dump``."""
    yield DumpHeader(fingerprint(), state.sequence, state.forgets)
    before = None
    for version in state.all():
        kept = version.kept
        if version.sequence > state.sequence:
            break
        if kept.unit != before:
            yield DumpedUnit(kept.unit, kept.at, kept.by, kept.why)
            before = kept.unit
        yield DumpedVersion(
            version.sequence, type(kept.record), kept.record.id, kept.version, kept.removed, version.row
        )
    for record_id in sorted(state.forgotten):
        yield DumpedForgotten(record_id, state.forgotten[record_id])
    yield from state.log


def loaded(lines: Iterable[Line]) -> State:
    """The state that lines make.

    Raises:
        DumpRefused: a line is not what a store writes, or lines are missing.
    """
    found = iter(lines)
    header = header_of(found)
    state = replace(empty_state(), sequence=header.sequence, forgets=header.forgets)
    follower = Follower(header, _Held(state).last)
    units: dict[str, DumpedUnit] = {}
    forgotten: dict[str, int] = {}
    log: list[LogEntry] = []
    line = 1
    for batch in checked_batches(header, found):
        line = batch.line + len(batch.lines)
        match batch.lines[0]:
            case DumpedUnit() as unit:
                if unit.id in units:
                    ko, en = "같은 변경이 두 번 나옵니다.", "The same change comes twice."
                    raise DumpRefused(batch.line, ko, en)
                units[unit.id] = unit
            case DumpedVersion():
                follower.follow(batch)
                _add_versions(state, batch, unit)
            case DumpedForgotten():
                follower.forgotten(batch)
                forgotten.update(
                    (gone.id, gone.number) for gone in cast("list[DumpedForgotten]", batch.lines)
                )
            case _:
                log += cast("list[LogEntry]", batch.lines)
    _check_references(state, line)
    return replace(state, log=tuple(log), forgotten=forgotten)


class _Held:
    """What a state holds already."""

    def __init__(self, state: State) -> None:
        self._state = state

    def last(self, kind: type[Record], ids: Collection[str]) -> Mapping[str, int]:
        return {
            i: self._state.versions[kind][i][-1].kept.version for i in ids if i in self._state.versions[kind]
        }


def _add_versions(state: State, batch: Batch, unit: DumpedUnit) -> None:
    for line in cast("list[DumpedVersion]", batch.lines):
        record = codec(line.kind).decode(line.row)
        kept = Kept(record, line.version, unit.at, unit.by, unit.why, unit.id, line.removed)
        versions = state.versions[line.kind].setdefault(line.id, [])
        versions.append(Version(line.sequence, kept, line.row))


def _check_references(state: State, line: int) -> None:
    reader = MemoryReader(state, "", AsOf())
    for kind in state.versions:
        for kept in reader.kept_of(kind):
            for field in references(kind):
                to = getattr(kept.record, field)
                if to is not None and reader.kept(to) is None:
                    missing = ReferenceMissing(record=kind.__name__, field=field, id=to)
                    raise DumpRefused(line, missing.ko, missing.en)
