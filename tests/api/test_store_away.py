"""A database server that goes away under the running application, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.auth.accounts import FIRST_NAME
from graph.stores.neo4j.running import Limits
from graph.testing.builders import a_person
from graph.words.kinds import ViewPurpose
from tests.api.office import Office
from tests.servers.fixtures import StartServer
from tests.servers.neo4j_server import Neo4jServer

PAGES = ["/", "/people", "/resources", "/log"]


@pytest.fixture(scope="module")
def server(start_neo4j: StartServer) -> Neo4jServer:
    return start_neo4j(password="an invented password")


@pytest.fixture
def office(server: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An application whose graph is on a server and whose accounts are in a file of their own."""
    file = tmp_path / "password"
    file.write_text(f"neo4j:{server.password}\n", encoding="utf-8")
    hasty = Limits(asking_seconds=0.2, writing_seconds=0.2)
    monkeypatch.setattr("graph.stores.neo4j.store.Limits", lambda: hasty)
    office = Office(tmp_path / "data", store=f"{server.url}/neo4j", neo4j_password_file=file)
    yield office
    office.parts.close()


def test_pages_and_programs_are_told_to_come_back_and_are_served_once_the_server_is_back(
    server: Neo4jServer, office: Any
) -> None:
    _, token = office.door.tokens.issue(FIRST_NAME, ViewPurpose.CASE_WORK, "시험")
    browser, program = office.signed_in(), office.program(token)
    with office.desk.store.write(by="s-lee", why="시험") as unit:
        unit.put(a_person(dong=office.settings.dong))
    assert all(browser.get(page).status_code == 200 for page in PAGES)
    assert program.get("/api/v1/clients").status_code == 200

    server.kill()
    for page in PAGES:
        answer = browser.get(page)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "15")
        assert "서버에 연결할 수 없습니다" in answer.text
        assert f'href="{page}"' in answer.text
    answer = program.get("/api/v1/clients")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "15")
    assert answer.json()["type"] == "urn:pumasi:problem:store-unavailable"
    assert "The server cannot be reached" in answer.json()["en"]["detail"]
    assert program.get("/api/v1/health").status_code == 503

    server.start()
    assert all(browser.get(page).status_code == 200 for page in PAGES)
    assert program.get("/api/v1/clients").status_code == 200
    assert program.get("/api/v1/health").status_code == 200
    with office.desk.store.read() as reader:
        assert [kept.version for kept in reader.history("p-kim")] == [1]
    assert office.desk.store.check_log().broken_at is None
