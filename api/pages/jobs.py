"""A job that takes a while: started from a form, watched until it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from api.errors import JobGone, UnexpectedFailure
from api.http.acting import WithParts
from api.http.context import request_id_of
from api.jobs.job import Job, JobState, Stage, Work
from api.pages.forms import by_script
from api.pages.here import AtDesk, Here, go_to
from api.pages.render import render
from api.parts import Parts
from graph.errors import PumasiError

router = APIRouter()
PATIENCE_SECONDS = 0.4
STOP_SECONDS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """How far a job is, or why it failed."""

    href: str
    title: str
    note: str
    said: str
    done: int
    total: int
    back: str
    may_stop: bool
    error: str | None
    request_id: str | None


def begin(
    here: Here,
    parts: Parts,
    stage: Stage,
    work: Work,
    *,
    back: str,
    refused: Callable[[PumasiError], Response],
    subject: str = "",
) -> Response:
    """Start a job; its result or refusal at once where it is quick, so that nothing flickers, else its page."""
    staff = here.actor.viewer.staff
    try:
        job = parts.jobs.start(
            staff, stage, work, back=back, request_id=request_id_of(here.request), subject=subject
        )
        job = parts.jobs.wait(staff, job.token, PATIENCE_SECONDS)
    except PumasiError as error:
        return refused(error)
    # What was not foreseen is told on the job's page, with the number that the log keeps it under.
    if job.error is not None and not isinstance(job.error, UnexpectedFailure):
        return refused(job.error)
    return go_to(job.result or _address(job))


@router.post("/rounds/jobs/{token}/stop")
def stop(here: AtDesk, parts: WithParts, token: str) -> Response:
    """Stop a job that can be stopped, and show how it ended."""
    staff = here.actor.viewer.staff
    parts.jobs.cancel(staff, token)
    job = parts.jobs.wait(staff, token, STOP_SECONDS)
    return go_to(job.result or _address(job))


@router.get("/imports/jobs/{token}")
@router.get("/rounds/jobs/{token}")
def watch(here: AtDesk, parts: WithParts, token: str) -> Response:
    """How far the job is; once it is done, its result."""
    try:
        job = parts.jobs.find(here.actor.viewer.staff, token)
    except JobGone:
        if by_script(here):
            return _lead(here.request.url.path)
        raise
    if by_script(here) and job.state is not JobState.RUNNING:
        return _lead(job.result or _address(job))
    return go_to(job.result) if job.result else _page(here, job)


def _lead(address: str) -> Response:
    """Take the whole browser page there, which also ends its asking every second."""
    return Response(headers={"HX-Redirect": address})


def _address(job: Job) -> str:
    return f"{job.stage.at}/{job.token}"


def _page(here: Here, job: Job) -> Response:
    page = JobPage(
        href=_address(job),
        title=job.stage.label.in_language(here.language),
        note=job.stage.note.in_language(here.language),
        said=_said(here, job),
        done=job.done,
        total=job.total,
        back=job.back,
        may_stop=job.stage.may_stop,
        error=None if job.error is None else here.told(job.error),
        request_id=job.request_id if isinstance(job.error, UnexpectedFailure) else None,
    )
    return render(here.request, "job.html", page)


def _said(here: Here, job: Job) -> str:
    if job.stage.steps:
        return job.stage.steps[min(job.done, len(job.stage.steps) - 1)].in_language(here.language)
    if not job.total:
        return here.say("준비하고 있습니다.")
    if job.done >= job.total:
        return here.say("모든 행을 거쳤습니다. 마무리하고 있습니다.")
    if job.stage.total_estimated:
        words = here.say("%(done)s / 약 %(total)s행")
    else:
        words = here.say("%(done)s / %(total)s행")
    return words % {"done": f"{job.done:,}", "total": f"{job.total:,}"}
