"""What is done with one help of a round: ask, answer, no, keep it, or these two not; and mending a proposal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.datastructures import FormData
from starlette.responses import Response

from api.errors import AddressUnknown
from api.pages.decisions import NO_EFFECT, no_fields, no_of
from api.pages.forms import DecisionPage, given, has_errors, show_form
from api.pages.here import AtDesk, Here, go_to
from api.pages.parts import FormField
from api.pages.rounds import PER_PAGE, round_response
from casework.linking import legs
from casework.linking.rounds_cut import Part
from casework.linking.rounds_told import LegTold, open_round
from graph.errors import PumasiError, RecordMissing
from graph.words.kinds import Answer, RefusalScope, Side

router = APIRouter(prefix="/rounds/{round_id}")


@router.post("/repair")
async def repair(here: AtDesk, round_id: str) -> Response:
    """Offer the best in place of what ended."""
    form = await here.request.form()
    sent = given(form, "number", 6)
    number = int(sent) if sent.isdigit() else 0
    try:
        ways = legs.repair_proposal(here.desk, here.actor, round_id, number)
    except PumasiError as error:
        return round_response(here, round_id, Part(limit=PER_PAGE, around=number), error=error)
    done = "repaired" if ways else "not-repaired"
    return go_to(f"/rounds/{round_id}?done={done}&around={number}#proposal-{number}")


@router.post("/legs/{leg}/ask")
@router.post("/legs/{leg}/lock")
@router.post("/legs/{leg}/unlock")
@router.post("/legs/{leg}/aside")
@router.post("/legs/{leg}/allow")
async def step(here: AtDesk, round_id: str, leg: str) -> Response:
    """One step that needs nothing more to be said."""
    form, name = await here.request.form(), here.request.url.path.rpartition("/")[2]
    desk, actor, expected = here.desk, here.actor, _expected(form)
    steps: dict[str, Callable[[], object]] = {
        "ask": lambda: legs.ask_for_leg(desk, actor, leg, expected=expected),
        "lock": lambda: legs.lock_leg(desk, actor, leg, locked=True, expected=expected),
        "unlock": lambda: legs.lock_leg(desk, actor, leg, locked=False, expected=expected),
        "aside": lambda: legs.set_leg_aside(desk, actor, leg, aside=True, expected=expected),
        "allow": lambda: legs.set_leg_aside(desk, actor, leg, aside=False, expected=expected),
    }
    try:
        steps[name]()
    except PumasiError as error:
        return round_response(here, round_id, Part(limit=PER_PAGE, leg=leg), error=error)
    return _back(round_id, leg, "asked" if name == "ask" else f"leg-{name}")


@router.post("/legs/{leg}/answer")
async def answer(here: AtDesk, round_id: str, leg: str) -> Response:
    """A yes, or that nobody was reached: nothing more to say."""
    form = await here.request.form()
    said = Answer.YES if given(form, "said") == Answer.YES else Answer.NOT_REACHED
    try:
        legs.answer_leg(
            here.desk, here.actor, leg, _side(given(form, "side")), said, expected=_expected(form)
        )
    except PumasiError as error:
        return round_response(here, round_id, Part(limit=PER_PAGE, leg=leg), error=error)
    return _back(round_id, leg, "answered")


@router.get("/legs/{leg}/no")
def ask_no(
    here: AtDesk, round_id: str, leg: str, side: Annotated[str, Query(max_length=10)] = "client"
) -> Response:
    """The form for a no, with its scope."""
    return show_form(here, _page(here, round_id, leg, _side(side)))


@router.post("/legs/{leg}/no")
async def say_no(here: AtDesk, round_id: str, leg: str) -> Response:
    """A no ends this one help; the others stay."""
    form = await here.request.form()
    side = _side(given(form, "side"))
    page = _page(here, round_id, leg, side, form)
    if has_errors(page.fields):
        return show_form(here, page)
    try:
        legs.answer_leg(here.desk, here.actor, leg, side, Answer.NO, expected=_expected(form), no=no_of(form))
    except PumasiError as error:
        return show_form(here, page, error)
    return _back(round_id, leg, "leg-no")


def _back(round_id: str, leg: str, done: str) -> Response:
    """The part of the round in which a leg is."""
    return go_to(f"/rounds/{round_id}?done={done}&leg={leg}#leg-{leg}")


def _page(here: Here, round_id: str, leg: str, side: Side, form: FormData | None = None) -> DecisionPage:
    told = _told(here, round_id, leg)
    version = told.version if told.linkage_version is None else told.linkage_version
    return DecisionPage(
        title=here.say("%(who)s의 거절 기록") % {"who": side.label(here.language)},
        about=f"{told.giver_name} → {told.client_name}, {told.resource_name or told.form}",
        notice=here.say(NO_EFFECT),
        fields=_no_fields(here, told, form),
        href=f"/rounds/{round_id}/legs/{leg}/no",
        back=f"/rounds/{round_id}?leg={leg}#leg-{leg}",
        button=here.say("기록하기"),
        hidden=(
            ("side", side.value),
            ("expected", given(form, "expected", 12) if form is not None else str(version)),
        ),
    )


def _no_fields(here: Here, told: LegTold, form: FormData | None) -> tuple[FormField, ...]:
    """How far a no reaches; whoever only introduces gives no kind of help that it could name."""
    fields = no_fields(here, form)
    if told.resource:
        return fields
    kind = RefusalScope.THIS_KIND.value
    return tuple(
        replace(one, options=tuple(option for option in one.options if option.value != kind))
        for one in fields
    )


def _told(here: Here, round_id: str, leg: str) -> LegTold:
    told = open_round(here.desk, here.actor, round_id, Part(limit=1, leg=leg))
    if told.closed:
        raise AddressUnknown()
    found = next((one for proposal in told.proposals for one in proposal.legs if one.id == leg), None)
    if found is None:
        raise RecordMissing(id=leg)
    return found


def _side(code: str) -> Side:
    return Side.HELPER if code == Side.HELPER else Side.CLIENT


def _expected(form: FormData) -> int:
    sent = given(form, "expected", 12)
    return int(sent) if sent.isdigit() else -1
