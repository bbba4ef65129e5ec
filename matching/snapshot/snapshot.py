"""The snapshot itself: tables of one region at one moment, and what is derived from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from graph.policy.policy import Policy
from matching.snapshot.adjacency import Adjacency
from matching.snapshot.gathering import NEAR
from matching.snapshot.ring import Ring
from matching.snapshot.schema import PARTIES, Names, Schema
from matching.snapshot.table import Rows, Table

T = TypeVar("T")
SEOUL = ZoneInfo("Asia/Seoul")
PERSON, ORGANISATION, HOUSEHOLD = range(len(PARTIES))


def day_of(now: datetime) -> date:
    """The day in Seoul at a moment."""
    return now.astimezone(SEOUL).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Columns of one region at one moment of the store, without names; a change makes another snapshot.

    ``dongs`` is the region, empty for all that the store holds; with it comes what is offered in the
    ``ring`` around it, and whoever bears on either. ``now`` is the moment (UTC) by which holds
    and days are judged; ``cursor`` says which changes are in.
    """

    dongs: frozenset[str]
    ring: Ring
    now: datetime
    policy: Policy
    cursor: str
    tables: Mapping[str, Table]
    names: Names
    schema: Schema
    ties: Adjacency
    today: int = field(init=False)
    """The day in Seoul as columns hold days."""
    _made: dict[Hashable, tuple[tuple[object, ...], Any]] = field(default_factory=dict)
    _inherited: dict[Hashable, tuple[tuple[object, ...], tuple[object, ...], Any]] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        """Find the day."""
        object.__setattr__(self, "today", day_of(self.now).toordinal())

    @property
    def day(self) -> date:
        """The day in Seoul."""
        return date.fromordinal(self.today)

    def __getitem__(self, table: str) -> Table:
        return self.tables[table]

    def derived(self, key: Hashable, needs: tuple[str, ...], make: Callable[[], T], *on: object) -> T:
        """Something made once from the named tables and from what else is given, kept while those stay."""
        made = self._made.get(key)
        if made is not None and made[0] == on:
            found: T = made[1]
            return found
        tables = tuple(self.tables[name] for name in needs)
        old = self._inherited.get(key)
        same = old is not None and old[0] == on and all(a is b for a, b in zip(old[1], tables, strict=True))
        value: T = old[2] if old is not None and same else make()
        self._made[key] = (on, value)
        self._inherited[key] = (on, tables, value)
        return value

    def known(self, key: Hashable, needs: tuple[str, ...], *on: object) -> Any:
        """What was derived under a key and still holds; None where nothing was."""
        made = self._made.get(key)
        if made is not None and made[0] == on:
            return made[1]
        old = self._inherited.get(key)
        if (
            old is None
            or old[0] != on
            or any(a is not self.tables[n] for a, n in zip(old[1], needs, strict=True))
        ):
            return None
        return old[2]

    def followed_by(self, **changes: Any) -> Snapshot:
        """Another snapshot that differs in the given parts and keeps what still holds."""
        return replace(self, _made={}, _inherited=dict(self._inherited), **changes)

    def detached(self) -> Snapshot:
        """The same without what was derived or is needed to refresh it, to be sent to another process."""
        return replace(self, schema=MappingProxyType({}), _made={}, _inherited={})

    # the region

    def listed(self, table: str) -> NDArray[np.bool_]:
        """By row: whether answers may be about it: the region's own asks and needs, and what is offered to it.

        Other rows are there because they bear on somebody: they take capacity, or carry a load.
        """
        held = self.tables[table]
        if not self.dongs:
            return held["alive"]

        def make() -> NDArray[np.bool_]:
            offered = table == "resources"
            here = self._kept_in(table, self.dongs | self.ring.dongs if offered else self.dongs)
            if offered:
                for kind, name in enumerate(PARTIES):
                    giver = self.rows_of(held["giver"], kind)
                    here |= (giver >= 0) & np.append(self._kept_in(name, self.dongs), False)[giver]
            found: NDArray[np.bool_] = held["alive"] & here
            return found

        return self.derived(("listed", table), (table, *PARTIES), make)

    def _kept_in(self, table: str, dongs: Collection[str]) -> NDArray[np.bool_]:
        codes = [code for dong in sorted(dongs) if (code := self.names.dongs.get(dong)) >= 0]
        found: NDArray[np.bool_] = np.isin(self.tables[table]["dong"], codes)
        return found

    def covers(self, dongs: Collection[str]) -> bool:
        """Whether what is offered in some dongs is in."""
        return not self.dongs or self.dongs | self.ring.dongs >= set(dongs)

    def lived_in(self) -> frozenset[str]:
        """The dongs in which somebody near has their place."""
        codes = [
            self.tables[name]["dong"][self.tables[name]["nearness"] >= NEAR]
            for name in ("people", "households")
        ]
        return frozenset(
            self.names.dongs.values[code] for code in np.unique(np.concatenate(codes)) if code >= 0
        )

    def bytes_held(self) -> int:
        """About how much memory it takes, with what was derived from it."""
        return sum(table.bytes_held() for table in self.tables.values()) + sum(
            _array_bytes(held[-1]) for held in self._inherited.values()
        )

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


def _array_bytes(held: object) -> int:
    """The bytes of arrays, also of those in tuples, dataclasses and the values of mappings."""
    if isinstance(held, np.ndarray):
        return held.nbytes
    if isinstance(held, tuple):
        return sum(map(_array_bytes, held))
    if isinstance(held, dict):
        return sum(map(_array_bytes, held.values()))
    if is_dataclass(held):
        return sum(_array_bytes(getattr(held, one.name)) for one in fields(held))
    return 0
