"""Simple ways between two ids, found from both ends without walking the whole graph."""

from collections.abc import Callable, Collection, Iterator, Mapping

Neighbours = Callable[[Collection[str]], Mapping[str, Collection[str]]]
"""The neighbours of each of some ids."""


def simple_ways(
    neighbours: Neighbours, start: str, goal: str, *, max_steps: int, limit: int
) -> tuple[tuple[str, ...], ...]:
    """Ways from start to goal in at most so many steps, shortest first, then by ids.

    Steps left to the goal are counted first, so that only ids from which it can still be reached are
    followed, and the ways come out in order.
    """
    if start == goal or max_steps < 1 or limit < 1:
        return ()
    known: dict[str, list[str]] = {}
    left = _steps_left(neighbours, goal, max_steps, known)
    if left.get(start, max_steps + 1) > max_steps:
        return ()
    found: list[tuple[str, ...]] = []
    for length in range(left[start], max_steps + 1):
        for way in _of_length((start,), goal, length, known, left):
            found.append(way)
            if len(found) == limit:
                return tuple(found)
    return tuple(found)


def _steps_left(
    neighbours: Neighbours, goal: str, max_steps: int, known: dict[str, list[str]]
) -> dict[str, int]:
    """Fewest steps to the goal for every id within reach; fills ``known`` for all of them."""
    left = {goal: 0}
    edge = {goal}
    for steps in range(1, max_steps + 1):
        reached = neighbours(edge)
        known.update((i, sorted(reached.get(i, ()))) for i in edge)
        edge = {n for i in edge for n in known[i]} - left.keys()
        left.update(dict.fromkeys(edge, steps))
    known.update((i, []) for i in edge)
    reached = neighbours(edge)
    known.update((i, sorted(reached.get(i, ()))) for i in edge)
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
