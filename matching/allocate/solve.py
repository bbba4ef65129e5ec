"""The best plan: a flow for all, and where that promises too much, a program for the asks concerned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from matching.allocate.exact import part_of, solve_part
from matching.allocate.flow import OPEN_SLOT, Plan, solve_flow, targets_of
from matching.allocate.ledger import Ledger, breaks, greedy_order
from matching.allocate.problem import Ints, Problem
from matching.allocate.seats import seated
from matching.allocate.tiers import Tiers, tiers_of
from matching.errors import AnswerRejected

MOST_COLUMNS = 60_000
"""A part with more columns is mended around what broke, and its bound is the flow's."""

_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a plan has to keep beside the limits: by edge, which are to stay and which must not be.

    ``most_givers`` limits who gives to one ask; ``seconds`` is how long to look;
    with ``people_only`` no better points are looked for where as many people as can be are served.
    """

    stays: NDArray[np.bool_]
    never: NDArray[np.bool_]
    most_givers: int | None = None
    seconds: float = 30.0
    people_only: bool = False


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan that keeps everything, how good it is, and what no plan betters.

    ``problem`` and ``stays`` are without the edges that must not be; ``prices`` of the flow's targets are
    exact where ``flowing``: then the flow's promise was kept everywhere. ``promise`` is what it said.
    """

    problem: Problem
    stays: NDArray[np.bool_]
    plan: Plan
    found: Tiers
    bound: Tiers
    prices: Ints
    promise: Plan

    @property
    def flowing(self) -> bool:
        """Whether the flow's promise was kept."""
        return self.plan is self.promise

    @property
    def proven(self) -> bool:
        """Whether no plan is better."""
        return self.found == self.bound

    @property
    def gap(self) -> float:
        """The distance to the bound in the first thing in which they differ, relative to it; 0 where proven."""
        return self.found.short_of(self.bound)


def no_rules(problem: Problem, *, most_givers: int | None = None, seconds: float = 30.0) -> Rules:
    """Nothing beside the limits, and how many may give to one ask."""
    none = np.zeros(len(problem.to), np.bool_)
    return Rules(stays=none, never=none, most_givers=most_givers, seconds=seconds)


def solve_problem(problem: Problem, rules: Rules, last: Plan | None = None) -> Solved:
    """The plan that is best in the order of tiers; the best found, with its bound, where time runs out.

    It is looked for from a ``last`` plan where there is one, which need not fit any more.

    Raises:
        WeightsTooLarge: the region has to be solved in parts.
    """
    until = monotonic() + rules.seconds
    allowed = ~rules.never
    last = None if last is None else _within(last, allowed)
    problem, stays = problem.keeping(allowed), rules.stays[allowed]
    flow, prices = solve_flow(problem, stays, last=last)
    flow = seated(problem, flow)
    broken = breaks(problem, flow, rules.most_givers)
    if not broken:
        found = tiers_of(problem, flow.edge, stays)
        return Solved(problem, stays, flow, found, found, prices, flow)
    label = parts(problem)
    concerned = np.unique(label[broken])
    owner = problem.owner[flow.edge]
    kept = ~np.isin(label[owner], concerned)
    plans = [Plan(flow.edge[kept], flow.slot[kept])]
    bound = tiers_of(problem, flow.edge[kept], stays)
    for one in concerned.tolist():
        asks = np.flatnonzero(label == one)
        inner, edges = problem.of_asks(asks)
        inside = label[owner] == one
        at = np.searchsorted(edges, flow.edge[inside])
        before = None if last is None else _within(last, np.isin(np.arange(len(problem.to)), edges))
        best, most = _solved_part(
            inner, np.arange(len(asks)), stays[edges], Plan(at, flow.slot[inside]), rules, until, before
        )
        plans.append(Plan(edges[best.edge], best.slot))
        bound += most
    plan = _joined(problem, plans)
    if breaks(problem, plan, rules.most_givers):
        raise AnswerRejected(reason="a plan does not hold")
    return Solved(problem, stays, plan, tiers_of(problem, plan.edge, stays), bound, prices, flow)


def greedy(problem: Problem, most_givers: int | None = None) -> Plan:
    """Plain greed: each ask in order of urgency takes its best givers that are free."""
    ledger = Ledger(problem, most_givers)
    ledger.fill(greedy_order(problem))
    return ledger.plan()


