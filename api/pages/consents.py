"""Recording what a client agreed to, and taking it back; each purpose on its own."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from api.errors import AddressUnknown
from api.pages.forms import DecisionPage, day_given, filled, given, has_errors, show_form, with_error
from api.pages.here import AtDesk, Here, go_to
from api.pages.parts import FormField
from casework.register.clients import open_client
from casework.sharing.consent import record_consent, withdraw_consent
from graph.errors import PumasiError
from graph.words.kinds import ConsentPurpose

router = APIRouter(prefix="/people/{person}/consents/{purpose}")


@router.get("")
def ask(here: AtDesk, person: str, purpose: str) -> Response:
    """The form for one purpose."""
    return show_form(here, _page(here, person, _purpose(purpose)))


@router.post("")
async def record(here: AtDesk, person: str, purpose: str) -> Response:
    """Keep the consent until its day."""
    form, wanted = await here.request.form(), _purpose(purpose)
    page = _page(here, person, wanted, form)
    if has_errors(page.fields):
        return show_form(here, page)
    try:
        record_consent(here.desk, here.actor, person, wanted, until=day_given(form, "until"))
    except PumasiError as error:
        return show_form(here, page, error)
    return go_to(f"/people/{person}?done=consent")


@router.post("/withdraw")
def withdraw(here: AtDesk, person: str, purpose: str) -> Response:
    """End the consent as of today."""
    withdraw_consent(here.desk, here.actor, person, _purpose(purpose))
    return go_to(f"/people/{person}?done=no-consent")


def _page(here: Here, person: str, purpose: ConsentPurpose, form: FormData | None = None) -> DecisionPage:
    client, today = open_client(here.desk, here.actor, person), here.desk.today()
    fields: tuple[FormField, ...] = (
        FormField(
            name="until",
            label=here.say("동의 기한"),
            kind="date",
            value=_year_later(today).isoformat(),
            hint=here.say("비워 두면 철회할 때까지입니다."),
        ),
    )
    if form is not None:
        fields = filled(fields, form)
        until = day_given(form, "until")
        if given(form, "until") and (until is None or until <= today):
            fields = with_error(fields, "until", here.say("오늘 뒤의 날짜를 적으십시오."))
    return DecisionPage(
        title=here.say("동의 기록"),
        about=f"{client.name} · {purpose.label(here.language)}",
        notice=here.say(
            "목적을 설명하고, 동의하지 않아도 급여나 서비스에 불이익이 없음을 알린 뒤 기록하십시오."
        ),
        fields=fields,
        href=f"/people/{person}/consents/{purpose.value}",
        back=f"/people/{person}",
        button=here.say("동의 기록"),
    )


def _purpose(code: str) -> ConsentPurpose:
    try:
        return ConsentPurpose(code)
    except ValueError:
        raise AddressUnknown() from None


def _year_later(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28))
