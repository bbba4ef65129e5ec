"""What a criterion is: the fields it reads, one function from pairs to points, and its sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from graph.policy.policy import Band
from graph.text.sentence import Sentence
from matching.pairs import Pairs, Points
from matching.words import CriterionName


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A soft consideration.

    ``points`` are whole numbers of at least 0 for a batch, by the policy; what is unknown weighs 0.
    ``say`` explains a batch of one, given its points. A criterion that stands ``alone`` weighs the resource
    and its giver, whatever is asked: ranking reckons it once for all.
    """

    name: CriterionName
    reads: tuple[str, ...]
    points: Callable[[Pairs], Points]
    say: Callable[[Pairs, int], Sentence]
    alone: bool = False


def by_bands(bands: tuple[Band, ...], values: NDArray[np.float64] | NDArray[np.int32]) -> Points:
    """The points of the first band that holds each value, its bound included; 0 beyond the last."""
    bounds, points = _columns(bands)
    found: Points = points[bounds.searchsorted(values)]
    return found


@cache
def _columns(bands: tuple[Band, ...]) -> tuple[NDArray[np.float64], Points]:
    bounds = np.array([band.up_to for band in bands])
    return bounds, np.array([band.points for band in bands] + [0], np.int32)
