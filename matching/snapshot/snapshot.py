"""The snapshot itself: tables of one region at one moment, and what is derived from them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from graph.policy.policy import Policy
from matching.snapshot.adjacency import Adjacency
from matching.snapshot.schema import PARTIES, Names, Schema
from matching.snapshot.table import Rows, Table

T = TypeVar("T")
SEOUL = ZoneInfo("Asia/Seoul")
PERSON, ORGANISATION, HOUSEHOLD = range(len(PARTIES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Columns of one region at one moment of the store, without names; a change makes another snapshot.

    ``dongs`` is the region, empty for all that the store holds; ``now`` is the moment (UTC) by which holds
    and days are judged; ``cursor`` says which changes are in.
    """

    dongs: frozenset[str]
    now: datetime
    policy: Policy
    cursor: str
    tables: Mapping[str, Table]
    names: Names
    schema: Schema
    ties: Adjacency
    _derived: dict[Hashable, tuple[tuple[object, ...], Any]] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day in Seoul."""
        return self.now.astimezone(SEOUL).date()

    @property
    def today(self) -> int:
        """The day as columns hold it."""
        return self.day.toordinal()

    def __getitem__(self, table: str) -> Table:
        return self.tables[table]

    def derived(self, key: Hashable, needs: tuple[str, ...], make: Callable[[], T], *on: object) -> T:
        """Something made once from the named tables (and what else is given), and kept while they stay."""
        on = (*(self.tables[name] for name in needs), *on)
        kept = self._derived.get(key)
        if (
            kept is not None
            and len(kept[0]) == len(on)
            and all(a is b or a == b for a, b in zip(kept[0], on, strict=True))
        ):
            found: T = kept[1]
            return found
        made = make()
        self._derived[key] = (on, made)
        return made

    def followed_by(self, **changes: Any) -> Snapshot:
        """Another snapshot that differs in the given parts and keeps what still holds."""
        return replace(self, _derived=dict(self._derived), **changes)

    # parties

    def party(self, record_id: str) -> int:
        """The number of a person, organisation or household; -1 where it is not here."""
        for kind, table in enumerate(PARTIES):
            row = self.tables[table].row(record_id)
            if row >= 0:
                return row * 4 + kind
        return -1

    def party_id(self, party: int) -> str:
        """The id behind a party's number."""
        row, kind = divmod(int(party), 4)
        return self.tables[PARTIES[kind]].ids[row]

    @staticmethod
    def rows_of(parties: Rows, kind: int) -> Rows:
        """The rows of those parties that are of a kind; -1 for the others."""
        rows: Rows = np.where((parties >= 0) & (parties & 3 == kind), parties >> 2, -1)
        return rows

    def household_of(self, person: int) -> int:
        """The household's row of a person's row; negative where it is not known."""
        return int(self.tables["people"]["household"][person])

    def person_id(self, person: int) -> str:
        """The id of a person's row."""
        return self.tables["people"].ids[person]
