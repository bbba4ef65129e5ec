"""Offer first (나눔): what came in, the households for it, who received it, the sheet to sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.datastructures import FormData
from starlette.responses import Response

from api.http.problems import status_of
from api.pages.client_parts import day_of
from api.pages.done import said
from api.pages.forms import DecisionPage, day_given, filled, given, has_errors, show_form, with_error
from api.pages.here import AtDesk, Here, go_to
from api.pages.parts import FormField, Option
from api.pages.render import render
from api.pages.texts import mark
from casework.linking.offer import OfferTold, offer
from casework.linking.receipts import ReceiptSheet, givers, goods, hand_out, receipts, take_in
from casework.rights import Act
from graph.errors import PumasiError

router = APIRouter(prefix="/resources")
SHOWN = 60
# The foods that 식품 등의 표시기준 wants named on a label; records keep the Korean word.
_ALLERGENS = (
    mark("알류"),
    mark("우유"),
    mark("메밀"),
    mark("땅콩"),
    mark("대두"),
    mark("밀"),
    mark("고등어"),
    mark("게"),
    mark("새우"),
    mark("돼지고기"),
    mark("복숭아"),
    mark("토마토"),
    mark("아황산류"),
    mark("호두"),
    mark("닭고기"),
    mark("쇠고기"),
    mark("오징어"),
    mark("조개류"),
    mark("잣"),
)
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPage:
    """The households for something, to tick those who received it."""

    told: OfferTold
    left: int | None
    best_before: str
    ticked: frozenset[str]
    notice: str | None
    error: str | None
    may_give: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """The sheet of who received it."""

    sheet: ReceiptSheet
    named: bool
    may_name: bool
    today: str


@router.get("/offer")
def start(here: AtDesk) -> Response:
    """What came in?"""
    return show_form(here, _form(here))


@router.post("/offer")
async def came_in(here: AtDesk) -> Response:
    """Keep what came in, and go on to the households."""
    form = await here.request.form()
    page = _form(here, form)
    if has_errors(page.fields):
        return show_form(here, page)
    ticked = frozenset(str(one) for one in form.getlist("allergens"))
    try:
        resource = take_in(
            here.desk,
            here.actor,
            name=given(form, "name", 100),
            service=given(form, "service"),
            count=int(given(form, "count", 6)),
            giver=given(form, "giver"),
            best_before=day_given(form, "best_before"),
            allergens=None if UNKNOWN in ticked else ticked & set(_ALLERGENS),
        )
    except PumasiError as error:
        return show_form(here, page, error)
    return go_to(f"/resources/{resource}/offer")


@router.get("/{resource}/offer")
def households(
    here: AtDesk, resource: str, done: Annotated[str | None, Query(max_length=40)] = None
) -> Response:
    """The households for it, first to be offered first."""
    return _households(here, resource, notice=said(here, done))


@router.post("/{resource}/offer")
async def received(here: AtDesk, resource: str) -> Response:
    """Keep who received it."""
    form = await here.request.form()
    people = frozenset(str(one) for one in form.getlist("person"))
    if not people:
        return _households(here, resource, error=here.say("받은 가구를 하나 이상 고르십시오."), status=422)
    try:
        hand_out(here.desk, here.actor, resource, sorted(people))
    except PumasiError as error:
        return _households(here, resource, ticked=people, error=here.told(error), status=status_of(error))
    return go_to(f"/resources/{resource}/offer?done=given")


@router.get("/{resource}/receipts")
def sheet(here: AtDesk, resource: str, named: Annotated[bool, Query()] = False) -> Response:
    """The sheet of who received it, to print and sign."""
    page = ReceiptPage(
        sheet=receipts(here.desk, here.actor, resource, masked=not named),
        named=named,
        may_name=here.may(Act.SEE_NAMES),
        today=day_of(here, here.desk.today().isoformat()),
    )
    return render(here.request, "receipts.html", page)


def _households(
    here: Here,
    resource: str,
    *,
    ticked: frozenset[str] = frozenset(),
    notice: str | None = None,
    error: str | None = None,
    status: int = 200,
) -> Response:
    told = offer(here.desk, here.actor, resource, limit=SHOWN)
    page = OfferPage(
        told=told,
        left=None if told.left is None or told.left == float("inf") else int(told.left),
        best_before=day_of(here, told.best_before) if told.best_before else "",
        ticked=ticked,
        notice=notice,
        error=error,
        may_give=here.may(Act.DECIDE),
    )
    return render(here.request, "offer.html", page, status=status)


def _form(here: Here, form: FormData | None = None) -> DecisionPage:
    empty = (Option(value="", label=here.say("고르십시오")),)
    fields: tuple[FormField, ...] = (
        FormField(
            name="name",
            label=here.say("무엇이 들어왔습니까?"),
            required=True,
            hint=here.say("예: 오늘 들어온 빵 열 봉지"),
        ),
        FormField(
            name="service",
            label=here.say("종류"),
            kind="select",
            required=True,
            options=empty + tuple(Option(value=code, label=label) for code, label in goods(here.language)),
        ),
        FormField(name="count", label=here.say("수량"), kind="number", value="10", required=True),
        FormField(
            name="giver",
            label=here.say("누가 주었습니까?"),
            kind="select",
            required=True,
            options=empty + tuple(Option(value=i, label=name) for i, name in givers(here.desk, here.actor)),
        ),
        FormField(
            name="best_before",
            label=here.say("소비기한"),
            kind="date",
            value=(here.desk.today() + timedelta(days=1)).isoformat(),
        ),
    )
    allergens = FormField(
        name="allergens",
        label=here.say("알레르기 유발 식품"),
        kind="checkbox",
        value=UNKNOWN if form is None else "",
        values=frozenset() if form is None else frozenset(str(one) for one in form.getlist("allergens")),
        hint=here.say("포장의 표시를 보고 고르십시오. 모르면 '모름'을 고릅니다."),
        options=(
            Option(value=UNKNOWN, label=here.say("모름")),
            *(Option(value=word, label=here.say(word)) for word in _ALLERGENS),
        ),
    )
    if form is not None:
        fields = filled(fields, form)
        count = given(form, "count", 6)
        for name, wrong, message in (
            ("name", not given(form, "name"), here.say("무엇인지 적으십시오.")),
            ("service", not given(form, "service"), here.say("종류를 고르십시오.")),
            ("giver", not given(form, "giver"), here.say("준 곳을 고르십시오.")),
            (
                "count",
                not count.isdigit() or not 1 <= int(count) <= 9999,
                here.say("1에서 9999 사이로 적으십시오."),
            ),
        ):
            fields = with_error(fields, name, message) if wrong else fields
    return DecisionPage(
        title=here.say("들어온 것 나누기"),
        about=here.say("적어 두면 먼저 드릴 가구를 까닭과 함께 보여 드립니다."),
        notice=None,
        fields=(*fields, allergens),
        href="/resources/offer",
        back="/resources",
        button=here.say("가구 보기"),
    )
