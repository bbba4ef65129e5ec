"""Recording a need in the person's own words: crisis first, then what it is, then the help that is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.datastructures import FormData
from starlette.responses import Response

from api.http.problems import status_of
from api.pages.forms import by_script, given
from api.pages.here import AtDesk, Here, go_to
from api.pages.parts import Option
from api.pages.render import render
from api.pages.slots import SlotsPicker, picker, slots_of
from casework.register.clients import ClientPage, open_client
from casework.register.needs import record_ask, record_need
from casework.register.words import (
    CrisisTold,
    NeedArea,
    OwnWordsTold,
    ServiceFound,
    every_crisis,
    need_areas,
    own_words,
    services,
)
from graph.errors import PumasiError
from graph.records.values import Amount
from graph.words.kinds import Period, Urgency

router = APIRouter(prefix="/people/{person}")
WORDS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemGroup:
    """Need items of one area, for a list to choose from."""

    label: str
    items: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPage:
    """The form at either step; ``crises`` stand before everything else, and stop the search for help."""

    href: str
    name: str
    step: int
    words: str
    flagged: bool
    cleared: bool
    crises: tuple[CrisisTold, ...]
    every: tuple[CrisisTold, ...]
    groups: tuple[ItemGroup, ...]
    item: str
    urgencies: tuple[Option, ...]
    urgency: str
    suggested: tuple[ServiceFound, ...]
    all_services: tuple[Option, ...]
    service: str
    count: str
    periods: tuple[Option, ...]
    period: str
    slots: SlotsPicker
    error: str | None
    need: str | None = None
    need_title: str = ""


@router.get("/needs/new")
def start(here: AtDesk, person: str, crisis: Annotated[bool, Query()] = False) -> Response:
    """First the words, and the flag that something is urgent whatever the words say."""
    return _show(here, person, None, step=1, flagged=crisis)


@router.post("/needs/words")
async def look_at_words(here: AtDesk, person: str) -> Response:
    """What the words may mean: crises first, then the area and the help that fits."""
    form = await here.request.form()
    flagged = given(form, "crisis") == "1"
    if not given(form, "words", WORDS) and not flagged:
        return _show(here, person, form, step=1, error=here.say("당사자의 말을 적으십시오."), status=422)
    return _show(here, person, form, step=2)


@router.post("/needs")
async def keep(here: AtDesk, person: str) -> Response:
    """Keep the need, and the ask where one was chosen."""
    form = await here.request.form()
    item, service = given(form, "item"), given(form, "service") or given(form, "other_service")
    wrong = _wrong(here, form, service, item)
    if wrong:
        return _show(here, person, form, step=2, error=wrong, status=422)
    words, urgency = given(form, "words", WORDS), _urgency(form)
    try:
        need = record_need(here.desk, here.actor, person, item=item, own_words=words or None, urgency=urgency)
        if not service:
            return go_to(f"/people/{person}?done=need")
        ask = _keep_ask(here, form, need, service)
    except PumasiError as error:
        return _show(here, person, form, step=2, error=here.told(error), status=status_of(error))
    return go_to(f"/people/{person}?ask={ask}&done=ask")


@router.get("/needs/{need}/ask")
def start_ask(here: AtDesk, person: str, need: str) -> Response:
    """More help for a need that is known."""
    return _show(here, person, None, step=3, need=need)


@router.post("/needs/{need}/ask")
async def keep_ask(here: AtDesk, person: str, need: str) -> Response:
    """Keep an ask for a need that is known."""
    form = await here.request.form()
    service = given(form, "service") or given(form, "other_service")
    wrong = _wrong(here, form, service) or (None if service else here.say("원하는 도움을 고르십시오."))
    if wrong:
        return _show(here, person, form, step=3, need=need, error=wrong, status=422)
    try:
        ask = _keep_ask(here, form, need, service)
    except PumasiError as error:
        return _show(here, person, form, step=3, need=need, error=here.told(error), status=status_of(error))
    return go_to(f"/people/{person}?ask={ask}&done=ask")


def _keep_ask(here: Here, form: FormData, need: str, service: str) -> str:
    amount = Amount(count=float(given(form, "count")), period=Period(given(form, "period")))
    return record_ask(here.desk, here.actor, need, service=service, amount=amount, slots=slots_of(form))


def _wrong(here: Here, form: FormData, service: str, item: str | None = None) -> str | None:
    if item == "":
        return here.say("욕구 항목을 고르십시오.")
    if not service:
        return None
    count = given(form, "count", 4)
    if not count.isdigit() or not 1 <= int(count) <= 99 or given(form, "period") not in set(Period):
        return here.say("얼마나 자주 원하는지 1에서 99 사이의 수로 적으십시오.")
    return picker(here, form).error


def _urgency(form: FormData) -> Urgency:
    codes = {urgency.value: urgency for urgency in Urgency}
    return codes.get(given(form, "urgency"), Urgency.ORDINARY)


def _show(
    here: Here,
    person: str,
    form: FormData | None,
    *,
    step: int,
    flagged: bool = False,
    need: str | None = None,
    error: str | None = None,
    status: int = 200,
) -> Response:
    client = open_client(here.desk, here.actor, person)
    form = FormData() if form is None else form
    words = given(form, "words", WORDS)
    flagged = flagged or given(form, "crisis") == "1"
    cleared = given(form, "cleared") == "1"
    known = _need_of(client, need)
    try:
        told = own_words(words or (known[1] if known else ""), here.language, crisis_ruled_out=cleared)
    except PumasiError as wrong:
        told, error, status = OwnWordsTold(crises=(), services=()), here.told(wrong), status_of(wrong)
    crises = () if step == 1 else told.crises
    stopped = step == 2 and bool(crises or flagged) and not cleared
    groups = _groups(here)
    guess = "" if known or not told.services else next(iter(told.services[0].needs), "")
    page = NeedPage(
        href=f"/people/{person}",
        name=client.name,
        step=step,
        words=words,
        flagged=flagged,
        cleared=cleared,
        crises=crises,
        every=every_crisis(here.language) if flagged else (),
        groups=groups,
        item=given(form, "item") or ("" if stopped else guess),
        urgencies=tuple(Option(value=u.value, label=u.label(here.language)) for u in Urgency),
        urgency=given(form, "urgency") or (Urgency.CRISIS if stopped else Urgency.ORDINARY).value,
        suggested=() if stopped else told.services,
        all_services=()
        if stopped
        else tuple(Option(value=one.code, label=one.label) for one in services(here.language)),
        service=given(form, "service") or given(form, "other_service"),
        count=given(form, "count", 4) or "1",
        periods=tuple(Option(value=p.value, label=p.label(here.language)) for p in Period),
        period=given(form, "period") or Period.WEEK.value,
        slots=picker(here, form if "when" in form else None),
        error=error,
        need=need,
        need_title=known[0] if known else "",
    )
    # A script puts in nothing that came with an error; the page itself says what is wrong.
    return render(here.request, "need.html", page, status=200 if by_script(here) else status)


def _need_of(client: ClientPage, need: str | None) -> tuple[str, str] | None:
    found = next((one for one in client.needs if one.id == need), None)
    return None if found is None else (found.item, found.own_words)


def _groups(here: Here) -> tuple[ItemGroup, ...]:
    return tuple(
        ItemGroup(
            label=area.label if part is area else f"{area.label} · {part.label}",
            items=tuple(Option(value=i.code, label=i.label) for i in _leaves(part)),
        )
        for area in need_areas(here.language)
        for part in (area.below if any(one.below for one in area.below) else (area,))
    )


def _leaves(area: NeedArea) -> list[NeedArea]:
    if not area.below:
        return [area]
    return [leaf for below in area.below for leaf in _leaves(below)]
