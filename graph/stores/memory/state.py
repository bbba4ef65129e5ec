"""Everything a store in memory knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from graph.records.registry import RECORD_TYPES, Record, type_of
from graph.store import (
    Change,
    Kept,
    LogEntry,
    LogNote,
)
from graph.stores.forgetting import Row
from graph.stores.loglines import START, chained


@dataclass(frozen=True, slots=True)
class Version:
    """One version as written, with its place among all changes."""

    sequence: int
    kept: Kept[Any]
    row: Row


@dataclass(frozen=True, slots=True)
class State:
    """What is committed: versions by type and id, oldest first, the log, and which forgetting took which id.

    A unit appends versions that lie ahead of ``sequence``; committing is one new State.
    """

    versions: dict[type[Record], dict[str, list[Version]]]
    log: tuple[LogEntry, ...] = ()
    sequence: int = 0
    forgotten: Mapping[str, int] = field(default_factory=dict)
    forgets: int = 0

    def of(self, record_id: str) -> list[Version]:
        """The versions of a record, oldest first."""
        kind = type_of(record_id)
        return [] if kind is None else self.versions[kind].get(record_id, [])

    def all(self) -> list[Version]:
        """Every version in order of writing."""
        found = [v for kept in self.versions.values() for versions in list(kept.values()) for v in versions]
        return sorted(found, key=lambda version: version.sequence)


def empty_state() -> State:
    """Nothing was written yet."""
    return State({kind: {} for kind in RECORD_TYPES.values()})


def change_of(version: Version) -> Change:
    """What a version tells those who follow changes."""
    kept = version.kept
    return Change(type(kept.record).__name__, kept.record.id, kept.record.dong, kept.version, kept.removed)


def logged(log: tuple[LogEntry, ...], note: LogNote, at: datetime) -> tuple[LogEntry, ...]:
    """The log with one entry more."""
    return (*log, chained(note, len(log) + 1, at, log[-1].digest if log else START))
