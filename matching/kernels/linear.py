"""The problems of the kernels as linear programs for HiGHS, for where nothing is compiled.

Both are flows, so the corners of their polytopes are whole numbers, and so are the duals. What HiGHS
answers in doubles is rounded and then proven in whole numbers: equal primal and dual objectives.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.kernels.edges import Edges
from matching.kernels.market import Ints, Nodes, link, new_market, new_search
from matching.kernels.prices import lower_prices
from matching.kernels.week import Week
from matching.solver import Program, solve


def assign_by_highs(edges: Edges, capacity: Ints) -> tuple[Ints, Ints] | None:
    """The edge of each ask and the least prices; None where doubles were too coarse to prove an optimum."""
    asks, count = len(edges.starts) - 1, len(edges.to)
    owner = _owners(edges)
    rows: Ints = np.stack([owner, asks + edges.to.astype(np.int64)], axis=1).ravel()
    found = proven(
        costs=edges.weights,
        starts=np.arange(0, 2 * count + 1, 2),
        indices=rows,
        values=np.ones(2 * count, np.int64),
        most=np.concatenate([np.ones(asks, np.int64), capacity]),
    )
    if found is None:
        return None
    chosen, duals = found
    market = new_market(asks, capacity)
    for e in np.flatnonzero(chosen).tolist():
        link(edges, market, int(owner[e]), e)
        market.left[edges.to[e]] -= 1
    market.prices[:] = duals[asks:]
    lower_prices(edges, market, new_search(len(capacity)))
    return market.edge, market.prices


def proven(
    *, costs: Ints, starts: Ints, indices: Ints, values: Ints, most: Ints, least_of: Ints | None = None
) -> tuple[Ints, Ints] | None:
    """Maximise ``costs x`` with ``A x <= most`` and ``x >= 0``: x and the duals in whole numbers, or None.

    The duals of the rows ``least_of`` are the least that prove the optimum, if any are asked for.
    """
    count = len(costs)
    if not count:
        return np.empty(0, np.int64), np.zeros(len(most), np.int64)
    program = Program(
        costs=costs,
        lower=np.zeros(count),
        upper=np.full(count, np.inf),
        starts=starts,
        indices=indices,
        values=values,
        row_lower=np.full(len(most), -np.inf),
        row_upper=most,
    )
    answer = solve(program, maximise=True)
    x: Ints = np.rint(answer.values).astype(np.int64)
    total = int(costs @ x)
    column = np.repeat(np.arange(count), np.diff(starts))
    sums, prices = np.zeros(len(most), np.int64), np.zeros(count, np.int64)
    np.add.at(sums, indices, values * x[column])
    found = answer.row_duals if least_of is None else _least(program, total, column, least_of)
    duals: Ints = np.maximum(np.rint(found).astype(np.int64), 0)
    np.add.at(prices, column, values * duals[indices])
    feasible = (x >= 0).all() and (sums <= most).all() and (prices >= costs).all()
    return (x, duals) if feasible and total == int(most @ duals) else None


def _least(program: Program, total: int, column: Ints, least_of: Ints) -> NDArray[np.float64]:
    """The duals with the least sum over some rows; prices of capacity form a lattice, so each is its least."""
    rows, costs = np.asarray(program.row_upper), np.asarray(program.costs)
    indices, values = np.asarray(program.indices), np.asarray(program.values)
    every = np.arange(len(rows))
    entries = np.concatenate([indices, every]), np.concatenate([column, np.full(len(rows), len(costs))])
    order = np.lexsort((entries[1], entries[0]))
    weights = np.zeros(len(rows))
    weights[least_of] = 1
    duals = Program(
        costs=weights,
        lower=np.zeros(len(rows)),
        upper=np.full(len(rows), np.inf),
        starts=np.searchsorted(entries[0][order], np.arange(len(rows) + 1)),
        indices=entries[1][order],
        values=np.concatenate([values, rows])[order],
        row_lower=np.append(costs, -np.inf),
        row_upper=np.append(np.full(len(costs), np.inf), total),
    )
    return solve(duals, maximise=False).values


def visits_by_highs(week: Week, capacity: Ints) -> tuple[Nodes, Ints, Nodes, Ints] | None:
    """Asks, edges, half-hours of the visits and the givers' least prices; None where nothing was proven."""
    asks, givers, clients = len(week.client), len(capacity), len(week.client_first)
    edge, slot = _meetings(week)
    ask, giver = _owners(week.edges)[edge], week.edges.to[edge].astype(np.int64)
    timed, one = slot >= 0, np.ones(len(edge), np.int64)
    columns = np.arange(len(edge))
    starts_of = {}
    row = 0
    for name, count in (("ask", asks), ("giver", givers), ("some", asks), ("client", clients)):
        starts_of[name], row = row, row + count
    halves = [
        np.unique(key[timed], return_inverse=True)[1] + base
        for key, base in ((ask * 336 + slot, row), (giver * 336 + slot, row + len(edge)))
    ]
    firsts, cases = len(edge) + np.arange(asks), len(edge) + asks + np.arange(clients)
    entries = [
        (columns, starts_of["ask"] + ask, one),
        (columns, starts_of["giver"] + giver, one),
        (columns, starts_of["some"] + ask, -one),
        (columns, starts_of["client"] + week.client[ask], -one),
        (columns[timed], halves[0], one[timed]),
        (columns[timed], halves[1], one[timed]),
        (firsts, starts_of["some"] + np.arange(asks), np.ones(asks, np.int64)),
        (cases, starts_of["client"] + np.arange(clients), np.ones(clients, np.int64)),
        (firsts, row + 2 * len(edge) + np.arange(asks), np.ones(asks, np.int64)),
        (cases, row + 2 * len(edge) + asks + np.arange(clients), np.ones(clients, np.int64)),
    ]
    column, rows, values = (np.concatenate(part).astype(np.int64) for part in zip(*entries, strict=True))
    order = np.lexsort((rows, column))
    most = np.ones(row + 2 * len(edge) + asks + clients, np.int64)
    most[:row] = np.concatenate([week.visits, capacity, np.zeros(asks + clients, np.int64)])
    found = proven(
        costs=np.concatenate([week.edges.weights[edge], week.first, week.client_first]),
        starts=np.searchsorted(column[order], np.arange(len(edge) + asks + clients + 1)),
        indices=rows[order],
        values=values[order],
        most=most,
        least_of=np.arange(asks, asks + givers),
    )
    if found is None:
        return None
    times, duals = found[0][: len(edge)], found[1]
    chosen = np.repeat(columns, times)
    return (
        ask[chosen].astype(np.int32),
        edge[chosen],
        slot[chosen].astype(np.int32),
        duals[asks : asks + givers],
    )


def _owners(edges: Edges) -> Ints:
    return np.repeat(np.arange(len(edges.starts) - 1), np.diff(edges.starts))


def _meetings(week: Week) -> tuple[Ints, Ints]:
    """Every edge with every common half-hour, -1 where the giver is timeless."""
    common = week.ask_slots[_owners(week.edges)] & week.giver_slots[week.edges.to]
    bits = np.unpackbits(common.astype("<u8").view(np.uint8), axis=1, bitorder="little")
    timeless = week.timeless[week.edges.to]
    bits[timeless] = 0
    edge, slot = np.nonzero(bits)
    free = np.flatnonzero(timeless)
    return np.concatenate([edge, free]), np.concatenate([slot, np.full(len(free), -1)])
