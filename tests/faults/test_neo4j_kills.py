"""A server under writers, readers and imports that are killed at random, and that is killed itself."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults.counting import Counts
from tests.faults.place import Place
from tests.faults.trial import Trial
from tests.servers.fixtures import StartServer
from tests.servers.neo4j_server import Neo4jServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

ROWS = 1500


@pytest.fixture(scope="module")
def server(start_neo4j: StartServer) -> Neo4jServer:
    return start_neo4j()


@pytest.mark.parametrize("rounds", [3, pytest.param(20, marks=pytest.mark.faults)])
def test_killed_processes_lose_and_tear_nothing_on_a_server(
    server: Neo4jServer, rounds: int, tmp_path: Path, counts: Counts
) -> None:
    chance = counts.chance()
    trial = Trial(Place(url=server.url), tmp_path, ROWS, chance, counts)
    for number in range(rounds):
        with trial.crew(number) as crew:
            first = trial.everyday(crew)
            if number % 3 == 0:
                importer = crew.start("importer", "i", ROWS)
                crew.wait_until(importer, "applying")
            elif chance.random() < 2 / 3:
                crew.wait_until(first, "kept")
            trial.kill(crew, after_seconds=1.2)
