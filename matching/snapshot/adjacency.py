"""Ties by their ends: compressed rows for all, and replaced rows for the few that changed since."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matching.snapshot.table import Rows, Table

_NONE: Rows = np.empty(0, np.int32)


class Adjacency:
    """The tie rows at each party; a later version shares the compressed rows and replaces a few."""

    __slots__ = ("_order", "_replaced", "_starts")

    def __init__(self, starts: NDArray[np.int64], order: Rows, replaced: Mapping[int, Rows]) -> None:
        self._starts, self._order, self._replaced = starts, order, replaced

    @classmethod
    def of(cls, ties: Table) -> Adjacency:
        """From all ties that are there; ends outside the snapshot have none."""
        rows = np.flatnonzero(ties["alive"]).astype(np.int32)
        ends = np.concatenate([ties["source"][rows], ties["target"][rows]])
        both = np.concatenate([rows, rows])
        known = ends >= 0
        ends, both = ends[known], both[known]
        # One number holds end and row, and sorts faster than an order of two.
        sorted_ends = np.sort(ends.astype(np.int64) << 32 | both)
        size = int(ends.max()) + 1 if len(ends) else 0
        starts = np.zeros(size + 1, np.int64)
        np.cumsum(np.bincount(ends, minlength=size), out=starts[1:])
        return cls(starts, (sorted_ends & 0xFFFFFFFF).astype(np.int32), {})

    def at(self, party: int) -> Rows:
        """The tie rows at a party."""
        replaced = self._replaced.get(party)
        if replaced is not None:
            return replaced
        if party < 0 or party + 1 >= len(self._starts):
            return _NONE
        return self._order[self._starts[party] : self._starts[party + 1]]

    def at_all(self, parties: Rows) -> tuple[Rows, Rows]:
        """The tie rows at many parties, and for each the position of its party, ascending."""
        if not len(parties) or (len(self._starts) < 2 and not self._replaced):
            return _NONE, _NONE
        known = (parties >= 0) & (parties < len(self._starts) - 1)
        elsewhere = np.isin(parties, list(self._replaced)) if self._replaced else ~known
        at = (known & ~elsewhere).nonzero()[0].astype(np.int32)
        first = self._starts[parties[at]]
        counts = self._starts[parties[at] + 1] - first
        ends = np.cumsum(counts)
        within = np.arange(counts.sum()) - np.repeat(ends - counts, counts)
        rows, owners = self._order[np.repeat(first, counts) + within], np.repeat(at, counts)
        if not self._replaced or not elsewhere.any():
            return rows, owners
        places = elsewhere.nonzero()[0].tolist()
        more = [self.at(int(parties[place])) for place in places]
        rows = np.concatenate([rows, *more])
        owners = np.concatenate([owners, np.repeat(np.array(places, np.int32), list(map(len, more)))])
        order = owners.argsort(kind="stable")
        return rows[order], owners[order]

    def changed(self, before: Table, after: Table, rows: Rows) -> Adjacency:
        """The same with some tie rows new, moved or gone."""
        replaced = dict(self._replaced)
        touched: set[int] = set()
        for table in (before, after):
            inside = rows[rows < len(table)]
            touched.update(map(int, table["source"][inside]), map(int, table["target"][inside]))
        changed = set(map(int, rows))
        for party in touched:
            if party < 0:
                continue
            kept = [int(row) for row in self.at(party) if int(row) not in changed]
            here = [
                row
                for row in changed
                if row < len(after)
                and after["alive"][row]
                and party in (int(after["source"][row]), int(after["target"][row]))
            ]
            replaced[party] = np.array(sorted(kept + here), np.int32)
        return Adjacency(self._starts, self._order, replaced)
