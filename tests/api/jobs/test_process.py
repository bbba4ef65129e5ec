"""Solving in a process of its own: the same answer as here, errors of the house, and an end when told."""

import os
from dataclasses import dataclass

import pytest

from api.errors import JobCancelled, SolverGone
from api.jobs.job import JobState, Said, Stage
from api.jobs.process import run_apart
from api.jobs.registry import Jobs
from casework.linking.solving import ExchangeTask
from graph.testing import builders as a
from matching.errors import ExchangesTooMany
from matching.exchange.clearing import Limits
from tests.api.office import FakeClock
from tests.casework.linking.neighbourhood import Neighbourhood

STAGE = Stage(label=Said(ko="찾기", en="Looking"), note=Said(ko="잠시", en="A while"), may_stop=True)


@dataclass(frozen=True)
class Refusing:
    """A task that an error of the house ends."""

    steps = 1

    def detached(self):
        return self

    def solve(self, tell):
        raise ExchangesTooMany(most=7)


@dataclass(frozen=True)
class Dying:
    """A task whose process ends without a word."""

    steps = 1

    def detached(self):
        return self

    def solve(self, tell):
        os._exit(3)


@dataclass(frozen=True)
class Endless:
    """A task that never ends by itself."""

    steps = 1

    def detached(self):
        return self

    def solve(self, tell):
        while True:
            pass


def silent(done, total):
    pass


def test_another_process_finds_what_this_one_finds():
    team = Neighbourhood()
    task = ExchangeTask(
        snapshot=team.desk.snapshot(team.worker.viewer),
        dong=a.FICTITIOUS_DONG,
        limits=Limits(),
        hidden=frozenset(),
    )
    told = []
    assert run_apart(task, lambda done, total: told.append((done, total))) == task.solve()
    assert dict.fromkeys(told) == {(1, 4): None, (2, 4): None}


def test_an_error_of_the_house_arrives_with_its_sentence():
    with pytest.raises(ExchangesTooMany) as told:
        run_apart(Refusing(), silent)
    assert told.value.fields == {"most": 7}


def test_a_process_that_ends_without_an_answer_is_told_as_such():
    with pytest.raises(SolverGone):
        run_apart(Dying(), silent)


def test_a_job_that_its_owner_stops_ends_its_process():
    jobs = Jobs(FakeClock())
    try:
        started = jobs.start("s-1", STAGE, lambda tell: str(run_apart(Endless(), tell)), back="/rounds")
        jobs.cancel("s-1", started.token)
        job = jobs.wait("s-1", started.token)
        assert (job.state, type(job.error)) == (JobState.FAILED, JobCancelled)
    finally:
        jobs.close()


def test_what_may_not_be_stopped_goes_on():
    jobs = Jobs(FakeClock())
    try:
        plain = Stage(label=STAGE.label, note=STAGE.note)
        started = jobs.start("s-1", plain, lambda tell: tell(1, 1) or "/there", back="/back")
        jobs.cancel("s-1", started.token)
        assert jobs.wait("s-1", started.token).state is JobState.DONE
    finally:
        jobs.close()
