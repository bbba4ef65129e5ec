"""Needs with their asks, and consents, as the client's page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.pages.here import Here
from casework.linking.circle_round import served_by_circles
from casework.register.clients import ClientPage
from casework.register.needs import AskTold, NeedTold
from casework.rights import Act
from graph.text.render import say_day
from graph.words.kinds import AskState, NeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLine:
    """An ask in the list of a need."""

    id: str
    service: str
    facts: tuple[str, ...]
    state: str
    open: bool
    href: str
    current: bool
    withdraw_href: str | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedCard:
    """A need with its asks; ``words`` are the person's own."""

    id: str
    area: str
    title: str
    words: str
    urgency: str
    urgency_label: str
    facts: tuple[str, ...]
    asks: tuple[AskLine, ...]
    current: bool
    crisis: bool
    ask_href: str | None
    circle_href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRow:
    """One purpose: what it is, whether it is agreed to, and the way to record a change."""

    purpose: str
    code: str
    agreed: bool
    said: str
    may_change: bool


def need_cards(here: Here, client: ClientPage, chosen: str | None) -> tuple[NeedCard, ...]:
    """The client's needs, as casework orders them."""
    circle = circle_href(here, client)
    return tuple(_card(here, client.id, need, chosen, circle) for need in client.needs)


def circle_href(here: Here, client: ClientPage) -> str | None:
    """The way to a circle around a client, for who answers for them."""
    return f"/people/{client.id}/circle" if client.responsible and here.may(Act.RUN_ROUND) else None


def consent_rows(here: Here, client: ClientPage) -> tuple[ConsentRow, ...]:
    """Each purpose, asked on its own."""
    return tuple(
        ConsentRow(
            purpose=consent.purpose.label(here.language),
            code=consent.purpose.value,
            agreed=consent.agreed,
            said=_consent_said(here, consent.agreed, consent.until),
            may_change=here.may(Act.RECORD_CONSENT),
        )
        for consent in client.consents
    )


def _card(here: Here, person: str, need: NeedTold, chosen: str | None, circle: str | None) -> NeedCard:
    asks = tuple(_line(here, person, ask, chosen) for ask in need.asks)
    raised = here.say("%(day)s 확인") % {"day": day_of(here, need.raised_on)} if need.raised_on else ""
    is_open = need.state_code == NeedState.OPEN.value
    return NeedCard(
        id=need.id,
        area=need.area,
        title=need.item,
        words=need.own_words,
        urgency=need.urgency_code,
        urgency_label=need.urgency,
        facts=tuple(fact for fact in (raised, "" if is_open else need.state) if fact),
        asks=asks,
        current=any(ask.current for ask in asks),
        crisis=is_open and need.urgency_code == "crisis",
        ask_href=f"/people/{person}/needs/{need.id}/ask" if is_open and here.may(Act.EDIT_NEEDS) else None,
        circle_href=circle if is_open and _may_be_shared(here, need) else None,
    )


def _may_be_shared(here: Here, need: NeedTold) -> bool:
    """Whether neighbours could share what a need takes."""
    return need.item_code in served_by_circles(here.desk.today())


def _line(here: Here, person: str, ask: AskTold, chosen: str | None) -> AskLine:
    is_open = ask.state_code == AskState.OPEN.value
    may_withdraw = is_open and here.may(Act.EDIT_NEEDS)
    return AskLine(
        id=ask.id,
        service=ask.service,
        facts=(ask.amount, ask.times),
        state=ask.state,
        open=is_open,
        href=f"/people/{person}?ask={ask.id}",
        current=ask.id == chosen,
        withdraw_href=f"/people/{person}/asks/{ask.id}/withdraw" if may_withdraw else None,
        version=ask.version,
    )


def day_of(here: Here, iso: str) -> str:
    """A day as people write it."""
    return say_day(date.fromisoformat(iso), here.language)


def _consent_said(here: Here, agreed: bool, until: str) -> str:
    if not agreed:
        return here.say("동의 없음")
    if not until:
        return here.say("동의함")
    return here.say("동의함 · %(day)s까지") % {"day": day_of(here, until)}
