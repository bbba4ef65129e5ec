"""Records that many rows describe, as the members of a household describe it: what the first row said of each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.records.values import Place
from importers.compact import Met, Texts

NO_HOME = 0


@dataclass(frozen=True, slots=True)
class Described:
    """What later rows ask about a record: its id, the line that first described it, and where it is."""

    id: str
    line: int
    home: int
    expired: bool


class Shared:
    """Records by key, each with marks of the values that it was first described with."""

    def __init__(self) -> None:
        """Begin with none."""
        self._met, self._ids = Met(), Texts()
        self._lines, self._homes, self._expired = array("Q"), array("q"), array("B")
        self._marks, self._ends = array("q"), array("Q", [0])

    def find(self, key: str) -> int | None:
        """Where the record of a key is kept, if an earlier row described it."""
        return self._met.find(key)

    def add(self, key: str, first: Described, values: Iterable[Any]) -> None:
        """Keep a record with the values of the row that first described it."""
        self._met.first(key, len(self._lines))
        self._ids.append(first.id)
        self._lines.append(first.line)
        self._homes.append(first.home)
        self._expired.append(first.expired)
        self._marks.extend(map(_mark, values))
        self._ends.append(len(self._marks))

    def __getitem__(self, at: int) -> Described:
        return Described(self._ids[at], self._lines[at], self._homes[at], bool(self._expired[at]))

    def differing(self, at: int, values: Mapping[str, Any]) -> Iterator[str]:
        """The fields that a row gives another value than the first row did; what it leaves empty agrees."""
        marks = self._marks[self._ends[at] : self._ends[at + 1]]
        for (field, value), mark in zip(values.items(), marks, strict=True):
            if value is not None and _mark(value) != mark:
                yield field


def home_of(place: object) -> int:
    """A number that places share where they have one address, tong and point; no place has none."""
    return hash((place.address, place.tong, place.point)) if isinstance(place, Place) else NO_HOME


def _mark(value: object) -> int:
    """A number that is the same for equal values; a whole number is its own, for -1 and -2 share a hash."""
    return value if type(value) is int else hash(value)
