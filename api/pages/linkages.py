"""A linkage under way: the answers of both sides, start, keep, end."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.datastructures import FormData
from starlette.responses import Response

from api.errors import AddressUnknown
from api.pages.ask_panel import Asked
from api.pages.client import client_response
from api.pages.decisions import NO_EFFECT, no_fields, no_of, review_fields
from api.pages.forms import DecisionPage, by_script, day_given, filled, given, has_errors, show_form
from api.pages.here import AtDesk, Here, go_to
from api.pages.parts import FormField, Option
from casework.linking.decide import No, answer, end, keep_on, start
from casework.register.clients import LinkageTold, open_client
from graph.errors import PumasiError, RecordMissing
from graph.words.kinds import Answer, LinkageOutcome, LinkageState, Side

router = APIRouter(prefix="/people/{person}/linkages/{linkage}")
_MORE = {"no": Answer.NO, "full": Answer.FULL}


@router.post("/answer")
async def plain_answer(here: AtDesk, person: str, linkage: str) -> Response:
    """A yes, or that nobody was reached: nothing more to say."""
    form = await here.request.form()
    said = Answer.YES if given(form, "said") == Answer.YES else Answer.NOT_REACHED
    side = _side(given(form, "side"))
    try:
        state = answer(here.desk, here.actor, linkage, side, said, expected=_expected(form))
    except PumasiError as error:
        if by_script(here):
            raise
        return client_response(here, person, Asked(), error=error)
    done = "accepted" if state is LinkageState.ACCEPTED else "answered"
    return go_to(f"/people/{person}?done={done}")


@router.get("/{said}")
def ask_more(
    here: AtDesk, person: str, linkage: str, said: str, side: Annotated[str, Query(max_length=10)] = "client"
) -> Response:
    """The form for an answer that needs more, or for the end."""
    return show_form(here, _page(here, _linkage(here, person, linkage), person, said, _side(side)))


@router.post("/no")
@router.post("/full")
async def longer_answer(here: AtDesk, person: str, linkage: str) -> Response:
    """A no with its scope, or full with a day to look again."""
    form = await here.request.form()
    name, side = here.request.url.path.rpartition("/")[2], _side(given(form, "side"))
    page = _page(here, _linkage(here, person, linkage), person, name, side, form)
    if has_errors(page.fields):
        return show_form(here, page)
    said = _MORE[name]
    no: No | None = no_of(form) if said is Answer.NO else None
    review_on = day_given(form, "review_on") if said is Answer.FULL else None
    try:
        answer(
            here.desk, here.actor, linkage, side, said, expected=_expected(form), no=no, review_on=review_on
        )
    except PumasiError as error:
        return show_form(here, page, error)
    return go_to(f"/people/{person}?done={'declined' if said is Answer.NO else 'waiting'}")


@router.post("/start")
@router.post("/keep")
async def step(here: AtDesk, person: str, linkage: str) -> Response:
    """It has begun, or it goes on."""
    form, name = await here.request.form(), here.request.url.path.rpartition("/")[2]
    act = start if name == "start" else keep_on
    try:
        act(here.desk, here.actor, linkage, expected=_expected(form))
    except PumasiError as error:
        if by_script(here):
            raise
        return client_response(here, person, Asked(), error=error)
    return go_to(f"/people/{person}?done={'started' if name == 'start' else 'kept'}")


@router.post("/end")
async def end_it(here: AtDesk, person: str, linkage: str) -> Response:
    """It has ended, with how it went."""
    form = await here.request.form()
    page = _page(here, _linkage(here, person, linkage), person, "end", Side.CLIENT, form)
    codes = {outcome.value: outcome for outcome in LinkageOutcome}
    outcome = codes.get(given(form, "outcome"))
    if outcome is None:
        return show_form(here, page)
    try:
        end(here.desk, here.actor, linkage, outcome, expected=_expected(form))
    except PumasiError as error:
        return show_form(here, page, error)
    return go_to(f"/people/{person}?done=ended")


def _page(
    here: Here, told: LinkageTold, person: str, name: str, side: Side, form: FormData | None = None
) -> DecisionPage:
    fields, titles = _FIELDS.get(name), {
        "no": here.say("%(who)s의 거절 기록") % {"who": side.label(here.language)},
        "full": here.say("제공자가 지금은 여력이 없음"),
        "end": here.say("연계 종료"),
    }  # fmt: skip
    if fields is None:
        raise AddressUnknown()
    return DecisionPage(
        title=titles[name],
        about=told.resource,
        notice=here.say(NO_EFFECT) if name == "no" else None,
        fields=fields(here, form),
        href=f"/people/{person}/linkages/{told.id}/{name}",
        back=f"/people/{person}#linkage-{told.id}",
        button=here.say("기록하기"),
        hidden=(
            ("expected", given(form, "expected") if form is not None else str(told.version)),
            ("side", side.value),
        ),
    )


def _end_fields(here: Here, form: FormData | None = None) -> tuple[FormField, ...]:
    fields = (
        FormField(
            name="outcome",
            label=here.say("어떻게 끝났습니까?"),
            kind="radio",
            required=True,
            options=tuple(Option(value=one.value, label=one.label(here.language)) for one in LinkageOutcome),
        ),
    )
    return fields if form is None else filled(fields, form)


_FIELDS = {"no": no_fields, "full": review_fields, "end": _end_fields}


def _linkage(here: Here, person: str, linkage: str) -> LinkageTold:
    client = open_client(here.desk, here.actor, person)
    found = next((told for told in client.linkages if told.id == linkage), None)
    if found is None:
        raise RecordMissing(id=linkage)
    return found


def _side(code: str) -> Side:
    return Side.HELPER if code == Side.HELPER else Side.CLIENT


def _expected(form: FormData) -> int:
    sent = given(form, "expected", 12)
    return int(sent) if sent.isdigit() else -1
