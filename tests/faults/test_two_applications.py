"""Two applications on one file: both write, both see, and neither takes the other's change away."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from graph.stores import open_store
from tests.faults.application import Application, a_token, run_pumasi
from tests.faults.counting import Counts

pytestmark = pytest.mark.faults

WRITERS, TIMES = 4, 12

Pair = tuple[Application, Application]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office") / "data"


@pytest.fixture(scope="module")
def pair(data: Path) -> Iterator[Pair]:
    """Both are started at once over a folder that is not there yet."""
    with Application(data) as one, Application(data) as other:
        for application in (one, other):
            application.wait_until(200)
        token = a_token(data)
        for application in (one, other):
            application.sign_in(token)
        yield one, other


def a_new_person(application: Application, name: str) -> str:
    answer = application.ask("POST", "/records/Person", json={"fields": {"name": name, "career": "0"}})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def counted(told: httpx2.Response) -> int:
    return int(next(field["text"] for field in told.json()["fields"] if field["field"] == "career"))


def test_what_one_writes_the_other_sees_at_once(pair: Pair) -> None:
    for writer, reader in (pair, pair[::-1]):
        person = a_new_person(writer, "김하늘")
        assert reader.ask("GET", f"/records/Person/{person}").status_code == 200


def test_changes_through_both_at_once_lose_no_update(pair: Pair, counts: Counts) -> None:
    """Each reads, adds one and saves what it read, as two people at two screens do."""
    person = a_new_person(pair[0], "박나래")
    path = f"/records/Person/{person}"

    def count_up(number: int) -> int:
        refused = 0
        for turn in range(TIMES):
            application = pair[(number + turn) % 2]
            while True:
                read = application.ask("GET", path)
                changed = {"fields": {"career": str(counted(read) + 1)}}
                saved = application.ask(
                    "PATCH", path, json=changed, headers={"if-match": read.headers["etag"]}
                )
                if saved.status_code == 200:
                    break
                assert saved.status_code == 412, saved.text
                refused += 1
        return refused

    with ThreadPoolExecutor(WRITERS) as pool:
        refused = sum(pool.map(count_up, range(WRITERS)))
    for application in pair:
        told = application.ask("GET", path)
        assert counted(told) == WRITERS * TIMES
        assert told.headers["etag"] == f'"{WRITERS * TIMES + 1}"'
    counts.figures.update(acknowledged=WRITERS * TIMES, refused=refused, lost=0, torn=0)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_when_one_is_killed_the_other_goes_on_and_nothing_acknowledged_is_lost(
    data: Path, pair: Pair, counts: Counts
) -> None:
    kept: list[str] = []
    with Application(data) as third:
        third.wait_until(200)
        third.sign_in(a_token(data))
        with ThreadPoolExecutor(2) as pool:
            others = pool.submit(lambda: [a_new_person(pair[0], f"이{n}") for n in range(30)])
            kept += [a_new_person(third, f"최{n}") for n in range(10)]
            third.kill()
            kept += others.result()
    assert pair[0].health() == pair[1].health() == 200
    for person in kept:
        assert pair[1].ask("GET", f"/records/Person/{person}").status_code == 200
    store = open_store(f"sqlite:{data / 'graph.db'}")
    check = store.check_log()
    store.close()
    assert check.broken_at is None
    counts.figures.update(kills=1, acknowledged=len(kept), lost=0, torn=0)


def test_commands_work_beside_running_applications(data: Path, pair: Pair) -> None:
    assert "✗" not in run_pumasi(data, "doctor")
    assert {application.health() for application in pair} == {200}
