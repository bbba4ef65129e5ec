"""The file under writers, readers, importers, backups and upgrades that are killed at random."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from api.upkeep.archive import GRAPH, contents_of, unpack
from tests.faults.counting import Counts
from tests.faults.crew import Crew
from tests.faults.judge import Acknowledged, as_far_as_there, judge
from tests.faults.physical import a_file, file_faults, file_of, make_older
from tests.faults.trial import ROUNDS_A_STORE, Trial, fail_on
from tests.faults.workers.backer import ENDING

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

ROWS = 10_001
"""Of the sheet that is imported, as of a whole gu: more records than the store takes in one batch."""

LONG = pytest.mark.faults


@pytest.mark.parametrize(
    ("encrypted", "rounds"),
    [
        pytest.param(False, 2, id="plain, briefly"),
        pytest.param(False, 20, id="plain", marks=LONG),
        pytest.param(True, 20, id="encrypted", marks=LONG),
    ],
)
def test_killed_processes_lose_and_tear_nothing(
    tmp_path: Path, encrypted: bool, rounds: int, counts: Counts
) -> None:
    chance = counts.chance()
    kinds = [importing, upgrading, backing_up, working]
    for number in range(rounds):
        if number % ROUNDS_A_STORE == 0:
            place = a_file(tmp_path / f"store-{number}", encrypted=encrypted)
            trial = Trial(place, tmp_path, ROWS, chance, counts, sound=partial(file_faults, place))
        kinds[number % len(kinds)](trial, number)


@LONG
def test_wrong_clocks_take_nothing_away_and_put_nothing_before_what_was(
    tmp_path: Path, counts: Counts
) -> None:
    """A writer whose clock jumps, one two hours behind, and one right; the next day, one a month ahead."""
    place = a_file(tmp_path / "store", encrypted=False)
    trial = Trial(place, tmp_path, 0, counts.chance(), counts, sound=partial(file_faults, place))
    for number, clocks in enumerate((("jumping", "-7200", ""), ("2592000", "jumping", ""), ("", "-7200"))):
        with trial.crew(number) as crew:
            crew.start("reader", "r", 0)
            for letter, clock in zip("abc", clocks, strict=False):
                first = crew.start("writer", letter, clock)
            crew.wait_until(first, "kept")
            trial.kill(crew, after_seconds=2)


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
        trial.kill(crew, after_seconds=2.5)


def upgrading(trial: Trial, number: int) -> None:
    """Everybody opens a file of an earlier program at once, and is killed over it."""
    mark = f"old{number:05}"
    make_older(trial.place, mark)
    before = trial.acknowledged.so_far()
    with trial.crew(number) as crew:
        trial.everyday(crew)
        trial.kill(crew, after_seconds=0.9)
    trial.counts.figures["upgrades"] += 1
    file = file_of(trial.place)
    finished = [one for one in file.parent.glob(f"*.before-*{mark}*") if ".partial" not in one.name]
    assert finished, "an upgrade keeps what was there before"
    for backup in finished[:2]:
        judge_copy(trial, before, backup)


def backing_up(trial: Trial, number: int) -> None:
    """Everybody works while backups are made; those that have their name are whole, told or not."""
    folder = trial.folder / f"backups-{number}"
    folder.mkdir()
    earlier = trial.acknowledged.so_far()
    with trial.crew(number) as crew:
        trial.everyday(crew)
        backer = crew.start("backer", "z", folder)
        crew.wait_until(backer, "made")
        trial.kill(crew, after_seconds=0.6)
    made = [line[1] for line in backer.said("made")]
    named = {file.name for file in folder.glob(f"*{ENDING}")}
    trial.counts.figures.update({"backups": len(named), "lost": len(set(made) - named)})
    assert named >= set(made)
    for name in sorted(named)[-2:]:
        graph = folder / GRAPH
        unpack(folder / name, GRAPH, graph, contents_of(folder / name))
        judge_copy(trial, earlier, graph, meanwhile=crew)
        graph.unlink()


def judge_copy(
    trial: Trial, acknowledged: Acknowledged, copy: Path, *, meanwhile: Crew | None = None
) -> None:
    """A copy of the file is a whole store by itself, and holds what was acknowledged before it.

    What a crew wrote while it was made may be there or not, but whole.
    """
    opened = trial.folder / "opened"
    opened.mkdir()
    place = replace(trial.place, url=f"sqlite:{opened / 'store.db'}")
    shutil.copy(copy, file_of(place))
    store = place.open()
    if meanwhile is not None:
        written = Acknowledged()
        meanwhile.acknowledged(written)
        as_far_as_there(store, written.writers)
        acknowledged = replace(acknowledged, writers=[*acknowledged.writers, *written.writers])
    verdict = judge(store, acknowledged, trial.chance)
    store.close()
    faults = list(file_faults(place))
    shutil.rmtree(opened)
    trial.counts.figures.update(copies=1, lost=len(verdict.lost), torn=len(verdict.torn) + len(faults))
    fail_on([*faults, *verdict.lost, *verdict.torn])
