"""The one source of chance and of ids in a sample, and the tables it draws from."""

from __future__ import annotations

import csv
import random
from bisect import bisect
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import Generic, TypeVar

from graph.records.registry import IdMaker

T = TypeVar("T")

# Numbers after 010 begin with 2 to 9, so nobody has these; the same holds for 02-0000.
_MOBILE = 1_000_000
_SEOUL = timezone(timedelta(hours=9))


class Table(Generic[T]):
    """Things to draw from, each with its weight."""

    def __init__(self, *weighted: tuple[T, float]) -> None:
        self.items = [item for item, _ in weighted]
        self._sums = list(accumulate(weight for _, weight in weighted))

    def draw(self, chance: random.Random) -> T:
        """One of them, by weight."""
        return self.items[bisect(self._sums, chance.random() * self._sums[-1])]


class Maker:
    """Chance, ids and the day of one sample; equal arguments draw equal things."""

    def __init__(self, seed: int, day: date) -> None:
        self.day = day
        self.chance = random.Random(f"sample:{seed}")
        self.new_id = IdMaker(seed).new
        self._phones = self.chance.randrange(_MOBILE)

    def likely(self, share: float) -> bool:
        """True in that share of cases."""
        return self.chance.random() < share

    def one_of(self, items: Sequence[T]) -> T:
        """One of them, all equally likely."""
        return items[int(self.chance.random() * len(items))]

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.chance.random() * (high - low + 1))

    def days_ago(self, low: int, high: int) -> date:
        """A day in the past."""
        return self.day - timedelta(days=self.between(low, high))

    def days_ahead(self, low: int, high: int) -> date:
        """A day to come."""
        return self.day + timedelta(days=self.between(low, high))

    def at(self, day: date, hour: int) -> datetime:
        """The moment of an hour in Seoul, in UTC."""
        return datetime.combine(day, time(hour), _SEOUL).astimezone(UTC)

    def phone(self) -> str:
        """A mobile number that nobody can have; none is given twice before a million."""
        self._phones = (self._phones + 382_927) % _MOBILE
        return f"010-00{self._phones // 10_000:02d}-{self._phones % 10_000:04d}"

    def landline(self) -> str:
        """An office number that nobody can have."""
        return f"02-0000-{self.between(0, 9999):04d}"


@cache
def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one of this package's tables, whose columns are parted by bars."""
    text = (resources.files("importers.sample") / "data" / f"{name}.psv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines(), delimiter="|"))
