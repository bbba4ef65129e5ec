"""Half-hours for visits whose number is settled: within an ask, and within hours that are all alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.allocate.flow import NO_SLOT, Plan
from matching.allocate.ledger import bits
from matching.allocate.problem import Problem


def seated(problem: Problem, plan: Plan) -> Plan:
    """The plan with half-hours for visits of organisations, which the flow leaves open; -1 where none is left."""
    slot, owner = plan.slot.copy(), problem.owner[plan.edge]
    resource = problem.to[plan.edge]
    waiting = np.flatnonzero((slot == NO_SLOT) & ~problem.timeless[resource])
    for ask in np.unique(owner[waiting]).tolist():
        met = [int(one) for one in slot[(owner == ask) & (slot >= 0)]]
        taken = sum(1 << one for one in met)
        mine = waiting[owner[waiting] == ask]
        windows = [bits(problem.window(int(plan.edge[at]), ask)) & ~taken for at in mine]
        slot[mine] = matched(windows)
    order = np.lexsort((plan.edge, slot, owner))
    return Plan(plan.edge[order], slot[order])


def matched(windows: Sequence[int]) -> list[int]:
    """A half-hour of its own for as many windows as can be, the earliest where several would do."""
    holder: dict[int, int] = {}

    def place(at: int, seen: set[int]) -> bool:
        rest = windows[at]
        while rest:
            slot = (rest & -rest).bit_length() - 1
            rest &= rest - 1
            if slot in seen:
                continue
            seen.add(slot)
            if slot not in holder or place(holder[slot], seen):
                holder[slot] = at
                return True
        return False

    for at in range(len(windows)):
        place(at, set())
    found = [NO_SLOT] * len(windows)
    for slot, at in holder.items():
        found[at] = slot
    return found


def coloured(pairs: Sequence[tuple[int, int]], colours: int) -> list[int]:
    """A colour for each pair so that neither side has one twice; no side is in more pairs than there are colours.

    Source: König's theorem, by alternating paths.
    """
    at: list[dict[tuple[int, int], int]] = [{}, {}]
    """By side: the pair of a vertex that has a colour."""
    found = [-1] * len(pairs)
    for new, (left, right) in enumerate(pairs):
        free = [
            next(c for c in range(colours) if (vertex, c) not in at[side])
            for side, vertex in ((0, left), (1, right))
        ]
        if free[0] != free[1]:
            _swap(pairs, found, at, right, free)
        _give(pairs, found, at, new, free[0])
    return found


def _give(
    pairs: Sequence[tuple[int, int]],
    found: list[int],
    at: list[dict[tuple[int, int], int]],
    pair: int,
    colour: int,
) -> None:
    found[pair] = colour
    for side in (0, 1):
        at[side][pairs[pair][side], colour] = pair


def _swap(
    pairs: Sequence[tuple[int, int]],
    found: list[int],
    at: list[dict[tuple[int, int], int]],
    right: int,
    free: Sequence[int],
) -> None:
    """Exchange two colours along the path from a vertex on the right, so that the first is free there."""
    path, side, vertex, colour = [], 1, right, free[0]
    while (pair := at[side].get((vertex, colour))) is not None:
        path.append(pair)
        side = 1 - side
        vertex = pairs[pair][side]
        colour = free[1] if colour == free[0] else free[0]
    for pair in path:
        for one in (0, 1):
            del at[one][pairs[pair][one], found[pair]]
    for pair in path:
        _give(pairs, found, at, pair, free[1] if found[pair] == free[0] else free[0])
