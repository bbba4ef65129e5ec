"""Units too large for one transaction: unseen until they are kept, and gone when their writer dies."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis.stateful import run_state_machine_as_test
from neo4j import GraphDatabase

from graph.errors import ReferenceMissing, StoreUnavailable
from graph.records.people import Household, Person
from graph.records.ties import Tie
from graph.store import GraphStore, LogAction, LogNote, Unit
from graph.stores.neo4j.running import Limits
from graph.stores.neo4j.store import open_neo4j
from graph.testing.builders import LATITUDE, LONGITUDE, a_household, a_neighbour, a_person, a_place, a_tie
from graph.testing.clocks import Ticking
from graph.testing.contract import GraphStoreContract, MakeStore
from tests.graph.stores.test_machine import LIVES, NEO4J_LIVES, Neo4jMachine, settings
from tests.servers.cutting_proxy import CuttingProxy, cutting_proxy
from tests.servers.emptied import EmptiedServers

ROOT = Path(__file__).resolve().parents[3]
STAGED = Limits(asking_seconds=2, writing_seconds=30, staged_above=2)
VIEW = LogNote(
    action=LogAction.VIEW, by="s-lee", purpose="care", recipient="", subjects=("p-kim",), what="상담 화면"
)

WRITE_MANY_AND_WAIT = """
import sys, time
from tests.graph.stores.test_neo4j_staging import STAGED, change_much
from graph.stores.moments import utc_now
from graph.stores.neo4j.store import open_neo4j
store = open_neo4j(sys.argv[1], None, utc_now, STAGED)
with store.write(by="s-lee", why="시험") as unit:
    change_much(unit)
    print("written", flush=True)
    time.sleep(600)
