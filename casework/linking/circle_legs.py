"""What is done with one help of a circle: asked for without an ask in writing, declined, and mended around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from casework.desk import Actor, Desk
from casework.errors import CircleOutdated, LegNotAsked, NothingToRepair
from casework.linking.circle_live import require_open
from casework.linking.circling import circle_found
from casework.linking.decide import No, keep_refusal, require_contact_consent, require_move, standing_at
from casework.linking.hidden import hidden_from_most
from casework.linking.solving import LegFound, ProposalFound
from casework.linking.standing import OVER, Standing
from graph.records.linkages import Linkage, Refusal
from graph.records.resources import Resource
from graph.records.rounds import Round, RoundLeg
from graph.records.values import Amount, Slots
from graph.store import Unit
from graph.words.kinds import Answer, LegForm, LinkageState, Period, RefusalScope, Side
from matching.circle.again import Kept, KeptVisit, mend, take_up
from matching.circle.arrange import Arrangement
from matching.circle.circle import Circle
from matching.circle.templates import Template, template_on
from matching.circle.times import bits
from matching.snapshot.lifted import without_linkages
from matching.snapshot.snapshot import Snapshot

REPAIR_SECONDS = 5.0


def ask_in_circle(desk: Desk, actor: Actor, unit: Unit, standing: Standing) -> str:
    """Ask a neighbour for their help in a circle, holding it until an hour (D6); returns the linkage's id.

    Raises:
        GateClosed: a gate of the role fails on the live records, or they must not meet somebody of the circle.
        ConsentMissing: the client has not agreed to be introduced.
        LegNotAsked: it is no help that takes a place.
    """
    leg, earlier = standing.leg.record, standing.linkage
    if leg.resource is None or leg.form is not LegForm.CIRCLE:
        raise LegNotAsked()
    now = desk.clock()
    under_way = earlier if earlier is not None and earlier.record.state not in OVER else None
    require_contact_consent(unit, leg.person, unit.get(Resource, leg.resource).record.giver, desk.today())
    require_open(desk, actor, unit, leg, own=None if under_way is None else under_way.record.id)
    asked = replace(
        _proposal(desk, actor, unit, leg),
        state=LinkageState.ASKED,
        asked_at=now,
        hold_until=now + timedelta(hours=desk.policy(desk.today()).hold_hours),
    )
    if under_way is None:
        unit.put(asked, expected=0)
        return asked.id
    require_move(standing_at(under_way.record, now), LinkageState.ASKED)
    unit.put(replace(asked, id=under_way.record.id), expected=under_way.version)
    return under_way.record.id


def decline_in_circle(
    desk: Desk, actor: Actor, unit: Unit, leg: RoundLeg, side: Side, no: No | None
) -> str | None:
    """Keep a no to a help of a circle that nobody was asked for; returns the linkage's id where there is one.

    Somebody who only introduces says no to this client, or until a day.

    Raises:
        LegNotAsked: nobody is proposed for it.
    """
    if leg.giver is None:
        raise LegNotAsked()
    if leg.resource is not None:
        declined = replace(
            _proposal(desk, actor, unit, leg),
            state=LinkageState.DECLINED,
            client_answer=Answer.NO if side is Side.CLIENT else None,
            helper_answer=Answer.NO if side is Side.HELPER else None,
        )
        unit.put(declined, expected=0)
        keep_refusal(desk, unit, declined, side, no or No())
        return declined.id
    said = no or No()
    by, other = (leg.person, leg.giver) if side is Side.CLIENT else (leg.giver, leg.person)
    refusal = Refusal(
        id=desk.ids.new(Refusal),
        dong=leg.dong,
        person=by,
        side=side,
        scope=RefusalScope.NOT_BEFORE if said.until is not None else RefusalScope.THIS_ONE,
        other=other,
        until=said.until,
        said_on=desk.today(),
        reason=said.reason or None,
    )
    unit.put(refusal, expected=0)
    return None


def _proposal(desk: Desk, actor: Actor, unit: Unit, leg: RoundLeg) -> Linkage:
    resource = unit.get(Resource, leg.resource or "").record
    return Linkage(
        id=desk.ids.new(Linkage),
        dong=leg.dong,
        person=leg.person,
        resource=resource.id,
        giver=resource.giver,
        amount=Amount(count=float(max(1, len(leg.slots or ()))), period=Period.WEEK),
        slots=leg.slots,
        introduced_by=leg.introduced_by,
        proposed_on=desk.today(),
        reasons=leg.reasons,
        policy_version=desk.policy(desk.today()).version,
        data_version=unit.cursor(),
        decided_by=actor.viewer.staff,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """A circle as it stands in its round, to be taken up again by matching."""

    client: str
    template: Template
    kept: Kept
    legs: tuple[Standing, ...]
    own: frozenset[str]

    @property
    def open(self) -> int:
        """How many visits nobody took when it was proposed."""
        return sum(one.leg.record.form is LegForm.UNSERVED for one in self.legs)

    def taken_up(self, snapshot: Snapshot) -> Arrangement:
        """What matching makes of it today, as if the circle's own linkages held nothing."""
        return take_up(without_linkages(snapshot, self.own), self.client, self.template, self.kept)


