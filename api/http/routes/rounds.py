"""Exchanges and allocations of the whole dong: started as a job, then looked at, answered and repaired leg by leg."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.http.acting import Acting, AtDesk, WithParts
from api.http.ids import LegId, RoundId
from api.http.paging import MOST, Page, Paged, page_after
from api.http.routes.linking import LinkageMade, NoSent
from api.http.versions import ReadVersion, set_etag
from api.http.wire import Wire
from api.jobs.job import Job, JobState, Progress, Said, Stage
from api.jobs.process import run_apart
from casework.linking import legs, rounds
from casework.linking.rounds import RoundLine
from casework.linking.rounds_cut import Part
from casework.linking.rounds_told import ProposalTold, RoundTold, open_round
from graph.words.kinds import Answer, Side

router = APIRouter(tags=["rounds"])
JobToken = Annotated[str, Path(max_length=100, examples=["q3rL…"])]
STAGE = Stage(
    label=Said(ko="품앗이 찾기", en="Looking for exchanges"),
    note=Said(ko="찾은 제안은 보관할 뿐입니다.", en="What is found is only kept."),
    may_stop=True,
)


_ALLOCATION = replace(STAGE, label=Said(ko="전체 배정", en="Allocation"))


class ExchangeSent(Wire):
    """How many people one exchange may have, and how long to look."""

    longest_cycle: int = Field(default=3, ge=0, le=5)
    longest_chain: int = Field(default=4, ge=0, le=6)
    seconds: float = Field(default=rounds.SECONDS, ge=1, le=600)


class AllocationSent(Wire):
    """How many may give to one ask, how long to look, and an earlier allocation whose locks hold."""

    most_givers: int | None = Field(default=None, ge=1, le=10)
    seconds: float = Field(default=rounds.SECONDS, ge=1, le=600)
    after: str | None = Field(default=None, max_length=100, examples=["g-0123456789abcdef"])


class RoundJob(Wire):
    """A search at work, done or failed; ``round`` is the id of what it kept."""

    token: str
    state: JobState = Field(examples=["done"])
    done: int
    total: int
    round: str | None = Field(default=None, examples=["g-0123456789abcdef"])
    error_ko: str | None = None
    error_en: str | None = None


class LegAnswerSent(Wire):
    """What one side said to a leg; ``no`` goes with a no."""

    side: Side = Field(examples=["helper"])
    said: Answer = Field(examples=["no"])
    no: NoSent | None = None


class LockSent(Wire):
    """Whether these two stay as they are."""

    locked: bool = Field(examples=[True])


class AsideSent(Wire):
    """Whether these two are left out of the round."""

    aside: bool = Field(examples=[True])


class RepairSent(Wire):
    """Which proposal is repaired."""

    number: int = Field(ge=1, examples=[1])


class RepairMade(Wire):
    """How many other ways were added to the round."""

    ways: int


@router.post("/rounds/exchange", status_code=202)
def propose_exchange(sent: ExchangeSent, parts: WithParts, actor: Acting) -> RoundJob:
    """Start looking for exchanges of the dong; ask for the job until it is done."""

    def work(progress: Progress) -> str:
        return rounds.propose_exchange(
            parts.desk,
            actor,
            longest_cycle=sent.longest_cycle,
            longest_chain=sent.longest_chain,
            seconds=sent.seconds,
            run=run_apart,
            progress=progress,
        )

    return job_told(parts.jobs.start(actor.viewer.staff, STAGE, work, back="/rounds"))


@router.post("/rounds/allocate", status_code=202)
def propose_allocation(sent: AllocationSent, parts: WithParts, actor: Acting) -> RoundJob:
    """Start planning help for all open asks of the dong; ask for the job until it is done."""

    def work(progress: Progress) -> str:
        return rounds.propose_allocation(
            parts.desk,
            actor,
            most_givers=sent.most_givers,
            seconds=sent.seconds,
            after=sent.after,
            run=run_apart,
            progress=progress,
        )

    return job_told(parts.jobs.start(actor.viewer.staff, _ALLOCATION, work, back="/rounds"))


@router.get("/rounds/jobs/{token}")
def watch(token: JobToken, parts: WithParts, actor: Acting) -> RoundJob:
    """How far a search is."""
    return job_told(parts.jobs.find(actor.viewer.staff, token))


@router.delete("/rounds/jobs/{token}", status_code=204)
def stop(token: JobToken, parts: WithParts, actor: Acting) -> None:
    """Stop a search; nothing of it is kept."""
    parts.jobs.cancel(actor.viewer.staff, token)


@router.get("/rounds")
def list_rounds(desk: AtDesk, actor: Acting) -> tuple[RoundLine, ...]:
    """The rounds of the dong, newest first."""
    return rounds.list_rounds(desk, actor)


@router.get("/rounds/{round_id}")
def look(round_id: RoundId, desk: AtDesk, actor: Acting, response: Response) -> RoundTold:
    """A round with the first of its proposals leg by leg; ``found`` says how many there are, /proposals gives all."""
    told = open_round(desk, actor, round_id, Part(limit=MOST))
    set_etag(response, told.version)
    return told


@router.get("/rounds/{round_id}/proposals")
def list_proposals(
    round_id: RoundId,
    desk: AtDesk,
    actor: Acting,
    page: Paged,
    request: Request,
    search: Annotated[str, Query(max_length=60, examples=["p-7k2m"])] = "",
) -> Page[ProposalTold]:
    """The proposals of a round: who has nobody first, by reason; ``search`` by the code of a person, ask or resource."""
    after = int(page.after) if page.after and page.after.isdigit() else None
    told = open_round(desk, actor, round_id, Part(limit=page.limit, after=after, search=search))
    return page_after(list(told.proposals), None if told.next is None else str(told.next), request)


@router.post("/rounds/{round_id}/close", status_code=204)
def close(round_id: RoundId, version: ReadVersion, desk: AtDesk, actor: Acting) -> None:
    """Nothing more is done in a round."""
    rounds.close_round(desk, actor, round_id, expected=version)


@router.post("/rounds/{round_id}/repair")
def repair(round_id: RoundId, sent: RepairSent, desk: AtDesk, actor: Acting) -> RepairMade:
    """Offer the best in place of what ended in a proposal."""
    return RepairMade(ways=legs.repair_proposal(desk, actor, round_id, sent.number))


@router.post("/round-legs/{leg}/ask", status_code=201)
def ask(leg: LegId, version: ReadVersion, desk: AtDesk, actor: Acting) -> LinkageMade:
    """Ask the helper of a leg; If-Match names the version of the leg."""
    return LinkageMade(id=legs.ask_for_leg(desk, actor, leg, expected=version))


@router.post("/round-legs/{leg}/answers", status_code=204)
def answer(leg: LegId, sent: LegAnswerSent, version: ReadVersion, desk: AtDesk, actor: Acting) -> None:
    """Record what one side said; If-Match names the linkage's version, or the leg's where nobody was asked."""
    no = None if sent.no is None else sent.no.told()
    legs.answer_leg(desk, actor, leg, sent.side, sent.said, expected=version, no=no)


@router.post("/round-legs/{leg}/lock", status_code=204)
def lock(leg: LegId, sent: LockSent, version: ReadVersion, desk: AtDesk, actor: Acting) -> None:
    """These two stay when their proposal is repaired, or no longer."""
    legs.lock_leg(desk, actor, leg, locked=sent.locked, expected=version)


@router.post("/round-legs/{leg}/aside", status_code=204)
def set_aside(leg: LegId, sent: AsideSent, version: ReadVersion, desk: AtDesk, actor: Acting) -> None:
    """Not these two in this round, or again."""
    legs.set_leg_aside(desk, actor, leg, aside=sent.aside, expected=version)


def job_told(job: Job) -> RoundJob:
    """A search as HTTP tells it."""
    return RoundJob(
        token=job.token,
        state=job.state,
        done=job.done,
        total=job.total,
        round=job.result,
        error_ko=None if job.error is None else job.error.ko,
        error_en=None if job.error is None else job.error.en,
    )
