"""How one field becomes one column: small integers, days as ordinals, bit masks, references as rows.

An encoder reads both what ``Reader.columns`` gives (encoded) and what a record holds (decoded), so a
column built in whole and a row patched later hold the same value.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from graph.records.values import Qualification, Slots
from graph.words.word import Word

Column = NDArray[Any]
UNKNOWN = -1
"""What an integer column holds where nothing is known; float columns hold NaN."""

OUTSIDE = -2
"""A reference to a record that the snapshot does not hold."""


class Encoder(Protocol):
    """Turns values of one field into a column."""

    dtype: Any
    width: int
    """Words a row: 1, or 6 for weekly slots."""

    def many(self, values: Sequence[Any]) -> Column:
        """One value a row, encoded or decoded."""
        ...


class _Memo(dict[Any, Any]):
    """Decodes each distinct value once; lives and dies with its snapshots, so forgetting reaches it."""

    def __init__(self, decode: Callable[[Any], Any], unknown: Any) -> None:
        super().__init__({None: unknown})
        self._decode = decode

    def __missing__(self, value: Any) -> Any:
        found = self[value] = self._decode(value)
        return found


class Decoded:
    """A column of numbers decoded value by value."""

    width = 1

    def __init__(self, dtype: Any, decode: Callable[[Any], Any], unknown: Any = UNKNOWN) -> None:
        self.dtype = np.dtype(dtype)
        self._memo = _Memo(decode, unknown)

    def many(self, values: Sequence[Any]) -> Column:
        """One number a row."""
        if values and values[0] is None and values.count(None) == len(values):
            return np.full(len(values), self._memo[None], self.dtype)
        return np.fromiter(map(self._memo.__getitem__, values), self.dtype, len(values))


class Floats:
    """A column of numbers as they are; NaN where nothing is known."""

    width = 1

    def __init__(self, dtype: Any) -> None:
        self.dtype = np.dtype(dtype)

    def many(self, values: Sequence[Any]) -> Column:
        """One number a row."""
        return np.array(values, self.dtype)


class WeeklySlots:
    """Six unsigned words a row; a row of zeros where nothing is known."""

    width = 6
    dtype = np.dtype(np.uint64)

    def __init__(self) -> None:
        self._memo = _Memo(_slot_words, (0,) * 6)

    def many(self, values: Sequence[Any]) -> Column:
        """Shape (n, 6)."""
        return np.array([self._memo[v] for v in values], self.dtype).reshape(len(values), 6)


class Interner:
    """Numbers distinct values in order of arrival; tables over those numbers are made once and extended."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._codes: dict[Hashable, int] = {}
        self._tables: dict[Hashable, Column] = {}

    def code(self, value: Hashable) -> int:
        """The number of a value, new where it was not seen before."""
        found = self._codes.get(value)
        if found is None:
            found = self._codes[value] = len(self.values)
            self.values.append(value)
        return found

    def get(self, value: Hashable) -> int:
        """The number of a value, ``UNKNOWN`` where it was never seen."""
        return self._codes.get(value, UNKNOWN)

    def table(self, key: Hashable, of: Callable[[Any], Any], dtype: Any, unknown: Any) -> Column:
        """A function of every value, to be indexed by code; the last entry, -1, is the unknown."""
        known = self._tables.get(key)
        done = 0 if known is None else len(known) - 1
        if known is None or done < len(self.values):
            more = [of(value) for value in self.values[done:]]
            head = [] if known is None else list(known[:-1])
            known = np.array([*head, *more, unknown], dtype)
            self._tables[key] = known
        return known


def word_codes(vocabulary: type[Word]) -> dict[str, int]:
    """The small integer of each word, in the order of the vocabulary."""
    return {word.value: i for i, word in enumerate(vocabulary)}


def words(vocabulary: type[Word]) -> Decoded:
    """A closed vocabulary as its position, int8."""
    return Decoded(np.int8, word_codes(vocabulary).__getitem__)


def word_mask(vocabulary: type[Word]) -> Decoded:
    """A set of words as bits, int32; empty is 0, unknown -1."""
    codes = word_codes(vocabulary)
    return Decoded(np.int32, lambda value: sum(1 << codes[word] for word in set(as_texts(value))))


def integers(dtype: Any) -> Decoded:
    """Whole numbers as they are."""
    return Decoded(dtype, int)


def days() -> Decoded:
    """Days as proleptic ordinals, int32."""
    return Decoded(np.int32, lambda value: as_day(value).toordinal())


def moments() -> Decoded:
    """Moments as whole seconds since 1970 in UTC, int64."""
    return Decoded(np.int64, lambda value: int(as_moment(value).timestamp()))


def month_days() -> Decoded:
    """``MM-DD`` as month x 100 + day, int16."""
    return Decoded(np.int16, lambda value: int(value[:2]) * 100 + int(value[3:]))


def flags() -> Decoded:
    """Yes 1, no 0, unknown -1."""
    return Decoded(np.int8, int)


def present() -> Decoded:
    """1 where a text says something, else 0."""
    return Decoded(np.int8, lambda value: int(bool(str(value).strip())), 0)


def interned(names: Interner) -> Decoded:
    """A text as its number, int32."""
    return Decoded(np.int32, names.code)


def interned_sets(sets: Interner) -> Decoded:
    """A set of texts as the number of the whole set, int32."""
    return Decoded(np.int32, lambda value: sets.code(frozenset(as_texts(value))))


def interned_qualifications(lists: Interner) -> Decoded:
    """A person's qualifications as the number of the whole list, int32."""
    return Decoded(np.int32, lambda value: lists.code(as_qualifications(value)))


def as_day(value: Any) -> date:
    """A day from its encoding or itself."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def as_moment(value: Any) -> datetime:
    """A moment in UTC from its encoding or itself."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def as_texts(value: Any) -> Iterable[str]:
    """The members of a set from its encoding or itself."""
    texts: Iterable[str] = json.loads(value) if isinstance(value, str) else value
    return texts


def as_qualifications(value: Any) -> tuple[Qualification, ...]:
    """Qualifications from their encoding or themselves."""
    if not isinstance(value, str):
        return tuple(value)
    return tuple(
        Qualification(
            code=one["code"], valid_until=as_day(until) if (until := one.get("valid_until")) else None
        )
        for one in json.loads(value)
    )


def _slot_words(value: Any) -> tuple[int, ...]:
    return (value if isinstance(value, Slots) else Slots.from_hex(value)).words()
