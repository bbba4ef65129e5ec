"""Clocks that go wrong: behind, ahead, or jumping by seconds to years."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from graph.stores.moments import utc_now


def clock_named(name: str, seed: int) -> Callable[[], datetime]:
    """``""``: the true clock; ``jumping``: another wrong moment each time; else so many seconds beside it."""
    if not name:
        return utc_now
    if name == "jumping":
        return _Jumping(seed)
    beside = timedelta(seconds=float(name))
    return lambda: utc_now() + beside


class _Jumping:
    """True half of the time; else milliseconds, hours or years off, mostly back."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def __call__(self) -> datetime:
        if self._chance.random() < 0.5:
            return utc_now()
        off = self._chance.choice([0.002, 1.0, 3600.0, 86_400.0, 3 * 365 * 86_400.0])
        return utc_now() - timedelta(seconds=off * self._chance.choice([1, 1, 1, -0.001]))
