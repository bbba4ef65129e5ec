"""Circles around a client: the form, the search, what if somebody drops out, what a neighbour reads who is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.responses import Response

from api.http.acting import WithParts
from api.http.problems import status_of
from api.jobs.job import Progress, Said
from api.jobs.process import run_apart
from api.pages.forms import given
from api.pages.here import AtDesk, Here
from api.pages.jobs import begin
from api.pages.render import render
from api.pages.rounds import STAGE
from casework.linking.circle_round import CircleForm, circle_form, propose_circle
from casework.linking.circle_seen import DropOutsTold, InvitationTold, as_told_to, drop_outs
from graph.errors import PumasiError

router = APIRouter()
_STAGE = replace(
    STAGE,
    label=Said(ko="이웃 모임 찾기", en="Looking for a circle"),
    steps=(
        STAGE.steps[0],
        Said(ko="몫을 나눌 이웃을 찾고 있습니다.", en="Looking for neighbours who could share it."),
        STAGE.steps[-1],
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleNewPage:
    """What can be chosen before a circle is looked for."""

    form: CircleForm
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOutsPage:
    """The circle without each of those who take part."""

    told: DropOutsTold


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationPage:
    """What somebody reads who is asked."""

    round: str
    told: InvitationTold


@router.get("/people/{person}/circle")
def choose(here: AtDesk, person: str) -> Response:
    """The templates, and what the client wants to do."""
    return _form(here, person)


@router.post("/people/{person}/circle")
async def run(here: AtDesk, parts: WithParts, person: str) -> Response:
    """Look for a circle in a process of its own."""
    form = await here.request.form()
    template = given(form, "template", 40)
    own = tuple(str(one)[:40] for one in form.getlist("part"))

    def work(progress: Progress) -> str:
        made = propose_circle(
            here.desk,
            here.actor,
            person,
            template=template,
            client_parts=own,
            run=run_apart,
            progress=progress,
        )
        return f"/rounds/{made}?done=round"

    return begin(
        here,
        parts,
        _STAGE,
        work,
        back=f"/people/{person}/circle",
        refused=lambda error: _form(here, person, error),
        subject=f"circle {person}",
    )


@router.get("/rounds/{round_id}/drop-outs")
def without(here: AtDesk, round_id: str) -> Response:
    """What if each of them dropped out."""
    page = DropOutsPage(told=drop_outs(here.desk, here.actor, round_id))
    return render(here.request, "drop_outs.html", page)


@router.get("/rounds/{round_id}/legs/{leg}/invitation")
def invitation(here: AtDesk, round_id: str, leg: str) -> Response:
    """What somebody reads who is asked to take part, as it can be read out or printed."""
    page = InvitationPage(round=round_id, told=as_told_to(here.desk, here.actor, round_id, leg))
    return render(here.request, "invitation.html", page)


def _form(here: Here, person: str, error: PumasiError | None = None) -> Response:
    page = CircleNewPage(
        form=circle_form(here.desk, here.actor, person), error=None if error is None else here.told(error)
    )
    return render(here.request, "circle_new.html", page, status=200 if error is None else status_of(error))
