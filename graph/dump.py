"""A whole store as lines: what ``GraphStore.dump`` gives and ``GraphStore.load`` takes.

A header, then every unit of work followed by the versions that it wrote, in the order of writing; then who
was forgotten, by id; then the log, verbatim.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from graph.records.registry import Record
from graph.store import LogEntry, Primitive


@dataclass(frozen=True, slots=True)
class DumpHeader:
    """Where the store stood: its last sequence number, and how often somebody was forgotten.

    ``fingerprint`` tells the columns of the records apart between versions of the program.
    """

    fingerprint: str
    sequence: int
    forgets: int


@dataclass(frozen=True, slots=True)
class DumpedUnit:
    """A unit of work of which a version is left; its versions follow."""

    id: str
    at: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class DumpedVersion:
    """One version of a record; ``row`` holds its column values in the order of its codec."""

    sequence: int
    kind: type[Record]
    id: str
    version: int
    removed: bool
    row: tuple[Primitive, ...]


@dataclass(frozen=True, slots=True)
class DumpedForgotten:
    """An id that went, and by which forgetting."""

    id: str
    number: int


Line = DumpHeader | DumpedUnit | DumpedVersion | DumpedForgotten | LogEntry
