"""A server under writers, readers and imports that are killed at random, and that is killed itself."""

from __future__ import annotations

import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from graph.stores.neo4j.running import Limits
from tests.faults.counting import Counts
from tests.faults.deeds import Deed, perform
from tests.faults.judge import Writer
from tests.faults.place import Place
from tests.faults.server import emptied
from tests.faults.trial import Trial
from tests.servers.neo4j_server import Neo4jServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

DONG = "9911000001"
ROWS = 1000
CLIENT_ROUNDS, SERVER_ROUNDS = 16, 4
AWAY_SECONDS = 60


@pytest.fixture
def place(server: Neo4jServer) -> Place:
    return emptied(server.url)


def test_some_killed_clients_of_a_server_lose_and_tear_nothing(
    neo4j_url: str, tmp_path: Path, counts: Counts
) -> None:
    kill_clients(emptied(neo4j_url), 1, tmp_path, counts)


@pytest.mark.faults
def test_killed_clients_of_a_server_lose_and_tear_nothing(
    place: Place, tmp_path: Path, counts: Counts
) -> None:
    kill_clients(place, CLIENT_ROUNDS, tmp_path, counts)


def kill_clients(place: Place, rounds: int, folder: Path, counts: Counts) -> None:
    """Writers and readers; every second time an import, which is staged."""
    trial = Trial(place, folder, ROWS, counts.chance(), counts)
    for number in range(rounds):
        with trial.crew(number) as crew:
            first = trial.everyday(crew)
            if number % 2 == 0:
                importer = crew.start("importer", "i", ROWS)
                crew.wait_until(importer, "applying")
                counts.figures["imports"] += 1
            crew.wait_until(first, "kept")
            trial.kill(crew, after_seconds=0.8)


@pytest.mark.faults
def test_a_killed_server_loses_and_tears_nothing_and_its_clients_go_on(
    server: Neo4jServer, place: Place, tmp_path: Path, counts: Counts
) -> None:
    chance = counts.chance()
    trial = Trial(place, tmp_path, ROWS, chance, counts)
    for number in range(SERVER_ROUNDS):
        with trial.crew(number) as crew:
            first = trial.everyday(crew)
            importer = crew.start("importer", "i", ROWS)
            crew.wait_until(first, "kept")
            crew.wait_until(importer, "applying")
            time.sleep(chance.uniform(0, 1.5))
            server.kill()
            counts.figures["server kills"] += 1
            before = len(first.said("kept"))
            server.start()
            crew.wait_for_more(first, before)
            trial.kill(crew, after_seconds=0.5)
    server.stop()
    server.check()
    server.start()


@pytest.mark.faults
def test_a_server_that_is_away_for_a_minute_during_a_write_keeps_it_once(
    server: Neo4jServer, place: Place, tmp_path: Path, counts: Counts
) -> None:
    assert Limits().writing_seconds > AWAY_SECONDS, "or nobody would wait so long"
    trial = Trial(place, tmp_path, 0, counts.chance(), counts)
    ours = Writer("ours", DONG)
    trial.acknowledged.writers.append(ours)
    with trial.crew(0) as crew, closing(place.open()) as store:
        writer = crew.start("writer", "a")
        crew.start("reader", "r", 0)
        crew.wait_until(writer, "kept")
        with ThreadPoolExecutor(1) as pool:
            back: list[Future[None]] = []

            def stop_in_the_middle() -> None:
                if not back:
                    server.stop()
                    back.append(pool.submit(start_again))

            def start_again() -> None:
                time.sleep(AWAY_SECONDS)
                server.start()

            ours.units[0] = perform(store, Deed(ours.name, 0, DONG), trial.chance, stop_in_the_middle)
            back[0].result()
            counts.figures["seconds away"] = AWAY_SECONDS
        crew.wait_for_more(writer, len(writer.said("kept")))
        trial.kill(crew, after_seconds=1)
    with closing(place.open()) as store, store.read() as reader:
        assert [kept.version for kept in reader.history(Deed(ours.name, 0, DONG).counter)] == [1]