def _solved_part(
    problem: Problem,
    asks: Ints,
    stays: NDArray[np.bool_],
    promised: Plan,
    rules: Rules,
    until: float,
    last: Plan | None,
) -> tuple[Plan, Tiers]:
    """A part exactly where it is small; else the best that tighter promises, or the last plan, lead to."""
    promise = tiers_of(problem, promised.edge, stays)
    tries = [one for one in (promised, last) if one is not None]
    mended = max(
        (_mended(problem, one, rules.most_givers)[0] for one in tries),
        key=lambda plan: tiers_of(problem, plan.edge, stays),
    )
    found = tiers_of(problem, mended.edge, stays)
    if enough(found, promise, rules):
        return mended, promise
    part = part_of(problem, asks)
    if len(part.edge) > MOST_COLUMNS:
        tightened = _tightened(problem, stays, promised, rules.most_givers, until)
        return max(mended, tightened, key=lambda plan: tiers_of(problem, plan.edge, stays)), promise
    exact = solve_part(part, stays, rules.most_givers, until, people_only=rules.people_only)
    best = mended
    if exact.plan is not None and tiers_of(problem, exact.plan.edge, stays) > found:
        best = exact.plan
    return best, max(min(exact.bound, promise), tiers_of(problem, best.edge, stays))


def enough(found: Tiers, promise: Tiers, rules: Rules) -> bool:
    """Whether nothing better than a promise is looked for."""
    return people_of(found) == people_of(promise) if rules.people_only else found == promise


def people_of(tiers: Tiers) -> Tiers:
    """The same without points."""
    return Tiers(tiers.kept, tiers.crisis, tiers.clients)


def _tightened(
    problem: Problem, stays: NDArray[np.bool_], promised: Plan, most_givers: int | None, until: float
) -> Plan:
    """The best of some plans, each from a flow that promises no more of anybody than the last one could keep."""
    targets = targets_of(problem)
    best, kept = _mended(problem, promised, most_givers)
    for _ in range(_ROUNDS):
        of = targets.of[problem.to[promised.edge]]
        promises = np.bincount(of, minlength=len(targets.capacity))
        fitting = np.bincount(of[kept], minlength=len(targets.capacity))
        if kept.all() or monotonic() > until:
            break
        capacity = np.where(fitting < promises, fitting, targets.capacity)
        targets = replace(targets, capacity=capacity)
        promised = seated(problem, solve_flow(problem, stays, targets)[0])
        mended, kept = _mended(problem, promised, most_givers)
        best = max(best, mended, key=lambda plan: tiers_of(problem, plan.edge, stays))
    return best


def _mended(problem: Problem, promised: Plan, most_givers: int | None) -> tuple[Plan, NDArray[np.bool_]]:
    """What of a promise fits, the most urgent first, then whoever is free; and by visit whether it fits."""
    ledger, owner = Ledger(problem, most_givers), problem.owner[promised.edge]
    kept = np.zeros(len(owner), np.bool_)
    for at in np.lexsort((np.arange(len(owner)), owner, problem.urgency[owner])).tolist():
        ask, edge, slot = int(owner[at]), int(promised.edge[at]), int(promised.slot[at])
        wish = None if slot == OPEN_SLOT else slot
        if ledger.fits(ask, edge, wish):
            ledger.book(ask, edge, wish)
            kept[at] = True
    ledger.fill(greedy_order(problem))
    return ledger.plan(), kept


def _within(plan: Plan, edges: NDArray[np.bool_]) -> Plan:
    """The visits of a plan along some edges, which are numbered anew."""
    place: Ints = np.cumsum(edges) - 1
    held = edges[plan.edge]
    return Plan(place[plan.edge[held]], plan.slot[held])


def _joined(problem: Problem, plans: list[Plan]) -> Plan:
    edge = np.concatenate([plan.edge for plan in plans])
    slot = np.concatenate([plan.slot for plan in plans])
    order = np.lexsort((edge, slot, problem.owner[edge]))
    return Plan(edge[order], slot[order])


def parts(problem: Problem) -> Ints:
    """By ask the part it is in, named after its first ask: asks of different parts share nobody."""
    label: Ints = np.arange(len(problem), dtype=np.int64)
    owner, bodies = problem.owner, len(problem.load_room)
    giver = problem.giver[problem.to]
    meets = np.where(giver >= 0, giver, bodies + problem.to)
    _, client = np.unique(problem.client, return_inverse=True)
    while True:
        before = label.copy()
        for of, at in ((meets, owner), (client, np.arange(len(problem)))):
            least = np.full(int(of.max(initial=-1)) + 1, len(problem))
            np.minimum.at(least, of, label[at])
            np.minimum.at(label, at, least[of])
        label = label[label]
        if np.array_equal(before, label):
            return label
