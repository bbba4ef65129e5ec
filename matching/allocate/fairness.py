"""Whose asks stay unmet, by dong, age, household and language; small counts are not told, nor to be reckoned (D30)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from graph.words.kinds import HouseholdType, SpokenLanguage
from graph.words.word import Word
from matching.allocate.allocate import Allocation
from matching.allocate.problem import Ints
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows

SUPPRESSED = Phrase(
    "fairness.suppressed",
    "{least}명보다 적은 수와 그 수를 셈하여 알 수 있는 칸은 보이지 않습니다.",
    "Counts below {least} people, and those from which they could be reckoned, are not shown.",
)


class Dimension(Word):
    """By what people are told apart."""

    DONG = "dong", "행정동", "Dong"
    AGE = "age", "나이", "Age"
    HOUSEHOLD = "household", "가구 유형", "Type of household"
    LANGUAGE = "language", "언어", "Language"


class AgeBand(Word):
    """Ages that are counted together."""

    TO_18 = "to_18", "18세 이하", "Up to 18"
    TO_39 = "to_39", "19~39세", "19 to 39"
    TO_64 = "to_64", "40~64세", "40 to 64"
    TO_74 = "to_74", "65~74세", "65 to 74"
    TO_84 = "to_84", "75~84세", "75 to 84"
    FROM_85 = "from_85", "85세 이상", "85 and older"


_LAST_AGES = np.array([18, 39, 64, 74, 84])


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Clients of one group who ask for something, and those of them who get nothing; None where not told.

    ``group`` is a dong's code or a word; None holds those of whom it is not known.
    """

    group: str | None
    people: int | None
    unmet: int | None

    @property
    def share(self) -> float | None:
        """The unmet share, 0 to 1; None where it is not told."""
        if self.people is None or self.unmet is None or not self.people:
            return None
        return self.unmet / self.people


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """The unmet asks of a plan by group, each dimension over the same people; ``total`` is all of them."""

    by: dict[Dimension, tuple[Cell, ...]]
    total: Cell
    says: tuple[Sentence, ...]


def fairness(snapshot: Snapshot, allocation: Allocation) -> Fairness:
    """The clients of a plan and those whom it gives nothing, by group."""
    helped = {one.client for one in allocation.served}
    return unmet_among(snapshot, helped | {one.client for one in allocation.unserved}, helped)


def unmet_among(snapshot: Snapshot, clients: Collection[str], helped: Collection[str]) -> Fairness:
    """Some clients and those of them who are not among the helped, by group; who is not here is not counted."""
    least, table = snapshot.policy.suppress_below, snapshot["people"]
    rows = {row for one in clients if (row := table.row(one)) >= 0 and table["alive"][row]}
    met = {table.row(one) for one in helped}
    people = np.array(sorted(rows), np.int32)
    unmet = np.array([person not in met for person in people.tolist()], np.bool_)
    tables = {}
    for dimension, of in _GROUPS.items():
        groups, number = _numbered(of(snapshot, people))
        tables[dimension] = (
            groups,
            np.bincount(number, minlength=len(groups)),
            np.bincount(number[unmet], minlength=len(groups)),
        )
    whole = (len(people), int(unmet.sum()))
    shown_total = total_is_told(*whole, least)
    return Fairness(
        by={
            dimension: cells(groups, total, without, least)
            for dimension, (groups, total, without) in tables.items()
        },
        total=Cell(
            group=None,
            people=whole[0] if not 0 < whole[0] < least else None,
            unmet=whole[1] if shown_total else None,
        ),
        says=(SUPPRESSED.say(least=least),),
    )


def cells(groups: Sequence[str | None], total: Ints, without: Ints, least: int) -> tuple[Cell, ...]:
    """One dimension's counts of people and of those without, as far as they are told."""
    shown_total = total_is_told(int(total.sum()), int(without.sum()), least)
    met = total - without
    # The rows of a small column are all told or none: unmet is people less those who are met.
    people = hidden(total, least)
    parts = people | hidden_in(without, met, least, people, shown_total)
    return tuple(
        Cell(
            group=group,
            people=None if people[at] else int(total[at]),
            unmet=None if parts[at] else int(without[at]),
        )
        for at, group in enumerate(groups)
    )


