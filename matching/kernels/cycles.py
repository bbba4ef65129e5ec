"""Short cycles and chains of a directed graph in compressed rows, by numba or, the same, by numpy.

Vertices are numbers from 0; the heads of the arcs of ``v`` are ``to[starts[v]:starts[v + 1]]``, ascending.
A cycle begins at its lowest vertex, a chain at a source; shorter ones are filled up with -1. Both come in
ascending order of their vertices, so the answer depends on the graph alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.kernels.compiled import COMPILED, compiled

Paths = NDArray[np.int32]
Starts = NDArray[np.int64]
_ROOM = 1 << 12


def cycles(starts: Starts, to: NDArray[np.int32], longest: int, most: int) -> Paths | None:
    """Every cycle of 2 to ``longest`` vertices, one a row (none below 2); None where there are more than ``most``."""
    if longest < 2:
        return np.empty((0, 2), np.int32)
    back_starts, back = _reversed(starts, to)
    if not COMPILED:
        return _cycles_by_numpy(starts, to, longest, most)
    found: Paths = np.empty((_ROOM, longest), np.int32)
    count = _cycles(starts, to, back_starts, back, longest, found)
    if count > most:
        return None
    if count > len(found):
        found = np.empty((count, longest), np.int32)
        _cycles(starts, to, back_starts, back, longest, found)
    return found[:count]


def chains(
    starts: Starts,
    to: NDArray[np.int32],
    sources: NDArray[np.int32],
    longest: int,
    through: NDArray[np.bool_],
    most: int,
) -> Paths | None:
    """Every chain from a source over 1 to ``longest`` further vertices that touches one of ``through``.

    A source is no head of an arc. None where there are more than ``most``.
    """
    left = _steps_to(starts, to, through, longest)
    if not COMPILED:
        return _chains_by_numpy(starts, to, sources, longest, left, most)
    found: Paths = np.empty((_ROOM, longest + 1), np.int32)
    count = _chains(starts, to, sources, longest, left, found)
    if count > most:
        return None
    if count > len(found):
        found = np.empty((count, longest + 1), np.int32)
        _chains(starts, to, sources, longest, left, found)
    return found[:count]


def _reversed(starts: Starts, to: NDArray[np.int32]) -> tuple[Starts, NDArray[np.int32]]:
    """The arcs by their heads."""
    n = len(starts) - 1
    tails = np.repeat(np.arange(n, dtype=np.int32), np.diff(starts))
    back_starts: Starts = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(to, minlength=n), out=back_starts[1:])
    return back_starts, tails[np.argsort(to, kind="stable")]


def _steps_to(
    starts: Starts, to: NDArray[np.int32], through: NDArray[np.bool_], longest: int
) -> NDArray[np.int32]:
    """By vertex: the fewest arcs to one of ``through``; one more than ``longest`` where it is farther."""
    tails = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    steps = np.where(through, 0, longest + 1).astype(np.int32)
    for step in range(longest):
        near = tails[steps[to] == step]
        steps[near] = np.minimum(steps[near], step + 1)
    return steps


@compiled
def _stands_on(path: NDArray[np.int32], last: int, vertex: int) -> bool:
    """Whether a vertex stands on a path behind its first and up to its last place."""
    stands = False
    for place in range(1, last + 1):
        stands = stands or path[place] == vertex
    return stands


@compiled
def _keep(found: Paths, row: int, path: NDArray[np.int32], length: int) -> None:
    """Write the first vertices of a path to a row, where there is one."""
    if row < len(found):
        for place in range(found.shape[1]):
            found[row, place] = path[place] if place < length else -1


@compiled
def _cycles(
    starts: Starts,
    to: NDArray[np.int32],
    back_starts: Starts,
    back: NDArray[np.int32],
    longest: int,
    found: Paths,
) -> int:
    """How many cycles there are; those that ``found`` has room for are written to it."""
    closes = np.full(len(starts) - 1, -1, np.int32)
    path = np.empty(longest, np.int32)
    at = np.empty(longest, np.int64)
    count = 0
    for root in range(len(starts) - 1):
        closing = False
        for arc in range(back_starts[root], back_starts[root + 1]):
            closes[back[arc]] = root
            closing = closing or back[arc] > root
        if not closing:
            continue
        depth = 0
        path[0], at[0] = root, starts[root]
        while depth >= 0:
            if at[depth] == starts[path[depth] + 1]:
                depth -= 1
                continue
            head = to[at[depth]]
            at[depth] += 1
            if head <= root:
                continue
            if _stands_on(path, depth, head):
                continue
            path[depth + 1] = head
            if closes[head] == root:
                _keep(found, count, path, depth + 2)
                count += 1
            if depth + 2 < longest:
                depth += 1
                at[depth] = starts[head]
    return count


@compiled
def _chains(
    starts: Starts,
    to: NDArray[np.int32],
    sources: NDArray[np.int32],
    longest: int,
    left: NDArray[np.int32],
    found: Paths,
) -> int:
    """How many chains there are; those that ``found`` has room for are written to it."""
    path = np.empty(longest + 1, np.int32)
    at = np.empty(longest + 1, np.int64)
    touched = np.zeros(longest + 1, np.bool_)
    count = 0
    for source in sources:
        if left[source] > longest:
            continue
        depth = 0
        path[0], at[0], touched[0] = source, starts[source], left[source] == 0
        while depth >= 0:
            if depth == longest or at[depth] == starts[path[depth] + 1]:
                depth -= 1
                continue
            head = to[at[depth]]
            at[depth] += 1
            too_far = not touched[depth] and left[head] > longest - depth - 1
            if too_far or _stands_on(path, depth, head):
                continue
            depth += 1
            path[depth], at[depth] = head, starts[head]
            touched[depth] = touched[depth - 1] or left[head] == 0
            if touched[depth]:
                _keep(found, count, path, depth + 1)
                count += 1
    return count


def _further(starts: Starts, to: NDArray[np.int32], paths: Paths) -> Paths:
    """Every path with every arc from its end added that leads to no vertex already on it."""
    ends = paths[:, -1]
    counts = np.diff(starts)[ends]
    arcs = np.arange(counts.sum()) + np.repeat(starts[ends] - np.cumsum(counts) + counts, counts)
    longer: Paths = np.column_stack([np.repeat(paths, counts, axis=0), to[arcs]])
    simple: Paths = longer[(longer[:, :-1] != longer[:, -1:]).all(axis=1)]
    return simple


def _joined(parts: list[Paths], width: int, most: int) -> Paths | None:
    """Paths of several lengths in one table, ascending; None where there are more than ``most``."""
    if sum(map(len, parts)) > most:
        return None
    filled = [np.full((0, width), -1, np.int32)]
    for part in parts:
        filled.append(np.full((len(part), width), -1, np.int32))
        filled[-1][:, : part.shape[1]] = part
    table = np.concatenate(filled)
    ordered: Paths = table[np.lexsort(table.T[::-1])]
    return ordered


def _cycles_by_numpy(starts: Starts, to: NDArray[np.int32], longest: int, most: int) -> Paths | None:
    n = len(starts) - 1
    arcs = np.repeat(np.arange(n, dtype=np.int64), np.diff(starts)) * n + to
    paths: Paths = np.arange(n, dtype=np.int32)[:, None]
    parts = []
    for _ in range(longest - 1):
        paths = _further(starts, to, paths)
        paths = paths[paths[:, -1] > paths[:, 0]]
        parts.append(paths[np.isin(paths[:, -1].astype(np.int64) * n + paths[:, 0], arcs)])
    return _joined(parts, longest, most)


def _chains_by_numpy(
    starts: Starts,
    to: NDArray[np.int32],
    sources: NDArray[np.int32],
    longest: int,
    left: NDArray[np.int32],
    most: int,
) -> Paths | None:
    paths: Paths = sources[:, None].astype(np.int32)
    parts = []
    for step in range(1, longest + 1):
        paths = _further(starts, to, paths)
        touched = (left[paths] == 0).any(axis=1)
        parts.append(paths[touched])
        paths = paths[touched | (left[paths[:, -1]] <= longest - step)]
    return _joined(parts, longest + 1, most)


def warm() -> None:
    """Compile on two neighbours who help each other, and one who asks for nothing."""
    starts, to = np.array([0, 1, 2, 3], np.int64), np.array([1, 0, 0], np.int32)
    cycles(starts, to, 3, 9)
    chains(starts, to, np.array([2], np.int32), 2, np.ones(3, np.bool_), 9)
