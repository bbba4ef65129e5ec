"""Deciding on a linkage: ask with a hold, take the answers of both sides, wait, start, end.

People decide: a suggestion becomes a linkage only by an act here, the gates run again on live records
inside the write, and a no is kept with its scope and final until they say otherwise (B29, D22).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import ceil

from casework.desk import Actor, Desk, own_dong
from casework.errors import AnswerMissing, ConsentMissing, HoldPast, LinkageMoveRefused
from casework.linking.circle_live import leg_of, require_open
from casework.linking.live import Grounds, grounds_for
from casework.rights import Act
from graph.records.consents import Consent
from graph.records.linkages import MOVES, Linkage, Refusal
from graph.records.needs import Ask
from graph.records.people import Person
from graph.records.registry import type_of
from graph.records.resources import Resource
from graph.records.values import Amount
from graph.store import Kept, Unit
from graph.words.kinds import (
    Answer,
    AskState,
    ConsentPurpose,
    LinkageOutcome,
    LinkageState,
    RefusalScope,
    Side,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class No:
    """A no as it is told: how far it reaches; no reason is required (D26)."""

    scope: RefusalScope = RefusalScope.THIS_ONE
    until: date | None = None
    reason: str | None = None


def ask_helper(
    desk: Desk,
    actor: Actor,
    ask_id: str,
    resource_id: str,
    *,
    hold_until: datetime | None = None,
    introduced_by: str | None = None,
) -> str:
    """Ask a helper, holding the capacity until an hour (D6); returns the linkage's id.

    Raises:
        GateClosed: a hard condition fails on the live records.
        ConsentMissing: the client has not agreed to be introduced.
        HoldPast: the hour lies in the past.
    """
    with desk.change(actor, Act.DECIDE, "연계 요청") as unit:
        return ask_within(
            desk, actor, unit, ask_id, resource_id, hold_until=hold_until, introduced_by=introduced_by
        )


def ask_within(
    desk: Desk,
    actor: Actor,
    unit: Unit,
    ask_id: str,
    resource_id: str,
    *,
    hold_until: datetime | None = None,
    introduced_by: str | None = None,
) -> str:
    """Ask a helper as part of a larger unit of work; raises as ``ask_helper``."""
    now = desk.clock()
    until = hold_until or now + timedelta(hours=desk.policy(desk.today()).hold_hours)
    if until <= now:
        raise HoldPast()
    ask = unit.get(Ask, ask_id).record
    own_dong(actor, ask)
    require_contact_consent(unit, ask.person, unit.get(Resource, resource_id).record.giver, desk.today())
    grounds = grounds_for(desk, actor, unit, ask_id, resource_id, introduced_by=introduced_by)
    earlier = _open_linkage(unit, ask_id, resource_id)
    linkage = _linkage(desk, actor, unit, ask, resource_id, grounds)
    linkage = replace(
        linkage,
        id=linkage.id if earlier is None else earlier.record.id,
        state=LinkageState.ASKED,
        asked_at=now,
        hold_until=until,
        introduced_by=introduced_by,
    )
    if earlier is not None:
        require_move(standing_at(earlier.record, now), LinkageState.ASKED)
    unit.put(linkage, expected=0 if earlier is None else earlier.version)
    return linkage.id


def put_on_waiting_list(desk: Desk, actor: Actor, ask_id: str, resource_id: str, *, review_on: date) -> str:
    """Wait for a resource that is full now, with the day to look again (D12); returns the linkage's id."""
    with desk.change(actor, Act.DECIDE, "대기 등록") as unit:
        ask = unit.get(Ask, ask_id).record
        own_dong(actor, ask)
        grounds = grounds_for(desk, actor, unit, ask_id, resource_id, full_is_fine=True)
        linkage = _linkage(desk, actor, unit, ask, resource_id, grounds)
        earlier = _open_linkage(unit, ask_id, resource_id)
        if earlier is not None:
            require_move(earlier.record.state, LinkageState.WAITING)
            linkage = replace(linkage, id=earlier.record.id)
        waiting = replace(linkage, state=LinkageState.WAITING, review_on=review_on)
        unit.put(waiting, expected=0 if earlier is None else earlier.version)
        return linkage.id


def answer(
    desk: Desk,
    actor: Actor,
    linkage_id: str,
    side: Side,
    said: Answer,
    *,
    expected: int,
    no: No | None = None,
    review_on: date | None = None,
) -> LinkageState:
    """Record what one side said and return where the linkage stands now.

    Both yes accepts it; a no declines it and is kept as a refusal; a helper who is full puts it on the
    waiting list where a review day is given; not reached leaves it open (D22).

    Raises:
        LinkageMoveRefused: the linkage is not being asked.
        GateClosed: at acceptance a hard condition fails on the live records.
    """
    with desk.change(actor, Act.DECIDE, f"{side.ko}의 답: {said.ko}") as unit:
        return answer_within(
            desk, actor, unit, linkage_id, side, said, expected=expected, no=no, review_on=review_on
        )


