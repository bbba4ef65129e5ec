"""The application on a server that is killed under it: it says so, keeps running, and goes on by itself."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from types import TracebackType

import pytest

from tests.faults.application import Application, a_token
from tests.faults.counting import Counts
from tests.faults.place import PATIENCE_SECONDS
from tests.faults.server import emptied
from tests.servers.neo4j_server import Neo4jServer

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL"),
]


def test_the_application_outlives_its_server_and_recovers_by_itself(
    server: Neo4jServer, tmp_path: Path, counts: Counts
) -> None:
    given = {"PUMASI_STORE": emptied(server.url).url}
    data = tmp_path / "data"
    with Application(data, given) as application, ThreadPoolExecutor(1) as pool, Team(application) as team:
        application.wait_until(200)
        application.sign_in(a_token(data, given))
        writing = pool.submit(team.write)
        team.wait_for_more()
        server.kill()
        counts.figures["server kills"] += 1
        application.wait_until(503)
        refused = application.ask("GET", "/records/Person?limit=1")
        assert refused.status_code == 503
        assert "서버" in refused.json()["ko"]["detail"]
        server.start()
        application.wait_until(200)
        team.wait_for_more()
        team.enough.set()
        writing.result()
        assert application.process.poll() is None, application.said()
        found = names(application)
        lost = [name for name in team.kept if name not in found]
        double = {name for name in found if found.count(name) > 1}
        counts.figures.update(
            acknowledged=len(team.kept), refused=len(team.refused), lost=len(lost), torn=len(double)
        )
        assert not lost
        assert not double
        assert set(team.refused) <= {503}


class Team:
    """Records new people one after the other, whatever it is told."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self.kept: list[str] = []
        self.refused: list[int] = []
        self.enough = Event()

    def __enter__(self) -> Team:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.enough.set()

    def write(self) -> None:
        """Until it is enough; the names that were acknowledged, and the statuses of the others, are kept."""
        while not self.enough.is_set():
            name = f"가{len(self.kept) + len(self.refused)}"
            fields = {"name": "이", "known_as": name}
            answer = self._application.ask("POST", "/records/Person", json={"fields": fields})
            if answer.status_code == 201:
                self.kept.append(name)
            else:
                self.refused.append(answer.status_code)

    def wait_for_more(self) -> None:
        """Wait until another was acknowledged."""
        until, before = time.monotonic() + PATIENCE_SECONDS, len(self.kept)
        while len(self.kept) == before:
            assert time.monotonic() < until
            time.sleep(0.02)


def names(application: Application) -> list[str]:
    """By what all people are known."""
    found: list[str] = []
    address: str | None = "/records/Person?limit=100"
    while address:
        page = application.ask("GET", address).json()
        for item in page["items"]:
            found += [field["text"] for field in item["fields"] if field["field"] == "known_as"]
        address = page["next"].removeprefix("/api/v1") if page.get("next") else None
    return found
