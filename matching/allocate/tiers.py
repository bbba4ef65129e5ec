"""What counts before what: pairs that stay, asks in crisis, clients, points; and the same in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.allocate.problem import Ints, Problem
from matching.errors import WeightsTooLarge

LIMIT = 1 << 62


@dataclass(frozen=True, slots=True, order=True)
class Tiers:
    """How good a plan is; what stands first counts before all that follows.

    ``kept`` counts visits of pairs that are to stay, ``crisis`` asks in crisis and ``clients`` people with a
    visit at least; ``score`` is the sum of points over all visits.
    """

    kept: int = 0
    crisis: int = 0
    clients: int = 0
    score: int = 0

    def __add__(self, other: Tiers) -> Tiers:
        return Tiers(
            self.kept + other.kept,
            self.crisis + other.crisis,
            self.clients + other.clients,
            self.score + other.score,
        )

    def __sub__(self, other: Tiers) -> Tiers:
        return Tiers(
            self.kept - other.kept,
            self.crisis - other.crisis,
            self.clients - other.clients,
            self.score - other.score,
        )

    def short_of(self, bound: Tiers) -> float:
        """The distance to a bound in the first thing in which they differ, relative to what was found."""
        for name in ("kept", "crisis", "clients", "score"):
            mine: int = getattr(self, name)
            most: int = getattr(bound, name)
            if mine != most:
                return (most - mine) / max(mine, 1)
        return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One of each tier outweighs everything of the tiers behind it."""

    client: int
    crisis: int
    kept: int


def tiers_in(value: int, weights: Weights) -> Tiers:
    """The change of each tier behind a sum of weights."""
    found = dict.fromkeys(("kept", "crisis", "client"), 0)
    for name in found:
        weight: int = getattr(weights, name)
        found[name] = (2 * value + weight) // (2 * weight) if weight else 0
        value -= found[name] * weight
    return Tiers(found["kept"], found["crisis"], found["client"], value)


def weights_of(problem: Problem, stays: NDArray[np.bool_]) -> Weights:
    """The least weights that keep the order of tiers.

    Raises:
        WeightsTooLarge: everything together could pass 2**62.
    """
    rows = np.flatnonzero(np.diff(problem.starts) > 0)
    best = problem.scores[problem.starts[rows]] if len(rows) else np.zeros(0, np.int64)
    score = int((best.astype(object) * problem.visits[rows]).sum()) if len(rows) else 0
    # Twice as much as needed, so that a change of all tiers at once can be read from its sum.
    client = 2 * score + 1
    crisis = 2 * (score + client * len(np.unique(problem.client))) + 1
    kept = 2 * crisis * (int(problem.crisis.sum()) + 1) if stays.any() else 0
    visits = int(problem.visits.sum()) if stays.any() else 0
    if crisis * (int(problem.crisis.sum()) + 1) + kept * (visits + 1) >= LIMIT:
        raise WeightsTooLarge()
    return Weights(client=client, crisis=crisis, kept=kept)


def tiers_of(problem: Problem, edges: Ints, stays: NDArray[np.bool_]) -> Tiers:
    """How good a plan is, given the edge of each visit."""
    asks = np.unique(problem.owner[edges]) if len(edges) else np.empty(0, np.int32)
    return Tiers(
        kept=int(stays[edges].sum()),
        crisis=int(problem.crisis[asks].sum()),
        clients=len(np.unique(problem.client[asks])),
        score=int(problem.scores[edges].sum()),
    )