def answer_within(
    desk: Desk,
    actor: Actor,
    unit: Unit,
    linkage_id: str,
    side: Side,
    said: Answer,
    *,
    expected: int,
    no: No | None = None,
    review_on: date | None = None,
) -> LinkageState:
    """Record what one side said as part of a larger unit of work; raises as ``answer``."""
    kept = unit.get(Linkage, linkage_id)
    linkage = kept.record
    own_dong(actor, linkage)
    if side is Side.CLIENT:
        linkage = replace(linkage, client_answer=said)
    else:
        linkage = replace(linkage, helper_answer=said)
    if said is Answer.NO:
        linkage = replace(linkage, state=_moved(linkage.state, LinkageState.DECLINED))
        keep_refusal(desk, unit, linkage, side, no or No())
    elif said is Answer.FULL and review_on is not None:
        state = _moved(linkage.state, LinkageState.WAITING)
        linkage = replace(linkage, state=state, review_on=review_on, hold_until=None)
    elif said is Answer.FULL:
        linkage = replace(linkage, state=_moved(linkage.state, LinkageState.DECLINED))
    elif linkage.client_answer is Answer.YES and linkage.helper_answer is Answer.YES:
        linkage = _accept(desk, actor, unit, linkage)
    unit.put(replace(linkage, decided_by=actor.viewer.staff), expected=expected)
    return linkage.state


def decline(desk: Desk, actor: Actor, ask_id: str, resource_id: str, side: Side, no: No | None = None) -> str:
    """Record a no to a suggestion that nobody was asked about yet; returns the refusal's id."""
    with desk.change(actor, Act.DECIDE, f"{side.ko}의 거절") as unit:
        return decline_within(desk, actor, unit, ask_id, resource_id, side, no)[1]


def decline_within(
    desk: Desk, actor: Actor, unit: Unit, ask_id: str, resource_id: str, side: Side, no: No | None = None
) -> tuple[str, str]:
    """Record a no as part of a larger unit of work; returns the ids of the linkage and the refusal."""
    ask = unit.get(Ask, ask_id).record
    own_dong(actor, ask)
    declined = replace(
        _proposal(desk, actor, unit, ask, unit.get(Resource, resource_id).record),
        state=LinkageState.DECLINED,
        client_answer=Answer.NO if side is Side.CLIENT else None,
        helper_answer=Answer.NO if side is Side.HELPER else None,
    )
    unit.put(declined, expected=0)
    return declined.id, keep_refusal(desk, unit, declined, side, no or No())


def start(desk: Desk, actor: Actor, linkage_id: str, *, expected: int, on: date | None = None) -> None:
    """The help has begun."""
    _move(desk, actor, linkage_id, expected, LinkageState.ACTIVE, started_on=on or desk.today())


def keep_on(desk: Desk, actor: Actor, linkage_id: str, *, expected: int) -> None:
    """The help goes on beyond its first span."""
    _move(desk, actor, linkage_id, expected, LinkageState.KEPT)


def end(
    desk: Desk,
    actor: Actor,
    linkage_id: str,
    outcome: LinkageOutcome,
    *,
    expected: int,
    on: date | None = None,
) -> None:
    """The help has ended, with how it went; the ask is open again where it is still wanted."""
    _move(desk, actor, linkage_id, expected, LinkageState.ENDED, ended_on=on or desk.today(), outcome=outcome)


def withdraw_refusal(desk: Desk, actor: Actor, refusal_id: str) -> None:
    """They say otherwise: the no no longer stands."""
    with desk.change(actor, Act.DECIDE, "거절 철회") as unit:
        kept = unit.get(Refusal, refusal_id)
        own_dong(actor, kept.record)
        unit.put(replace(kept.record, withdrawn_on=desk.today()), expected=kept.version)


def _move(
    desk: Desk,
    actor: Actor,
    linkage_id: str,
    expected: int,
    state: LinkageState,
    *,
    started_on: date | None = None,
    ended_on: date | None = None,
    outcome: LinkageOutcome | None = None,
) -> None:
    with desk.change(actor, Act.DECIDE, f"연계 {state.ko}") as unit:
        linkage = unit.get(Linkage, linkage_id).record
        own_dong(actor, linkage)
        moved = replace(
            linkage,
            state=_moved(linkage.state, state),
            started_on=started_on or linkage.started_on,
            ended_on=ended_on,
            outcome=outcome,
            decided_by=actor.viewer.staff,
        )
        unit.put(moved, expected=expected)
        if state is LinkageState.ENDED and outcome in _STILL_WANTED and linkage.ask is not None:
            ask = unit.get(Ask, linkage.ask)
            unit.put(replace(ask.record, state=AskState.OPEN), expected=ask.version)
        if outcome is LinkageOutcome.WENT_WELL and linkage.amount is not None:
            _take_from_stock(unit, linkage.resource, linkage.amount)


_STILL_WANTED = frozenset({LinkageOutcome.STOPPED_BY_HELPER, LinkageOutcome.NOT_DELIVERED})