def current(of: Round, mine: Sequence[Standing], every: tuple[Standing, ...]) -> Current:
    """One proposal of a circle's round; whoever's help ended in it is not asked for that again.

    Raises:
        NothingToRepair: it is no circle.
    """
    if of.person is None or of.template is None:
        raise NothingToRepair()
    helps = [one for one in mine if one.leg.record.form is LegForm.CIRCLE]
    introduce = [one for one in mine if one.leg.record.form is LegForm.INTRODUCE]
    members = {one.leg.record.giver for one in helps if not one.ended}
    over = [one.leg.record for one in every if one.ended and one.leg.record.giver is not None]
    kept = Kept(
        visits=tuple(visit for one in helps if not one.ended for visit in _visits(one)),
        introducers=tuple(one.leg.record.giver or "" for one in introduce if not one.ended),
        client_parts=tuple(sorted(of.client_parts)),
        without=frozenset(
            leg.giver or "" for leg in over if leg.form is LegForm.INTRODUCE and leg.giver not in members
        ),
        without_role=frozenset((leg.giver or "", leg.role) for leg in over if leg.role is not None),
    )
    return Current(
        client=of.person,
        template=template_on(of.template, of.made_on),
        kept=kept,
        legs=tuple(mine),
        own=frozenset(one.linkage.record.id for one in every if one.linkage is not None and one.agreed),
    )


def mend_circle(
    desk: Desk, actor: Actor, unit: Unit, of: Round, mine: list[Standing], every: tuple[Standing, ...]
) -> list[ProposalFound]:
    """The whole circle with others in the place of who said no; what was agreed or locked stays as it is.

    Raises:
        CircleOutdated: it was mended already, and people were asked since.
        NothingToRepair: nothing of the circle ended.
        NotInSnapshot: the client is not there any more.
    """
    if not any(one.ended for one in mine if one.leg.record.form in (LegForm.CIRCLE, LegForm.INTRODUCE)):
        raise NothingToRepair()
    if any(
        _was_taken_up(one.leg.record) for one in every if one.leg.record.repairs == mine[0].leg.record.number
    ):
        raise CircleOutdated()
    now = current(of, mine, every)
    found = mend(
        now.taken_up(desk.snapshot(actor.viewer)), open_at_most=now.open, seconds=REPAIR_SECONDS
    ).circle
    if not _anew(found, now.kept):
        return []
    firm = [one for one in mine if _is_firm(one)]
    helps = frozenset((one.leg.record.resource or "", one.leg.record.slots or Slots()) for one in firm)
    proposal = circle_found(found, hidden_from_most(), helps)
    there = {(leg.resource, leg.role, leg.slots) for leg in proposal.legs}
    carried = (
        _same(one.leg.record)
        for one in firm
        if (one.leg.record.resource, one.leg.record.role, one.leg.record.slots) not in there
    )
    locked = {(one.leg.record.resource, one.leg.record.slots) for one in mine if one.leg.record.locked}
    legs = tuple(
        replace(leg, locked=(leg.resource, leg.slots) in locked) if leg.resource is not None else leg
        for leg in (*carried, *proposal.legs)
    )
    return [replace(proposal, legs=legs)]


def _was_taken_up(leg: RoundLeg) -> bool:
    """Whether anything was said or settled about this very leg."""
    return bool(leg.linkage or leg.client_answer or leg.helper_answer or leg.set_aside)


def _anew(found: Circle, kept: Kept) -> bool:
    """Whether a circle has anybody, or any visit, that the kept one lacks."""
    had = {(one.person, one.role) for one in kept.visits}
    new = {(one.person, visit.role) for one in found.members for visit in one.visits}
    introduced = {one.person for one in found.introducers}
    if new - had or introduced - set(kept.introducers):
        return True
    there = sum(found.member(one.person) is not None for one in kept.visits)
    return sum(len(one.visits) for one in found.members) > there


def _is_firm(one: Standing) -> bool:
    return one.leg.record.form is LegForm.CIRCLE and not one.ended and (one.agreed or one.leg.record.locked)


def _visits(one: Standing) -> Iterator[KeptVisit]:
    leg = one.leg.record
    if leg.giver is None or leg.role is None or leg.resource is None or leg.slots is None:
        return
    for slot in bits(leg.slots.mask):
        yield KeptVisit(person=leg.giver, role=leg.role, resource=leg.resource, slot=slot, firm=_is_firm(one))


def _same(leg: RoundLeg) -> LegFound:
    """A help that goes on as it was."""
    return LegFound(
        person=leg.person,
        giver=leg.giver,
        resource=leg.resource,
        ask=None,
        role=leg.role,
        slots=leg.slots,
        reasons=leg.reasons,
        questions=leg.questions,
        introduced_by=leg.introduced_by,
    )
