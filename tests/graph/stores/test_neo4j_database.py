"""What a database may be, and moments that stay whatever is written meanwhile."""

from collections.abc import Iterator

import pytest
from neo4j import Driver, GraphDatabase, Query
from neo4j.exceptions import Neo4jError

from graph.errors import StoreUnavailable
from graph.records.people import Person
from graph.store import GraphStore, LogAction, LogNote, Reader
from graph.stores import open_store
from graph.stores.neo4j import queries as q
from graph.stores.neo4j import upgrade
from graph.stores.neo4j.running import Limits
from graph.stores.neo4j.store import open_neo4j
from graph.testing.builders import a_person, a_place, one_of_each
from graph.testing.clauses.base import put, remove
from graph.testing.clocks import Ticking
from tests.graph.stores.earlier import fewer_fields_searched
from tests.servers.emptied import EMPTY, EmptiedServers


@pytest.fixture
def store(neo4j: EmptiedServers) -> Iterator[GraphStore]:
    store = neo4j.store(Ticking())
    yield store
    store.close()


@pytest.fixture
def driver(neo4j_url: str) -> Iterator[Driver]:
    with GraphDatabase.driver(neo4j_url, telemetry_disabled=True, notifications_min_severity="OFF") as driver:
        yield driver


def run(driver: Driver, query: str) -> list[list[object]]:
    with driver.session(database="neo4j") as session:
        return session.run(query).values()


def refusal(url: str) -> str:
    with pytest.raises(StoreUnavailable) as refused:
        open_store(url)
    return refused.value.en


def everything(reader: Reader) -> list[object]:
    return [
        reader.count(Person),
        reader.count(Person, dong=a_person().dong),
        [kept.record for kept in reader.each(Person)],
        list(reader.columns(Person, ["id", "name"], dong=a_person().dong)),
        reader.search("하늘"),
        reader.near(37.5, 127.0, 10),
        reader.find(Person, ["p-kim", "p-kim-2"]),
        reader.history("p-kim"),
        reader.log(),
        reader.cursor(),
    ]


def test_a_moment_stays_although_labels_of_what_was_replaced_are_gone(
    store: GraphStore, driver: Driver
) -> None:
    put(store, a_person(place=a_place()), a_person(id="p-kim-2", place=a_place()))
    with store.read() as reader:
        before = everything(reader)
        put(store, a_person(name="새 이름"))
        remove(store, a_person(id="p-kim-2"))
        put(store, a_person(name="더 새 이름"))
        assert run(driver, "MATCH (v:Present) WHERE v._seq <= 2 RETURN count(v)") == [[0]]
        assert everything(reader) == before


def test_another_process_reads_what_was_written_and_writes_on(store: GraphStore, neo4j_url: str) -> None:
    put(store, a_person())
    other = open_store(neo4j_url, clock=Ticking())
    try:
        with other.read() as reader:
            assert reader.get(Person, "p-kim").version == 1
        put(other, a_person(name="새 이름"))
    finally:
        other.close()
    with store.read() as reader:
        assert reader.get(Person, "p-kim").version == 2
    assert store.check_log().broken_at is None


def test_people_who_look_at_the_graph_find_records_joined(store: GraphStore, driver: Driver) -> None:
    put(store, *one_of_each())
    joined = """MATCH (p:Person:Present)-[:OF]->(:Entity)<-[:SOURCE]-(t:Tie:Present)-[:TARGET]->(:Entity)
      <-[:OF]-(q:Person:Present) RETURN p.name, q.name"""
    assert run(driver, joined) == [["김하늘", "박나래"]]


def test_a_database_of_another_program_is_refused(store: GraphStore, driver: Driver, neo4j_url: str) -> None:
    run(driver, EMPTY)
    run(driver, "CREATE (:Movie {title: 'x'})")
    assert "another program" in refusal(neo4j_url)
    assert run(driver, "MATCH (n) RETURN count(n)") == [[1]]


def test_a_database_of_a_newer_program_is_refused(store: GraphStore, driver: Driver, neo4j_url: str) -> None:
    run(driver, "MATCH (m:Meta {key: 'store'}) SET m.schema = m.schema + 1")
    assert "newer version" in refusal(neo4j_url)


def test_a_store_that_vanished_says_so(store: GraphStore, driver: Driver) -> None:
    run(driver, EMPTY)
    with pytest.raises(StoreUnavailable), store.read():
        pass


def test_an_index_that_was_dropped_is_made_again(store: GraphStore, driver: Driver, neo4j_url: str) -> None:
    run(driver, "DROP INDEX present_until")
    open_store(neo4j_url).close()
    assert run(driver, "SHOW INDEXES YIELD name, state WHERE name = 'present_until' RETURN state") == [
        ["ONLINE"]
    ]


