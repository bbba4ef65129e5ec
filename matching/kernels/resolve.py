"""A solved short form that is kept and changed: after one change only what hangs on it is solved again."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matching.kernels.assignment import Assigned, check_total, solve_market, total_of
from matching.kernels.compiled import bare
from matching.kernels.edges import Edges, edges
from matching.kernels.heap import SETTLED, offer, take
from matching.kernels.market import (
    FAR,
    NONE,
    Ints,
    Market,
    Nodes,
    Search,
    clear,
    evict,
    link,
    new_market,
    new_search,
    serve,
    unlink,
)
from matching.kernels.prices import lower_prices

CLOSED = 1 << 60
"""The price of a resource that stands for all forbidden edges: nobody pays it."""


class Matching:
    """The optimum of a short form, kept through changes.

    Every method leaves an optimum behind; ``assigned`` reads it. Asks and resources are numbers as in
    ``assign``. Without compiled kernels the same steps run, more slowly.
    """

    def __init__(self, starts: ArrayLike, to: ArrayLike, weights: ArrayLike, capacity: ArrayLike) -> None:
        """Solve once. Raises WeightsTooLarge."""
        given = edges(starts, to, weights)
        check_total(given)
        self._edges = Edges(given.starts, given.to.copy(), given.weights)
        self._to = given.to
        units = np.append(np.ascontiguousarray(capacity, np.int64), 0)
        self._market = new_market(len(given.starts) - 1, units)
        self._search = new_search(len(units))
        solve_market(self._edges, self._market, self._search)
        self._market.prices[-1] = CLOSED
        self._owner = np.repeat(np.arange(len(given.starts) - 1, dtype=np.int32), np.diff(given.starts))
        order = np.argsort(given.to, kind="stable")
        self._into = order
        self._into_starts: NDArray[np.int64] = np.searchsorted(given.to[order], np.arange(len(units) + 1))
        self._present = np.ones(len(self._market.edge), np.bool_)
        self._held: dict[int, int] = {}

    @property
    def edge(self) -> Ints:
        """The edge of each ask, NONE where it has none; a copy."""
        found = self._market.edge.copy()
        for ask, edge in self._held.items():
            found[ask] = edge
        return found

    @property
    def total(self) -> int:
        """The sum of weights."""
        return total_of(self._edges, self.edge)

    def assigned(self) -> Assigned:
        """The optimum with its least prices, as a fresh solve would give them."""
        away = np.flatnonzero(~self._present)
        if not len(away):
            lower_prices(self._edges, self._market, self._search)
        else:
            self._lower_without(away)
        self._market.prices[-1] = CLOSED
        edge = self.edge
        return Assigned(edge=edge, prices=self._market.prices[:-1].copy(), total=total_of(self._edges, edge))

    def take_out(self, ask: int) -> None:
        """The ask wants nothing any more."""
        self.release(ask)
        if self._present[ask]:
            self._present[ask] = False
            self._drop(ask)

    def bring_in(self, ask: int) -> None:
        """An ask that was taken out wants its unit again."""
        if not self._present[ask]:
            self._present[ask] = True
            serve(self._edges, self._market, self._search, ask)

    def resize(self, resource: int, more: int) -> None:
        """Give a resource more units, or take some (negative); the free ones go first, never below none.

        Raises:
            ValueError: it has not so many units outside required pairs.
        """
        held = (
            int((self._edges.to[self._market.edge[self._market.edge >= 0]] == resource).sum())
            if more < 0
            else 0
        )
        if more < 0 and self._market.left[resource] + held + more < 0:
            raise ValueError("fewer than no units")
        for _ in range(more):
            self._market.left[resource] += 1
            self._refill(resource)
        for _ in range(-more):
            if self._market.left[resource] > 0:
                self._market.left[resource] -= 1
            else:
                evict(self._edges, self._market, self._search, resource)

    def forbid(self, edge: int) -> None:
        """This pair is not to be."""
        ask = int(self._owner[edge])
        if self._held.get(ask) == edge:
            self.release(ask)
        lost = self._market.edge[ask] == edge
        if lost:
            self._drop(ask)
        self._edges.to[edge] = len(self._market.left) - 1
        if lost:
            serve(self._edges, self._market, self._search, ask)

    def allow(self, edge: int) -> None:
        """A pair that was forbidden may be again."""
        ask = int(self._owner[edge])
        if self._present[ask]:
            self._drop(ask)
        self._edges.to[edge] = self._to[edge]
        if self._present[ask]:
            serve(self._edges, self._market, self._search, ask)

    def require(self, edge: int) -> None:
        """This pair stays: ask and unit leave the market until they are released.

        Raises:
            ValueError: the resource has no unit outside other required pairs, or the pair is forbidden.
        """
        ask, resource = int(self._owner[edge]), int(self._edges.to[edge])
        if self._held.get(ask) == edge:
            return
        if resource == len(self._market.left) - 1:
            raise ValueError("a forbidden pair cannot be required")
        if not (self._market.left[resource] > 0 or self._market.first[resource] >= 0):
            raise ValueError("no unit is left to require")
        self.release(ask)
        if self._present[ask]:
            self._present[ask] = False
            if self._market.edge[ask] == edge:
                unlink(self._edges, self._market, ask)
                self._held[ask] = edge
                return
            self._drop(ask)
        self.resize(resource, -1)
        self._held[ask] = edge

    def release(self, ask: int) -> None:
        """An ask whose pair was required competes again."""
        edge = self._held.pop(ask, None)
        if edge is not None:
            self.resize(int(self._edges.to[edge]), 1)
            self.bring_in(ask)

    def _drop(self, ask: int) -> None:
        """Take what an ask has; it does not compete for the unit that becomes free."""
        if self._market.edge[ask] >= 0:
            present, self._present[ask] = bool(self._present[ask]), False
            resource = unlink(self._edges, self._market, ask)
            self._market.left[resource] += 1
            self._refill(resource)
            self._present[ask] = present

    def _refill(self, resource: int) -> None:
        if self._market.prices[resource] > 0:
            refill(
                self._edges, self._market, self._search, self._into_starts, self._into, self._owner, self._present, resource
            )  # fmt: skip

    def _lower_without(self, away: NDArray[np.int64]) -> None:
        """Who is away competes for nothing: their rows lead nowhere while prices come down."""
        rows = np.concatenate([np.arange(*self._edges.starts[ask : ask + 2]) for ask in away.tolist()])
        kept = self._edges.to[rows].copy()
        self._edges.to[rows] = len(self._market.left) - 1
        lower_prices(self._edges, self._market, self._search)
        self._edges.to[rows] = kept


@bare
def refill(
    edges: Edges,
    market: Market,
    search: Search,
    into_starts: Ints,
    into: Ints,
    owner: Nodes,
    present: NDArray[np.bool_],
    source: int,
) -> None:
    """A unit of a resource with a price became free: who gains most from it, along a chain, moves up.

    The chain runs backwards: from the free unit to who wants it, to the unit that they leave.
    """
    search.end[0], search.end[1], search.end[2] = market.prices[source], source, NONE
    search.distance[source] = 0
    search.touched[0], search.touched[1] = 1, source
    offer(search.heap, search.place, search.distance, source)
    while search.heap[0] and search.distance[search.heap[1]] < search.end[0]:
        resource = take(search.heap, search.place, search.distance)
        idle = search.distance[resource] + market.prices[resource]
        if idle < search.end[0]:
            search.end[0], search.end[1], search.end[2] = idle, resource, NONE
        for k in range(into_starts[resource], into_starts[resource + 1]):
            if edges.to[into[k]] == resource and present[owner[into[k]]]:
                _look_back(edges, market, search, owner[into[k]], into[k], resource)
    for k in range(1, search.touched[0] + 1):
        resource = search.touched[k]
        if search.place[resource] == SETTLED and search.distance[resource] < search.end[0]:
            market.prices[resource] -= search.end[0] - search.distance[resource]
    market.left[source] -= 1
    if search.end[2] >= 0:
        link(edges, market, owner[search.end[2]], search.end[2])
    else:
        market.left[search.end[1]] += 1
    _move_up(edges, market, search, source)
    clear(search)


@bare
def _look_back(edges: Edges, market: Market, search: Search, ask: int, edge: int, resource: int) -> None:
    """An ask could take a unit of a resource: it comes in, or leaves what it holds."""
    bare_length = search.distance[resource] + market.prices[resource] - edges.weights[edge]
    held = market.edge[ask]
    if held < 0:
        if bare_length < search.end[0]:
            search.end[0], search.end[1], search.end[2] = bare_length, resource, edge
        return
    other = edges.to[held]
    length = bare_length + edges.weights[held] - market.prices[other]
    if other == resource or length >= search.end[0] or length >= search.distance[other]:
        return
    if search.distance[other] == FAR:
        search.touched[0] += 1
        search.touched[search.touched[0]] = other
    search.distance[other], search.by[other], search.asker[other] = length, edge, ask
    offer(search.heap, search.place, search.distance, other)


@bare
def _move_up(edges: Edges, market: Market, search: Search, source: int) -> None:
    resource = search.end[1]
    while resource != source:
        ask, edge = search.asker[resource], search.by[resource]
        unlink(edges, market, ask)
        link(edges, market, ask, edge)
        resource = edges.to[edge]


def warm() -> None:
    """Compile."""
    matching = Matching([0, 1, 2], [0, 0], [2, 1], [1])
    matching.take_out(0)
    matching.bring_in(0)
    matching.resize(0, -1)
    matching.assigned()
