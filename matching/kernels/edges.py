"""Weighted pairs of asks and resources in rows, best first: how the kernels want them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matching.kernels.compiled import compiled


class Edges(NamedTuple):
    """Row ``i`` is ``starts[i]:starts[i + 1]`` of ``to`` (resources) and ``weights`` (> 0, descending)."""

    starts: NDArray[np.int64]
    to: NDArray[np.int32]
    weights: NDArray[np.int64]


def edges(starts: ArrayLike, to: ArrayLike, weights: ArrayLike) -> Edges:
    """Rows that are sorted already, in the types of the kernels."""
    return Edges(
        np.ascontiguousarray(starts, np.int64),
        np.ascontiguousarray(to, np.int32),
        np.ascontiguousarray(weights, np.int64),
    )


def sorted_edges(asks: ArrayLike, resources: ArrayLike, weights: ArrayLike, count: int) -> Edges:
    """Pairs in any order as rows of ``count`` asks, best first, equal ones by resource.

    Asks and resources are numbered in order of ids: then the order of the pairs changes nothing.
    """
    return Edges(
        *_gathered(
            np.ascontiguousarray(asks, np.int32),
            np.ascontiguousarray(resources, np.int32),
            np.ascontiguousarray(weights, np.int64),
            count,
        )
    )


@compiled
def _gathered(
    asks: NDArray[np.int32], resources: NDArray[np.int32], weights: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    starts = np.zeros(count + 1, np.int64)
    for k in range(len(asks)):
        starts[asks[k] + 1] += 1
    for i in range(count):
        starts[i + 1] += starts[i]
    ends = starts[:-1].copy()
    to, sorted_weights = np.empty(len(asks), np.int32), np.empty(len(asks), np.int64)
    for k in range(len(asks)):
        at = ends[asks[k]]
        ends[asks[k]] = at + 1
        to[at], sorted_weights[at] = resources[k], weights[k]
    for i in range(count):
        _sort(to, sorted_weights, starts[i], starts[i + 1])
    return starts, to, sorted_weights


_SHORT = 24


@compiled
def _sort(to: NDArray[np.int32], weights: NDArray[np.int64], low: int, high: int) -> None:
    """Quicksort by the middle of three, the longer part later; short runs by insertion."""
    waiting = [(low, high)]
    while waiting:
        low, high = waiting.pop()
        while high - low > _SHORT:
            middle = _split(to, weights, low, high)
            if middle - low < high - middle:
                waiting.append((middle, high))
                high = middle
            else:
                waiting.append((low, middle))
                low = middle
        _insert(to, weights, low, high)


@compiled
def _split(to: NDArray[np.int32], weights: NDArray[np.int64], low: int, high: int) -> int:
    """Hoare's partition: what comes earlier than the pivot to the left; both parts are not empty."""
    middle = (low + high) // 2
    _order(to, weights, low, middle)
    _order(to, weights, middle, high - 1)
    _order(to, weights, low, middle)
    key, pivot = weights[middle], to[middle]
    left, right = low, high - 1
    while True:
        while weights[left] > key or (weights[left] == key and to[left] < pivot):
            left += 1
        while weights[right] < key or (weights[right] == key and to[right] > pivot):
            right -= 1
        if left >= right:
            return right + 1
        weights[left], weights[right] = weights[right], weights[left]
        to[left], to[right] = to[right], to[left]
        left += 1
        right -= 1


@compiled
def _order(to: NDArray[np.int32], weights: NDArray[np.int64], one: int, other: int) -> None:
    if weights[other] > weights[one] or (weights[other] == weights[one] and to[other] < to[one]):
        weights[one], weights[other] = weights[other], weights[one]
        to[one], to[other] = to[other], to[one]


@compiled
def _insert(to: NDArray[np.int32], weights: NDArray[np.int64], low: int, high: int) -> None:
    for k in range(low + 1, high):
        key, target = weights[k], to[k]
        at = k - 1
        while at >= low and (weights[at] < key or (weights[at] == key and to[at] > target)):
            weights[at + 1], to[at + 1] = weights[at], to[at]
            at -= 1
        weights[at + 1], to[at + 1] = key, target


def warm() -> None:
    """Compile."""
    sorted_edges([0, 0], [1, 0], [1, 2], 1)
