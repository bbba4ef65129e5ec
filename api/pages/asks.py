"""An ask that the client no longer wants, and a no that no longer stands."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.pages.ask_panel import Asked
from api.pages.client import client_response
from api.pages.forms import by_script, given
from api.pages.here import AtDesk, go_to
from casework.linking.decide import withdraw_refusal
from casework.register.needs import withdraw_ask
from graph.errors import PumasiError

router = APIRouter(prefix="/people/{person}")


@router.post("/asks/{ask}/withdraw")
async def withdraw(here: AtDesk, person: str, ask: str) -> Response:
    """Take the ask back."""
    form = await here.request.form()
    sent = given(form, "expected", 12)
    try:
        withdraw_ask(here.desk, here.actor, ask, expected=int(sent) if sent.isdigit() else -1)
    except PumasiError as error:
        if by_script(here):
            raise
        return client_response(here, person, Asked(ask=ask), error=error)
    return go_to(f"/people/{person}?done=withdrawn")


@router.post("/refusals/{refusal}/withdraw")
def say_otherwise(here: AtDesk, person: str, refusal: str) -> Response:
    """They say otherwise: the no no longer stands."""
    try:
        withdraw_refusal(here.desk, here.actor, refusal)
    except PumasiError as error:
        if by_script(here):
            raise
        return client_response(here, person, Asked(), error=error)
    return go_to(f"/people/{person}?done=refusal-withdrawn")
