"""A store that lives through rounds of killed processes, and is judged after each of them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults.counting import Counts
from tests.faults.crew import Crew, Worker
from tests.faults.deeds import begin
from tests.faults.judge import Acknowledged, judge
from tests.faults.place import Place

ROUNDS_A_STORE = 5
"""So many rounds one store lives through; then another begins, so that reading all of it stays quick."""


@dataclass(slots=True)
class Trial:
    """One store, what was acknowledged in it, and where the figures go.

    ``sound`` looks at the store below the contract: its file, or its server's.
    """

    place: Place
    folder: Path
    rows: int
    chance: random.Random
    counts: Counts
    sound: Callable[[], Iterable[str]] = tuple
    acknowledged: Acknowledged = field(init=False)

    def __post_init__(self) -> None:
        """A new store that holds what all writers refer to."""
        self.acknowledged = Acknowledged(rows=self.rows)
        store = self.place.open()
        begin(store)
        store.close()

    def crew(self, number: int) -> Crew:
        """The workers of a round, none started yet."""
        name = f"k{number:03}"
        return Crew(self.place, self.folder, name, f"99110{number:05}", self.chance)

    def everyday(self, crew: Crew) -> Worker:
        """Start two writers and two readers; returns one of the writers."""
        first = crew.start("writer", "a")
        crew.start("writer", "b")
        for letter in "rs":
            crew.start("reader", letter, self.rows)
        return first

    def kill(self, crew: Crew, after_seconds: float) -> None:
        """Kill them all, one by one, some time from now, and judge what they left."""
        time.sleep(self.chance.uniform(0, after_seconds))
        self.counts.figures["kills"] += crew.kill_all()
        self.judge(crew)

    def judge(self, crew: Crew) -> None:
        """Fail if anything acknowledged is lost, or anything is torn; nobody may be writing."""
        before = self.acknowledged.count
        crew.acknowledged(self.acknowledged)
        store = self.place.open()
        try:
            verdict = judge(store, self.acknowledged, self.chance)
        finally:
            store.close()
        verdict.torn += [*crew.faults(), *self.sound()]
        self.counts.figures.update(
            rounds=1,
            acknowledged=self.acknowledged.count - before,
            lost=len(verdict.lost),
            torn=len(verdict.torn),
            moments=crew.moments(),
        )
        fail_on([*verdict.lost, *verdict.torn])


def fail_on(faults: list[str]) -> None:
    """Fail the test with what was found, if anything was."""
    if faults:
        pytest.fail("\n".join(faults[:20]), pytrace=False)
