"""Who could step in for each role: a neighbour who is not yet in the circle and may meet everybody in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from matching.circle.chains import Way, way_to
from matching.circle.posed import Posed
from matching.circle.problem import Solution
from matching.circle.times import placed

Stepping = tuple[int, int, int, Way]
"""Points, the offer, how many visits of the role, and the way to whoever makes the offer."""


def stepping_in(posed: Posed, solution: Solution, role: int, most: int) -> list[Stepping]:
    """The best few for a role: who could take most of its visits, with the least burden, by id; one entry a person."""
    problem = posed.problem
    members = {problem.offers[offer].neighbour for offer in solution.offers if offer >= 0}
    asked = members | solution.introducers
    weighed = sorted(
        (-visits, burden, problem.offers[offer].neighbour, offer, way)
        for burden, offer, visits, way in _all(posed, asked, members, role)
    )
    found: dict[int, Stepping] = {}
    for less, burden, neighbour, offer, way in weighed:
        found.setdefault(neighbour, (burden, offer, -less, way))
    return list(found.values())[:most]


def _all(posed: Posed, asked: Collection[int], members: Collection[int], role: int) -> Iterator[Stepping]:
    problem = posed.problem
    windows = {d: duty.window for d, duty in enumerate(problem.duties) if duty.role == role}
    barred = {q for pair in problem.apart for p, q in (pair, pair[::-1]) if p in asked}
    ways: dict[int, Way | None] = {}
    for number, offer in enumerate(problem.offers):
        p = offer.neighbour
        if offer.role != role or p in members or p in barred:
            continue
        if p not in ways:
            ways[p] = way_to(problem, p, asked, _may_introduce(posed, p, barred))
        way = ways[p]
        free = {d: offer.free & window for d, window in windows.items() if offer.free & window}
        visits = min(len(placed(free)), offer.weekly, problem.weekly[p])
        if way is not None and visits:
            anew = [one for one in way if one not in asked]
            if problem.apart & set(combinations(sorted(anew), 2)):
                continue
            burden = problem.burden[p] + visits * offer.burden + len(anew) * (problem.introducer or 0)
            yield burden, number, visits, way


def _may_introduce(posed: Posed, to: int, barred: Collection[int]) -> set[int]:
    """Who may be asked anew to introduce somebody: nobody who must not meet them, or anybody in the circle."""
    problem = posed.problem
    if problem.introducer is None:
        return set()
    return {
        p
        for p in range(problem.neighbours)
        if p not in barred and (min(p, to), max(p, to)) not in problem.apart
    }
