"""How one field becomes one column: small integers, days as ordinals, bit masks, references as rows.

An encoder reads what ``Reader.columns`` gives, for a whole table and for a row patched later alike.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Sequence
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


TRAITS, PLACE = "traits", "place"
"""The packs: what a record is like, and the dong and tong it is in."""


class Encoder(Protocol):
    """Turns values of one field into a column."""

    dtype: Any
    pack: str | None
    """The pack that the field is read in: fields with few values each, so that a pack has few too."""

    def many(self, values: Sequence[Any]) -> Column:
        """One value a row; weekly slots are six words."""
        ...


class _Memo(dict[Any, Any]):
    """Decodes each distinct value once; lives and dies with its snapshots, so forgetting reaches it."""

    def __init__(self, decode: Callable[[Any], Any], unknown: Any) -> None:
        super().__init__({None: unknown})
        self._decode = decode

    def __missing__(self, value: Any) -> Any:
        found = self[value] = self._decode(value)
        return found


class Codes(dict[Any, int]):
    """Numbers distinct values in order of arrival."""

    def __init__(self, values: Sequence[Any] = ()) -> None:
        super().__init__((value, code) for code, value in enumerate(values))
        self.distinct = list(values)

    def __missing__(self, value: Any) -> int:
        code = self[value] = len(self.distinct)
        self.distinct.append(value)
        return code

    def of(self, values: Sequence[Any]) -> NDArray[np.int32]:
        """The number of each value."""
        return np.fromiter(map(self.__getitem__, values), np.int32, len(values))


class Decoded:
    """A column of numbers decoded value by value."""

    def __init__(
        self,
        dtype: Any,
        decode: Callable[[Any], Any],
        unknown: Any = UNKNOWN,
        *,
        pack: str | None = TRAITS,
    ) -> None:
        self.dtype, self.pack = np.dtype(dtype), pack
        self._memo = _Memo(decode, unknown)

    def many(self, values: Sequence[Any]) -> Column:
        """One number a row."""
        if values and values[0] is None and values.count(None) == len(values):
            return np.full(len(values), self._memo[None], self.dtype)
        return np.fromiter(map(self._memo.__getitem__, values), self.dtype, len(values))


class Floats:
    """A column of numbers as they are; NaN where nothing is known."""

    def __init__(self, dtype: Any, *, pack: str | None = TRAITS) -> None:
        self.dtype, self.pack = np.dtype(dtype), pack

    def many(self, values: Sequence[Any]) -> Column:
        """One number a row."""
        if values and values[0] is None and values.count(None) == len(values):
            return np.full(len(values), np.nan, self.dtype)
        return np.array(values, self.dtype)


class Present:
    """1 where a value says something, else 0; the value itself is not kept."""

    dtype = np.dtype(np.int8)
    pack: str | None = None

    def many(self, values: Sequence[Any]) -> Column:
        """One flag a row."""
        return np.array([value is not None and bool(str(value).strip()) for value in values], self.dtype)


class WeeklySlots:
    """Six unsigned words a row; a row of zeros where nothing is known."""

    pack: str | None = None
    dtype = np.dtype(np.uint64)

    def __init__(self) -> None:
        self._codes = Codes([None])
        self._words = np.zeros((1, 6), self.dtype)

    def many(self, values: Sequence[Any]) -> Column:
        """Shape (n, 6)."""
        codes, known = self._codes.of(values), len(self._words)
        if len(self._codes.distinct) > known:
            more = [Slots.from_hex(text).words() for text in self._codes.distinct[known:]]
            self._words = np.concatenate([self._words, np.array(more, self.dtype)])
        found: Column = self._words[codes]
        return found


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
    return Decoded(np.int32, lambda value: sum(1 << codes[word] for word in json.loads(value)))


def integers(dtype: Any, *, pack: str | None = TRAITS) -> Decoded:
    """Whole numbers as they are."""
    return Decoded(dtype, int, pack=pack)


def days() -> Decoded:
    """Days as proleptic ordinals, int32."""
    return Decoded(np.int32, lambda value: date.fromisoformat(value).toordinal(), pack=None)


def moments() -> Decoded:
    """Moments as whole seconds since 1970 in UTC, int64."""
    return Decoded(np.int64, lambda value: int(_moment(value).timestamp()), pack=None)


def month_days() -> Decoded:
    """``MM-DD`` as month x 100 + day, int16."""
    return Decoded(np.int16, lambda value: int(value[:2]) * 100 + int(value[3:]))


def flags() -> Decoded:
    """Yes 1, no 0, unknown -1."""
    return Decoded(np.int8, int)


def interned(names: Interner, *, pack: str = TRAITS) -> Decoded:
    """A text as its number, int32."""
    return Decoded(np.int32, names.code, pack=pack)


def interned_sets(sets: Interner) -> Decoded:
    """A set of texts as the number of the whole set, int32."""
    return Decoded(np.int32, lambda value: sets.code(frozenset(json.loads(value))))


def interned_qualifications(lists: Interner) -> Decoded:
    """A person's qualifications as the number of the whole list, int32."""
    return Decoded(np.int32, lambda value: lists.code(_qualifications(value)))


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _qualifications(value: str) -> tuple[Qualification, ...]:
    return tuple(
        Qualification(
            code=one["code"],
            valid_until=date.fromisoformat(until) if (until := one.get("valid_until")) else None,
        )
        for one in json.loads(value)
    )
