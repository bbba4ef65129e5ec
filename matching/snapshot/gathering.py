"""Gathers what a region's snapshot holds: its people, what is offered there and around, and all that bears on it.

Everybody has a nearness, and it says what is read about them. Those of the region, and whoever asks for help
there, are at HOME; whoever gives what is offered, is tied to or linked with somebody at home, or lives with
such people, is NEAR: all their ties, linkages and memberships count. Others at the ends of those are a GUEST
where they could introduce somebody, with their consents and refusals; else they are just SEEN, so that they
are told apart. Whoever came nearer once stays so: what is known of them does no harm.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from graph.records.registry import PREFIXES
from graph.store import Reader
from matching.snapshot.encode import Row, read
from matching.snapshot.ring import Ring
from matching.snapshot.schema import KINDS, PARTIES, Schema
from matching.snapshot.table import Table


class Nearness(IntEnum):
    """How much about somebody is read."""

    ABSENT, SEEN, GUEST, NEAR, HOME = range(5)


ABSENT, SEEN, GUEST, NEAR, HOME = Nearness


@dataclass(frozen=True, slots=True)
class About:
    """Rows that are read where one of their fields names a party of that kind who is at least so near."""

    table: str
    fields: tuple[str, ...]
    least: Nearness
    parties: tuple[str, ...] = PARTIES


ABOUT = (
    About("people", ("household",), NEAR, ("households",)),
    About("resources", ("giver",), NEAR),
    About("ties", ("source", "target"), NEAR),
    About("memberships", ("person", "organisation"), NEAR, ("people", "organisations")),
    About("linkages", ("person", "giver"), NEAR),
    About("refusals", ("person", "other"), GUEST),
    About("consents", ("person",), GUEST, ("people",)),
    About("keep_aparts", ("one", "other"), GUEST, ("people",)),
)
_TABLE_OF_PREFIX = {PREFIXES[kind]: name for name, kind in KINDS.items()}
_NAMING = {
    about.table: about.fields for about in ABOUT if about.table in ("memberships", "refusals", "keep_aparts")
}
"""The fields of those tables that name somebody."""
_OWN = ("households", "organisations", "people", "resources", "needs", "asks")


def table_of(record_id: str) -> str | None:
    """The table in which a record of an id is."""
    return _TABLE_OF_PREFIX.get(record_id.partition("-")[0])


class Gathering:
    """Rows by table and id, and the nearness of parties; grows until nothing more bears on the region."""

    def __init__(
        self,
        reader: Reader,
        schema: Schema,
        region: Collection[str],
        ring: Ring,
        before: Mapping[str, Table] | None = None,
    ) -> None:
        self.rows: dict[str, dict[str, Row]] = {name: {} for name in KINDS}
        self.nearness: dict[str, Nearness] = {}
        self._reader, self._schema, self._before = reader, schema, before or {}
        self._region, self._around = frozenset(region), frozenset(region) | ring.dongs
        self._walked: set[str] = set()
        self._wished: dict[str, Nearness] = {}
        self._missing: set[str] = set()
        self._offered: set[str] = set()

    def near(self, party: str) -> Nearness:
        """How near somebody is by now."""
        found = self.nearness.get(party)
        if found is None:
            if not self._before:
                return ABSENT
            table = self._before.get(table_of(party) or "")
            row = -1 if table is None else table.row(party)
            found = ABSENT if table is None or row < 0 else Nearness(int(table["nearness"][row]))
        return found

    def holds(self, record_id: str) -> bool:
        """Whether a record is in already."""
        name = table_of(record_id)
        if name is None:
            return False
        return record_id in self.rows[name] or (
            name in self._before and self._before[name].row(record_id) >= 0
        )

    def belongs(self, name: str, dong: str) -> bool:
        """Whether records of a table that a dong keeps are the region's own, or offered to it."""
        return dong in (self._around if name in ("resources", "walking_times") else self._region)

    def read_region(self) -> None:
        """Everything, from the start."""
        for name in _OWN:
            for dong in sorted(self._around if name == "resources" else self._region):
                self.take(name, read(self._reader, self._schema, name, dong=dong), own=True)
        self._walk(self._around)
        self.settle()

    def take(self, name: str, rows: Iterable[Row], *, own: bool) -> None:
        """Take rows in, and wish for those to whom they refer; ``own`` as ``belongs`` says."""
        held = self.rows[name]
        for row in rows:
            held[row[0]] = row
            if own and name in PARTIES:
                self._wish(row[0], HOME)
            self._refer(name, row, own)

    def concerns(self, name: str, row: Row) -> bool:
        """Whether a row is about somebody so near that it counts."""
        at = self._schema[name].at
        if name == "walking_times":
            return False
        if name == "linkages" and self._is_offered(row[at["resource"]]):
            return True
        return any(
            row[at[field]] is not None and self.near(row[at[field]]) >= about.least
            for about in ABOUT
            if about.table == name
            for field in about.fields
        )

    def _is_offered(self, resource: str) -> bool:
        return resource in self._offered or self.holds(resource)

    def _refer(self, name: str, row: Row, own: bool) -> None:
        """Wish for those to whom a row refers, each as near as the row brings them."""
        at = self._schema[name].at
        match name:
            case "people":
                self._live(row[0], row[at["household"]])
            case "resources":
                giver = row[at["giver"]]
                self._wish(giver, NEAR if own else SEEN)
                if own or self.near(giver) >= NEAR:
                    self._offered.add(row[0])
            case "needs" | "asks":
                self._wish(row[at["person"]], HOME if own else SEEN)
                if name == "asks":
                    self._need(row[at["need"]])
            case "ties":
                source, target = row[at["source"]], row[at["target"]]
                self._wish(source, _tied(self.near(target)))
                self._wish(target, _tied(self.near(source)))
            case "linkages":
                person = row[at["person"]]
                self._wish(person, SEEN)
                self._wish(row[at["giver"]], NEAR if self.near(person) is HOME else SEEN)
                self._need(row[at["resource"]])
                self._need(row[at["ask"]])
            case "memberships" | "refusals" | "keep_aparts":
                for field in _NAMING[name]:
                    self._wish(row[at[field]], SEEN)

    def _live(self, person: str, household: str | None) -> None:
        """Whoever lives together is near together."""
        if household is not None:
            self._wish(household, min(max(self.near(person), SEEN), NEAR))
            if self.near(household) >= NEAR:
                self._wish(person, NEAR)

    def _wish(self, party: str | None, nearness: Nearness) -> None:
        if party is None or self._wished.get(party, ABSENT) >= nearness:
            return
        if self.near(party) < nearness:
            self._wished[party] = nearness

    def _need(self, record_id: str | None) -> None:
        if record_id is not None and not self.holds(record_id):
            self._missing.add(record_id)

    def settle(self) -> None:
        """Read on until nobody is to come nearer."""
        while self._wished or self._missing or self._offered:
            nearer, self._wished = self._wished, {}
            missing, self._missing = self._missing, set()
            offered, self._offered = self._offered, set()
            before = {one: self.near(one) for one in nearer}
            self.nearness |= nearer
            wanted = _by_table((*nearer, *missing))
            for name in KINDS:
                self._fetch(name, wanted[name])
            parties = _by_table(nearer)
            for about in ABOUT:
                ids = {
                    one
                    for name in about.parties
                    for one in parties[name]
                    if nearer[one] >= about.least and (before[one] < about.least or nearer[one] is HOME)
                }
                self._read_about(about, ids)
            self._among("linkages", "resource", offered)
        self._walk(self._lived_in() - self._walked)

    def _fetch(self, name: str, ids: set[str]) -> None:
        here = [self.rows[name][one] for one in sorted(ids & self.rows[name].keys())]
        self.take(name, here, own=False)
        self._among(name, "id", ids - self.rows[name].keys())

    def _read_about(self, about: About, ids: set[str]) -> None:
        """Most rows that a dong keeps are held by now, so of those no more is read than their ids."""
        if about.table not in _OWN:
            self._among(about.table, about.fields, ids)
        elif ids:
            rows = self._reader.columns(KINDS[about.table], ("id",), among=(about.fields, sorted(ids)))
            self._fetch(about.table, {str(one) for (one,) in rows})

    def _among(self, name: str, field: str | tuple[str, ...], ids: set[str]) -> None:
        if ids:
            rows = list(read(self._reader, self._schema, name, among=(field, sorted(ids))))
            self.take(name, rows, own=False)

    def _walk(self, dongs: Iterable[str]) -> None:
        """The walking times of dongs."""
        for dong in sorted(dongs):
            self.take("walking_times", read(self._reader, self._schema, "walking_times", dong=dong), own=True)
            self._walked.add(dong)

    def _lived_in(self) -> set[str]:
        """The dongs in which those who are near have their place."""
        return {
            dong
            for name in ("people", "households")
            for dong in self._dongs(
                name, (row for row in self.rows[name].values() if self.near(row[0]) >= NEAR)
            )
        }

    def _dongs(self, name: str, rows: Iterable[Row]) -> Iterator[str]:
        at, place = self._schema[name].packed_at("dong")
        yield from {str(json.loads(text)[place]) for text in {row[at] for row in rows}}


def _by_table(ids: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {name: set() for name in KINDS}
    for one in ids:
        if (name := table_of(one)) is not None:
            found[name].add(one)
    return found


def _tied(other: Nearness) -> Nearness:
    """How near a tie brings somebody."""
    return NEAR if other is HOME else GUEST if other is NEAR else SEEN
