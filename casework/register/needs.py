"""Needs and asks: told, recorded, changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from casework.desk import Actor, Desk, own_dong
from casework.rights import Act
from graph.records.linkages import Linkage
from graph.records.needs import Ask, Need
from graph.records.people import Person
from graph.records.values import Amount, Slots
from graph.view import View
from graph.words.kinds import AskState, LinkageOutcome, LinkageState, NeedState, Period, Urgency
from graph.words.need_areas import area_of, need_word
from graph.words.service_types import service_type

WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTold:
    """The help wanted, as it is shown."""

    id: str
    version: int
    service: str
    service_code: str
    amount: str
    times: str
    state: str
    state_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedTold:
    """A need with its asks, as it is shown."""

    id: str
    version: int
    area: str
    area_code: str
    item: str
    item_code: str
    own_words: str
    urgency: str
    urgency_code: str
    state: str
    state_code: str
    raised_on: str
    asks: tuple[AskTold, ...]


def needs_told(view: View, person: str) -> tuple[NeedTold, ...]:
    """A client's needs, open ones first, then by urgency and id."""
    needs = view.reader.referring(Need, "person", person)
    order = sorted(
        needs,
        key=lambda k: (
            k.record.state is not NeedState.OPEN,
            tuple(Urgency).index(k.record.urgency),
            k.record.id,
        ),
    )
    asks: dict[str, list[AskTold]] = {}
    for wanted in view.reader.referring(Ask, "person", person):
        asks.setdefault(wanted.record.need, []).append(ask_told(view, wanted.record, wanted.version))
    told = []
    for kept in order:
        need = kept.record
        told.append(
            NeedTold(
                id=need.id,
                version=kept.version,
                area=area_of(need.item).label(view.language),
                area_code=area_of(need.item).code,
                item=need_word(need.item).label(view.language),
                item_code=need.item,
                own_words=view.text(need, "own_words") if need.own_words else "",
                urgency=need.urgency.label(view.language),
                urgency_code=need.urgency.value,
                state=need.state.label(view.language),
                state_code=need.state.value,
                raised_on="" if need.raised_on is None else need.raised_on.isoformat(),
                asks=tuple(asks.get(need.id, ())),
            )
        )
    return tuple(told)


def ask_told(view: View, ask: Ask, version: int) -> AskTold:
    """An ask in the words of a disclosure."""
    service = service_type(ask.service_type)
    return AskTold(
        id=ask.id,
        version=version,
        service=service.label(view.language),
        service_code=service.code,
        amount=say_amount(view, ask.amount),
        times=say_slots(view, ask.slots),
        state=ask.state.label(view.language),
        state_code=ask.state.value,
    )


def say_amount(view: View, amount: Amount) -> str:
    """So many times in each period."""
    count = f"{amount.count:g}"
    if amount.period is Period.ONCE:
        return f"{count}회" if view.language == "ko" else f"{count} in all"
    period = amount.period.label(view.language)
    return f"{period}에 {count}회" if view.language == "ko" else f"{count} {period.lower()}"


def say_slots(view: View, slots: Slots | None) -> str:
    """Weekly slots by weekday, days with the same hours together; unset is any time."""
    if slots is None:
        return "시간 무관" if view.language == "ko" else "any time"
    by_hours: dict[tuple[tuple[int, int], ...], list[int]] = {}
    days: dict[int, list[tuple[int, int]]] = {}
    for weekday, start, end in slots.spans():
        days.setdefault(weekday, []).append((start, end))
    for weekday, hours in days.items():
        by_hours.setdefault(tuple(hours), []).append(weekday)
    names = WEEKDAYS[view.language]
    said = []
    for span, weekdays in by_hours.items():
        times = ", ".join(f"{a // 60:02d}:{a % 60:02d}–{b // 60:02d}:{b % 60:02d}" for a, b in span)
        said.append("·".join(names[day] for day in weekdays) + " " + times)
    return " / ".join(said)


def record_need(
    desk: Desk,
    actor: Actor,
    person: str,
    *,
    item: str,
    own_words: str | None,
    urgency: Urgency,
) -> str:
    """Record a need of a person and return its id.

    Raises:
        RecordInvalid: the item is not in the need areas.
    """
    with desk.change(actor, Act.EDIT_NEEDS, "욕구 등록") as unit:
        client = unit.get(Person, person).record
        own_dong(actor, client)
        need = Need(
            id=desk.ids.new(Need),
            dong=client.dong,
            person=person,
            item=item,
            own_words=own_words or None,
            urgency=urgency,
            raised_on=desk.today(),
        )
        unit.put(need, expected=0)
        return need.id


def record_ask(
    desk: Desk,
    actor: Actor,
    need_id: str,
    *,
    service: str,
    amount: Amount,
    slots: Slots | None = None,
    slots_text: str | None = None,
) -> str:
    """Record the help wanted for a need and return the ask's id.

    Raises:
        RecordInvalid: the service type does not exist.
    """
    with desk.change(actor, Act.EDIT_NEEDS, "요청 등록") as unit:
        need = unit.get(Need, need_id).record
        own_dong(actor, need)
        ask = Ask(
            id=desk.ids.new(Ask),
            dong=need.dong,
            need=need.id,
            person=need.person,
            service_type=service,
            amount=amount,
            slots=slots,
            slots_text=slots_text or None,
            asked_on=desk.today(),
        )
        unit.put(ask, expected=0)
        return ask.id


def withdraw_ask(desk: Desk, actor: Actor, ask_id: str, *, expected: int) -> None:
    """The client no longer wants it; what was asked or waited for ends with it, and holds nothing more."""
    with desk.change(actor, Act.EDIT_NEEDS, "요청 철회") as unit:
        ask = unit.get(Ask, ask_id).record
        own_dong(actor, ask)
        unit.put(replace(ask, state=AskState.WITHDRAWN), expected=expected)
        for kept in unit.referring(Linkage, "ask", ask_id):
            if kept.record.state in (LinkageState.ASKED, LinkageState.WAITING):
                ended = replace(
                    kept.record,
                    state=LinkageState.ENDED,
                    ended_on=desk.today(),
                    outcome=LinkageOutcome.NO_LONGER_NEEDED,
                )
                unit.put(ended, expected=kept.version)
