"""The linear relaxation over all columns, solved on few: a restricted master with pricing."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from matching.exchange.columns import Columns
from matching.exchange.pool import Ints
from matching.solver import Answer, Model, Program

Numbers = NDArray[np.float64]
_ALL_AT_ONCE = 2_000
_A_ROW = 4
_EPSILON = 1e-7


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The optimum of the relaxation: a bound that no choice betters, and what each column is short of it.

    ``values`` and ``short`` (the reduced costs, <= 0) are by column of all; ``bound`` holds also where time
    ran out before all columns were priced in, by the duals at hand.
    """

    bound: float
    values: Numbers
    short: Numbers
    solved: bool


def program(columns: Columns, which: Ints, *, integral: bool = False) -> Program:
    """The choice among some columns, over all rows."""
    taken = columns.take(which)
    return Program(
        costs=taken.weights,
        lower=np.zeros(len(which)),
        upper=np.full(len(which), 1.0 if integral else np.inf),
        starts=taken.starts,
        indices=taken.rows,
        values=taken.signs,
        row_lower=np.full(len(columns.room), -np.inf),
        row_upper=columns.room,
        integral=np.ones(len(which), np.bool_) if integral else None,
    )


def relax(columns: Columns, until: float) -> Relaxed:
    """The relaxation of all columns, by a moment of the monotonic clock."""
    within = _first(columns)
    which = np.flatnonzero(within)
    model = Model(program(columns, which), maximise=True)
    best_bound = float(columns.weights.sum())
    while True:
        answer = model.solve(relaxed=True, simplex="primal", seconds=max(until - monotonic(), 0.01))
        duals = np.maximum(answer.row_duals, 0.0)
        if not len(duals):
            return Relaxed(best_bound, np.zeros(len(columns)), np.zeros(len(columns)), False)
        short = _short(columns, duals)
        # What a column lacks in price is at most gained once: a bound at any duals.
        best_bound = min(best_bound, float(duals @ columns.room + np.maximum(short, 0.0).sum()))
        lacking = np.flatnonzero((short > _EPSILON) & ~within)
        if not len(lacking):
            return _found(columns, which, answer, short)
        chosen = _worst_of_each_row(columns, lacking, short, max(500, len(columns.room)))
        taken = columns.take(chosen)
        model.add_columns(
            costs=taken.weights, lower=np.zeros(len(chosen)), upper=np.full(len(chosen), np.inf),
            starts=taken.starts, indices=taken.rows, values=taken.signs,
        )  # fmt: skip
        within[chosen] = True
        which = np.concatenate([which, chosen])


def _found(columns: Columns, which: Ints, answer: Answer, short: Numbers) -> Relaxed:
    values = np.zeros(len(columns))
    values[which] = answer.values
    return Relaxed(answer.objective, values, np.minimum(short, 0.0), True)


def _short(columns: Columns, duals: Numbers) -> Numbers:
    """The reduced cost of every column."""
    spent: Numbers = np.add.reduceat(columns.signs * duals[columns.rows], columns.starts[:-1])
    found: Numbers = columns.weights - spent
    return found


def _first(columns: Columns) -> NDArray[np.bool_]:
    """All columns where they are few; else the best of each row, by weight for each person helped."""
    if len(columns) <= _ALL_AT_ONCE:
        return np.ones(len(columns), np.bool_)
    worth = columns.weights / (columns.arcs >= 0).sum(axis=1)
    found = columns.position > 0
    whole = np.flatnonzero(~found)
    found[_worst_of_each_row(columns, whole, worth, _A_ROW * len(columns.room))] = True
    if found.sum() > _ALL_AT_ONCE + _A_ROW * len(columns.room):
        found &= columns.position <= 1
    return found


def _worst_of_each_row(columns: Columns, which: Ints, by: Numbers, most: int) -> Ints:
    """Those of some columns with the most of something, spread over the rows that they begin with."""
    if len(which) <= most:
        return which
    row = columns.rows[columns.starts[which]]
    order = np.lexsort((which, -by[which], row))
    row = row[order]
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    each = max(2, most // (int(row[-1] != row[0]) + int(np.count_nonzero(np.diff(row)))))
    found: Ints = np.sort(which[order[rank < each]])
    return found
