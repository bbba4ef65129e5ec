"""Deciding on a suggestion: ask with a hold, a no with its scope, the waiting list."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.datastructures import FormData
from starlette.responses import Response

from api.pages.ask_panel import Asked
from api.pages.client import client_response
from api.pages.forms import (
    DecisionPage,
    by_script,
    day_given,
    filled,
    given,
    has_errors,
    show_form,
    with_error,
)
from api.pages.here import AtDesk, Here, go_to
from api.pages.parts import FormField, Option
from api.pages.texts import mark
from casework.linking.decide import No, ask_helper, decline, put_on_waiting_list
from casework.linking.suggest import why_not
from graph.errors import PumasiError
from graph.words.kinds import RefusalScope, Side

router = APIRouter(prefix="/people/{person}/asks/{ask}/resources/{resource}")
NO_EFFECT = mark("거절해도 받고 계신 급여나 서비스에는 아무 영향이 없습니다. 사유는 말씀하실 때만 적습니다.")
REVIEW_AFTER = timedelta(days=14)


@router.post("/ask")
def ask_it(
    here: AtDesk,
    person: str,
    ask: str,
    resource: str,
    introduced_by: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Ask the helper, through somebody who introduces where one was chosen, and hold the place."""
    try:
        ask_helper(here.desk, here.actor, ask, resource, introduced_by=introduced_by or None)
    except PumasiError as error:
        if by_script(here):
            raise
        return client_response(here, person, Asked(ask=ask), error=error)
    return go_to(f"/people/{person}?ask={ask}&done=asked")


@router.get("/no")
def ask_no(here: AtDesk, person: str, ask: str, resource: str) -> Response:
    """The form for a no that somebody said before being asked."""
    return show_form(here, _no_page(here, person, ask, resource))


@router.post("/no")
async def say_no(here: AtDesk, person: str, ask: str, resource: str) -> Response:
    """Keep the no with its scope; no reason is required."""
    form = await here.request.form()
    page = _no_page(here, person, ask, resource, form)
    if has_errors(page.fields):
        return show_form(here, page)
    side = Side.HELPER if given(form, "side") == Side.HELPER else Side.CLIENT
    try:
        decline(here.desk, here.actor, ask, resource, side, no_of(form))
    except PumasiError as error:
        return show_form(here, page, error)
    return go_to(f"/people/{person}?ask={ask}&done=declined")


@router.get("/wait")
def ask_wait(here: AtDesk, person: str, ask: str, resource: str) -> Response:
    """The form for the waiting list."""
    return show_form(here, _wait_page(here, person, ask, resource))


@router.post("/wait")
async def wait(here: AtDesk, person: str, ask: str, resource: str) -> Response:
    """Put it on the waiting list until a day to look again."""
    form = await here.request.form()
    page = _wait_page(here, person, ask, resource, form)
    review_on = day_given(form, "review_on")
    if review_on is None or has_errors(page.fields):
        return show_form(here, page)
    try:
        put_on_waiting_list(here.desk, here.actor, ask, resource, review_on=review_on)
    except PumasiError as error:
        return show_form(here, page, error)
    return go_to(f"/people/{person}?ask={ask}&done=waiting")


def no_of(form: FormData) -> No:
    """How far a no reaches, as the form says."""
    codes = {scope.value: scope for scope in RefusalScope}
    scope = codes.get(given(form, "scope"), RefusalScope.THIS_ONE)
    return No(scope=scope, until=day_given(form, "until"), reason=given(form, "reason") or None)


def no_fields(here: Here, form: FormData | None = None) -> tuple[FormField, ...]:
    """Scope, day and reason of a no, with what is wrong in what was sent."""
    fields: tuple[FormField, ...] = (
        FormField(
            name="scope",
            label=here.say("어디까지 원하지 않으십니까?"),
            kind="radio",
            value=RefusalScope.THIS_ONE.value,
            required=True,
            options=tuple(
                Option(value=scope.value, label=scope.label(here.language)) for scope in RefusalScope
            ),
        ),
        FormField(
            name="until",
            label=here.say("언제까지"),
            kind="date",
            hint=here.say("'정한 날까지'를 고른 때만 적습니다."),
        ),
        FormField(name="reason", label=here.say("사유"), kind="textarea"),
    )
    if form is None:
        return fields
    fields = filled(fields, form)
    if given(form, "scope") == RefusalScope.NOT_BEFORE and day_given(form, "until") is None:
        fields = with_error(fields, "until", here.say("날짜를 적으십시오."))
    return fields


def _no_page(here: Here, person: str, ask: str, resource: str, form: FormData | None = None) -> DecisionPage:
    at = f"/people/{person}/asks/{ask}/resources/{resource}"
    side = FormField(
        name="side",
        label=here.say("누가 거절했습니까?"),
        kind="radio",
        value=Side.CLIENT.value,
        required=True,
        options=tuple(Option(value=one.value, label=one.label(here.language)) for one in Side),
    )
    return DecisionPage(
        title=here.say("거절 기록"),
        about=why_not(here.desk, here.actor, ask, resource).name,
        notice=here.say(NO_EFFECT),
        fields=(*(filled((side,), form) if form is not None else (side,)), *no_fields(here, form)),
        href=f"{at}/no",
        back=f"/people/{person}?ask={ask}",
        button=here.say("거절 기록"),
    )


def _wait_page(
    here: Here, person: str, ask: str, resource: str, form: FormData | None = None
) -> DecisionPage:
    fields = review_fields(here, form)
    return DecisionPage(
        title=here.say("대기 등록"),
        about=why_not(here.desk, here.actor, ask, resource).name,
        notice=None,
        fields=fields,
        href=f"/people/{person}/asks/{ask}/resources/{resource}/wait",
        back=f"/people/{person}?ask={ask}",
        button=here.say("대기 등록"),
    )


def review_fields(here: Here, form: FormData | None = None) -> tuple[FormField, ...]:
    """The day to look again."""
    fields: tuple[FormField, ...] = (
        FormField(
            name="review_on",
            label=here.say("다시 확인할 날"),
            kind="date",
            value=(here.desk.today() + REVIEW_AFTER).isoformat(),
            required=True,
        ),
    )
    if form is None:
        return fields
    fields = filled(fields, form)
    day = day_given(form, "review_on")
    if day is None or day <= here.desk.today():
        fields = with_error(fields, "review_on", here.say("오늘 뒤의 날짜를 적으십시오."))
    return fields