def _take_from_stock(unit: Unit, resource_id: str, given: Amount) -> None:
    """What was handed over is no longer on the shelf; until then the linkage itself reserved it."""
    kept = unit.get(Resource, resource_id)
    if kept.record.stock is not None:
        left = max(0, kept.record.stock - ceil(given.count))
        unit.put(replace(kept.record, stock=left), expected=kept.version)


def _accept(desk: Desk, actor: Actor, unit: Unit, linkage: Linkage) -> Linkage:
    if linkage.ask is None:
        leg = leg_of(unit, linkage)
        if leg is None:
            raise AnswerMissing(side=Side.CLIENT.ko, side_en=Side.CLIENT.en)
        require_open(desk, actor, unit, leg.record, own=linkage.id)
        return replace(linkage, state=_moved(linkage.state, LinkageState.ACCEPTED))
    grounds_for(desk, actor, unit, linkage.ask, linkage.resource, own_linkage=linkage.id)
    ask = unit.get(Ask, linkage.ask)
    unit.put(replace(ask.record, state=AskState.SERVED), expected=ask.version)
    return replace(linkage, state=_moved(linkage.state, LinkageState.ACCEPTED))


def _linkage(desk: Desk, actor: Actor, unit: Unit, ask: Ask, resource_id: str, grounds: Grounds) -> Linkage:
    """A linkage on the grounds that the gates gave for it."""
    resource = unit.get(Resource, resource_id).record
    shared = ask.slots if resource.slots is None or ask.slots is None else ask.slots & resource.slots
    return replace(_proposal(desk, actor, unit, ask, resource), slots=shared, reasons=grounds.reasons)


def _proposal(desk: Desk, actor: Actor, unit: Unit, ask: Ask, resource: Resource) -> Linkage:
    """The two brought together, with the versions it is decided on and by whom."""
    return Linkage(
        id=desk.ids.new(Linkage),
        dong=ask.dong,
        person=ask.person,
        resource=resource.id,
        giver=resource.giver,
        ask=ask.id,
        amount=ask.amount,
        proposed_on=desk.today(),
        policy_version=desk.policy(desk.today()).version,
        data_version=unit.cursor(),
        decided_by=actor.viewer.staff,
    )


def keep_refusal(desk: Desk, unit: Unit, linkage: Linkage, side: Side, no: No) -> str:
    """Keep a side's no to a linkage as a refusal with its scope; returns its id."""
    by, other = (linkage.person, linkage.giver) if side is Side.CLIENT else (linkage.giver, linkage.person)
    asked_for = (
        unit.get(Resource, linkage.resource).record.service_type
        if linkage.ask is None
        else unit.get(Ask, linkage.ask).record.service_type
    )
    refusal = Refusal(
        id=desk.ids.new(Refusal),
        dong=linkage.dong,
        person=by,
        side=side,
        scope=no.scope,
        other=other if no.scope is not RefusalScope.THIS_KIND else None,
        service_type=asked_for if no.scope is RefusalScope.THIS_KIND else None,
        until=no.until,
        said_on=desk.today(),
        linkage=linkage.id,
        reason=no.reason or None,
    )
    unit.put(refusal, expected=0)
    return refusal.id


def _open_linkage(unit: Unit, ask_id: str, resource_id: str) -> Kept[Linkage] | None:
    """The linkage of this pair that is still under way, if any."""
    closed = (LinkageState.DECLINED, LinkageState.ENDED)
    found = [
        kept
        for kept in unit.referring(Linkage, "ask", ask_id)
        if kept.record.resource == resource_id and kept.record.state not in closed
    ]
    return found[0] if found else None


def standing_at(linkage: Linkage, now: datetime) -> LinkageState:
    """Where it stands: an ask whose hold has lapsed is a proposal again, and may be asked anew (D6)."""
    lapsed = linkage.hold_until is not None and linkage.hold_until <= now
    return LinkageState.PROPOSED if lapsed and linkage.state is LinkageState.ASKED else linkage.state


def require_contact_consent(unit: Unit, person: str, giver: str, day: date) -> None:
    """Asking tells the giver of the client; that needs the client's consent (B30)."""
    grounds = {ConsentPurpose.CONTACT}
    if type_of(giver) is not Person:
        grounds.add(ConsentPurpose.SHARING)
    agreed = any(
        kept.record.purpose in grounds
        and kept.record.in_force(day)
        and kept.record.recipient in (None, giver)
        for kept in unit.referring(Consent, "person", person)
    )
    if not agreed:
        purpose = ConsentPurpose.CONTACT
        raise ConsentMissing(purpose=purpose.ko, purpose_en=purpose.en)


def _moved(before: LinkageState, after: LinkageState) -> LinkageState:
    require_move(before, after)
    return after


def require_move(before: LinkageState, after: LinkageState) -> None:
    """Stop a move that a linkage cannot make.

    Raises:
        LinkageMoveRefused: it cannot.
    """
    if after not in MOVES[before]:
        raise LinkageMoveRefused(before=before.ko, after=after.ko, before_en=before.en, after_en=after.en)
