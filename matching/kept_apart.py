"""Who must not meet whom: pairs of people, widened to their households unless narrowed (D17)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matching.pairs import among
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows, Table

_Side = tuple[int, int]
_NONE: Rows = np.empty(0, np.int32)


def holds_on(table: Table, today: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which rows are there and valid on a day; a span includes both its ends."""
    held: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
        table["alive"]
        & (table["valid_from"] <= today)
        & ((table["valid_to"] == UNKNOWN) | (table["valid_to"] >= today))
    )
    return held


class KeptApart:
    """The keep-aparts of a day, by person and by household."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._households = snapshot["people"]["household"]
        self._of_person: dict[int, set[_Side]] = {}
        self._of_home: dict[int, set[_Side]] = {}
        self._barred: dict[int, tuple[frozenset[int], frozenset[int]]] = {}
        self._groups: dict[int, Rows] = {}
        table = snapshot["keep_aparts"]
        for row in np.flatnonzero(holds_on(table, snapshot.today)):
            one, other = int(table["one"][row]), int(table["other"][row])
            wide = bool(table["covers_households"][row] != 0)
            if one < 0 or other < 0:
                continue
            self._note(one, other, wide)
            self._note(other, one, wide)

    def _note(self, one: int, other: int, wide: bool) -> None:
        home = self._home(other) if wide else -1
        self._of_person.setdefault(one, set()).add((other, home))
        if wide and self._home(one) >= 0:
            self._of_home.setdefault(self._home(one), set()).add((other, home))

    def _home(self, person: int) -> int:
        return int(self._households[person])

    def __bool__(self) -> bool:
        return bool(self._of_person)

    def barred(self, person: int) -> tuple[frozenset[int], frozenset[int]]:
        """The people, and the households, that a person must not meet."""
        found = self._barred.get(person)
        if found is None:
            sides = self._of_person.get(person, set()) | self._of_home.get(self._home(person), set())
            people = frozenset(other for other, _ in sides) - {person}
            found = self._barred[person] = people, frozenset(home for _, home in sides if home >= 0)
        return found

    def must_not_meet(self, one: int, other: int) -> bool:
        """Whether two people are kept apart."""
        people, homes = self.barred(one)
        return other in people or (self._home(other) in homes and other != one)

    def any_among(self, people: Iterable[int]) -> bool:
        """Whether any two of these must not meet."""
        return bool(self) and any(self.must_not_meet(a, b) for a, b in combinations(people, 2))

    @cached_property
    def concerned(self) -> NDArray[np.bool_]:
        """By person: whether anybody at all is kept apart from them."""
        homes = np.fromiter(self._of_home, np.int32, len(self._of_home))
        found: NDArray[np.bool_] = np.isin(self._households, homes)
        found[list(self._of_person)] = True
        return found

    def groups_of(self, person: int) -> Rows:
        """The organisations to which somebody belongs whom a person must not meet."""
        found = self._groups.get(person)
        if found is None:
            people, homes = self.barred(person)
            found = self._groups[person] = self._joined(people, homes, person) if people or homes else _NONE
        return found

    def _joined(self, people: Iterable[int], homes: Iterable[int], person: int) -> Rows:
        members, groups = self._members
        meant = among(members, _rows(people)) | among(self._households[members], _rows(homes))
        found: Rows = groups[meant & (members != person)]
        return found

    @cached_property
    def _members(self) -> tuple[Rows, Rows]:
        """Who belongs to which organisation today."""
        table = self._snapshot["memberships"]
        held = holds_on(table, self._snapshot.today) & (table["person"] >= 0) & (table["organisation"] >= 0)
        return table["person"][held], table["organisation"][held]

    def homes_of(self, person: int) -> Rows:
        """The households in which somebody lives whom a person must not meet."""
        people, homes = self.barred(person)
        found: Rows = np.union1d(self._households[_rows(people)], _rows(homes))
        return found[found >= 0]


def _rows(few: Iterable[int]) -> Rows:
    return np.array(sorted(few), np.int32)


def kept_apart(snapshot: Snapshot) -> KeptApart:
    """The keep-aparts of the snapshot's day."""
    needs = ("people", "keep_aparts", "memberships")
    return snapshot.derived("kept_apart", needs, lambda: KeptApart(snapshot), snapshot.today)
