"""What a power cut leaves: the file and a write-ahead log that ends anywhere.

A read transaction is held while both are copied, so that the log still holds every page that a checkpoint may be
writing into the file at that moment; then the copy of the log is cut off, or its end is spoilt.
"""

from __future__ import annotations

import random
import shutil
import struct
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from graph.stores.sqlite.connection import connect
from tests.faults.counting import Counts
from tests.faults.crew import Crew
from tests.faults.judge import Acknowledged, as_far_as_there, judge
from tests.faults.physical import a_file, file_faults, file_of
from tests.faults.place import Place
from tests.faults.trial import Trial, fail_on

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file is not copied there")


HEADER, FRAME = 32, 24 + 4096
"""Bytes of the log before its first frame, and of a frame (sqlite.org/fileformat2.html, section 4)."""

ATTEMPTED_AT = 128
"""Where the log's index says how many frames a checkpoint may have brought into the file (walformat.html, 2.2)."""


@pytest.mark.parametrize(
    ("encrypted", "cuts"),
    [
        pytest.param(False, 1, id="plain, once"),
        pytest.param(False, 6, id="plain", marks=pytest.mark.faults),
        pytest.param(True, 6, id="encrypted", marks=pytest.mark.faults),
    ],
)
def test_a_cut_at_any_moment_leaves_the_units_up_to_some_point(
    tmp_path: Path, encrypted: bool, cuts: int, counts: Counts
) -> None:
    chance = counts.chance()
    place = a_file(tmp_path / "store", encrypted=encrypted)
    trial = Trial(place, tmp_path, 0, chance, counts)
    with trial.crew(0) as crew:
        trial.everyday(crew)
        for worker in crew.workers:
            crew.wait_until(worker, "kept", "moment")
        for number in range(cuts):
            time.sleep(chance.uniform(0.05, 0.4))
            copy, acknowledged, firm = take_copy(trial, crew, number)
            judge_cut(trial, copy, acknowledged, whole=spoil(copy, firm, chance))
        fail_on(crew.faults())


def take_copy(trial: Trial, crew: Crew, number: int) -> tuple[Place, Acknowledged, int]:
    """A copy of the file and its log as they lie there, what was acknowledged before, and the log's firm part."""
    file = file_of(trial.place)
    folder = trial.folder / f"cut-{number}"
    folder.mkdir()
    reader = connect(file, trial.place.key(), read_only=True)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM unit").fetchone()
    acknowledged = Acknowledged()
    crew.acknowledged(acknowledged)
    shutil.copy(file, folder / file.name)
    shutil.copy(file.with_name(f"{file.name}-wal"), folder)
    index = file.with_name(f"{file.name}-shm").read_bytes()
    reader.rollback()
    reader.close()
    (frames,) = struct.unpack_from("=I", index, ATTEMPTED_AT)
    return replace(trial.place, url=f"sqlite:{folder / file.name}"), acknowledged, HEADER + frames * FRAME


def spoil(copy: Place, firm: int, chance: random.Random) -> bool:
    """Cut the log off, or write something else over it, anywhere behind its firm part; or leave it whole."""
    file = file_of(copy)
    log = file.with_name(f"{file.name}-wal")
    size = log.stat().st_size
    kind = chance.choice(["whole", "cut", "spoilt"])
    if kind == "whole" or size <= firm:
        return True
    at = chance.randrange(firm, size)
    with log.open("r+b") as opened:
        if kind == "cut":
            opened.truncate(at)
        else:
            opened.seek(at)
            opened.write(chance.randbytes(min(size - at, 6000)))
    return False


def judge_cut(trial: Trial, copy: Place, acknowledged: Acknowledged, *, whole: bool) -> None:
    """The units there are whole and the first ones; with the whole log no acknowledged one is missing."""
    store = copy.open()
    # They went on writing while the copy was made.
    before = acknowledged.count
    lacking = as_far_as_there(store, acknowledged.writers)
    trial.counts.figures["cut off"] += lacking
    if whole and lacking:
        pytest.fail(f"{lacking} of {before} acknowledged units are not there")
    verdict = judge(store, acknowledged, trial.chance)
    store.close()
    verdict.torn += file_faults(copy)
    trial.counts.figures.update(
        rounds=1, acknowledged=acknowledged.count, lost=len(verdict.lost), torn=len(verdict.torn)
    )
    fail_on([*verdict.lost, *verdict.torn])
