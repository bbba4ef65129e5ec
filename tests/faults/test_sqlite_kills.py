"""The file under writers, readers, importers, backups and upgrades that are killed at random."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.faults.counting import Counts
from tests.faults.judge import Acknowledged, judge
from tests.faults.physical import file_faults, file_of, make_older
from tests.faults.place import Place
from tests.faults.trial import ROUNDS_A_STORE, Trial, fail_on

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

ROWS = 4000
"""Of the sheet that is imported: more than the store writes in one statement, and a second's work."""


@pytest.fixture(params=["plain", "encrypted"])
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[int], Place]:
    key_file = None
    if request.param == "encrypted":
        key_file = str(tmp_path / "key")
        Path(key_file).write_text(bytes(range(32)).hex(), "ascii")

    def place(number: int) -> Place:
        folder = tmp_path / f"store-{number}"
        folder.mkdir()
        return Place(url=f"sqlite:{folder / 'store.db'}", key_file=key_file)

    return place


@pytest.mark.parametrize("rounds", [3, pytest.param(20, marks=pytest.mark.faults)])
def test_killed_processes_lose_and_tear_nothing(
    new_place: Callable[[int], Place], rounds: int, tmp_path: Path, counts: Counts
) -> None:
    chance = counts.chance()
    kinds = [importing, upgrading, working]
    for number in range(rounds):
        if number % ROUNDS_A_STORE == 0:
            place = new_place(number)
            trial = Trial(place, tmp_path, ROWS, chance, counts, sound=partial(file_faults, place))
        kinds[number % len(kinds)](trial, number)


def working(trial: Trial, number: int) -> None:
    """An ordinary day; one time in three they are killed while they open the store."""
    with trial.crew(number) as crew:
        first = trial.everyday(crew)
        if trial.chance.random() < 2 / 3:
            crew.wait_until(first, "kept")
        trial.kill(crew, after_seconds=0.8)


def importing(trial: Trial, number: int) -> None:
    """Everybody works while a large sheet is taken in."""
    with trial.crew(number) as crew:
        trial.everyday(crew)
        importer = crew.start("importer", "i", trial.rows)
        crew.wait_until(importer, "applying")
        trial.counts.figures["imports"] += 1
        trial.kill(crew, after_seconds=1.2)


def upgrading(trial: Trial, number: int) -> None:
    """Everybody opens a file of an earlier program at once, and is killed over it."""
    mark = f"old{number:05}"
    make_older(trial.place, mark)
    before = replace(trial.acknowledged, writers=list(trial.acknowledged.writers))
    with trial.crew(number) as crew:
        trial.everyday(crew)
        trial.kill(crew, after_seconds=1.2)
    trial.counts.figures["upgrades"] += 1
    file = file_of(trial.place)
    finished = [one for one in file.parent.glob(f"*.before-*{mark}*") if ".partial" not in one.name]
    assert finished, "an upgrade keeps what was there before"
    for backup in finished[:2]:
        judge_copy(trial, before, backup)


def judge_copy(trial: Trial, acknowledged: Acknowledged, copy: Path) -> None:
    """A copy of the file is a whole store by itself, and holds what was acknowledged."""
    opened = trial.folder / "opened"
    opened.mkdir()
    place = replace(trial.place, url=f"sqlite:{opened / 'store.db'}")
    shutil.copy(copy, file_of(place))
    store = place.open()
    verdict = judge(store, acknowledged, trial.chance)
    store.close()
    faults = list(file_faults(place))
    shutil.rmtree(opened)
    trial.counts.figures.update(copies=1, lost=len(verdict.lost), torn=len(verdict.torn) + len(faults))
    fail_on([*faults, *verdict.lost, *verdict.torn])
