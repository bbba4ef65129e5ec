"""Where half-hours do not bind, a week of visits is the short form: who gives to whom, and any hour does."""

from __future__ import annotations

import numpy as np

from matching.kernels.assignment import Assigned, assign
from matching.kernels.compiled import compiled
from matching.kernels.edges import Edges, edges
from matching.kernels.week import Ints, Nodes, Slots, Week, flip, lowest


def as_short_form(week: Week, capacity: Ints) -> Edges | None:
    """The pairs with all that a visit adds, where the short form has the same optima and prices; else None.

    It has where each ask wants one visit, no client's first visit could be one of several, and each pair has
    more half-hours in common than the giver has visits: then whoever is chosen finds one, also if the giver
    had one visit more.
    """
    several = np.diff(week.own_starts) > 1
    if not len(week.visits) or (week.visits != 1).any() or week.client_first[several].any():
        return None
    if _bind(week, capacity):
        return None
    starts, to, weights = week.edges
    extra = week.first + week.client_first[week.client]
    return edges(starts, to, weights + np.repeat(extra, np.diff(starts)))


def assign_short(week: Week, rows: Edges, capacity: Ints) -> tuple[Assigned, Nodes]:
    """The optimum of the short form, and by ask the half-hour of its visit, -1 where there is none."""
    found = assign(*rows, capacity)
    slot = np.full(len(found.edge), -1, np.int32)
    _seat(week, found.edge, np.zeros((len(capacity), 6), np.uint64), slot)
    return found, slot


@compiled
def _bind(week: Week, capacity: Ints) -> bool:
    """Whether some pair has no more half-hours in common than the giver has visits."""
    starts, to, _ = week.edges
    for ask in range(len(starts) - 1):
        for edge in range(starts[ask], starts[ask + 1]):
            giver = to[edge]
            if week.timeless[giver]:
                continue
            many, enough = 0, capacity[giver] + 1
            for k in range(6):
                both = week.ask_slots[ask, k] & week.giver_slots[giver, k]
                while both and many < enough:
                    both &= both - np.uint64(1)
                    many += 1
            if many < enough:
                return True
    return False


@compiled
def _seat(week: Week, chosen: Ints, occupied: Slots, slot: Nodes) -> None:
    """Give each visit the first half-hour that suits both and that its giver still has."""
    for ask in range(len(chosen)):
        if chosen[ask] < 0:
            continue
        giver = week.edges.to[chosen[ask]]
        if week.timeless[giver]:
            continue
        for k in range(6):
            both = week.ask_slots[ask, k] & week.giver_slots[giver, k] & ~occupied[giver, k]
            if both:
                slot[ask] = 64 * k + lowest(both)
                flip(occupied, giver, slot[ask])
                break
