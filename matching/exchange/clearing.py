"""The exchanges with the most total weight in a pool, part by part, proven or with the distance to the bound."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise
from time import monotonic

import numpy as np

from matching.errors import AnswerRejected
from matching.exchange.columns import Columns, columns
from matching.exchange.pool import Ints, Pool
from matching.exchange.search import choose


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long an exchange may be, and how long to look.

    ``longest_cycle`` counts people (0 or 1: no cycles), ``longest_chain`` those helped (0: no chains).
    """

    longest_cycle: int = 3
    longest_chain: int = 4
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Ring:
    """One exchange as arcs of the pool in order; a cycle begins at its lowest vertex, a chain at its altruist."""

    arcs: tuple[int, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Cleared:
    """What was chosen, in ascending order of vertices; no other choice has a total above ``bound``.

    Of equal totals the same is chosen whatever the order of the arcs: the model is built in ascending
    order of vertices, so whoever numbers them by id breaks ties by id.
    """

    rings: tuple[Ring, ...]
    total: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no choice is better."""
        return self.total == self.bound

    @property
    def gap(self) -> float:
        """How far the bound is from the total, relative to the total; 0 where proven."""
        return (self.bound - self.total) / max(self.total, 1)


def clear(pool: Pool, limits: Limits | None = None) -> Cleared:
    """The best exchanges of a pool.

    Raises:
        ExchangesTooMany: there are more possible exchanges than can be held.
        AnswerRejected: what the solver answered did not stand the check.
    """
    limits = limits or Limits()
    until = monotonic() + limits.seconds
    every = columns(pool, limits.longest_cycle, limits.longest_chain)
    rings: list[Ring] = []
    bound = 0
    # Small parts first, so that a hard one cannot use up their time.
    for part in sorted(parts(every), key=lambda part: (len(part), int(part[0]))):
        found = choose(every.part(part), until)
        bound += found.bound
        rings += _rings(pool, every, part[found.columns])
    rings.sort(key=lambda ring: (not ring.closed, [int(pool.source[arc]) for arc in ring.arcs]))
    total = sum(int(pool.weight[list(ring.arcs)].sum()) for ring in rings)
    check(pool, rings, limits)
    return Cleared(tuple(rings), total, bound)


def parts(every: Columns) -> list[Ints]:
    """The columns in groups that share no row, each ascending, in the order of their first ones."""
    if not len(every):
        return []
    label = np.arange(len(every.room))
    lengths = np.diff(every.starts)
    while True:
        least = np.minimum.reduceat(label[every.rows], every.starts[:-1])
        lower = label.copy()
        np.minimum.at(lower, every.rows, np.repeat(least, lengths))
        np.minimum.at(lower, label, lower.copy())
        lower = lower[lower]
        if np.array_equal(lower, label):
            break
        label = lower
    mine = label[every.rows[every.starts[:-1]]]
    order = np.argsort(mine, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(mine[order])) + 1)
    return sorted(groups, key=lambda group: int(group[0]))


def _rings(pool: Pool, every: Columns, chosen: Ints) -> list[Ring]:
    """Whole cycles and chains as they are, and the arcs by position joined to chains."""
    found: list[Ring] = []
    onward: dict[tuple[int, int], int] = {}
    begun: list[int] = []
    for column in chosen.tolist():
        arcs = tuple(int(arc) for arc in every.arcs[column] if arc >= 0)
        position = int(every.position[column])
        if position == 0:
            found.append(Ring(arcs, not pool.altruist[pool.source[arcs[0]]]))
        elif position == 1:
            begun.append(arcs[0])
        else:
            onward[int(pool.source[arcs[0]]), position] = arcs[0]
    for first in begun:
        chain = [first]
        while (further := onward.get((int(pool.target[chain[-1]]), len(chain) + 1))) is not None:
            chain.append(further)
        found.append(Ring(tuple(chain), False))
    return found


def check(pool: Pool, rings: list[Ring], limits: Limits) -> None:
    """Everything that must hold, looked at again in whole numbers.

    Raises:
        AnswerRejected: something does not hold.
    """
    served: Counter[int] = Counter()
    seated: dict[int, int] = defaultdict(int)
    apart = {frozenset(pair) for pair in pool.apart.tolist()}
    clashes = {tuple(pair) for pair in pool.clashes.tolist()}
    size = np.ones(len(pool), np.int64) if pool.people is None else pool.people
    for ring in rings:
        given, got = pool.source[list(ring.arcs)].tolist(), pool.target[list(ring.arcs)].tolist()
        joined = got[:-1] == given[1:]
        people = int(size[got if ring.closed else [given[0], *got]].sum())
        follow = list(pairwise([*ring.arcs, ring.arcs[0]] if ring.closed else ring.arcs))
        if ring.closed:
            holds = joined and got[-1] == given[0] and people <= limits.longest_cycle
        else:
            holds = joined and bool(pool.altruist[given[0]]) and people <= limits.longest_chain + 1
        holds = holds and clashes.isdisjoint(follow)
        owners = [int(pool.owner[vertex]) for vertex in (given if ring.closed else [*given, got[-1]])]
        holds = holds and len(set(owners)) == len(owners)
        holds = holds and not any(frozenset(pair) in apart for pair in combinations(owners, 2))
        if not holds:
            raise AnswerRejected(reason="an exchange does not hold")
        served.update(got)
        for owner in owners:
            seated[owner] += 1
    if max(served.values(), default=0) > 1 or any(
        pool.seats[owner] < count for owner, count in seated.items()
    ):
        raise AnswerRejected(reason="somebody takes part too often")
