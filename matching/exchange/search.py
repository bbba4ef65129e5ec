"""Choosing whole columns: dives from the relaxation with a few steps back, then HiGHS on what is left open.

The relaxation of exchanges is tight, so a dive mostly ends at its bound, and that is the proof. Where it
does not, every column that lacks more than the distance to the bound is out (reduced-cost fixing), and
the few others are solved as a mixed-integer program that starts from the best found.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from matching.exchange.columns import Columns
from matching.exchange.pool import Ints
from matching.exchange.relaxed import Relaxed, program, relax
from matching.solver import Model, Status, solve

Numbers = NDArray[np.float64]
_WHOLE = 1e-6
_DIVE_COLUMNS = 6_000
_DIVE_STEPS = 150
_NEAREST, _WIDER, _MOST = 600, 2, 150_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """Columns that fit together, their total, and a bound that no other choice betters."""

    columns: Ints
    total: int
    bound: int


def choose(columns: Columns, until: float) -> Chosen:
    """The best choice among columns that share rows, proven where ``bound`` is ``total``."""
    if len(columns) == 1:
        return Chosen(np.zeros(1, np.int64), int(columns.weights[0]), int(columns.weights[0]))
    unit = int(np.gcd.reduce(columns.weights))
    relaxed = relax(columns, until)
    bound = _floor(relaxed.bound, unit)
    best = _whole(columns, np.arange(len(columns)), relaxed.values) if relaxed.solved else None
    if best is None:
        best = greedy(columns, relaxed)
        if relaxed.solved and _total(columns, best) < bound:
            best = _dive(columns, relaxed, best, bound, unit, until)
    total = _total(columns, best)
    if total < bound:
        best, bound = _prove(columns, relaxed, best, bound, unit, until)
    return Chosen(np.sort(best), _total(columns, best), bound)


def _floor(bound: float, unit: int) -> int:
    """The largest total that a bound allows; all weights are multiples of the unit."""
    return int(np.floor((bound + _WHOLE * max(1.0, abs(bound) * 1e-3)) / unit)) * unit


def _total(columns: Columns, chosen: Ints) -> int:
    return int(columns.weights[chosen].sum())


def _whole(columns: Columns, which: Ints, values: Numbers) -> Ints | None:
    """The chosen ones of some columns where all values are whole; None where one is not."""
    rounded = np.rint(values)
    if np.abs(values - rounded).max(initial=0.0) > _WHOLE:
        return None
    chosen: Ints = which[rounded > 0]
    return chosen


def greedy(columns: Columns, relaxed: Relaxed) -> Ints:
    """Whole cycles and chains one after the other as they fit, those that lack least first."""
    room = columns.room.copy()
    whole = np.flatnonzero(columns.position == 0)
    lack = relaxed.short[whole] - relaxed.values[whole]
    near = whole[
        np.lexsort(
            (
                whole,
                -columns.weights[whole],
                np.round(-relaxed.values[whole] - lack * 0, 6),
                -relaxed.short[whole],
            )
        )
    ]
    chosen = []
    for column in near[: 20 * len(columns.room)].tolist():
        rows = columns.rows[columns.starts[column] : columns.starts[column + 1]]
        if (room[rows] > 0).all():
            room[rows] -= 1
            chosen.append(column)
    return np.array(chosen, np.int64)


def _dive(columns: Columns, relaxed: Relaxed, best: Ints, bound: int, unit: int, until: float) -> Ints:
    """The best that depth-first branching finds in some steps among the columns that lack least."""
    total = _total(columns, best)
    which = np.flatnonzero(relaxed.bound + relaxed.short >= total + unit - _WHOLE)
    if len(which) > _DIVE_COLUMNS:
        which = np.sort(
            which[np.argsort(-relaxed.short[which] - relaxed.values[which], kind="stable")[:_DIVE_COLUMNS]]
        )
    model = Model(program(columns, which), maximise=True)
    model.solve(relaxed=True, simplex="primal")
    open_nodes: list[tuple[int, tuple[tuple[int, int], ...]]] = [(0, ())]
    fixed: dict[int, int] = {}
    for _ in range(_DIVE_STEPS):
        if not open_nodes or total == bound or monotonic() > until:
            break
        _, fixes = open_nodes.pop()
        wanted = dict(fixes)
        freed = [column for column in fixed if column not in wanted]
        new = [column for column, value in wanted.items() if fixed.get(column) != value]
        if freed:
            model.bound_columns(freed, np.zeros(len(freed)), np.full(len(freed), np.inf))
        if new:
            values = [float(wanted[column]) for column in new]
            model.bound_columns(new, values, values)
        fixed = wanted
        answer = model.solve(relaxed=True, simplex="dual")
        if answer.status != Status.OPTIMAL or _floor(answer.objective, unit) <= total:
            continue
        found = _whole(columns, which, answer.values)
        if found is not None:
            best, total = found, _total(columns, found)
            continue
        part = np.abs(answer.values - np.rint(answer.values)) > _WHOLE
        at = np.flatnonzero(part)
        column = int(at[np.lexsort((at, -columns.weights[which[at]], -np.round(answer.values[at], 6)))[0]])
        depth = len(fixes) + 1
        open_nodes.append((depth, (*fixes, (column, 0))))
        open_nodes.append((depth, (*fixes, (column, 1))))
    return best


def _prove(
    columns: Columns, relaxed: Relaxed, best: Ints, bound: int, unit: int, until: float
) -> tuple[Ints, int]:
    """The best choice and its bound, by mixed-integer programs on ever more of what could better it.

    Each begins with the best so far and takes half of the time that is left; the last one holds every
    column that could, so that its bound is one for all.
    """
    nearest = np.argsort(-relaxed.short, kind="stable")
    few = _NEAREST
    while relaxed.solved and monotonic() < until:
        total = _total(columns, best)
        could = relaxed.bound + relaxed.short >= total + unit - _WHOLE
        last = int(np.count_nonzero(could)) <= min(few * _WIDER, _MOST)
        if few > _MOST or total >= bound:
            break
        which = np.flatnonzero(could) if last else np.union1d(nearest[:few], best)
        which = np.union1d(which, best)
        left = until - monotonic()
        answer = solve(
            program(columns, which, integral=True),
            maximise=True,
            seconds=max(left if last else left / 2, 0.01),
            start=np.isin(which, best).astype(np.float64),
        )
        if answer.found and answer.objective > total:
            best = which[np.rint(answer.values) > 0]
        if last:
            if np.isfinite(answer.bound):
                bound = min(bound, max(_floor(answer.bound, unit), _total(columns, best)))
            break
        few *= _WIDER
    return best, bound
