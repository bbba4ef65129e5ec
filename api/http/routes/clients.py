"""Clients, their needs and asks, the ties around them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from api.errors import FieldProblem, PageCursorRefused, RequestInvalid
from api.http.acting import Acting, AtDesk
from api.http.ids import AskId, NeedId, PersonId
from api.http.paging import Page, Paged, page_after
from api.http.versions import ReadVersion, set_etag
from api.http.wire import Wire
from casework.register import clients, needs
from casework.register.clients import ClientPage, ClientRow
from casework.register.encoded import slots_of
from casework.register.ties import TieTold, ties_of
from casework.register.words import CrisisTold, own_words
from graph.records.values import Amount, Slots
from graph.words.kinds import Period, Urgency

router = APIRouter(tags=["clients"])


class Made(Wire):
    """The id of what was recorded."""

    id: str = Field(examples=["n-0123456789abcdef"])


class NeedMade(Made):
    """The id of the need, and the crises that its words speak of, with whom to call now."""

    crises: tuple[CrisisTold, ...]


class NeedSent(Wire):
    """A need as the person tells it."""

    item: str = Field(max_length=100, examples=["daily_living.basic.meals"])
    own_words: str | None = Field(default=None, max_length=2000, examples=["혼자 먹으니 밥맛이 없어요."])
    urgency: Urgency = Urgency.ORDINARY


class AmountSent(Wire):
    """So many times in each period."""

    count: float = Field(gt=0, le=10_000, examples=[3])
    period: Period = Field(examples=["week"])


class AskSent(Wire):
    """The help wanted for a need; without slots any time will do."""

    service: str = Field(max_length=100)
    amount: AmountSent
    slots: list[tuple[str, str, str]] | None = Field(default=None, max_length=70)
    slots_text: str | None = Field(default=None, max_length=300)

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "service": "lunchbox",
                    "amount": {"count": 3, "period": "week"},
                    "slots": [["mon", "11:30", "13:00"], ["wed", "11:30", "13:00"]],
                    "slots_text": "월·수 점심",
                }
            ]
        }
    )


@router.get("/clients")
def list_clients(
    request: Request,
    page: Paged,
    desk: AtDesk,
    actor: Acting,
    query: Annotated[str, Query(max_length=100, description="이름, 초성, 욕구 / name, initials, need")] = "",
    area: Annotated[str | None, Query(max_length=100)] = None,
) -> Page[ClientRow]:
    """The clients of the actor's dong, most urgent first."""
    found = clients.list_clients(
        desk, actor, query=query, area=area, after=_place(page.after), limit=page.limit
    )
    last = None if found.last is None else "{} {}".format(*found.last)
    return page_after(list(found.rows), last, request)


@router.get("/clients/{person}")
def open_client(
    person: PersonId,
    response: Response,
    desk: AtDesk,
    actor: Acting,
    names: Annotated[bool, Query(description="가림 없이 / unmasked")] = False,
) -> ClientPage:
    """A client with needs, asks, consents and linkages; seeing names unmasked is logged as such."""
    told = clients.open_client(desk, actor, person, masked=not names)
    set_etag(response, told.version)
    return told


@router.post("/clients/{person}/needs", status_code=201)
def record_need(person: PersonId, sent: NeedSent, desk: AtDesk, actor: Acting) -> NeedMade:
    """Record a need of a person; crises come back before anything is looked for."""
    made = needs.record_need(
        desk, actor, person, item=sent.item, own_words=sent.own_words, urgency=sent.urgency
    )
    return NeedMade(id=made, crises=own_words(sent.own_words or "", actor.language).crises)


@router.post("/needs/{need}/asks", status_code=201)
def record_ask(need: NeedId, sent: AskSent, desk: AtDesk, actor: Acting) -> Made:
    """Record the help wanted for a need."""
    made = needs.record_ask(
        desk,
        actor,
        need,
        service=sent.service,
        amount=Amount(count=sent.amount.count, period=sent.amount.period),
        slots=_slots(sent.slots),
        slots_text=sent.slots_text,
    )
    return Made(id=made)


@router.post("/asks/{ask}/withdraw", status_code=204)
def withdraw_ask(ask: AskId, version: ReadVersion, desk: AtDesk, actor: Acting) -> None:
    """The client no longer wants it."""
    needs.withdraw_ask(desk, actor, ask, expected=version)


@router.get("/people/{person}/ties")
def list_ties(person: PersonId, desk: AtDesk, actor: Acting) -> tuple[TieTold, ...]:
    """Everybody and every organisation one tie away from a person."""
    return ties_of(desk, actor, person)


def _place(after: str | None) -> tuple[int, str] | None:
    """The place in the list of whom a cursor goes on after: how urgent, and who."""
    if after is None:
        return None
    urgency, _, person = after.partition(" ")
    if not urgency.isascii() or not urgency.isdigit() or len(urgency) > 2 or not person:
        raise PageCursorRefused()
    return int(urgency), person


def _slots(spans: list[tuple[str, str, str]] | None) -> Slots | None:
    if spans is None:
        return None
    try:
        return slots_of(spans, outward=True)
    except ValueError:
        ko = '["mon", "11:30", "13:00"] 꼴로 적으십시오.'
        en = 'Write spans like ["mon", "11:30", "13:00"].'
        raise RequestInvalid([FieldProblem(place="body", field="slots", ko=ko, en=en)]) from None
