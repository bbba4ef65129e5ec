"""A binary heap of numbered nodes by distance, ties by number, with a place for each node: none is in it twice.

``heap[0]`` holds how many there are, ``heap[1:]`` the nodes; ``place[node]`` is where it stands, ``OUT``
before it came and ``SETTLED`` after it was taken.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.kernels.compiled import bare

OUT, SETTLED = 0, -1
Ints = NDArray[np.int64]
Nodes = NDArray[np.int32]


@bare
def offer(heap: Nodes, place: Nodes, distance: Ints, node: int) -> None:
    """Put a node in, or move it up after its distance became less."""
    at = place[node]
    if at == OUT:
        heap[0] += 1
        at = heap[0]
    key = distance[node]
    while at > 1:
        above = at >> 1
        other = heap[above]
        if distance[other] < key or (distance[other] == key and other < node):
            break
        heap[at] = other
        place[other] = at
        at = above
    heap[at] = node
    place[node] = at


@bare
def take(heap: Nodes, place: Nodes, distance: Ints) -> int:
    """The nearest node, which is settled then; the heap must not be empty."""
    found = heap[1]
    place[found] = SETTLED
    size = heap[0] - 1
    heap[0] = size
    if size:
        last = heap[size + 1]
        key = distance[last]
        at = 1
        while True:
            below = 2 * at
            if below > size:
                break
            other = heap[below]
            if below < size:
                right = heap[below + 1]
                nearer = distance[right] < distance[other]
                if nearer or (distance[right] == distance[other] and right < other):
                    below += 1
                    other = right
            if key < distance[other] or (key == distance[other] and last < other):
                break
            heap[at] = other
            place[other] = at
            at = below
        heap[at] = last
        place[last] = at
    return int(found)
