"""Who belongs to which group today, by either side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.kept_apart import holds_on
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows, Table


def fellows(snapshot: Snapshot, client: int) -> tuple[Rows, Rows]:
    """The people who belong to a group of the client's, ascending, and those groups, today."""
    person, organisation = memberships(snapshot)
    groups = person.others(client)
    if not len(groups):
        return groups, groups
    members = np.sort(np.concatenate([organisation.others(group) for group in groups.tolist()]))
    return members[members != client], groups


@dataclass(frozen=True, slots=True)
class Members:
    """The memberships of today by one side, ascending: their rows, and who is on the other side."""

    side: Rows
    rows: Rows
    other: Rows

    def of(self, one: int) -> slice:
        """Where those of one lie."""
        return slice(*self.side.searchsorted((one, one + 1)).tolist())

    def others(self, one: int) -> Rows:
        """Who is on the other side of one."""
        return self.other[self.of(one)]

    def all_others(self, many: Rows) -> tuple[Rows, Rows]:
        """Who is on the other side of each of many, and for each the position of the one."""
        first, last = self.side.searchsorted(many), self.side.searchsorted(many, side="right")
        counts = last - first
        ends = np.cumsum(counts)
        at = np.arange(counts.sum()) - np.repeat(ends - counts - first, counts)
        return self.other[at], np.repeat(np.arange(len(many), dtype=np.int32), counts)


def memberships(snapshot: Snapshot) -> tuple[Members, Members]:
    """The memberships of today by person and by organisation."""

    def make() -> tuple[Members, Members]:
        table = snapshot["memberships"]
        held = holds_on(table, snapshot.today) & (table["person"] >= 0) & (table["organisation"] >= 0)
        rows = np.flatnonzero(held).astype(np.int32)
        return _by(table, "person", "organisation", rows), _by(table, "organisation", "person", rows)

    return snapshot.derived("memberships_today", ("memberships",), make, snapshot.today)


def _by(table: Table, side: str, other: str, rows: Rows) -> Members:
    rows = rows[np.argsort(table[side][rows], kind="stable")]
    return Members(table[side][rows], rows, table[other][rows])
