"""The slot form, exactly: visits of asks at half-hours of givers, nobody in two places at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.errors import WeightsTooLarge
from matching.kernels.assignment import LIMIT
from matching.kernels.compiled import COMPILED
from matching.kernels.edges import edges
from matching.kernels.linear import visits_by_highs
from matching.kernels.short_form import as_short_form, assign_short
from matching.kernels.visit_changes import better_all, keep_all, new_labels
from matching.kernels.visit_paths import bring_in, plan_all
from matching.kernels.week import Ints, Nodes, Plan, Week, new_paths, new_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsProblem:
    """A week: A asks of C clients, G givers, and the pairs that may meet.

    ``starts`` (A + 1) delimits the pairs of each ask; ``to`` is the giver of a pair, ``weights`` what one
    visit is worth, > 0 and descending within an ask. ``first`` is added for an ask's first visit,
    ``client_first`` for a client's first. ``ask_slots`` (A, 6) and ``giver_slots`` (G, 6) are weekly
    half-hours as in the snapshot. A giver who is ``timeless`` gives without half-hours: only ``capacity``,
    in visits a week, counts. Number clients, asks and givers in order of ids: then data in another order
    give the same answer.
    """

    client: NDArray[np.int32]
    visits: NDArray[np.int16]
    first: NDArray[np.int64]
    client_first: NDArray[np.int64]
    ask_slots: NDArray[np.uint64]
    starts: NDArray[np.int64]
    to: NDArray[np.int32]
    weights: NDArray[np.int64]
    giver_slots: NDArray[np.uint64]
    capacity: NDArray[np.int64]
    timeless: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsAssigned:
    """An optimum: one row a visit, by ask, half-hour and pair; ``slot`` is -1 with a timeless giver.

    ``prices`` are exactly what one visit more of each giver's capacity would add to ``total``. ``proven``
    says that no plan is worth more: always, in these exact solvers.
    """

    ask: NDArray[np.int32]
    edge: NDArray[np.int64]
    slot: NDArray[np.int32]
    prices: NDArray[np.int64]
    total: int
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits by ask, pair and half-hour (``ANY_SLOT`` where that is open)."""

    ask: NDArray[np.int32]
    edge: NDArray[np.int64]
    slot: NDArray[np.int32]


MOST_CHANGES = 64
"""A plan that needs more changes than that is made afresh."""


def assign_visits(problem: VisitsProblem) -> VisitsAssigned:
    """The plan with the greatest sum of weights and first-visit weights.

    An ask may be served by several givers, has at most the visits it wants, and never two in one half-hour;
    neither has a giver. Source: a minimum-cost flow by successive shortest paths with prices (Ahuja,
    Magnanti and Orlin 1993, chapter 9). Where half-hours do not bind, the short form is solved.

    Raises:
        WeightsTooLarge: the total could pass what 64 bits hold.
    """
    week = week_of(problem)
    capacity = np.ascontiguousarray(problem.capacity, np.int64)
    _check_total(week)
    if (rows := as_short_form(week, capacity)) is not None:
        found, slots = assign_short(week, rows, capacity)
        held = np.flatnonzero(found.edge >= 0)
        return _assigned(week, held.astype(np.int32), found.edge[held], slots[held], found.prices)
    if not COMPILED and (solved := visits_by_highs(week, capacity)) is not None:
        return _assigned(week, *solved)
    plan = new_plan(week, capacity)
    plan_all(week, plan, new_paths(plan))
    return _assigned(week, *_visits(plan))


def assign_visits_again(problem: VisitsProblem, kept: Visits) -> VisitsAssigned:
    """The same optimum and prices from visits that were planned before, which are changed only where that gains.

    Visits that no longer fit are left out first. Where very much has to change, all is planned afresh.

    Raises:
        WeightsTooLarge: the total could pass what 64 bits hold.
    """
    week = week_of(problem)
    _check_total(week)
    plan = new_plan(week, np.ascontiguousarray(problem.capacity, np.int64))
    keep_all(week, plan, kept.ask, kept.edge, kept.slot)
    if not better_all(week, plan, new_labels(plan), MOST_CHANGES):
        return assign_visits(problem)
    bring_in(week, plan, new_paths(plan))
    return _assigned(week, *_visits(plan))


def _visits(plan: Plan) -> tuple[Nodes, Ints, Nodes, Ints]:
    held = np.flatnonzero(plan.ask >= 0)
    return plan.ask[held], plan.edge[held], plan.slot[held], plan.prices


def _assigned(week: Week, ask: Nodes, edge: Ints, slot: Nodes, prices: Ints) -> VisitsAssigned:
    order = np.lexsort((edge, slot, ask))
    ask, edge, slot = ask[order], edge[order], slot[order]
    return VisitsAssigned(ask=ask, edge=edge, slot=slot, prices=prices, total=worth(week, ask, edge))


def week_of(problem: VisitsProblem) -> Week:
    """The problem as the kernel wants it; its visits are a copy."""
    client = np.ascontiguousarray(problem.client, np.int32)
    clients = len(problem.client_first)
    starts = np.zeros(clients + 1, np.int64)
    np.cumsum(np.bincount(client, minlength=clients), out=starts[1:])
    return Week(
        edges=edges(problem.starts, problem.to, problem.weights),
        client=client,
        visits=np.array(problem.visits, np.int64),
        first=np.ascontiguousarray(problem.first, np.int64),
        client_first=np.ascontiguousarray(problem.client_first, np.int64),
        own_starts=starts,
        own=np.argsort(client, kind="stable").astype(np.int32),
        ask_slots=np.ascontiguousarray(problem.ask_slots, np.uint64).reshape(-1, 6),
        giver_slots=np.ascontiguousarray(problem.giver_slots, np.uint64).reshape(-1, 6),
        timeless=np.ascontiguousarray(problem.timeless, np.bool_),
        common=np.zeros(len(problem.to), np.uint8),
    )


def _check_total(week: Week) -> None:
    rows = np.flatnonzero(np.diff(week.edges.starts) > 0)
    best = week.edges.weights[week.edges.starts[rows]].astype(np.float64) * week.visits[rows]
    firsts = float(week.first.sum(dtype=np.float64)) + float(week.client_first.sum(dtype=np.float64))
    if float(best.sum()) + firsts >= LIMIT:
        raise WeightsTooLarge()


def worth(week: Week, ask: NDArray[np.int32], edge: Ints) -> int:
    """What visits add up to, first ones with their extra."""
    served = np.unique(ask)
    clients = np.unique(week.client[served])
    parts = (week.edges.weights[edge], week.first[served], week.client_first[clients])
    return sum(int(part.sum()) for part in parts)


def a_tiny_week() -> VisitsProblem:
    """Two clients who want one giver at the same half-hour, and one who gives at any time."""
    slots = np.ones((2, 6), np.uint64)
    return VisitsProblem(
        client=np.arange(2, dtype=np.int32),
        visits=np.full(2, 2, np.int16),
        first=np.zeros(2, np.int64),
        client_first=np.ones(2, np.int64),
        ask_slots=slots,
        starts=np.array([0, 2, 4]),
        to=np.array([0, 1, 0, 1], np.int32),
        weights=np.array([3, 1, 2, 1]),
        giver_slots=slots,
        capacity=np.array([1, 3]),
        timeless=np.array([False, True]),
    )


def warm() -> None:
    """Compile."""
    tiny = a_tiny_week()
    assign_visits(replace(tiny, visits=np.ones(2, np.int16), capacity=np.zeros(2, np.int64)))
    found = assign_visits(tiny)
    assign_visits_again(a_tiny_week(), Visits(found.ask, found.edge, found.slot))
