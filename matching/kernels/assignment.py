"""The short form, exactly: each ask has at most one unit of a resource, the sum of weights is the greatest.

First asks bid for what is best for them, then searches finish what bidding leaves. A bid raises a price only
as far as the least eager of those who want more units than there are would go on (Demange, Gale and
Sotomayor 1986), so prices never exceed the least that clear the market, and end as those: the price of a
resource is exactly what one more unit of it would add.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matching.errors import WeightsTooLarge
from matching.kernels.compiled import COMPILED, bare, compiled
from matching.kernels.edges import Edges, edges
from matching.kernels.linear import assign_by_highs
from matching.kernels.market import NONE, Ints, Market, Search, link, new_market, new_search, serve, unlink

LIMIT = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """An optimum: the edge of each ask (-1: none), the price of each resource, and the sum of weights.

    ``prices`` are exactly what one more unit of each resource would add to ``total``.
    """

    edge: NDArray[np.int64]
    prices: NDArray[np.int64]
    total: int


def assign(starts: ArrayLike, to: ArrayLike, weights: ArrayLike, capacity: ArrayLike) -> Assigned:
    """The greatest sum of weights under capacities; asks may stay without.

    ``starts`` (n + 1) delimits the edges of each ask; ``to`` is the resource of an edge, ``weights`` its
    weight, > 0 and descending within an ask (``sorted_edges`` makes it so). Number asks and resources in
    order of ids: of equal optima the same one is found then, whatever order the data came in.

    Raises:
        WeightsTooLarge: the total could pass what 64 bits hold.
    """
    rows, units = edges(starts, to, weights), np.ascontiguousarray(capacity, np.int64)
    check_total(rows)
    if not COMPILED and (found := assign_by_highs(rows, units)) is not None:
        edge, prices = found
    else:
        market = new_market(len(rows.starts) - 1, units)
        solve_market(rows, market, new_search(len(units)))
        edge, prices = market.edge, market.prices
    return Assigned(edge=edge, prices=prices, total=total_of(rows, edge))


def check_total(rows: Edges) -> None:
    """Raises WeightsTooLarge where the best of every ask together pass 2**62."""
    heads = rows.starts[:-1][np.diff(rows.starts) > 0]
    if len(heads) and float(rows.weights[heads].sum(dtype=np.float64)) >= LIMIT:
        raise WeightsTooLarge()


def total_of(rows: Edges, edge: NDArray[np.int64]) -> int:
    """The sum of the weights of what is assigned."""
    return int(rows.weights[edge[edge >= 0]].sum())


class Bids(NamedTuple):
    """Room for bidding."""

    level: Ints
    """The price up to which each ask prefers what it holds; never too high, checked before it is used."""
    choice: Ints
    """An ask's best edge, its value, and the best value elsewhere."""


_TURNS = 12
_CROWD = 24


@compiled
def solve_market(edges: Edges, market: Market, search: Search) -> None:
    """Bring all asks in."""
    asks = len(market.edge)
    bids = Bids(np.empty(asks, np.int64), np.empty(3, np.int64))
    waiting = np.empty(asks, np.int64)
    many, turns = 0, _TURNS * asks
    for ask in range(asks):
        now = ask
        while now >= 0:
            turns -= 1
            put_off, now = _bid(edges, market, bids, now, turns)
            if put_off >= 0:
                waiting[many] = put_off
                many += 1
    for k in range(many):
        serve(edges, market, search, waiting[k])


@bare
def _bid(edges: Edges, market: Market, bids: Bids, ask: int, turns: int) -> tuple[int, int]:
    """One ask takes its best; who must search for a chain later, and who bids next, NONE for nobody."""
    edge = _choose(edges, market, bids, ask)
    if edge < 0:
        return NONE, NONE
    resource = edges.to[edge]
    if market.left[resource] > 0:
        market.left[resource] -= 1
        bids.level[ask] = market.prices[resource] + bids.choice[1] - bids.choice[2]
        link(edges, market, ask, edge)
        return NONE, NONE
    if turns < 0:
        return ask, NONE
    bids.level[ask] = market.prices[resource] + bids.choice[1] - bids.choice[2]
    loser = _least_eager(edges, market, bids, resource, ask)
    if loser < 0 or bids.level[loser] <= market.prices[resource]:
        return ask, NONE
    market.prices[resource] = bids.level[loser]
    if loser != ask:
        unlink(edges, market, loser)
        link(edges, market, ask, edge)
    return NONE, loser


@bare
def _least_eager(edges: Edges, market: Market, bids: Bids, resource: int, ask: int) -> int:
    """Who of a bidder and the holders would leave first as the price rises; NONE in a crowd."""
    while True:
        loser, holder, met = ask, market.first[resource], 0
        while holder >= 0:
            if bids.level[holder] < bids.level[loser]:
                loser = holder
            holder = market.after[holder]
            met += 1
            if met > _CROWD:
                return NONE
        if loser == ask:
            return loser
        kept = bids.level[loser]
        _choose(edges, market, bids, loser)
        value = edges.weights[market.edge[loser]] - market.prices[resource]
        elsewhere = bids.choice[2] if bids.choice[0] == market.edge[loser] else bids.choice[1]
        bids.level[loser] = market.prices[resource] + value - elsewhere
        if bids.level[loser] <= kept:
            return int(loser)


@bare
def _choose(edges: Edges, market: Market, bids: Bids, ask: int) -> int:
    """An ask's best edge with a value above 0, NONE where there is none; free units first where values tie."""
    best, second, chosen = np.int64(0), np.int64(0), NONE
    for e in range(edges.starts[ask], edges.starts[ask + 1]):
        weight = edges.weights[e]
        if weight <= second:
            break
        resource = edges.to[e]
        value = weight - market.prices[resource]
        if value > best or (value == best and chosen >= 0 and market.left[resource] > 0):
            best, second, chosen = value, best, e
        elif value > second:
            second = value
    bids.choice[0], bids.choice[1], bids.choice[2] = chosen, best, second
    return int(chosen)


def warm() -> None:
    """Compile."""
    market = new_market(3, np.ones(1, np.int64))
    solve_market(edges([0, 1, 2, 3], [0, 0, 0], [2, 1, 2]), market, new_search(1))
