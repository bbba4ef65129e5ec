"""By whom a neighbour is introduced: the way of ties that asks the fewest people anew, then the shortest, then by id."""

from __future__ import annotations

from collections.abc import Collection

from matching.circle.problem import Problem

Way = tuple[int, ...]
"""The people between the client and a neighbour, from the client on."""


def way_to(problem: Problem, to: int, asked: Collection[int], anew: Collection[int] = ()) -> Way | None:
    """The way to a neighbour over people who are asked already, or may be asked anew; None where there is none."""
    if to in problem.direct:
        return ()
    between = (set(asked) | set(anew)) - {to}
    known = set(asked)
    best: dict[int, tuple[int, Way]] = {
        p: (p not in known, (p,))
        for p in between
        if p in problem.opens or (p in problem.direct and p in known and p < problem.members)
    }
    found = _step_to(problem, to, best)
    for _ in range(problem.steps - 2):
        further = dict(best)
        for p in sorted(between):
            over = _step_to(problem, p, best)
            if over is not None and p not in over[1]:
                way = (over[0] + (p not in known), (*over[1], p))
                further[p] = min(further.get(p, way), way, key=_weight)
        if further == best:
            break
        best = further
        last = _step_to(problem, to, best)
        found = min((one for one in (found, last) if one is not None), key=_weight, default=None)
    return None if found is None else found[1]


def _step_to(problem: Problem, to: int, best: dict[int, tuple[int, Way]]) -> tuple[int, Way] | None:
    return min((best[p] for p in problem.links[to] if p in best), key=_weight, default=None)


def _weight(way: tuple[int, Way]) -> tuple[int, int, Way]:
    return way[0], len(way[1]), way[1]
