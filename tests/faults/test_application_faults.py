"""The application while the disk is full, and while the clock is wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from api.auth import hashes
from tests.api.office import Office, sign_in
from tests.faults.disk import Disk, small_disk

HOUR, YEAR = 1 / 24, 365.0


@pytest.fixture(autouse=True)
def light_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Real Argon2 with the least work."""
    monkeypatch.setattr(hashes, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    hashes.nobodys_hash.cache_clear()
    yield
    hashes.nobodys_hash.cache_clear()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path / "data", store=None)
    yield office
    office.parts.close()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk") as disk:
        yield disk


@pytest.mark.skipif(sys.platform == "win32", reason="files are not limited there")
def test_a_full_disk_is_told_and_the_application_goes_on_by_itself(disk: Disk) -> None:
    office = Office(disk.folder / "data", store=None)
    try:
        client = office.signed_in(accept="application/json")
        form = client.get("/", headers={"accept": "text/html"})
        token = form.text.split('name="form_token" value="')[1].split('"')[0]

        def record(name: str) -> int:
            sent = {"fields": {"name": name, "career": "뜨개질 " * 900}}
            answer = client.post("/api/v1/records/Person", json=sent, headers={"x-csrf-token": token})
            if answer.status_code == 503:
                told.add(answer.json()["detail"])
            return int(answer.status_code)

        told: set[str] = set()
        assert record("가하나") == 201
        disk.leave(200_000)
        answers = [record(f"나{n}") for n in range(40)]
        # Far beyond the ten minutes after which it would have been seen anew.
        office.clock.pass_time(seconds=60)
        pages = client.get("/people", headers={"accept": "text/html"}).status_code
        disk.make_room()
        assert set(answers) == {201, 503}
        assert pages in (200, 503)
        assert any("디스크" in sentence for sentence in told)
        assert record("다하나") == 201
        kept = client.get("/api/v1/records/Person?limit=100").json()
        assert len(kept["items"]) == 2 + answers.count(201)
    finally:
        office.parts.close()


@pytest.mark.parametrize("days", [-2 * HOUR, -3 * YEAR, 3 * YEAR])
def test_a_clock_that_jumps_ends_sessions_and_nothing_else(office: Office, days: float) -> None:
    before = office.signed_in()
    office.clock.pass_time(days=days)
    assert before.get("/").status_code == 303
    now = office.signed_in()
    assert now.get("/").status_code == 200
    office.clock.pass_time(days=-days)
    assert now.get("/").status_code == 303
    assert office.signed_in().get("/").status_code == 200


def test_a_clock_set_back_by_seconds_signs_nobody_out(office: Office) -> None:
    client = office.signed_in()
    office.clock.pass_time(seconds=-90)
    assert client.get("/").status_code == 200


def test_a_name_locked_under_a_wrong_clock_is_not_locked_for_years(office: Office) -> None:
    office.clock.pass_time(days=2 * YEAR)
    for _ in range(6):
        sign_in(office.browser(), "team", "wrong")
    office.clock.pass_time(days=-2 * YEAR)
    assert sign_in(office.browser(), "team", office.password).status_code == 429
    office.clock.pass_time(minutes=15)
    assert sign_in(office.browser(), "team", office.password).status_code == 303
