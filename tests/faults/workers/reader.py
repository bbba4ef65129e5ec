"""Reads moment after moment until it is killed; tells how many, and each one that is not whole."""

from __future__ import annotations

import random
import time
from datetime import datetime

from graph.errors import StoreUnavailable
from graph.records.people import Household, Organisation, Person
from graph.records.registry import Record
from graph.records.resources import Resource
from graph.store import AsOf, GraphStore, Kept, Reader
from tests.faults.deeds import COUNTERS_DONG, HUB, SHARED, Deed
from tests.faults.place import Task
from tests.faults.telling import Teller


class Looker:
    """Looks at moments and remembers what earlier ones said."""

    def __init__(self, store: GraphStore, chance: random.Random, rows: int, round_: str) -> None:
        self._store, self._chance, self._rows, self._round = store, chance, rows, round_
        self._counted = 0
        self._past: dict[datetime, int] = {}

    def look(self) -> list[str]:
        """What is wrong with the present moment, and with one remembered from the past."""
        with self._store.read() as reader:
            faults, shared = self._whole(reader)
            time.sleep(self._chance.choice([0, 0, 0.003, 0.02]))
            again, still = self._whole(reader)
            faults += again
            if still.version != shared.version:
                faults.append(f"one_moment_counts_{shared.version}_then_{still.version}")
        if shared.version < self._counted:
            faults.append(f"went_back_from_{self._counted}_to_{shared.version}")
        self._counted = shared.version
        self._past.setdefault(shared.at, shared.version)
        # Every version is gone through to see the past: less often, so that the present is seen often.
        return faults + (self._look_back() if self._chance.random() < 0.25 else [])

    def _look_back(self) -> list[str]:
        """A moment asked for again holds at least what it held; later units may share the moment."""
        at = self._chance.choice(sorted(self._past))
        with self._store.read(AsOf(recorded_at=at)) as reader:
            faults, shared = self._whole(reader)
        if shared.version < self._past[at] or shared.at != at:
            faults.append(f"the_past_counted_{self._past[at]}_now_{shared.version}")
        return faults

    def _whole(self, reader: Reader) -> tuple[list[str], Kept[Person]]:
        counters = {kept.record.id: kept for kept in reader.each(Person, dong=COUNTERS_DONG)}
        shared = counters.pop(SHARED)
        counters.pop(HUB)
        units = sum(kept.version for kept in counters.values())
        faults = []
        figures = {
            "shared_counter": shared.record.walks_metres or 0,
            "shared_version": shared.version - 1,
            "households": reader.count(Household),
            "resources": reader.count(Resource),
        }
        faults += [f"{name}_{found}_of_{units}" for name, found in figures.items() if found != units]
        if self._rows and reader.count(Organisation) % self._rows:
            faults.append(f"part_of_an_import_{reader.count(Organisation)}")
        mine = [kept for kept in counters.values() if kept.why.split(" ")[0][:-1] == self._round]
        if mine:
            faults += self._newest(reader, self._chance.choice(sorted(mine, key=lambda kept: kept.record.id)))
        return faults, shared

    def _newest(self, reader: Reader, counter: Kept[Person]) -> list[str]:
        """All parts of the newest unit of a writer."""
        writer, n = counter.why.split(" ")
        by_type: dict[type[Record], list[str]] = {}
        for record in Deed(writer, int(n), COUNTERS_DONG).additions():
            by_type.setdefault(type(record), []).append(record.id)
        found = {one: kept for kind, ids in by_type.items() for one, kept in reader.find(kind, ids).items()}
        missing = [one for ids in by_type.values() for one in ids if one not in found]
        faults = [f"missing_{one}" for one in missing]
        if {kept.unit for kept in found.values()} != {counter.unit}:
            faults.append(f"parts_of_several_units_{counter.why.replace(' ', '_')}")
        return faults


def main() -> None:
    """``argument`` is how many organisations an import brings; 0 when none happens."""
    task = Task.given()
    store = task.place.open()
    looker = Looker(store, random.Random(task.seed), int(task.argument), task.name[:-1])
    with Teller(task.told) as teller:
        while True:
            try:
                faults = looker.look()
            except StoreUnavailable:
                if task.place.embedded:
                    raise
                teller.say("refused")
                time.sleep(0.1)
                continue
            teller.say("torn" if faults else "moment", *faults)


if __name__ == "__main__":
    main()
