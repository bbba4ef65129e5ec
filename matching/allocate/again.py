"""A plan solved again after one change: what shares nobody with the change stays as it is."""

from __future__ import annotations

import numpy as np

from matching.allocate.allocate import Wishes, Worked, rules_of
from matching.allocate.flow import Plan, targets_of
from matching.allocate.problem import Ints, Problem
from matching.allocate.solve import Rules, Solved, parts, solve_problem
from matching.allocate.tiers import tiers_of


def allocate_again(work: Worked, wishes: Wishes) -> Worked:
    """The plan under other wishes, from the last one; its tiers are those of a fresh plan."""
    before, rules = (rules_of(work.snapshot, work.whole, one) for one in (work.wishes, wishes))
    solved = solve_again(work.whole, before, work.solved, rules)
    return Worked(work.snapshot, work.whole, wishes, solved)


def solve_again(whole: Problem, before: Rules, last: Solved, rules: Rules) -> Solved:
    """The best plan under other rules; only the parts in which they differ are solved, where the last was proven."""
    label, owner = parts(whole), whole.owner
    differs = (before.stays != rules.stays) | (before.never != rules.never)
    touched = np.isin(label, label[owner[differs]])
    if not last.proven or before.most_givers != rules.most_givers or touched.all():
        return solve_problem(whole, rules)
    inner, edges = whole.of_asks(np.flatnonzero(touched))
    new = solve_problem(
        inner,
        Rules(
            stays=rules.stays[edges],
            never=rules.never[edges],
            most_givers=rules.most_givers,
            seconds=rules.seconds,
            people_only=rules.people_only,
        ),
    )
    old_edges, new_edges = np.flatnonzero(~before.never), edges[np.flatnonzero(~rules.never[edges])]
    place: Ints = np.cumsum(~rules.never) - 1
    problem, stays = whole.keeping(~rules.never), rules.stays[~rules.never]

    def joined(old: Plan, fresh: Plan) -> Plan:
        kept = ~touched[owner[old_edges[old.edge]]]
        edge = np.concatenate([place[old_edges[old.edge[kept]]], place[new_edges[fresh.edge]]])
        slot = np.concatenate([old.slot[kept], fresh.slot])
        order = np.lexsort((edge, slot, problem.owner[edge]))
        return Plan(edge[order], slot[order])

    plan = joined(last.plan, new.plan)
    promise = plan if last.flowing and new.flowing else joined(last.promise, new.promise)
    found = tiers_of(problem, plan.edge, stays)
    bound = found + new.bound - new.found
    prices = last.prices.copy()
    mine = np.unique(targets_of(whole).of[inner.to])
    prices[mine] = new.prices[mine]
    return Solved(problem, stays, plan, found, bound, prices, promise)
