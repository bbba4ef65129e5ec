"""What a fault test counts; the lines are printed at the end of the run."""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import dataclass, field

ALWAYS = ("rounds", "kills", "acknowledged", "lost", "torn")


@dataclass(slots=True)
class Counts:
    """Figures of one test, and the seed that repeats its choices (``PUMASI_FAULTS_SEED``)."""

    name: str
    seed: int
    figures: Counter[str] = field(default_factory=Counter)

    @property
    def line(self) -> str:
        """The figures, those that every test has first."""
        names = [name for name in ALWAYS if name in self.figures]
        names += sorted(self.figures.keys() - set(names))
        told = ", ".join(f"{name} {self.figures[name]:,}" for name in names)
        return f"{self.name}: {told} (seed {self.seed})"

    def chance(self) -> random.Random:
        """The choices of the test."""
        return random.Random(self.seed)


def new_seed() -> int:
    """The seed that was asked for, else another one each run."""
    given = os.environ.get("PUMASI_FAULTS_SEED")
    return int(given) if given else random.SystemRandom().randrange(10**6)