def older(driver: Driver, column: str) -> None:
    """Leave the database as a program left it that did not know a field of people."""
    run(driver, f"MATCH (v:Person) REMOVE v.{column}")
    run(
        driver,
        f"MATCH (m:Meta {{key: 'store'}}) SET m.fields = [f IN m.fields WHERE f <> 'Person.{column}']",
    )


def test_a_field_that_an_earlier_program_did_not_know_takes_its_default(
    store: GraphStore, driver: Driver, neo4j_url: str
) -> None:
    put(store, a_person())
    put(store, a_person(name="새 이름"))
    older(driver, "qualifications")
    upgraded = open_store(neo4j_url)
    with upgraded.read() as reader:
        assert [kept.record for kept in reader.history("p-kim")] == [a_person(), a_person(name="새 이름")]
    upgraded.close()
    assert run(driver, "MATCH (m:Meta) RETURN 'Person.qualifications' IN m.fields") == [[True]]


def test_what_an_earlier_program_did_not_search_is_found_after_the_upgrade(
    store: GraphStore, neo4j_url: str
) -> None:
    with fewer_fields_searched():
        # The database is empty but for what counts, which this program made.
        open_store(neo4j_url).close()
        put(store, a_person(known_as="별명이"))
        put(store, a_person(id="p-gone", known_as="별명이"))
        remove(store, a_person(id="p-gone"))
    upgraded = open_store(neo4j_url)
    with upgraded.read() as reader:
        assert reader.search("별명") == reader.search("ㅂㅁ") == ("p-kim",)
    assert list(upgraded.examine()) == []
    upgraded.close()


def test_versions_are_found_again_page_by_page_and_how_far_it_is_is_said(
    store: GraphStore, neo4j_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(upgrade, "_PAGE", 2)
    with fewer_fields_searched():
        open_store(neo4j_url).close()
        caplog.clear()
        for number in range(5):
            put(store, a_person(id="p-many", known_as=f"별명이{number}"))
        for number in range(4):
            put(store, a_person(id=f"p-one-{number}", known_as="별명이"))
    upgraded = open_store(neo4j_url)
    with upgraded.read() as reader:
        assert reader.search("별명") == ("p-many", "p-one-0", "p-one-1", "p-one-2", "p-one-3")
    assert list(upgraded.examine()) == []
    upgraded.close()
    assert "brought up to date: 2 / 9" in caplog.text


def test_records_that_cannot_be_read_any_more_are_not_upgraded(
    store: GraphStore, driver: Driver, neo4j_url: str
) -> None:
    put(store, a_person())
    older(driver, "dong")
    assert "earlier version" in refusal(neo4j_url)
    assert run(driver, "MATCH (m:Meta) RETURN 'Person.dong' IN m.fields") == [[False]]


def test_who_confirms_a_moment_waits_for_whoever_ends_the_log(store: GraphStore, driver: Driver) -> None:
    with driver.session(database="neo4j") as writer, writer.begin_transaction() as held:
        held.run(q.LOG_END, key="u-1").consume()
        with driver.session(database="neo4j") as reader, pytest.raises(Neo4jError):
            reader.run(Query(q.FIRM, timeout=0.5)).consume()


def test_who_confirms_a_moment_writes_nothing(store: GraphStore, driver: Driver) -> None:
    with driver.session(database="neo4j") as session:
        assert not session.run(q.FIRM).consume().counters.contains_updates


def test_who_hangs_while_writing_keeps_others_waiting_only_for_so_long(
    store: GraphStore, driver: Driver, neo4j_url: str
) -> None:
    put(store, a_person())
    other = open_neo4j(neo4j_url, None, Ticking(), Limits(waiting_seconds=1))
    view = LogNote(action=LogAction.VIEW, by="s-lee", purpose="care", recipient="", subjects=(), what="상담")

    def look() -> None:
        with other.read():
            pass

    with driver.session(database="neo4j") as writer, writer.begin_transaction() as held:
        held.run(q.LOG_END, key="u-1").consume()
        for act in (look, lambda: other.note(view)):
            with pytest.raises(StoreUnavailable, match="still writing"):
                act()
    with driver.session(database="neo4j") as writer, writer.begin_transaction() as held:
        held.run(q.LOCK, unit="u-1").consume()
        look()
        with pytest.raises(StoreUnavailable, match="still writing"):
            put(other, a_person(name="새 이름"))
    put(other, a_person(name="새 이름"))
    assert store.check_log().entries == 2
    other.close()
