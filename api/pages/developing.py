"""What to develop: the search, and its table."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from api.http.acting import WithParts
from api.jobs.job import Progress, Said
from api.jobs.process import run_apart
from api.pages.forms import given
from api.pages.here import AtDesk
from api.pages.jobs import begin
from api.pages.rounds import STAGE, VISITS, chosen, list_response
from casework.linking.developing import propose_development

router = APIRouter(prefix="/rounds")
_STAGE = replace(
    STAGE,
    label=Said(ko="개발할 자원 찾기", en="Looking for what to develop"),
    steps=(
        STAGE.steps[0],
        Said(
            ko="무엇이 생기면 몇 분이 더 도움을 받는지 풀고 있습니다.",
            en="Solving how many more people each resource would serve.",
        ),
        STAGE.steps[-1],
    ),
)


@router.post("/develop")
async def run(here: AtDesk, parts: WithParts) -> Response:
    """Look for what to develop in a process of its own."""
    form = await here.request.form()
    visits = chosen(given(form, "visits", 2), VISITS)

    def work(progress: Progress) -> str:
        made = propose_development(
            here.desk, here.actor, visits=visits or None, run=run_apart, progress=progress
        )
        return f"/rounds/{made}?done=developed"

    return begin(
        here,
        parts,
        _STAGE,
        work,
        back="/rounds",
        refused=lambda error: list_response(here, error),
        subject="develop",
    )