"""


@pytest.mark.faults
class TestNeo4jStaged(GraphStoreContract):
    """Every clause, with hardly a unit in one transaction."""

    @pytest.fixture
    def make_store(self, neo4j: EmptiedServers) -> MakeStore:
        return partial(neo4j.store, limits=STAGED)


class StagedMachine(Neo4jMachine):
    def open_store(self, clock: Callable[[], datetime]) -> GraphStore:
        return self.servers.store(clock, STAGED)


def test_staged_units_live_as_others(neo4j: EmptiedServers) -> None:
    StagedMachine.servers = neo4j
    run_state_machine_as_test(StagedMachine, settings=settings(LIVES, max_examples=NEO4J_LIVES))


@pytest.fixture
def store(neo4j: EmptiedServers) -> Iterator[GraphStore]:
    """A store that stages, with a small neighbourhood in it."""
    with closing(neo4j.store(Ticking(), STAGED)) as store:
        with store.write(by="s-lee", why="시험") as unit:
            unit.put_all(
                [
                    a_household(),
                    a_person(household="h-kim", place=a_place()),
                    a_neighbour(),
                    a_tie(),
                ]
            )
        yield store


def change_much(unit: Unit) -> None:
    """New records, changed ones, and one that goes."""
    unit.put_all(a_person(id=f"p-new-{n:02}", household="h-kim", place=a_place(n)) for n in range(9))
    unit.put(a_person(household="h-kim", name="김하늘빛", place=a_place(500)))
    unit.remove(Tie, "t-kim-park")
    unit.put(a_household(members=10))
    unit.put(a_household(members=11))
    assert unit.count(Person) == 11


def seen(store: GraphStore) -> dict[str, Any]:
    """All that readers can tell of it."""
    with store.read() as reader:
        return {
            "people": [(kept.record, kept.version) for kept in reader.each(Person)],
            "tie": sorted(reader.find(Tie, ["t-kim-park"])),
            "household": [kept.record for kept in reader.history("h-kim")],
            "members": [kept.record.id for kept in reader.referring(Person, "household", "h-kim")],
            "adjacent": reader.adjacent("p-kim"),
            "found": reader.search("하늘"),
            "near": reader.near(LATITUDE, LONGITUDE, 50),
            "counts": [reader.count(kind) for kind in (Person, Household, Tie)],
            "changes": store.changes("").changes,
        }


def ids_in_database(url: str) -> set[str]:
    """Every id that the database holds, whether a reader sees it or not."""
    with GraphDatabase.driver(url, telemetry_disabled=True) as driver:
        query = "MATCH (n) WHERE n:Version OR n:Entity RETURN DISTINCT n.id"
        return {row[0] for row in driver.execute_query(query, database_="neo4j").records}


def test_nothing_of_a_staged_unit_is_seen_before_all_of_it_is(store: GraphStore) -> None:
    before = seen(store)
    with store.write(by="s-lee", why="시험") as unit:
        change_much(unit)
        assert seen(store) == before
        assert len(unit.find(Person, [f"p-new-{n:02}" for n in range(9)])) == 9
    after = seen(store)
    assert after["counts"] == [11, 1, 0]
    assert len(after["near"]) == 9
    assert store.check_log().entries == 2


def test_views_are_logged_while_a_unit_is_staged(store: GraphStore) -> None:
    with store.write(by="s-lee", why="시험") as unit:
        change_much(unit)
        store.note(VIEW)
    with store.read() as reader:
        assert [entry.action for entry in reader.log()][1:] == [LogAction.VIEW, LogAction.WRITE]
    assert store.check_log().broken_at is None


def test_a_staged_unit_that_is_refused_leaves_nothing_behind(store: GraphStore, neo4j_url: str) -> None:
    before, kept = seen(store), ids_in_database(neo4j_url)

    def refused() -> None:
        with store.write(by="s-lee", why="시험") as unit:
            change_much(unit)
            unit.put(a_person(id="p-new-10", household="h-nowhere"))

    with pytest.raises(ReferenceMissing):
        refused()
    assert seen(store) == before
    assert ids_in_database(neo4j_url) == kept


def test_what_a_killed_process_staged_is_unseen_and_cleared_away_by_the_next_writer(
    store: GraphStore, neo4j_url: str
) -> None:
    before, kept = seen(store), ids_in_database(neo4j_url)
    with subprocess.Popen(
        [sys.executable, "-c", WRITE_MANY_AND_WAIT, neo4j_url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        process.kill()
    assert seen(store) == before
    assert ids_in_database(neo4j_url) > kept
    with store.write(by="s-lee", why="시험") as unit:
        unit.put(a_person(id="p-after"))
    assert ids_in_database(neo4j_url) == kept | {"p-after"}
    with store.write(by="s-lee", why="시험") as unit:
        change_much_again(unit)
    assert seen(store)["counts"] == [12, 1, 0]
    assert store.check_log().entries == 3


def change_much_again(unit: Unit) -> None:
    """The same as ``change_much``, with somebody more there."""
    unit.put_all(a_person(id=f"p-new-{n:02}", household="h-kim", place=a_place(n)) for n in range(9))
    unit.remove(Tie, "t-kim-park")


@contextmanager
def through_a_proxy(url: str) -> Iterator[tuple[GraphStore, CuttingProxy]]:
    with cutting_proxy(url) as proxy, closing(open_neo4j(proxy.url, None, Ticking(), STAGED)) as store:
        yield store, proxy


def test_a_staged_unit_goes_on_when_the_connection_dies(store: GraphStore, neo4j_url: str) -> None:
    with through_a_proxy(neo4j_url) as (other, proxy), other.write(by="s-lee", why="시험") as unit:
        change_much(unit)
        proxy.cut_now()
        unit.put_all(a_person(id=f"p-more-{n:02}") for n in range(9))
        proxy.cut_now()
    assert seen(store)["counts"] == [20, 1, 0]
    assert store.check_log().entries == 2


def test_a_staged_unit_is_refused_whole_when_another_came_in_between(
    store: GraphStore, neo4j_url: str
) -> None:
    kept = ids_in_database(neo4j_url)

    def interrupted(other: GraphStore, proxy: CuttingProxy) -> None:
        with other.write(by="s-lee", why="시험") as unit:
            change_much(unit)
            proxy.cut_now()
            with store.write(by="s-park", why="시험") as another:
                another.put(a_person(id="p-other"))

    with (
        through_a_proxy(neo4j_url) as (other, proxy),
        pytest.raises(StoreUnavailable, match="Something else was changed"),
    ):
        interrupted(other, proxy)
    assert ids_in_database(neo4j_url) == kept | {"p-other"}
    assert seen(store)["counts"] == [3, 1, 1]


def test_a_staged_unit_whose_lock_was_lost_unnoticed_replaces_nothing_that_others_replaced(
    store: GraphStore, neo4j_url: str
) -> None:
    def robbed() -> None:
        with (
            closing(open_neo4j(neo4j_url, None, Ticking(), STAGED)) as other,
            other.write(by="s-lee", why="시험") as unit,
        ):
            unit.put_all(a_person(id=f"p-new-{n:02}") for n in range(9))
            assert unit.find(Person, ["p-kim", "p-park"])
            end_transactions(neo4j_url)
            with store.write(by="s-park", why="시험") as another:
                another.put(a_person(household="h-kim", name="다른 이름", place=a_place()))
            unit.put_all([a_person(name="늦은 이름"), a_neighbour(name="늦은 이웃")])
            unit.put_all(a_person(id=f"p-more-{n:02}") for n in range(9))

    with pytest.raises(StoreUnavailable, match="Something else was changed"):
        robbed()
    with store.write(by="s-lee", why="시험") as unit:
        unit.put(a_person(id="p-after"))
    assert list(store.examine()) == []
    with store.read() as reader:
        assert reader.get(Person, "p-kim").record.name == "다른 이름"
        assert reader.count(Person) == 3


def end_transactions(url: str) -> None:
    """End every transaction that is open, as a server does whose client seems to be gone."""
    with GraphDatabase.driver(url, telemetry_disabled=True) as driver:
        query = "SHOW TRANSACTIONS YIELD transactionId AS id, database WHERE database = 'neo4j' RETURN id"
        ids = [row["id"] for row in driver.execute_query(query, database_="system").records]
        assert ids
        driver.execute_query("TERMINATE TRANSACTIONS $ids", ids=ids, database_="system")
