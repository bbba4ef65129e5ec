"""The application on a server that is killed under it: it says so, keeps running, and goes on by itself."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from tests.faults.application import Application, a_token
from tests.faults.counting import Counts
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
    with Application(data, given) as application, ThreadPoolExecutor(1) as pool:
        application.wait_until(200)
        application.sign_in(a_token(data, given))
        enough = Event()
        writing = pool.submit(write_until, application, enough)
        server.kill()
        counts.figures["server kills"] += 1
        application.wait_until(503)
        refused = application.ask("GET", "/records/Person?limit=1")
        assert refused.status_code == 503
        assert "서버" in refused.json()["ko"]["detail"]
        server.start()
        application.wait_until(200)
        enough.set()
        kept, told = writing.result()
        assert application.process.poll() is None, application.said()
        found = names(application)
        lost = [name for name in kept if name not in found]
        double = [name for name in found if found.count(name) > 1]
        counts.figures.update(
            acknowledged=len(kept), refused=len(told), lost=len(lost), torn=len(set(double))
        )
        assert not lost
        assert not double
        assert set(told) <= {503}


def write_until(application: Application, enough: Event) -> tuple[list[str], list[int]]:
    """New people one after the other; the names that were acknowledged, and the statuses of the others."""
    kept: list[str] = []
    told: list[int] = []
    while not enough.is_set():
        name = f"가{len(kept) + len(told)}"
        answer = application.ask("POST", "/records/Person", json={"fields": {"name": "이", "known_as": name}})
        if answer.status_code == 201:
            kept.append(name)
        else:
            told.append(answer.status_code)
    return kept, told


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
