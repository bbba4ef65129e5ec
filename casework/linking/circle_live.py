"""The gates of a circle once more on live records, inside the write that asks or accepts one of its helps."""

from __future__ import annotations

from casework.desk import Actor, Desk
from casework.errors import LegNotAsked
from casework.linking.hidden import hidden_from
from casework.linking.live import closed
from casework.linking.standing import Standing, legs_of, standings
from graph.records.linkages import Linkage
from graph.records.resources import Resource
from graph.records.rounds import Round, RoundLeg
from graph.store import Kept, Unit
from graph.view import View
from graph.words.kinds import LegForm
from matching.circle.check import must_not_meet, obstacles
from matching.circle.templates import template_on
from matching.explain import WITHHELD
from matching.snapshot.lifted import without_linkages


def require_open(desk: Desk, actor: Actor, unit: Unit, leg: RoundLeg, *, own: str | None = None) -> None:
    """Run every gate of a role, and whether its giver may meet everybody in the circle (D17).

    ``own`` is a linkage whose hold must not stand in its own way.

    Raises:
        GateClosed: a gate fails; where it is hidden from the actor the reason is 비공개 alike (D29).
        LegNotAsked: nobody can be asked for this.
    """
    of = unit.get(Round, leg.round).record
    if leg.resource is None or leg.role is None or leg.giver is None or of.template is None:
        raise LegNotAsked()
    view = View(viewer=actor.viewer, purpose=actor.purpose, reader=unit, day=desk.today(), about=leg.person)
    offered_in = unit.get(Resource, leg.resource).record.dong
    snapshot = desk.snapshot(actor.viewer, also=[offered_in])
    others = taking_part(leg, standings(unit, legs_of(unit, leg.round)))
    if must_not_meet(snapshot, leg.giver, others):
        raise closed((WITHHELD.say(),))
    failed = obstacles(
        snapshot if own is None else without_linkages(snapshot, [own]),
        leg.person,
        template_on(of.template, of.made_on),
        leg.role,
        leg.resource,
        visits=max(1, len(leg.slots or ())),
    )
    if any(one.gate in hidden_from(view) for one in failed):
        raise closed((WITHHELD.say(),))
    if failed:
        raise closed(tuple(one.sentence for one in failed))


def taking_part(leg: RoundLeg, every: tuple[Standing, ...]) -> frozenset[str]:
    """Who else is in the circle that a leg belongs to: those it proposes, and those who agreed in any."""
    return frozenset(
        one.leg.record.giver
        for one in every
        if one.leg.record.giver is not None
        and not one.ended
        and one.leg.record.giver != leg.giver
        and one.leg.record.form in (LegForm.CIRCLE, LegForm.INTRODUCE)
        and (one.agreed or one.leg.record.number == leg.number)
    )


def leg_of(unit: Unit, linkage: Linkage) -> Kept[RoundLeg] | None:
    """The help of a circle that a linkage came from, if it came from one."""
    found = (kept for kept in unit.referring(RoundLeg, "linkage", linkage.id) if kept.record.ask is None)
    return max(found, key=lambda kept: (kept.record.number, kept.record.id), default=None)
