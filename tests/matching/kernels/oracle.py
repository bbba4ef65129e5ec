"""Tiny problems of the kernels, and their optima by trying everything."""

from collections.abc import Iterator
from functools import cache

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.kernels.edges import Edges, edges
from matching.kernels.visits import VisitsProblem


@st.composite
def assignments(draw: st.DrawFn) -> tuple[Edges, NDArray[np.int64]]:
    """Up to six asks of up to four resources; small weights, so that ties are everywhere."""
    resources = draw(st.integers(1, 4))
    starts, to, weights = draw_rows(draw, draw(st.integers(0, 6)), resources, draw(st.integers(1, 8)))
    capacity = draw(st.lists(st.integers(0, 3), min_size=resources, max_size=resources))
    return edges(starts, to, weights), np.array(capacity, np.int64)


def draw_rows(draw: st.DrawFn, asks: int, targets: int, most: int) -> tuple[list[int], list[int], list[int]]:
    """Rows of candidates, best first."""
    starts, to, weights = [0], [], []
    for _ in range(asks):
        row = draw(st.dictionaries(st.integers(0, targets - 1), st.integers(1, most)))
        for target, weight in sorted(row.items(), key=lambda pair: (-pair[1], pair[0])):
            to.append(target)
            weights.append(weight)
        starts.append(len(to))
    return starts, to, weights


def best_total(rows: Edges, capacity: NDArray[np.int64]) -> int:
    """The greatest sum of weights, by trying every edge of every ask."""

    @cache
    def best(ask: int, left: tuple[int, ...]) -> int:
        if ask == len(rows.starts) - 1:
            return 0
        found = [best(ask + 1, left)]
        for e in range(rows.starts[ask], rows.starts[ask + 1]):
            target = int(rows.to[e])
            if left[target]:
                rest = best(ask + 1, (*left[:target], left[target] - 1, *left[target + 1 :]))
                found.append(int(rows.weights[e]) + rest)
        return max(found)

    return best(0, tuple(capacity.tolist()))


@st.composite
def weeks(draw: st.DrawFn) -> VisitsProblem:
    """Up to four asks of up to three clients and three givers, in five half-hours of two words."""
    asks, givers, clients = draw(st.integers(0, 4)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    starts, to, weights = draw_rows(draw, asks, givers, 5)

    def each(values: st.SearchStrategy[int], count: int) -> list[int]:
        return draw(st.lists(values, min_size=count, max_size=count))

    def slots(count: int) -> NDArray[np.uint64]:
        words = np.zeros((count, 6), np.uint64)
        words[:, 0], words[:, 5] = each(st.integers(0, 7), count), each(st.integers(0, 3), count)
        words[:, 5] <<= np.uint64(14)
        return words

    return VisitsProblem(
        client=np.array(each(st.integers(0, clients - 1), asks), np.int32),
        visits=np.array(each(st.integers(1, 3), asks), np.int16),
        first=np.array(each(st.sampled_from([0, 0, 50]), asks), np.int64),
        client_first=np.full(clients, draw(st.sampled_from([0, 20])), np.int64),
        ask_slots=slots(asks),
        starts=np.array(starts, np.int64),
        to=np.array(to, np.int32),
        weights=np.array(weights, np.int64),
        giver_slots=slots(givers),
        capacity=np.array(each(st.integers(0, 3), givers), np.int64),
        timeless=np.array(draw(st.lists(st.booleans(), min_size=givers, max_size=givers)), np.bool_),
    )


def best_week(problem: VisitsProblem) -> int:
    """The greatest sum, by trying every set of visits."""
    ask_slots, giver_slots = _sets(problem.ask_slots), _sets(problem.giver_slots)

    def ways(ask: int, free: tuple[frozenset[int], ...], left: tuple[int, ...]) -> Iterator[int]:
        if ask == len(problem.client):
            yield 0
            return
        yield from plans(ask, 0, frozenset(), 0, free, left)

    def plans(
        ask: int,
        edge: int,
        used: frozenset[int],
        many: int,
        free: tuple[frozenset[int], ...],
        left: tuple[int, ...],
    ) -> Iterator[int]:
        """Every plan of an ask from an edge on, with the best of the asks after it."""
        e = int(problem.starts[ask]) + edge
        if e == problem.starts[ask + 1]:
            yield served(ask, many, free, left)
            return
        yield from plans(ask, edge + 1, used, many, free, left)
        giver, weight = int(problem.to[e]), int(problem.weights[e])
        if many == problem.visits[ask] or not left[giver]:
            return
        fewer = (*left[:giver], left[giver] - 1, *left[giver + 1 :])
        if problem.timeless[giver]:
            yield from (weight + rest for rest in plans(ask, edge, used, many + 1, free, fewer))
            return
        for slot in (ask_slots[ask] & free[giver]) - used:
            taken = (*free[:giver], free[giver] - {slot}, *free[giver + 1 :])
            more = plans(ask, edge, used | {slot}, many + 1, taken, fewer)
            yield from (weight + rest for rest in more)

    counted: list[tuple[int, int]] = []

    def served(ask: int, many: int, free: tuple[frozenset[int], ...], left: tuple[int, ...]) -> int:
        counted.append((ask, many))
        rest = max(ways(ask + 1, free, left)) if ask + 1 < len(problem.client) else _firsts(problem, counted)
        counted.pop()
        return rest

    return max(ways(0, tuple(giver_slots), tuple(problem.capacity.tolist())))


def _firsts(problem: VisitsProblem, counted: list[tuple[int, int]]) -> int:
    asks = [ask for ask, many in counted if many]
    clients = {int(problem.client[ask]) for ask in asks}
    return int(problem.first[asks].sum()) + sum(int(problem.client_first[client]) for client in clients)


def _sets(slots: NDArray[np.uint64]) -> list[frozenset[int]]:
    found = []
    for row in slots.tolist():
        found.append(frozenset(64 * k + bit for k in range(6) for bit in range(64) if row[k] >> bit & 1))
    return found
