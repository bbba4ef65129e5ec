"""The judge of the fault tests sees what is lost, torn, doubled or out of place."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from graph.records.people import Person
from graph.stores.sqlite.connection import connect
from graph.testing.builders import a_household
from tests.faults.deeds import SHARED, Deed, begin, perform
from tests.faults.judge import Acknowledged, Verdict, Writer, judge
from tests.faults.physical import file_faults, file_of
from tests.faults.place import Place

DONG = "9911000001"


class Kept:
    """Six acknowledged units in a file, which a test may then harm."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.writer = Writer("one", DONG)
        store = place.open()
        begin(store)
        for n in range(6):
            self.writer.units[n] = perform(store, Deed("one", n, DONG), random.Random(n), lambda: None)
        store.close()

    def harm(self, *statements: str) -> None:
        db = connect(file_of(self.place), None)
        db.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            db.execute(statement)
        db.close()

    def verdict(self) -> Verdict:
        store = self.place.open()
        found = judge(store, Acknowledged([self.writer]), random.Random(0))
        store.close()
        return found


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(Place(url=f"sqlite:{tmp_path / 'store.db'}"))


def test_what_was_kept_is_found_in_order(kept: Kept) -> None:
    found = kept.verdict()
    assert (found.lost, found.torn) == ([], [])
    assert not list(file_faults(kept.place))


def test_a_unit_that_is_not_there_is_lost(kept: Kept) -> None:
    kept.writer.units[6] = "u-gone"
    assert kept.verdict().lost == ["one 6"]


def test_a_unit_kept_as_another_than_was_acknowledged_shows(kept: Kept) -> None:
    kept.writer.units[3] = "u-other"
    assert any("one 3" in fault for fault in kept.verdict().torn)


def test_units_that_nobody_acknowledged_show_but_for_the_last(kept: Kept) -> None:
    del kept.writer.units[5]
    assert not kept.verdict().torn
    del kept.writer.units[4]
    assert any("4 were acknowledged" in fault for fault in kept.verdict().torn)


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(["DELETE FROM \"Resource\" WHERE id = 'r-one-00002'"], id="a part of a unit"),
        pytest.param(["UPDATE \"Person\" SET walks_metres = 5 WHERE id = 'p-shared'"], id="a lost update"),
        pytest.param(["DELETE FROM version WHERE id = 'p-one' AND version = 3"], id="a version"),
        pytest.param(["DELETE FROM searched WHERE id = 'r-one-00004'"], id="what a search finds"),
        pytest.param(["DELETE FROM cell"], id="places"),
        pytest.param(
            ["DROP TRIGGER log_remains", "DELETE FROM log WHERE number = 4"], id="an entry of the log"
        ),
        pytest.param(["UPDATE unit SET at = '2020-01-01T00:00:00.000000Z' WHERE number = 5"], id="a moment"),
    ],
)
def test_harm_to_the_file_shows(kept: Kept, statements: list[str]) -> None:
    kept.harm(*statements)
    assert kept.verdict().torn


def test_a_unit_done_twice_shows(kept: Kept) -> None:
    deed = Deed("one", 5, DONG)
    store = kept.place.open()
    with store.write(by="s-one", why=deed.why) as unit:
        counted = unit.get(Person, SHARED)
        unit.put(replace(counted.record, walks_metres=7))
    store.close()
    assert any("2 entries" in fault for fault in kept.verdict().torn)


def test_half_a_unit_that_was_never_acknowledged_shows(kept: Kept) -> None:
    store = kept.place.open()
    with store.write(by="s-one", why="half") as unit:
        unit.put(a_household(id="h-one-00006", dong=DONG))
    store.close()
    assert any("h-one-00006" in fault for fault in kept.verdict().torn)
