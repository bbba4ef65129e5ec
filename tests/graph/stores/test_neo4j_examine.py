"""Whatever is changed behind the store's back, examining it finds."""

from collections.abc import Iterator

import pytest
from neo4j import Driver, GraphDatabase

from graph.store import FaultKind, GraphStore
from graph.testing.builders import a_neighbour, a_person, a_tie
from graph.testing.clauses.base import put
from graph.testing.clocks import Ticking
from tests.servers.emptied import EmptiedServers

KIM = "MATCH (v:Version {id: 'p-kim', _version: 2})"
DAMAGE = {
    "a version is gone": ("MATCH (v:Version {_seq: 1}) DETACH DELETE v", FaultKind.GAP),
    "who wrote it is gone": ("MATCH (u:Unit {first: 1}) DELETE u", FaultKind.UNIT),
    "a value is none of its field": (f"{KIM} SET v.sex = '?'", FaultKind.UNREADABLE),
    "the present is not marked": (f"{KIM} REMOVE v:Present", FaultKind.PRESENT),
    "the past does not end": ("MATCH (v:Version {_seq: 1}) REMOVE v._until", FaultKind.PRESENT),
    "a tie has lost an end": ("MATCH (:Tie)-[r:SOURCE]->() DELETE r", FaultKind.INDEX),
    "a version belongs to nobody": (f"{KIM} MATCH (v)-[r:OF]->() DELETE r", FaultKind.INDEX),
    "the words are others": (f"{KIM} SET v._terms = '다른 말'", FaultKind.INDEX),
    "the place is another": (
        f"{KIM} SET v._point = point({{latitude: 37.0, longitude: 127.0}})",
        FaultKind.INDEX,
    ),
    "a tie points at somebody removed": (
        "MATCH (v:Version {id: 'p-park'}) REMOVE v:Present SET v._removed = true",
        FaultKind.REFERENCE,
    ),
    "the forgotten are there": ("CREATE (:Forgotten {id: 'p-kim', number: 1})", FaultKind.FORGOTTEN),
    "the log was changed": ("MATCH (g:Log {number: 1}) SET g.by = 's-other'", FaultKind.LOG),
    "an entry of the log is gone": ("MATCH (g:Log {number: 2}) DELETE g", FaultKind.LOG),
}


@pytest.fixture(scope="module")
def driver(neo4j_url: str) -> Iterator[Driver]:
    with GraphDatabase.driver(neo4j_url, telemetry_disabled=True, notifications_min_severity="OFF") as driver:
        yield driver


@pytest.fixture
def store(neo4j: EmptiedServers) -> Iterator[GraphStore]:
    store = neo4j.store(Ticking())
    put(store, a_person(), a_neighbour(), a_tie())
    put(store, a_person(name="새 이름"))
    yield store
    store.close()


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_found(store: GraphStore, driver: Driver, what: str) -> None:
    assert list(store.examine()) == []
    query, kind = DAMAGE[what]
    with driver.session(database="neo4j") as session:
        assert session.run(query).consume().counters.contains_updates
    assert kind in {fault.kind for fault in store.examine()}
