"""The short form's state and its search: asks, each for one unit, compete for resources with capacity.

Prices and assignment always prove each other: an assigned ask has its best value (weight less price), an
ask without one has no positive value, and a resource with units left costs nothing. A search finds the
cheapest chain of changes that restores this after one ask or unit was added (Jonker and Volgenant 1987,
with capacities kept on the resource).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.kernels.compiled import bare
from matching.kernels.edges import Edges
from matching.kernels.heap import OUT, SETTLED, offer, take

NONE = -1
FAR = 1 << 61
Ints = NDArray[np.int64]
Nodes = NDArray[np.int32]


class Market(NamedTuple):
    """Who is assigned where, at what prices; the holders of a resource are a list linked both ways."""

    prices: Ints
    left: Ints
    edge: Ints
    """Of each ask; NONE where it has none."""
    first: Nodes
    after: Nodes
    before: Nodes


class Search(NamedTuple):
    """Room for one search over resources: all of it is as new between searches."""

    distance: Ints
    by: Ints
    """The edge by which a resource was reached."""
    asker: Nodes
    """The ask whose edge that is."""
    heap: Nodes
    place: Nodes
    touched: Nodes
    """How many were reached, then which."""
    end: Ints
    """Length of the best chain so far, the resource it ends at (NONE: none), the ask that gives way."""


def new_market(asks: int, capacity: Ints) -> Market:
    """Nobody assigned, everything for nothing."""
    resources = len(capacity)
    return Market(
        np.zeros(resources, np.int64),
        capacity.copy(),
        np.full(asks, NONE, np.int64),
        np.full(resources, NONE, np.int32),
        np.full(asks, NONE, np.int32),
        np.full(asks, NONE, np.int32),
    )


def new_search(resources: int) -> Search:
    """Room for searches over so many resources."""
    return Search(
        np.full(resources, FAR, np.int64),
        np.empty(resources, np.int64),
        np.empty(resources, np.int32),
        np.zeros(resources + 1, np.int32),
        np.full(resources, OUT, np.int32),
        np.zeros(resources + 1, np.int32),
        np.empty(3, np.int64),
    )


@bare
def link(edges: Edges, market: Market, ask: int, edge: int) -> None:
    """Assign an ask that has nothing; capacity is counted by the caller."""
    resource, after = edges.to[edge], market.first[edges.to[edge]]
    market.edge[ask] = edge
    market.after[ask] = after
    market.before[ask] = NONE
    if after >= 0:
        market.before[after] = ask
    market.first[resource] = ask


@bare
def unlink(edges: Edges, market: Market, ask: int) -> int:
    """Take what an ask has; the resource is returned, its capacity counted by the caller."""
    resource = edges.to[market.edge[ask]]
    after, before = market.after[ask], market.before[ask]
    if before >= 0:
        market.after[before] = after
    else:
        market.first[resource] = after
    if after >= 0:
        market.before[after] = before
    market.edge[ask] = NONE
    return int(resource)


@bare
def best_value(edges: Edges, market: Market, ask: int) -> int:
    """The most that an ask can have at today's prices, 0 for nothing."""
    best = np.int64(0)
    for e in range(edges.starts[ask], edges.starts[ask + 1]):
        if edges.weights[e] <= best:
            break
        best = max(best, edges.weights[e] - market.prices[edges.to[e]])
    return int(best)


@bare
def serve(edges: Edges, market: Market, search: Search, ask: int) -> None:
    """Bring in an ask that has nothing: it is served, displaces others along a chain, or stays without."""
    value = best_value(edges, market, ask)
    search.end[0], search.end[1], search.end[2] = value, NONE, ask
    _relax(edges, market, search, ask, value)
    _settle(edges, market, search)
    _raise_prices(market, search)
    _shift(edges, market, search, NONE)
    clear(search)


@bare
def evict(edges: Edges, market: Market, search: Search, resource: int) -> None:
    """Take one unit of a resource that has none left: whoever loses least along a chain gives way."""
    search.end[0], search.end[1], search.end[2] = FAR, NONE, NONE
    search.distance[resource] = 0
    search.touched[0], search.touched[1] = 1, resource
    search.place[resource] = SETTLED
    _expand(edges, market, search, resource)
    _settle(edges, market, search)
    _raise_prices(market, search)
    _shift(edges, market, search, resource)
    clear(search)


@bare
def _settle(edges: Edges, market: Market, search: Search) -> None:
    while search.heap[0]:
        if search.distance[search.heap[1]] >= search.end[0]:
            break
        resource = take(search.heap, search.place, search.distance)
        _expand(edges, market, search, resource)


@bare
def _expand(edges: Edges, market: Market, search: Search, resource: int) -> None:
    """Each holder could go without, or go elsewhere."""
    distance, price = search.distance[resource], market.prices[resource]
    holder = market.first[resource]
    while holder >= 0:
        value = distance + edges.weights[market.edge[holder]] - price
        if value < search.end[0]:
            search.end[0], search.end[1], search.end[2] = value, NONE, holder
        _relax(edges, market, search, holder, value)
        holder = market.after[holder]


@bare
def _relax(edges: Edges, market: Market, search: Search, ask: int, value: int) -> None:
    """Reach the resources of an ask from its distance plus its value."""
    for e in range(edges.starts[ask], edges.starts[ask + 1]):
        length = value - edges.weights[e]
        if length >= search.end[0]:
            break
        resource = edges.to[e]
        length += market.prices[resource]
        if length >= search.end[0] or length >= search.distance[resource]:
            continue
        if search.distance[resource] == FAR:
            search.touched[0] += 1
            search.touched[search.touched[0]] = resource
        search.distance[resource] = length
        search.by[resource] = e
        search.asker[resource] = ask
        if market.left[resource] > 0:
            search.end[0], search.end[1], search.end[2] = length, resource, NONE
        else:
            offer(search.heap, search.place, search.distance, resource)


@bare
def _raise_prices(market: Market, search: Search) -> None:
    for k in range(1, search.touched[0] + 1):
        resource = search.touched[k]
        if search.place[resource] == SETTLED:
            market.prices[resource] += search.end[0] - search.distance[resource]


@bare
def _shift(edges: Edges, market: Market, search: Search, source: int) -> None:
    """Move everybody along the chain, from its end back to where it began."""
    resource, ask = search.end[1], search.end[2]
    if resource >= 0:
        market.left[resource] -= 1
    elif market.edge[ask] < 0:
        return
    else:
        resource = unlink(edges, market, ask)
    while resource != source:
        ask, edge = search.asker[resource], search.by[resource]
        vacated = unlink(edges, market, ask) if market.edge[ask] >= 0 else NONE
        link(edges, market, ask, edge)
        if vacated == NONE:
            return
        resource = vacated


@bare
def clear(search: Search) -> None:
    """Make the room as new."""
    for k in range(1, search.touched[0] + 1):
        search.distance[search.touched[k]] = FAR
        search.place[search.touched[k]] = OUT
    search.touched[0] = 0
    search.heap[0] = 0
