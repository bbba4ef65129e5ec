"""The plan as a flow: what each resource can give is counted in visits, which can only promise too much.

It is exact where the promise can be kept, and a bound where it cannot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.allocate.problem import LEAST, Ints, Problem, Week
from matching.allocate.tiers import weights_of
from matching.amounts import Floats
from matching.kernels.visit_changes import ANY_SLOT
from matching.kernels.visits import Visits, VisitsProblem, assign_visits, assign_visits_again

NO_SLOT = -1
OPEN_SLOT = ANY_SLOT


@dataclass(frozen=True, slots=True)
class Plan:
    """Visits, by ask, half-hour and edge; the half-hour is -1 where there is none, or none yet.

    Where a plan is only one to begin with, ``OPEN_SLOT`` stands for any half-hour.
    """

    edge: Ints
    slot: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.edge)


@dataclass(frozen=True, slots=True)
class Targets:
    """Where visits end in the flow: a giver with all that they offer at hours, or one resource alone."""

    of: NDArray[np.int32]
    slots: Week
    capacity: Ints
    timeless: NDArray[np.bool_]


def solve_flow(
    problem: Problem,
    stays: NDArray[np.bool_],
    targets: Targets | None = None,
    last: Plan | None = None,
) -> tuple[Plan, Ints]:
    """The best plan of the flow, and by target the exact value of one visit more in the flow's weights.

    Where there is a ``last`` plan, it is changed only as far as that gains.
    """
    targets = targets_of(problem) if targets is None else targets
    weights = weights_of(problem, stays)
    worth = problem.scores + np.where(stays, weights.kept, 0)
    chosen = _one_each(problem, targets, worth)
    clients, client = np.unique(problem.client, return_inverse=True)
    starts: Ints = np.zeros(len(problem) + 1, np.int64)
    np.cumsum(np.bincount(problem.owner[chosen], minlength=len(problem)), out=starts[1:])
    week = VisitsProblem(
        client=client.astype(np.int32),
        visits=problem.visits.astype(np.int16),
        first=np.where(problem.crisis, weights.crisis, 0).astype(np.int64),
        client_first=np.full(len(clients), weights.client, np.int64),
        ask_slots=problem.ask_slots,
        starts=starts,
        to=targets.of[problem.to[chosen]],
        weights=worth[chosen],
        giver_slots=targets.slots,
        capacity=targets.capacity,
        timeless=targets.timeless,
    )
    found = (
        assign_visits(week)
        if last is None
        else assign_visits_again(week, _kept(problem, targets, chosen, last))
    )
    return Plan(chosen[found.edge], found.slot), found.prices


def _kept(problem: Problem, targets: Targets, chosen: Ints, last: Plan) -> Visits:
    """The visits of a plan along the best edges of their asks to the same targets."""
    owner, count = problem.owner, len(targets.capacity)
    key = owner.astype(np.int64) * count + targets.of[problem.to]
    order = np.argsort(key[chosen])
    at = order[np.searchsorted(key[chosen], key[last.edge], sorter=order)]
    return Visits(owner[last.edge], at.astype(np.int64), last.slot)


def targets_of(problem: Problem) -> Targets:
    """The ends of the flow, each with the most visits that any choice could leave it."""
    count, bodies = len(problem.room), len(problem.load_room)
    by_hours = (problem.giver >= 0) & ~problem.timeless
    key = np.where(by_hours, problem.giver, bodies + np.arange(count))
    used, of = np.unique(key, return_inverse=True)
    fits = times(problem, problem.room, problem.to, problem.size)
    total = np.zeros(len(used), np.int64)
    np.add.at(total, of, fits)
    carries = times(problem, problem.load_room, problem.giver[problem.to], problem.load)
    body = np.full(len(used), -1)
    body[of] = problem.giver
    limited = body >= 0
    total[limited] = np.minimum(total[limited], carries[body[limited]])
    slots: Week = np.zeros((len(used), 6), np.uint64)
    np.bitwise_or.at(slots, of, problem.slots)
    timeless = np.ones(len(used), np.bool_)
    timeless[of[by_hours]] = False
    return Targets(of.astype(np.int32), slots, total, timeless)


def times(problem: Problem, room: Floats, of: NDArray[np.int32], each: Floats) -> Ints:
    """How many visits fit in each room at most: as many as of the smallest."""
    most = int(problem.visits.sum())
    least = np.full(len(room), np.inf)
    known = of >= 0
    np.minimum.at(least, of[known], each[known])
    with np.errstate(divide="ignore", invalid="ignore"):
        fits = np.floor((room + LEAST) / least)
    fits = np.where(np.isinf(room) | (least <= 0), most, np.where(np.isinf(least), 0, fits))
    fits = np.where(room <= LEAST, 0, fits)
    found: Ints = np.clip(fits, 0, most).astype(np.int64)
    return found


def _one_each(problem: Problem, targets: Targets, worth: Ints) -> Ints:
    """The best edge of each ask to each target, in rows, best first."""
    owner, target = problem.owner, targets.of[problem.to]
    order = np.lexsort((np.arange(len(worth)), -worth, target, owner))
    first = np.ones(len(order), np.bool_)
    first[1:] = (owner[order][1:] != owner[order][:-1]) | (target[order][1:] != target[order][:-1])
    kept = order[first]
    found: Ints = kept[np.lexsort((target[kept], -worth[kept], owner[kept]))]
    return found
