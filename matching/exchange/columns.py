"""Every cycle, and every chain arc by position (PICEF), as columns over what can be used once.

Dickerson, Manlove, Plaut, Sandholm, Trimble: Position-indexed formulations for kidney exchange (EC 2016).
Chains through somebody who must be looked at whole, and all chains where they are few, are columns of
their own: the bound is the same there, and the rows fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.errors import ExchangesTooMany
from matching.exchange.pool import Ints, Pool
from matching.kernels.cycles import Paths, chains, cycles

MOST_COLUMNS = 6_000_000
FEW_CHAINS = 40
"""Where there are up to so many to each arc and position, chains are columns of their own."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns j with ``weights[j]`` over ``rows[starts[j]:starts[j + 1]]``, each row used at most ``room`` times.

    ``signs`` are the coefficients: -1 where a chain's arc opens the next position at its end. ``arcs`` are
    the pool's arcs of each column, filled up with -1; ``position`` is 0 for a whole cycle or chain, else
    the place of its one arc in a chain, from 1.
    """

    starts: Ints
    rows: NDArray[np.int32]
    signs: NDArray[np.int8]
    weights: Ints
    arcs: NDArray[np.int32]
    position: NDArray[np.int8]
    room: Ints

    def __len__(self) -> int:
        return len(self.weights)

    def part(self, which: Ints) -> Columns:
        """Some of the columns, over the rows that they use alone."""
        taken = self.take(which)
        used, rows = np.unique(taken.rows, return_inverse=True)
        return replace(taken, rows=rows.astype(np.int32), room=self.room[used])

    def take(self, which: Ints) -> Columns:
        """Some of the columns, over the same rows."""
        lengths = np.diff(self.starts)[which]
        ends = np.cumsum(lengths)
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self.starts[which] - ends + lengths, lengths)
        starts = np.concatenate([[0], ends]).astype(np.int64)
        weights, arcs, position = self.weights[which], self.arcs[which], self.position[which]
        return Columns(starts, self.rows[at], self.signs[at], weights, arcs, position, self.room)


def columns(pool: Pool, longest_cycle: int, longest_chain: int) -> Columns:
    """All columns of a pool: cycles of 2 to ``longest_cycle`` people, chains of up to ``longest_chain`` helped.

    Raises:
        ExchangesTooMany: there are more than can be held.
    """
    arcs = pool.usable()
    made = _Made(pool, arcs, (longest_cycle, longest_chain))
    asking = ~pool.altruist
    inner = arcs[asking[pool.source[arcs]]]
    found = cycles(*_rows(pool, inner), longest_cycle, MOST_COLUMNS)
    if found is None:
        raise ExchangesTooMany(most=MOST_COLUMNS)
    made.paths(found, closed=True)
    if longest_chain > 0 and pool.altruist.any():
        _add_chains(pool, arcs, made, longest_chain)
    return made.all()


def _add_chains(pool: Pool, arcs: Ints, made: _Made, longest: int) -> None:
    starts, to = _rows(pool, arcs)
    sources = np.flatnonzero(pool.altruist).astype(np.int32)
    if _walks(pool, arcs, longest) <= min(FEW_CHAINS * len(arcs) * longest, MOST_COLUMNS // 2):
        through = np.ones(len(pool), np.bool_)
    else:
        through = pool.concerned()
    if through.any():
        found = chains(starts, to, sources, longest, through, MOST_COLUMNS)
        if found is None:
            raise ExchangesTooMany(most=MOST_COLUMNS)
        made.paths(found, closed=False)
    plain = arcs[~through[pool.source[arcs]] & ~through[pool.target[arcs]]]
    if len(plain):
        made.positions(plain, longest)


def _rows(pool: Pool, arcs: Ints) -> tuple[Ints, NDArray[np.int32]]:
    """Arcs in compressed rows by their sources."""
    starts = np.zeros(len(pool) + 1, np.int64)
    np.cumsum(np.bincount(pool.source[arcs], minlength=len(pool)), out=starts[1:])
    return starts, pool.target[arcs]


def _walks(pool: Pool, arcs: Ints, longest: int) -> float:
    """How many walks of arcs begin at altruists: no fewer than there are chains."""
    total = 0.0
    reached: NDArray[np.float64] = pool.altruist.astype(np.float64)
    for _ in range(longest):
        reached = np.bincount(pool.target[arcs], reached[pool.source[arcs]], len(pool)).astype(np.float64)
        total += float(reached.sum())
    return total


class _Made:
    """Columns as they come.

    Rows: one a vertex (an ask is served once), one an owner (their seats), then one a vertex and position.
    """

    def __init__(self, pool: Pool, arcs: Ints, longest: tuple[int, int]) -> None:
        self._longest = longest
        self._pool, self._arcs = pool, arcs
        self._keys = pool.source[arcs].astype(np.int64) * len(pool) + pool.target[arcs]
        self._parts: list[Columns] = []
        n, several = len(pool), np.bincount(pool.owner, minlength=len(pool.seats)) > 1
        self._shared = several[pool.owner]
        """By vertex: whether its owner's seats are a row of their own."""
        room = np.where(pool.altruist, pool.seats[pool.owner], np.minimum(1, pool.seats[pool.owner]))
        self._room = np.concatenate([room, pool.seats])
        self._deepest = 0
        self._vertices = n

    def paths(self, found: Paths, *, closed: bool) -> None:
        """Cycles, or chains, given by their vertices."""
        there = found >= 0
        found = found[self._allowed(found, there, closed)]
        there = found >= 0
        following = np.full_like(found, -1)
        following[:, :-1] = found[:, 1:]
        lengths = there.sum(axis=1)
        if closed:
            following[np.arange(len(found)), lengths - 1] = found[:, 0]
        linked = there & (following >= 0)
        arcs = np.full(found.shape, -1, np.int32)
        keys = found[linked].astype(np.int64) * self._vertices + following[linked]
        arcs[linked] = self._arcs[np.searchsorted(self._keys, keys)]
        if len(self._pool.clashes):
            kept = self._unclashed(arcs, lengths - (not closed), closed)
            found, there, arcs, linked = found[kept], there[kept], arcs[kept], linked[kept]
        weights = np.where(linked, self._pool.weight[arcs], 0).sum(axis=1)
        # The altruist's row counts beside the owner's only where they differ; each vertex has one or two.
        owners = np.where(there & self._shared[found], self._vertices + self._pool.owner[found], -1)
        self._add(np.concatenate([found, owners], axis=1), weights, arcs, np.int8(0))

    def positions(self, arcs: Ints, longest: int) -> None:
        """The arcs at every position of a chain that they can take."""
        pool, n = self._pool, self._vertices
        first, self._deepest = len(self._room), max(longest - 1, 0)
        reached = pool.altruist
        for position in range(1, longest + 1):
            here = arcs[reached[pool.source[arcs]]]
            source, target = pool.source[here], pool.target[here]
            rows = np.full((len(here), 5), -1, np.int64)
            rows[:, 0] = target
            rows[:, 1] = np.where(self._shared[target], n + pool.owner[target], -1)
            if position == 1:
                rows[:, 2] = source
                rows[:, 3] = np.where(self._shared[source], n + pool.owner[source], -1)
            else:
                rows[:, 2] = first + (position - 2) * n + source
            opens = position < longest
            if opens:
                rows[:, 4] = first + (position - 1) * n + target
            column_arcs = here.astype(np.int32)[:, None]
            self._add(rows, pool.weight[here], column_arcs, np.int8(position), opens=opens)
            reached = np.zeros(n, np.bool_)
            reached[target] = True

    def all(self) -> Columns:
        """All columns together."""
        width = max(part.arcs.shape[1] for part in self._parts)
        filled = [
            np.pad(part.arcs, ((0, 0), (0, width - part.arcs.shape[1])), constant_values=-1)
            for part in self._parts
        ]
        lengths = np.concatenate([np.diff(part.starts) for part in self._parts])
        return Columns(
            np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            np.concatenate([part.rows for part in self._parts]),
            np.concatenate([part.signs for part in self._parts]),
            np.concatenate([part.weights for part in self._parts]),
            np.concatenate(filled),
            np.concatenate([part.position for part in self._parts]),
            np.concatenate([self._room, np.zeros(self._deepest * self._vertices, np.int64)]),
        )

    def _add(
        self,
        rows: NDArray[np.int64],
        weights: Ints,
        arcs: NDArray[np.int32],
        position: np.int8,
        *,
        opens: bool = False,
    ) -> None:
        there = rows >= 0
        signs = np.ones(rows.shape, np.int8)
        if opens:
            signs[:, -1] = -1
        starts = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(np.int64)
        place = np.full(len(rows), position, np.int8)
        self._parts.append(
            Columns(starts, rows[there].astype(np.int32), signs[there], weights, arcs, place, self._room)
        )

    def _unclashed(self, arcs: NDArray[np.int32], lengths: Ints, closed: bool) -> NDArray[np.bool_]:
        """Paths on which no arc is followed by one that it clashes with."""
        pool, total = self._pool, np.int64(len(self._pool.source))
        then = np.full_like(arcs, -1)
        then[:, :-1] = arcs[:, 1:]
        if closed:
            then[np.arange(len(arcs)), lengths - 1] = arcs[:, 0]
        known = pool.clashes[:, 0].astype(np.int64) * total + pool.clashes[:, 1]
        clash = (arcs >= 0) & (then >= 0) & np.isin(arcs.astype(np.int64) * total + then, known)
        return ~np.asarray(clash.any(axis=1))

    def _allowed(self, found: Paths, there: NDArray[np.bool_], closed: bool) -> NDArray[np.bool_]:
        """Paths on which each owner stands once, no two that are kept apart, and not too many people."""
        pool, width = self._pool, found.shape[1]
        owners = np.where(there, pool.owner[found], -1)
        kept: NDArray[np.bool_] = np.ones(len(found), np.bool_)
        if pool.people is not None:
            most = self._longest[0] if closed else self._longest[1] + 1
            kept[np.where(there, pool.people[found], 0).sum(axis=1) > most] = False
        touchy = np.isin(np.arange(len(pool.seats)), pool.apart)
        pairs: Sequence[tuple[int, int]] = [(i, j) for j in range(width) for i in range(j)]
        for i, j in pairs if self._shared.any() or len(pool.apart) else ():
            one, other = owners[:, i], owners[:, j]
            kept[(one == other) & (other >= 0)] = False
            if len(pool.apart):
                look = np.flatnonzero(kept & (other >= 0) & touchy[one] & touchy[other])
                kept[look[pool.kept_apart(one[look], other[look])]] = False
        return kept
