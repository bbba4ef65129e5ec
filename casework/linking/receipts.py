"""Something that came in (나눔, D8): taken in with its stock, handed out, and the sheet of who received it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from casework.desk import Actor, Desk, own_dong
from casework.errors import GateClosed, StockShort
from casework.rights import Act
from graph.records.linkages import Linkage
from graph.records.people import Organisation
from graph.records.resources import Resource
from graph.records.values import Amount
from graph.text.render import say_day
from graph.words.kinds import Answer, LinkageOutcome, LinkageState, Period, ResourceKind
from graph.words.service_types import service_type, service_types
from graph.words.word import Language
from matching.offer import offer_first

_EVERYBODY = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Who received it, when, how much."""

    person: str
    name: str
    day: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSheet:
    """The sheet of who received something (수령부)."""

    resource: str
    name: str
    giver: str
    receipts: tuple[Receipt, ...]
    left: int | None


def goods(language: Language) -> tuple[tuple[str, str], ...]:
    """What can come in, as (code, label)."""
    found = (one for one in service_types().values() if one.kind is ResourceKind.GOODS)
    return tuple((one.code, one.label(language)) for one in found)


def givers(desk: Desk, actor: Actor) -> tuple[tuple[str, str], ...]:
    """The organisations of the dong that may have brought it, as (id, name), by name."""
    with desk.look(actor, Act.OFFER) as view:
        kept = view.reader.each(Organisation, dong=actor.viewer.dong)
        return tuple(sorted(((k.record.id, view.name(k.record.id)) for k in kept), key=lambda one: one[::-1]))


def take_in(
    desk: Desk,
    actor: Actor,
    *,
    name: str,
    service: str,
    count: int,
    giver: str,
    best_before: date | None,
    allergens: frozenset[str] | None,
) -> str:
    """Keep what came in as a resource with a stock, good until its day; returns its id.

    Raises:
        WordUnknown: the service type does not exist.
        RecordInvalid: it has no name.
        RecordMissing: nobody has the giver's id.
    """
    kind = service_type(service).kind
    with desk.change(actor, Act.EDIT_RESOURCES, "나눔 물품 등록") as unit:
        brought_by = unit.get(Organisation, giver).record
        own_dong(actor, brought_by)
        resource = Resource(
            id=desk.ids.new(Resource),
            dong=actor.viewer.dong,
            name=name,
            kind=kind,
            service_type=service,
            giver=giver,
            formal=brought_by.formal,
            stock=count,
            place=brought_by.place,
            allergens=allergens,
            best_before=best_before,
            valid_from=desk.today(),
            valid_to=best_before,
            verified_on=desk.today(),
        )
        unit.put(resource, expected=0)
        return resource.id


def hand_out(desk: Desk, actor: Actor, resource_id: str, people: Sequence[str]) -> int:
    """Keep that people received one each, and take it from the stock; returns how many it were.

    Raises:
        GateClosed: one of them is not among the households for it.
        StockShort: there is less than that.
    """
    with desk.change(actor, Act.DECIDE, "나눔 수령 기록") as unit:
        kept = unit.get(Resource, resource_id)
        resource = kept.record
        own_dong(actor, resource)
        snapshot = desk.snapshot(actor.viewer)
        offered = offer_first(snapshot, resource_id, limit=_EVERYBODY)
        if not set(people) <= {one.person for one in offered.recipients}:
            raise GateClosed(
                reasons_ko="나눔 대상이 아닌 가구가 있습니다. 목록을 새로 고치십시오.",
                reasons_en="A household is not among those for it. Reload the list.",
            )
        if resource.stock is not None:
            if len(people) > resource.stock:
                raise StockShort(left=resource.stock, asked=len(people))
            unit.put(replace(resource, stock=resource.stock - len(people)), expected=kept.version)
        for person in sorted(set(people)):
            unit.put(_received(desk, actor, resource, person), expected=0)
        return len(set(people))


def receipts(desk: Desk, actor: Actor, resource_id: str, *, masked: bool = True) -> ReceiptSheet:
    """Who received something, by day and name.

    Raises:
        RecordMissing: nothing has that id.
        OtherDong: another dong keeps it.
    """
    with desk.look(actor, Act.OFFER, masked=masked) as view:
        resource = view.reader.get(Resource, resource_id).record
        own_dong(actor, resource)
        given = [
            kept.record
            for kept in view.reader.referring(Linkage, "resource", resource_id)
            if kept.record.ask is None
            and kept.record.state is LinkageState.ENDED
            and not view.hides(kept.record)
        ]
        given.sort(key=lambda one: (one.started_on or date.min, one.person))
        return ReceiptSheet(
            resource=resource.id,
            name=view.name(resource.id),
            giver=view.name(resource.giver),
            receipts=tuple(
                Receipt(
                    person=one.person,
                    name=view.name(one.person),
                    day="" if one.started_on is None else say_day(one.started_on, view.language),
                    count="1" if one.amount is None else f"{one.amount.count:g}",
                )
                for one in given
            ),
            left=resource.stock,
        )


def _received(desk: Desk, actor: Actor, resource: Resource, person: str) -> Linkage:
    today = desk.today()
    return Linkage(
        id=desk.ids.new(Linkage),
        dong=resource.dong,
        person=person,
        resource=resource.id,
        giver=resource.giver,
        state=LinkageState.ENDED,
        amount=Amount(count=1.0, period=Period.ONCE),
        client_answer=Answer.YES,
        proposed_on=today,
        started_on=today,
        ended_on=today,
        outcome=LinkageOutcome.WENT_WELL,
        policy_version=desk.policy(today).version,
        decided_by=actor.viewer.staff,
    )
