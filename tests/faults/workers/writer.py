"""Writes unit after unit until it is killed; tells each unit once the store has taken it."""

from __future__ import annotations

import random
import time

from graph.errors import StoreUnavailable
from graph.records.people import Person
from graph.store import GraphStore
from tests.faults.clocks import clock_named
from tests.faults.deeds import Deed, perform
from tests.faults.place import Task
from tests.faults.telling import Teller


def main() -> None:
    """``argument`` names the clock, as ``clock_named`` knows it."""
    task = Task.given()
    chance = random.Random(task.seed)
    store = task.place.open(clock_named(task.argument, task.seed))

    def pause() -> None:
        time.sleep(chance.choice([0, 0, 0, 0.001, 0.004]))

    with Teller(task.told) as teller:
        n = 0
        while True:
            deed = Deed(task.name, n, task.dong)
            try:
                unit = perform(store, deed, chance, pause)
            except StoreUnavailable as refused:
                if task.place.embedded:
                    raise
                # The server is away: what nobody acknowledged may be there or not.
                teller.tell("refused", n, refused.en.replace(" ", "_"))
                n = written(store, deed)
                continue
            teller.tell("kept", n, unit)
            n += 1


def written(store: GraphStore, deed: Deed) -> int:
    """How many units of this writer the store holds, as soon as it answers again."""
    while True:
        try:
            with store.read() as reader:
                found = reader.find(Person, [deed.counter]).get(deed.counter)
                return 0 if found is None else found.version
        except StoreUnavailable:
            time.sleep(0.2)


if __name__ == "__main__":
    main()
