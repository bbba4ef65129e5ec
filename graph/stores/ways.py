"""Simple ways between two ids, read from both ends without walking the whole graph."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping

Neighbours = Callable[[Collection[str]], Mapping[str, Collection[str]]]
"""The neighbours of each of some ids; whoever is a neighbour has the other for one too."""


def simple_ways(
    neighbours: Neighbours, start: str, goal: str, *, max_steps: int, limit: int
) -> tuple[tuple[str, ...], ...]:
    """Ways from start to goal in at most so many steps, shortest first, then by ids.

    Steps left to the goal are counted first, so that only ids from which it can still be reached are
    followed, and the ways come out in order.
    """
    if start == goal or max_steps < 1 or limit < 1:
        return ()
    known = _between(neighbours, start, goal, max_steps)
    left = _steps_left(known, goal, max_steps)
    if start not in left:
        return ()
    followed = {one: sorted(known[one] & left.keys()) for one in left}
    found: list[tuple[str, ...]] = []
    for length in range(left[start], max_steps + 1):
        for way in _of_length((start,), goal, length, followed, left):
            found.append(way)
            if len(found) == limit:
                return tuple(found)
    return tuple(found)


def _between(neighbours: Neighbours, start: str, goal: str, max_steps: int) -> Mapping[str, set[str]]:
    """Every tie that a way of so many steps can go along, and others.

    The steps are shared between the two ends: a tie further from the start than its share is near enough
    to the goal. Both first steps are one read; each after that is taken where fewer wait.
    """
    found = defaultdict[str, set[str]](set)
    seen: list[set[str]] = [{start}, {goal}]
    edges: list[set[str]] = [{start}, {goal}]
    steps = 0
    while steps < max_steps:
        sides = (0, 1) if steps == 0 and max_steps > 1 else (min((0, 1), key=lambda side: len(edges[side])),)
        for one, reached in neighbours(set().union(*(edges[side] for side in sides))).items():
            found[one].update(reached)
            for other in reached:
                found[other].add(one)
        for side in sides:
            edges[side] = set().union(*(found[one] for one in edges[side])) - seen[side]
            seen[side] |= edges[side]
        steps += len(sides)
    return found


def _steps_left(known: Mapping[str, set[str]], goal: str, max_steps: int) -> dict[str, int]:
    """Fewest steps to the goal for every id within reach."""
    left, edge = {goal: 0}, {goal}
    for steps in range(1, max_steps + 1):
        edge = set().union(*(known[one] for one in edge)) - left.keys()
        left.update(dict.fromkeys(edge, steps))
    return left


def _of_length(
    way: tuple[str, ...], goal: str, steps: int, known: Mapping[str, list[str]], left: Mapping[str, int]
) -> Iterator[tuple[str, ...]]:
    for neighbour in known[way[-1]]:
        if neighbour in way or left.get(neighbour, steps) > steps - 1:
            continue
        if steps == 1:
            yield (*way, neighbour)
        elif neighbour != goal:
            yield from _of_length((*way, neighbour), goal, steps - 1, known, left)
