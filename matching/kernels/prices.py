"""The least prices that prove an assignment: exactly what one more unit of each resource would add."""

from __future__ import annotations

from matching.kernels.compiled import bare
from matching.kernels.edges import Edges
from matching.kernels.heap import OUT, offer, take
from matching.kernels.market import FAR, Market, Search


@bare
def lower_prices(edges: Edges, market: Market, search: Search) -> None:
    """Bring any prices that prove the assignment down to the least.

    A price is too high by the shortest way from where one more unit would end: idle, or with an ask that
    has nothing.
    """
    prices, distance = market.prices, search.distance
    for resource in range(len(prices)):
        distance[resource] = prices[resource]
        if prices[resource] > 0:
            offer(search.heap, search.place, distance, resource)
    for ask in range(len(market.edge)):
        edge = market.edge[ask]
        if edge < 0:
            _reach(edges, market, search, ask, 0)
        elif prices[edges.to[edge]] == 0:
            _reach(edges, market, search, ask, edges.weights[edge])
    while search.heap[0]:
        resource = take(search.heap, search.place, distance)
        holder = market.first[resource]
        while holder >= 0:
            value = edges.weights[market.edge[holder]] - prices[resource]
            _reach(edges, market, search, holder, distance[resource] + value)
            holder = market.after[holder]
    for resource in range(len(prices)):
        prices[resource] -= distance[resource]
        distance[resource] = FAR
        search.place[resource] = OUT


@bare
def _reach(edges: Edges, market: Market, search: Search, ask: int, value: int) -> None:
    for e in range(edges.starts[ask], edges.starts[ask + 1]):
        if edges.weights[e] <= value:
            break
        resource = edges.to[e]
        length = value - edges.weights[e] + market.prices[resource]
        if length < search.distance[resource]:
            search.distance[resource] = length
            offer(search.heap, search.place, search.distance, resource)
