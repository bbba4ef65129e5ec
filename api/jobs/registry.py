"""The jobs of the application: in memory alone, each its owner's own, kept for a short while after they end."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Lock

from api.errors import JobCancelled, JobGone, JobsFull, JobStopped, UnexpectedFailure
from api.failures import log_failure
from api.jobs.job import Job, JobState, Stage, Work
from graph.errors import PumasiError

KEPT_FOR = timedelta(minutes=30)
JOBS_AT_MOST = 16
WORKERS = 2


class Jobs:
    """Runs jobs in threads and tells their owners how far they are; nothing of a job reaches the disk."""

    def __init__(self, clock: Callable[[], datetime], *, at_most: int = JOBS_AT_MOST) -> None:
        """Keep none yet; the threads start with the first job."""
        self._clock, self._at_most = clock, at_most
        self._jobs: dict[str, Job] = {}
        self._futures: dict[str, Future[None]] = {}
        self._cancelled: set[str] = set()
        self._lock, self._stopping = Lock(), Event()
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="job")

    def start(
        self, staff: str, stage: Stage, work: Work, *, back: str, request_id: str = "", subject: str = ""
    ) -> Job:
        """Start a job for a worker, or find the one of theirs that is at work on the same subject.

        Raises:
            JobsFull: as many jobs as are held at once are at work or wait for their turn.
        """
        with self._lock:
            for job in self._jobs.values():
                if subject and job.state is JobState.RUNNING and (job.staff, job.subject) == (staff, subject):
                    return job
            self._make_room()
            token = secrets.token_urlsafe(24)
            job = Job(
                token=token, staff=staff, stage=stage, back=back, request_id=request_id, subject=subject
            )
            self._jobs[token] = job
            self._futures[token] = self._threads.submit(self._run, token, work)
        return job

    def find(self, staff: str, token: str) -> Job:
        """The job of a token, as it stands now.

        Raises:
            JobGone: it is not the worker's, its time is over, or the application was started again since.
        """
        with self._lock:
            self._drop_expired()
            job = self._jobs.get(token)
        if job is None or job.staff != staff:
            raise JobGone()
        return job

    def wait(self, staff: str, token: str, seconds: float | None = None) -> Job:
        """The job as it stands when it ends, or when the seconds are over.

        Raises:
            JobGone: as for ``find``.
        """
        self.find(staff, token)
        with self._lock:
            future = self._futures.get(token)
        if future is not None:
            wait([future], timeout=seconds)
        return self.find(staff, token)

    def cancel(self, staff: str, token: str) -> None:
        """Stop a job: it breaks off at its next word of progress, and what it does with it.

        Raises:
            JobGone: as for ``find``.
        """
        job = self.find(staff, token)
        if job.stage.may_stop and job.state is JobState.RUNNING:
            with self._lock:
                self._cancelled.add(token)

    def close(self) -> None:
        """Stop: a job at work breaks off at its next word of progress, and its unit of work with it."""
        self._stopping.set()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _run(self, token: str, work: Work) -> None:
        def tell(done: int, total: int) -> None:
            if self._stopping.is_set():
                raise JobStopped()
            if token in self._cancelled:
                raise JobCancelled()
            self._update(token, lambda job: replace(job, done=done, total=total))

        try:
            result = work(tell)
        except PumasiError as error:
            self._fail(token, error)
        except Exception as error:  # noqa: BLE001 - the last catch: no failure may leave a job running for ever
            log_failure(error, self._jobs[token].request_id)
            self._fail(token, UnexpectedFailure())
        else:
            ended = self._clock()
            self._update(token, lambda job: replace(job, state=JobState.DONE, result=result, ended_at=ended))

    def _fail(self, token: str, error: PumasiError) -> None:
        ended = self._clock()
        self._update(token, lambda job: replace(job, state=JobState.FAILED, error=error, ended_at=ended))

    def _update(self, token: str, change: Callable[[Job], Job]) -> None:
        with self._lock:
            self._jobs[token] = change(self._jobs[token])

    def _make_room(self) -> None:
        self._drop_expired()
        ended = (token for token, job in self._jobs.items() if job.state is not JobState.RUNNING)
        if len(self._jobs) >= self._at_most:
            oldest = next(ended, None)
            if oldest is None:
                raise JobsFull()
            self._drop(oldest)

    def _drop_expired(self) -> None:
        now = self._clock()
        for job in tuple(self._jobs.values()):
            if job.ended_at is not None and job.ended_at + KEPT_FOR <= now:
                self._drop(job.token)

    def _drop(self, token: str) -> None:
        del self._jobs[token], self._futures[token]
        self._cancelled.discard(token)
