"""Jobs in threads: whose they are, how far they are, and what is left of them."""

import threading

import pytest

from api.errors import JobGone, JobsFull, JobStopped, UnexpectedFailure
from api.jobs.job import JobState, Said, Stage
from api.jobs.registry import KEPT_FOR, Jobs
from casework.errors import PreviewOutdated
from tests.api.office import FakeClock

STAGE = Stage(label=Said(ko="읽는 중", en="Reading"), note=Said(ko="잠시", en="A while"))
OWNER, OTHER = "s-1", "s-2"


class Held:
    """Work that tells once how far it is, then stands still until it is let go."""

    def __init__(self):
        self.told, self.go = threading.Event(), threading.Event()

    def __call__(self, tell):
        tell(12_000, 350_000)
        self.told.set()
        assert self.go.wait(30)
        return "/there"


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def jobs(clock):
    jobs = Jobs(clock, at_most=2)
    yield jobs
    jobs.close()


@pytest.fixture
def held():
    work = Held()
    yield work
    work.go.set()


def start(jobs, work, staff=OWNER, **more):
    return jobs.start(staff, STAGE, work, back="/back", **more)


def ended(jobs, work):
    return jobs.wait(OWNER, start(jobs, work).token)


def test_a_job_tells_how_far_it_is_while_it_is_at_work(jobs, held):
    token = start(jobs, held).token
    assert held.told.wait(30)
    job = jobs.find(OWNER, token)
    assert (job.state, job.done, job.total) == (JobState.RUNNING, 12_000, 350_000)


def test_a_job_that_is_done_leads_to_its_result(jobs):
    job = ended(jobs, lambda tell: "/there")
    assert (job.state, job.result) == (JobState.DONE, "/there")


def test_a_job_is_unknown_to_everyone_but_its_owner(jobs):
    token = start(jobs, lambda tell: "/there").token
    with pytest.raises(JobGone):
        jobs.find(OTHER, token)


def test_a_refusal_is_kept_as_the_end_of_the_job(jobs):
    def refused(tell):
        raise PreviewOutdated()

    job = ended(jobs, refused)
    assert (job.state, type(job.error)) == (JobState.FAILED, PreviewOutdated)


def test_a_failure_that_nobody_foresaw_is_logged_without_its_message(jobs, caplog):
    def broken(tell):
        raise ValueError("김누리 010-0000-0000")

    job = jobs.wait(OWNER, start(jobs, broken, request_id="number-7").token)
    assert isinstance(job.error, UnexpectedFailure)
    assert ("number-7 ValueError" in caplog.text, "김누리" in caplog.text) == (True, False)


def test_a_job_that_ended_is_forgotten_after_a_while(jobs, clock):
    token = ended(jobs, lambda tell: "/there").token
    clock.now += KEPT_FOR
    with pytest.raises(JobGone):
        jobs.find(OWNER, token)


def test_a_job_at_work_is_never_forgotten(jobs, clock, held):
    token = start(jobs, held).token
    clock.now += KEPT_FOR * 2
    assert jobs.find(OWNER, token).state is JobState.RUNNING


def test_an_ended_job_makes_room_for_the_next(jobs):
    first, *_ = [ended(jobs, lambda tell: "/there") for _ in range(3)]
    with pytest.raises(JobGone):
        jobs.find(OWNER, first.token)


def test_a_job_beyond_the_limit_is_refused_while_all_are_at_work(jobs, held):
    start(jobs, held)
    start(jobs, held)
    with pytest.raises(JobsFull):
        start(jobs, held)


def test_the_same_subject_is_not_begun_twice_at_once(jobs, held):
    first = start(jobs, held, subject="preview")
    assert start(jobs, held, subject="preview").token == first.token


def test_the_subject_of_somebody_else_is_no_bar(jobs, held):
    first = start(jobs, held, subject="preview")
    assert start(jobs, held, staff=OTHER, subject="preview").token != first.token


def test_a_job_breaks_off_when_the_application_stops(clock):
    def endless(tell):
        while True:
            tell(1, 2)

    jobs = Jobs(clock)
    token = start(jobs, endless).token
    jobs.close()
    assert isinstance(jobs.find(OWNER, token).error, JobStopped)
