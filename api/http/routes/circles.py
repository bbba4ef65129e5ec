"""Circles around a client and what to develop: started as jobs, kept as rounds, looked at from their own sides."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from pydantic import Field

from api.http.acting import Acting, AtDesk, WithParts
from api.http.ids import LegId, PersonId, RoundId
from api.http.routes.rounds import STAGE, RoundJob, job_told
from api.http.wire import Wire
from api.jobs.job import Progress, Said
from api.jobs.process import run_apart
from casework.linking import circle_round, circle_seen, developed_told, developing
from casework.linking.circle_round import CircleForm
from casework.linking.circle_seen import DropOutsTold, InvitationTold
from casework.linking.developed_told import DevelopTold
from casework.linking.rounds import SECONDS

router = APIRouter(tags=["rounds"])
_CIRCLE = replace(STAGE, label=Said(ko="이웃 모임 찾기", en="Looking for a circle"))
_DEVELOPMENT = replace(STAGE, label=Said(ko="개발할 자원 찾기", en="Looking for what to develop"))


class CircleSent(Wire):
    """Around whom, by which template, and what the client wants to do in it (D24)."""

    client: str = Field(max_length=100, examples=["p-scene00000000001"])
    template: str = Field(default=circle_round.LUNCHBOX, max_length=40, examples=["lunchbox"])
    client_parts: tuple[str, ...] = Field(default=(), max_length=20, examples=[[]])
    seconds: float = Field(default=circle_round.SECONDS, ge=1, le=600)


class DevelopmentSent(Wire):
    """How many visits a week somebody new would give, and how long to look."""

    visits: int | None = Field(default=None, ge=1, le=50)
    seconds: float = Field(default=SECONDS, ge=1, le=600)


@router.get("/clients/{person}/circle")
def choices(person: PersonId, desk: AtDesk, actor: Acting) -> CircleForm:
    """What can be chosen before a circle around a client is looked for."""
    return circle_round.circle_form(desk, actor, person)


@router.post("/rounds/circle", status_code=202)
def propose_circle(sent: CircleSent, parts: WithParts, actor: Acting) -> RoundJob:
    """Start looking for the circle of least burden around a client; ask for the job until it is done."""

    def work(progress: Progress) -> str:
        return circle_round.propose_circle(
            parts.desk,
            actor,
            sent.client,
            template=sent.template,
            client_parts=sent.client_parts,
            seconds=sent.seconds,
            run=run_apart,
            progress=progress,
        )

    return job_told(parts.jobs.start(actor.viewer.staff, _CIRCLE, work, back="/rounds"))


@router.get("/rounds/{round_id}/drop-outs")
def drop_outs(round_id: RoundId, desk: AtDesk, actor: Acting) -> DropOutsTold:
    """What if each of those who take part in a circle dropped out."""
    return circle_seen.drop_outs(desk, actor, round_id)


@router.get("/rounds/{round_id}/legs/{leg}/invitation")
def invitation(round_id: RoundId, leg: LegId, desk: AtDesk, actor: Acting) -> InvitationTold:
    """What somebody reads who is asked to take part in a circle; logged as told to them."""
    return circle_seen.as_told_to(desk, actor, round_id, leg)


@router.post("/rounds/develop", status_code=202)
def propose_development(sent: DevelopmentSent, parts: WithParts, actor: Acting) -> RoundJob:
    """Start looking for resources that would serve most people more; ask for the job until it is done."""

    def work(progress: Progress) -> str:
        return developing.propose_development(
            parts.desk,
            actor,
            visits=sent.visits,
            seconds=sent.seconds,
            run=run_apart,
            progress=progress,
        )

    return job_told(parts.jobs.start(actor.viewer.staff, _DEVELOPMENT, work, back="/rounds"))


@router.get("/rounds/{round_id}/development")
def development(round_id: RoundId, desk: AtDesk, actor: Acting) -> DevelopTold:
    """What to develop as a table, with the asks it would serve."""
    return developed_told.open_development(desk, actor, round_id)
