"""What writers do: units of several records whose parts must all be there, or none.

Unit ``n`` of a writer is a function of the writer's name and ``n``, so that a judge knows every part of it:
a household, its people, a tie to the hub, a resource; the writer's own counter, and the one that all writers
share; every fourth unit removes an earlier tie. The log's purpose names writer and ``n``.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from graph.errors import VersionConflict
from graph.records.people import Person
from graph.records.registry import Record
from graph.records.ties import Tie
from graph.store import GraphStore, Kept
from graph.testing.builders import OTHER_DONG, a_household, a_person, a_place, a_resource, a_tie

HUB, SHARED = "p-hub", "p-shared"
COUNTERS_DONG = OTHER_DONG
"""The hub and all counters are kept here; each round of writers has a dong of its own."""

_SYLLABLES = "가나다라마바사아자차카타파하동네이웃돌봄반찬"


def begin(store: GraphStore) -> None:
    """Keep what all writers refer to, unless it is there."""
    with store.write(by="s-begin", why="begin 0") as unit:
        if not unit.find(Person, [HUB]):
            unit.put(a_person(id=HUB, dong=COUNTERS_DONG, name="모두의 이웃"))
            unit.put(a_person(id=SHARED, dong=COUNTERS_DONG, name="함께 셈", walks_metres=0))


@dataclass(frozen=True, slots=True)
class Deed:
    """Unit ``n`` of a writer."""

    writer: str
    n: int
    dong: str

    @property
    def why(self) -> str:
        """The reason in the log."""
        return f"{self.writer} {self.n}"

    @property
    def counter(self) -> str:
        """The id of the writer's own counter, whose version after unit ``n`` is ``n + 1``."""
        return f"p-{self.writer}"

    @property
    def mark(self) -> str:
        """A text that a search finds in this unit's resource alone."""
        return f"{self.writer}{self.n:05}끝"

    @property
    def removes(self) -> str | None:
        """The id of the tie that this unit takes out of the present."""
        return self._id("t", self.n - 2) if self.n % 4 == 3 else None

    def additions(self) -> tuple[Record, ...]:
        """The records that are new with this unit."""
        chance = random.Random(self.why)
        household = self._id("h")
        people = [self._person(chance, i, household) for i in range(chance.randint(1, 3))]
        tie = a_tie(id=self._id("t"), dong=self.dong, source=people[0].id, target=HUB)
        resource = a_resource(id=self._id("r"), dong=self.dong, giver=people[0].id, name=f"반찬 {self.mark}")
        return (a_household(id=household, dong=self.dong, members=len(people)), *people, tie, resource)

    def count(self) -> Person:
        """The writer's own counter after this unit."""
        return a_person(id=self.counter, dong=COUNTERS_DONG, name="나의 셈", walks_metres=self.n + 1)

    def _person(self, chance: random.Random, i: int, household: str) -> Person:
        text = "".join(chance.choices(_SYLLABLES, k=chance.choice([7, 30, 300, 2300])))
        place = a_place(chance.uniform(-900, 900), chance.uniform(-900, 900))
        return a_person(
            id=f"{self._id('p')}-{i}", dong=self.dong, household=household, place=place, health=text
        )

    def _id(self, prefix: str, n: int | None = None) -> str:
        return f"{prefix}-{self.writer}-{self.n if n is None else n:05}"


def perform(store: GraphStore, deed: Deed, chance: random.Random, pause: Callable[[], None]) -> str:
    """Do the unit and return its id once it is kept.

    One time in two the shared counter is read before the unit begins, as a page is read before it is saved:
    the unit is then refused when somebody else counted meanwhile, leaves no trace, and is done again.
    """
    while True:
        before = _shared(store) if chance.random() < 0.5 else None
        try:
            with store.write(by=f"s-{deed.writer}", why=deed.why) as unit:
                for record in deed.additions():
                    unit.put(record, expected=0)
                    pause()
                unit.put(deed.count(), expected=deed.n)
                if deed.removes is not None:
                    unit.remove(Tie, deed.removes, expected=1)
                shared = before or unit.get(Person, SHARED)
                counted = replace(shared.record, walks_metres=(shared.record.walks_metres or 0) + 1)
                unit.put(counted, expected=shared.version)
            return unit.id
        except VersionConflict as refused:
            if refused.fields["id"] != SHARED:
                raise


def _shared(store: GraphStore) -> Kept[Person]:
    with store.read() as reader:
        return reader.get(Person, SHARED)
