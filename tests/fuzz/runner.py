"""Runs cases in one process, each under a limit of time and all under one of memory, and counts what came of them."""

from __future__ import annotations

import resource
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType

from tests.fuzz.cases import Case, Cases
from tests.fuzz.judge import Stopped, Verdict, Wrong, judge
from tests.fuzz.reached import Reached
from tests.fuzz.world import a_team, dump

MEMORY = 4 * 1024**3
"""Bytes of address space that no case may go beyond."""
_SECONDS_EACH = 60
_TOLD_EACH = 500
_TAKEN_IN = 0.2
"""The share of large files that are taken in too; the others are looked at alone, which is quicker."""
_CASES_OF_A_STORE = 10
"""A store keeps what was removed, and looks through it: an old one is slow."""


@dataclass(slots=True)
class Tally:
    """What came of the cases of one or several processes."""

    files: int = 0
    rows: int = 0
    refused: int = 0
    applied: int = 0
    stopped: int = 0
    half: int = 0
    points: int = 0
    kept: int = 0
    peak: int = 0
    slowest: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take over what another process counted."""
        self.files, self.rows, self.refused = (
            self.files + other.files,
            self.rows + other.rows,
            self.refused + other.refused,
        )
        self.applied, self.stopped, self.half = (
            self.applied + other.applied,
            self.stopped + other.stopped,
            self.half + other.half,
        )
        self.points, self.kept = max(self.points, other.points), self.kept + other.kept
        self.peak, self.slowest = max(self.peak, other.peak), max(self.slowest, other.slowest)
        self.outcomes += other.outcomes
        self.forms += other.forms
        self.failures += other.failures

    def count(self, case: Case, verdict: Verdict) -> None:
        """Count a case that was taken rightly."""
        self.rows += verdict.rows
        self.refused += verdict.refused
        self.applied += verdict.applied
        self.stopped += verdict.stopped
        self.outcomes[verdict.outcome] += 1

    def fail(self, case: Case, error: BaseException) -> None:
        """Note a case that was not, and keep it to be looked at."""
        if isinstance(error, Wrong) and "half" in str(error):
            self.half += 1
        self.outcomes["crash"] += 1
        with tempfile.NamedTemporaryFile(
            prefix="fuzz-", suffix=f"-{case.mapping}-{case.file}", delete=False
        ) as kept:
            kept.write(case.content)
        if case.toml is not None:
            Path(kept.name).with_suffix(".toml").write_text(case.toml, encoding="utf-8", errors="replace")
        last = traceback.format_exception(error)[-6:]
        self.failures.append(f"{case.form} by {case.mapping}, kept as {kept.name}\n{''.join(last)}")


class Hang(BaseException):
    """A case took too long."""


def run(*, seed: int, files: int, rows: int, seconds: float = float("inf")) -> Tally:
    """Run cases until so many files and rows were read, or the time is over."""
    chance = Random(seed)
    team = a_team()
    cases, reached, tally = Cases(chance, dump(team)), Reached(), Tally()
    began = time.monotonic()
    while (tally.files < files or tally.rows < rows) and time.monotonic() - began < seconds:
        case = cases.next(large=_behind(tally, files, rows))
        if case.large or tally.files % _CASES_OF_A_STORE == 0:
            team = a_team()
        at = time.process_time()
        stop = chance.random() < 0.2
        try:
            with _no_longer_than(_SECONDS_EACH):
                if case.large:
                    tally.count(case, judge(case, team, stop=stop, take_in=chance.random() < _TAKEN_IN))
                else:
                    with reached.watching() as new:
                        verdict = judge(case, team, stop=stop)
                    tally.count(case, verdict)
                    if new():
                        cases.keep(case)
                        tally.kept += 1
        except (Exception, Hang, Stopped) as error:  # noqa: BLE001 - whatever comes out is what is looked for
            tally.fail(case, error)
            team = a_team()
        tally.files += 1
        if tally.files % _TOLD_EACH == 0:
            told = f"{tally.files:,} files, {tally.rows:,} rows, {len(tally.failures)} crashes, {tally.half} half-imports"
            print(f"process {seed}: {told}", flush=True)
        tally.forms[case.form] += 1
        tally.slowest = max(tally.slowest, time.process_time() - at)
    tally.points = len(reached.points)
    tally.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return tally


def bound_memory() -> None:
    """Let this process alone not grow beyond the limit."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _behind(tally: Tally, files: int, rows: int) -> bool:
    """Whether the rows lag behind the files, so that a large file is due."""
    return tally.rows * files < rows * tally.files


@contextmanager
def _no_longer_than(seconds: int) -> Iterator[None]:
    """Stop a block after so many seconds of this process's own work, however busy the machine is."""

    def over(number: int, frame: FrameType | None) -> None:
        raise Hang

    earlier = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, earlier)
