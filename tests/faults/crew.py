"""Worker processes of one round: started together, killed at random, asked what they were told."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from tests.faults.judge import Acknowledged, Writer
from tests.faults.place import PATIENCE_SECONDS, Place, Task
from tests.faults.telling import told

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Worker:
    """A running worker, its role, and what it was given."""

    role: str
    task: Task
    process: subprocess.Popen[bytes]
    killed: bool = False

    def said(self, *words: str) -> list[list[str]]:
        """What it told so far, of the lines that begin with one of the words."""
        return [line for line in told(self.task.told) if line[0] in words]


@dataclass(slots=True)
class Crew:
    """The workers of a round; whoever still runs at its end is killed."""

    place: Place
    folder: Path
    name: str
    dong: str
    chance: random.Random
    workers: list[Worker] = field(default_factory=list)

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self.workers:
            worker.process.kill()
            worker.process.wait()

    def start(self, role: str, letter: str, argument: object = "") -> Worker:
        """Start the module ``workers/<role>.py`` in a process of its own."""
        name = f"{self.name}{letter}"
        task = Task(
            place=self.place,
            name=name,
            told=str(self.folder / f"{name}.told"),
            seed=self.chance.randrange(2**32),
            dong=self.dong,
            argument=str(argument),
        )
        with (self.folder / f"{name}.errors").open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", f"tests.faults.workers.{role}", task.words()],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )
        worker = Worker(role, task, process)
        self.workers.append(worker)
        return worker

    def wait_until(self, worker: Worker, *words: str) -> None:
        """Wait until a worker has told one of the words, or ended."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not worker.said(*words) and worker.process.poll() is None and time.monotonic() < until:
            time.sleep(0.01)

    def wait_for_more(self, worker: Worker, before: int) -> None:
        """Wait until a writer has kept more units than before, or ended."""
        until = time.monotonic() + PATIENCE_SECONDS
        while len(worker.said("kept")) <= before and worker.process.poll() is None:
            if time.monotonic() > until:
                raise TimeoutError(f"{worker.task.name} kept nothing for {PATIENCE_SECONDS} s")
            time.sleep(0.02)

    def kill_all(self, gap_seconds: float = 0.1) -> int:
        """SIGKILL them one by one, in any order; how many were still running."""
        count = 0
        for worker in self.chance.sample(self.workers, len(self.workers)):
            time.sleep(self.chance.uniform(0, gap_seconds))
            count += self.kill(worker)
        return count

    def kill(self, worker: Worker) -> bool:
        """SIGKILL one; whether it was still running."""
        if worker.process.poll() is None:
            worker.process.send_signal(signal.SIGKILL)
            worker.killed = worker.process.wait() == -signal.SIGKILL
        return worker.killed

    def faults(self) -> list[str]:
        """What the workers complained of: an end that nobody caused, a moment that was not whole."""
        found = []
        for worker in self.workers:
            if not worker.killed and worker.process.poll() not in (0, None):
                errors = Path(worker.task.told).with_suffix(".errors").read_text("utf-8", "replace")
                found.append(f"{worker.task.name} ended with {worker.process.poll()}: {errors[-2000:]}")
            found += [f"{worker.task.name} saw {' '.join(line[1:])}" for line in worker.said("torn")]
        return found

    def moments(self) -> int:
        """How many moments the readers looked at."""
        return sum(len(worker.said("moment", "torn")) for worker in self.workers if worker.role == "reader")

    def acknowledged(self, so_far: Acknowledged) -> None:
        """Add what the workers were told."""
        for worker in self.workers:
            if worker.role == "writer":
                units = {int(n): unit for _, n, unit in worker.said("kept")}
                refusals = len(worker.said("refused"))
                so_far.writers.append(Writer(worker.task.name, self.dong, units, refusals))
            if worker.role == "importer":
                so_far.imports += [line[1] for line in worker.said("taken")]
