"""Visits of one ask on as many days as can be: five in a row on one morning help less than one each day."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from matching.allocate.flow import Plan
from matching.allocate.ledger import bits
from matching.allocate.problem import SLOTS, Problem

_DAYS = 7
_A_DAY = SLOTS // _DAYS


def spread(problem: Problem, plan: Plan) -> Plan:
    """The same visits by the same givers, moved one by one to days on which their ask has none yet.

    A visit moves to the day farthest from the ask's others, at the same time of day where that is free.
    """
    owner, slot = problem.owner[plan.edge].tolist(), plan.slot.copy()
    giver = problem.giver[problem.to[plan.edge]].tolist()
    met, busy = defaultdict[int, int](int), defaultdict[int, int](int)
    for ask, one, at in zip(owner, giver, slot.tolist(), strict=True):
        if at >= 0:
            met[ask] |= 1 << at
            busy[one] |= 1 << at if one >= 0 else 0
    for visit, (ask, one) in enumerate(zip(owner, giver, strict=True)):
        at = int(slot[visit])
        if at < 0 or (met[ask] & _day(at // _A_DAY)).bit_count() < 2:
            continue
        window = bits(problem.window(int(plan.edge[visit]), ask))
        to = _elsewhere(window & ~met[ask] & ~busy[one], met[ask], at % _A_DAY)
        if to is not None:
            met[ask] ^= 1 << at | 1 << to
            busy[one] ^= 1 << at | 1 << to if one >= 0 else 0
            slot[visit] = to
    order = np.lexsort((plan.edge, slot, owner))
    return Plan(plan.edge[order], slot[order])


def _day(day: int) -> int:
    """The half-hours of a day as bits."""
    return ((1 << _A_DAY) - 1) << day * _A_DAY


def _elsewhere(free: int, met: int, time: int) -> int | None:
    """A free half-hour on the day farthest from those with a visit; None where every free day has one."""
    taken = [day for day in range(_DAYS) if met & _day(day)]
    open_days = [day for day in range(_DAYS) if day not in taken and free & _day(day)]
    if not open_days:
        return None
    chosen = max(open_days, key=lambda day: (min(_apart(day, other) for other in taken), -day))
    same_time = chosen * _A_DAY + time
    if free >> same_time & 1:
        return same_time
    rest = free & _day(chosen)
    return (rest & -rest).bit_length() - 1


def _apart(one: int, other: int) -> int:
    """Days between two days of a week that begins again."""
    return min((one - other) % _DAYS, (other - one) % _DAYS)