def total_is_told(people: int, without: int, least: int) -> bool:
    """Whether neither those without nor the others are too few to be told."""
    return all(not 0 < count < least for count in (without, people - without))


def hidden(counts: Ints, least: int) -> NDArray[np.bool_]:
    """Which counts of a column are not told, so that none below ``least`` follows from their sum.

    What is hidden adds up to ``least`` at least, and is two counts or more: the next smallest go with it.
    """
    found: NDArray[np.bool_] = (counts > 0) & (counts < least)
    return _widened(found, counts, counts, least)


def hidden_in(
    without: Ints, met: Ints, least: int, people: NDArray[np.bool_], shown_total: bool
) -> NDArray[np.bool_]:
    """Which counts of a part are not told: where it or the rest is small, and others beside them."""
    if not without.any():
        return np.zeros(len(without), np.bool_)
    small = ((without > 0) & (without < least)) | ((met > 0) & (met < least))
    found: NDArray[np.bool_] = small | people
    return _widened(found, without, met, least) if shown_total else found


def _widened(found: NDArray[np.bool_], counts: Ints, other: Ints, least: int) -> NDArray[np.bool_]:
    """More of the smallest, until neither side of what is hidden is one count or small in sum."""
    found = found.copy()
    while found.any() and not found.all():
        enough = found.sum() > 1 and counts[found].sum() >= least and other[found].sum() >= least
        if enough:
            break
        left = np.flatnonzero(~found)
        worth = np.minimum(counts[left], other[left])
        order = np.lexsort((left, counts[left] + other[left], -np.sign(worth)))
        found[left[order[0]]] = True
    return found


def _numbered(groups: list[str | None]) -> tuple[list[str | None], Ints]:
    distinct = sorted(set(groups), key=lambda one: (one is None, one or ""))
    place = {group: at for at, group in enumerate(distinct)}
    return distinct, np.array([place[group] for group in groups], np.int64)


def _dongs(snapshot: Snapshot, people: Rows) -> list[str | None]:
    codes = snapshot["people"]["dong"][people].tolist()
    return [snapshot.names.dongs.values[code] if code >= 0 else None for code in codes]


def _ages(snapshot: Snapshot, people: Rows) -> list[str | None]:
    table = snapshot["people"]
    bands = tuple(AgeBand)
    found: list[str | None] = []
    for born, year in zip(
        table["birth_date"][people].tolist(), table["birth_year"][people].tolist(), strict=True
    ):
        if born == UNKNOWN and year == UNKNOWN:
            found.append(None)
            continue
        birth = date.fromordinal(born) if born != UNKNOWN else date(year, 12, 31)
        day = snapshot.day
        age = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
        found.append(bands[int(np.searchsorted(_LAST_AGES, age))].value)
    return found


def _households(snapshot: Snapshot, people: Rows) -> list[str | None]:
    types = tuple(HouseholdType)
    homes = snapshot["people"]["household"][people].tolist()
    codes = [int(snapshot["households"]["type"][home]) if home >= 0 else UNKNOWN for home in homes]
    return [types[code].value if code != UNKNOWN else None for code in codes]


def _languages(snapshot: Snapshot, people: Rows) -> list[str | None]:
    """The common language where it is among theirs, else the first of theirs."""
    words, common = tuple(SpokenLanguage), snapshot.policy.common_language
    found: list[str | None] = []
    for mask in snapshot["people"]["languages"][people].tolist():
        mine = [word for at, word in enumerate(words) if mask > 0 and mask >> at & 1]
        found.append(None if not mine else common.value if common in mine else mine[0].value)
    return found


_GROUPS = {
    Dimension.DONG: _dongs,
    Dimension.AGE: _ages,
    Dimension.HOUSEHOLD: _households,
    Dimension.LANGUAGE: _languages,
}
