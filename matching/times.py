"""Weekly half-hours of an ask against those of resources, as bits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.words.kinds import ResourceKind
from matching.amounts import Floats, weekly_visits
from matching.pairs import Pairs

_BY_ITEM = np.array(
    [kind in (ResourceKind.GOODS, ResourceKind.PUBLIC_BENEFIT) for kind in ResourceKind] + [False]
)


def wanted(pairs: Pairs) -> Floats:
    """How many half-hours a week each ask needs at least: one a visit, no more than it names."""
    return pairs.by_ask(_wanted)


def _wanted(pairs: Pairs) -> Floats:
    visits = weekly_visits(
        pairs.snapshot,
        pairs.asked("amount").astype(np.float64),
        pairs.asked("period"),
        pairs.asked("service_type"),
    )
    found: Floats = np.maximum(1, np.minimum(np.ceil(visits - 1e-9), _named(pairs)))
    return found


def named(pairs: Pairs) -> NDArray[np.int64]:
    """How many half-hours each ask names; 0 is any time."""
    return pairs.by_ask(_named)


def _named(pairs: Pairs) -> NDArray[np.int64]:
    found: NDArray[np.int64] = np.bitwise_count(pairs.asked("slots")).sum(axis=1, dtype=np.int64)
    return found


def covered(pairs: Pairs) -> NDArray[np.int64]:
    """How many of the ask's half-hours each resource covers."""
    return pairs.kept(_covered)


def _covered(pairs: Pairs) -> NDArray[np.int64]:
    both = pairs.of("slots") & pairs.asked("slots")
    found: NDArray[np.int64] = np.bitwise_count(both).sum(axis=1, dtype=np.int64)
    return found


def timed(pairs: Pairs) -> NDArray[np.bool_]:
    """Where the times of what is offered are known."""
    found: NDArray[np.bool_] = pairs.of("slots_known") == 1
    return found


def timeless(pairs: Pairs) -> NDArray[np.bool_]:
    """Goods and benefits without hours of their own: they can be handed over at any time."""
    found: NDArray[np.bool_] = _BY_ITEM[pairs.of("kind")] & (pairs.of("slots_known") == 0)
    found &= pairs.of("slots_text") == 0
    return found
