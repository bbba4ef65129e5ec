"""The problems of the kernels as linear programs for HiGHS, for where nothing is compiled.

Both are flows, so the corners of their polytopes are whole numbers, and so are the duals. What HiGHS
answers in doubles is rounded and then proven in whole numbers: equal primal and dual objectives.
"""

from __future__ import annotations

import numpy as np

from matching.kernels.edges import Edges
from matching.kernels.market import Ints, link, new_market, new_search
from matching.kernels.prices import lower_prices
from matching.solver import Program, solve


def assign_by_highs(edges: Edges, capacity: Ints) -> tuple[Ints, Ints] | None:
    """The edge of each ask and the least prices; None where doubles were too coarse to prove an optimum."""
    asks, count = len(edges.starts) - 1, len(edges.to)
    owner = np.repeat(np.arange(asks), np.diff(edges.starts))
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


def proven(*, costs: Ints, starts: Ints, indices: Ints, values: Ints, most: Ints) -> tuple[Ints, Ints] | None:
    """Maximise ``costs x`` with ``A x <= most`` and ``x >= 0``: x and the duals in whole numbers, or None."""
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
    duals: Ints = np.maximum(np.rint(answer.row_duals).astype(np.int64), 0)
    column = np.repeat(np.arange(count), np.diff(starts))
    sums, prices = np.zeros(len(most), np.int64), np.zeros(count, np.int64)
    np.add.at(sums, indices, values * x[column])
    np.add.at(prices, column, values * duals[indices])
    feasible = (x >= 0).all() and (sums <= most).all() and (prices >= costs).all()
    return (x, duals) if feasible and int(costs @ x) == int(most @ duals) else None
