"""Connections that die in the middle of a change: it is kept once, or refused whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from time import sleep

import pytest

from graph.errors import RecordMissing, StoreUnavailable
from graph.records.people import Person
from graph.store import GraphStore, LogAction, LogNote
from graph.stores.neo4j.running import Limits
from graph.stores.neo4j.store import Neo4jStore, open_neo4j
from graph.testing.builders import a_neighbour, a_person
from graph.testing.clocks import Ticking
from tests.servers.cutting_proxy import Cut, CuttingProxy, cutting_proxy
from tests.servers.emptied import EmptiedServers
from tests.servers.fixtures import StartServer
from tests.servers.neo4j_server import Neo4jServer

SHORT = Limits(asking_seconds=2, writing_seconds=30)
VIEW = LogNote(
    action=LogAction.VIEW, by="s-lee", purpose="care", recipient="", subjects=("p-kim",), what="상담 화면"
)


@pytest.fixture
def direct(neo4j: EmptiedServers) -> Iterator[GraphStore]:
    with closing(neo4j.store(Ticking())) as store:
        yield store


@pytest.fixture
def proxy(direct: GraphStore, neo4j_url: str) -> Iterator[CuttingProxy]:
    with cutting_proxy(neo4j_url) as proxy:
        yield proxy


@pytest.fixture
def store(proxy: CuttingProxy) -> Iterator[GraphStore]:
    with closing(open_neo4j(proxy.url, None, Ticking(), SHORT)) as store:
        yield store


def write_one(store: GraphStore, name: str = "김하늘") -> None:
    with store.write(by="s-lee", why="시험") as unit:
        unit.put(a_person(name=name))


def versions(store: GraphStore, record_id: str = "p-kim") -> list[int]:
    with store.read() as reader:
        return [kept.version for kept in reader.history(record_id)]


def entries(store: GraphStore) -> list[LogAction]:
    check = store.check_log()
    with store.read() as reader:
        log = reader.log()
    assert (check.entries, check.broken_at) == (len(log), None)
    return [entry.action for entry in log]


@pytest.mark.parametrize("where", Cut)
def test_a_change_is_kept_once_when_its_commit_loses_the_connection(
    store: GraphStore, direct: GraphStore, proxy: CuttingProxy, where: Cut
) -> None:
    proxy.cut_next(where)
    write_one(store)
    assert versions(direct) == versions(store) == [1]
    assert entries(direct) == [LogAction.WRITE]


@pytest.mark.parametrize("where", Cut)
def test_a_view_is_logged_once_when_its_commit_loses_the_connection(
    store: GraphStore, direct: GraphStore, proxy: CuttingProxy, where: Cut
) -> None:
    proxy.cut_next(where)
    store.note(VIEW)
    assert entries(direct) == [LogAction.VIEW]


@pytest.mark.parametrize("where", Cut)
def test_a_person_is_forgotten_once_when_the_commit_loses_the_connection(
    store: GraphStore, direct: GraphStore, proxy: CuttingProxy, where: Cut
) -> None:
    write_one(store)
    proxy.cut_next(where)
    assert store.forget("p-kim", by="s-lee", why="본인 요청").removed == {"Person": 1}
    assert entries(direct) == [LogAction.WRITE, LogAction.FORGET]
    assert direct.forgotten() == ("p-kim",)
    with pytest.raises(RecordMissing):
        direct.forget("p-kim", by="s-lee", why="본인 요청")


def test_a_change_goes_on_when_the_connection_dies_in_its_middle(
    store: GraphStore, direct: GraphStore, proxy: CuttingProxy
) -> None:
    with store.write(by="s-lee", why="시험") as unit:
        unit.put(a_person())
        assert unit.count(Person) == 1
        proxy.cut_now()
        unit.put(a_neighbour())
        assert unit.count(Person) == 2
        proxy.cut_now()
    assert versions(direct) == versions(direct, "p-park") == [1]
    assert entries(direct) == [LogAction.WRITE]


def test_a_view_that_was_logged_meanwhile_comes_before_the_change(
    store: GraphStore, direct: GraphStore, proxy: CuttingProxy
) -> None:
    with store.write(by="s-lee", why="시험") as unit:
        unit.put(a_person())
        assert unit.count(Person) == 1
        proxy.cut_now()
        direct.note(VIEW)
    assert entries(direct) == [LogAction.VIEW, LogAction.WRITE]
    assert versions(direct) == [1]


def test_a_change_is_refused_whole_when_another_came_in_between(
    store: GraphStore, direct: GraphStore, proxy: CuttingProxy
) -> None:
    def interrupted() -> None:
        with store.write(by="s-lee", why="시험") as unit:
            unit.put(a_neighbour())
            assert unit.count(Person) == 1
            proxy.cut_now()
            write_one(direct)

    with pytest.raises(StoreUnavailable, match="Something else was changed"):
        interrupted()
    assert versions(direct) == [1]
    assert versions(direct, "p-park") == []
    assert entries(direct) == [LogAction.WRITE]
    write_one(store, "김하늘빛")
    assert versions(direct) == [1, 2]


def test_a_reader_goes_on_at_its_moment_when_the_connection_dies(
    store: GraphStore, direct: GraphStore, proxy: CuttingProxy
) -> None:
    write_one(store)
    with store.read() as reader:
        proxy.cut_now()
        write_one(direct, "김하늘빛")
        assert reader.get(Person, "p-kim").record.name == "김하늘"


@pytest.fixture(scope="module")
def mortal(start_neo4j: StartServer) -> Neo4jServer:
    """A server that tests may kill."""
    return start_neo4j()


@contextmanager
def away(server: Neo4jServer, seconds: float) -> Iterator[None]:
    """The server is killed now, and started again after some seconds, while the block goes on."""
    server.kill()

    def come_back() -> None:
        sleep(seconds)
        server.start()

    back = threading.Thread(target=come_back)
    back.start()
    try:
        yield
    finally:
        back.join()


def opened(server: Neo4jServer, stack: ExitStack, limits: Limits) -> Neo4jStore:
    return stack.enter_context(closing(open_neo4j(server.url, None, Ticking(), limits)))


@pytest.mark.faults
def test_a_change_waits_for_a_server_that_was_killed_and_comes_back(mortal: Neo4jServer) -> None:
    with ExitStack() as stack:
        store = opened(mortal, stack, Limits(writing_seconds=240))
        before = entries(store)
        with store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person(id="p-waits"))
            assert unit.find(Person, ["p-waits"])
            stack.enter_context(away(mortal, 5))
            unit.put(a_person(id="p-waits", name="김하늘빛"))
        assert versions(store, "p-waits") == [1, 2]
        assert entries(store) == [*before, LogAction.WRITE]


@pytest.mark.faults
def test_a_server_that_stays_away_is_reported_and_taken_up_again_by_itself(mortal: Neo4jServer) -> None:
    with ExitStack() as stack:
        store = opened(mortal, stack, Limits(asking_seconds=0.5, writing_seconds=0.5))
        before = entries(store)

        def interrupted() -> None:
            with store.write(by="s-lee", why="시험") as unit:
                unit.put(a_person(id="p-lost"))
                assert unit.find(Person, ["p-lost"])
                mortal.kill()

        for act in (
            interrupted,
            lambda: store.note(VIEW),
            lambda: versions(store),
            lambda: write_one(store),
        ):
            with pytest.raises(StoreUnavailable, match="cannot be reached"):
                act()
        mortal.start()
        assert versions(store, "p-lost") == []
        assert entries(store) == before
        write_one(store)
        assert entries(store) == [*before, LogAction.WRITE]
