"""A store on a server: moved there and back, cut short, and made of the files of an import."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from threading import Event
from time import sleep

import pytest

from casework.errors import MoveUnverified
from casework.register.arrived import check_arrived
from casework.register.city import write_sample_files
from graph.dump import Line
from graph.errors import DumpRefused, StoreOccupied, StoreUnavailable
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.moving import write_lines
from graph.stores.neo4j.bulk.folder import Expected, read_expected
from graph.stores.neo4j.bulk.making import make_folder
from graph.testing.builders import a_person
from graph.testing.clauses.base import put
from graph.testing.clauses.moving import answers, digest, live
from graph.testing.clocks import Ticking
from importers.sample import sample_records
from tests.servers.emptied import EmptiedServers
from tests.servers.fixtures import StartServer

DAY, AT = date(2026, 11, 23), datetime(2026, 11, 23, tzinfo=UTC)

SLOW_LOAD = """
import sys, time
from graph.stores import open_store
from graph.stores.moving import read_lines
from pathlib import Path
def slowly(lines):
    for number, line in enumerate(lines):
        if number == 3000:
            print("half", flush=True)
            time.sleep(600)
        yield line
open_store(sys.argv[1]).load(slowly(read_lines(Path(sys.argv[2]))))
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """The demo's dong in a file, with somebody forgotten."""
    store = open_store(f"sqlite:{tmp_path_factory.mktemp('demo') / 'demo.db'}", clock=Ticking())
    records = tuple(sample_records("dong", seed=1, day=DAY))
    put(store, *records)
    client = next(record.id for record in records if record.id.startswith("p-scene"))
    store.forget(client, by="s-lee", why="본인 요청")
    yield store
    store.close()


def test_the_demo_goes_from_sqlite_to_neo4j_and_back(
    demo: GraphStore, neo4j: EmptiedServers, tmp_path: Path
) -> None:
    server = neo4j.store(Ticking())
    server.load(demo.dump())
    back = open_store(f"sqlite:{tmp_path / 'back.db'}")
    back.load(server.dump())
    assert digest(back) == digest(server) == digest(demo)
    assert list(back.dump()) == list(demo.dump())
    back.close()
    server.close()


def test_a_load_that_was_killed_leaves_no_store_and_can_be_done_again(
    demo: GraphStore, neo4j: EmptiedServers, neo4j_url: str, tmp_path: Path
) -> None:
    neo4j.store(Ticking()).close()
    write_lines(demo.dump(), tmp_path / "demo.jsonl")
    loading = subprocess.Popen(
        [sys.executable, "-c", SLOW_LOAD, neo4j_url, str(tmp_path / "demo.jsonl")],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    assert loading.stdout is not None
    assert loading.stdout.readline() == b"half\n"
    loading.send_signal(signal.SIGKILL)
    loading.wait()
    loading.stdout.close()
    store = open_store(neo4j_url)
    for act in (store.changes, lambda _: put(store, a_person()), lambda _: list(store.dump())):
        with pytest.raises(StoreUnavailable, match="no whole store"):
            act("")
    store.load(demo.dump())
    assert digest(store) == digest(demo)
    store.close()


def test_a_refused_load_leaves_the_database_a_store(demo: GraphStore, neo4j: EmptiedServers) -> None:
    store = neo4j.store(Ticking())
    lines: list[Line] = list(islice(demo.dump(), 5000))
    with pytest.raises(DumpRefused):
        store.load(lines)
    put(store, a_person())
    assert store.check_log().entries == 1
    store.close()


def test_of_two_loads_at_once_the_second_is_refused_and_harms_nothing(
    demo: GraphStore, neo4j: EmptiedServers, neo4j_url: str
) -> None:
    store, other = neo4j.store(Ticking()), open_store(neo4j_url)
    asked = Event()

    def slowly() -> Iterator[Line]:
        for number, line in enumerate(demo.dump()):
            if number == 3000:
                asked.set()
                # The second waits by now, for as long as it may.
                sleep(2)
            yield line

    with ThreadPoolExecutor() as pool:
        first = pool.submit(store.load, slowly())
        asked.wait(60)
        with pytest.raises((StoreOccupied, StoreUnavailable)):
            other.load(demo.dump())
        first.result()
    assert digest(other) == digest(store) == digest(demo)
    for one in (store, other):
        one.close()


def test_a_store_with_a_past_is_imported_and_answers_alike(start_neo4j: StartServer, tmp_path: Path) -> None:
    memory = open_store("memory:", clock=Ticking())
    live(memory)
    expected = make_folder(tmp_path / "files", memory.dump())
    assert expected.digest == digest(memory)
    store = open_store(start_neo4j(files=tmp_path / "files").url)
    assert digest(store) == digest(memory)
    assert answers(store) == answers(memory)
    for one in (store, memory):
        put(one, a_person(name="다시 하늘"))
    assert store.changes("").changes == memory.changes("").changes
    store.close()


def test_a_sample_is_imported_and_what_arrived_is_compared(start_neo4j: StartServer, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    made = write_sample_files(folder, "dong", seed=1, day=DAY, at=AT, processes=1)
    store = open_store(start_neo4j(files=folder).url)
    expected: Expected = read_expected(folder)
    assert expected == made
    assert check_arrived(store, expected).records == made.sequence
    assert check_arrived(store, expected, whole=True).units == 1
    memory = open_store("memory:")
    put(memory, *sample_records("dong", seed=1, day=DAY))
    with store.read() as one, memory.read() as other:
        for text in ("병원", "박말례", "ㅂㅁㄹ", "김"):
            assert one.search(text, limit=10_000) == other.search(text, limit=10_000)
        assert one.near(37.5385, 127.0823, 200) == other.near(37.5385, 127.0823, 200)
    store.forget("p-scene00000000001", by="s-lee", why="본인 요청")
    with pytest.raises(MoveUnverified):
        check_arrived(store, expected)
    store.close()
