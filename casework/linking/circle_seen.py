"""A circle looked at from two sides: what if somebody drops out, and what somebody reads who is asked to join."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casework.desk import Actor, Desk, own_dong
from casework.errors import CircleOutdated
from casework.linking.circle_legs import Current, current
from casework.linking.circle_told import may_not_be_told, require_answering, template_of
from casework.linking.rounds_told import client_of
from casework.linking.standing import Standing, legs_of, standings
from casework.rights import Act
from graph.records.fields import FieldRef
from graph.records.rounds import Round, RoundLeg
from graph.store import Reader
from graph.text.sentence import Phrase, Sentence, Subject
from graph.view import Recipient, RecipientKind, View
from graph.words.kinds import LegForm
from matching.circle.arrange import Arrangement
from matching.circle.circle import Gathering, Member, Visit
from matching.circle.invited import as_neighbour
from matching.circle.times import bits
from matching.circle.told import if_left
from matching.circle.without import without
from matching.errors import NotInSnapshot

GATES_CLOSED = Phrase(
    "circle.without.gates_closed",
    "{person:은/는} 지금 조건이 달라져 미리 살펴볼 수 없습니다. 빠지게 되면 '보완 찾기'로 찾으십시오.",
    "Conditions have changed for {person}, so this cannot be told beforehand. If they drop out, look for a repair.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOutTold:
    """What happens if somebody drops out: who takes over, who is asked anew, how many visits a week stay open."""

    person: str
    name: str
    introduces: bool
    open: int
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOutsTold:
    """The circle as it stands now, without each of those who take part."""

    id: str
    client_name: str
    number: int
    each: tuple[DropOutTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationTold:
    """What somebody reads who is asked to take part or to introduce somebody."""

    id: str
    name: str
    says: tuple[str, ...]


def drop_outs(desk: Desk, actor: Actor, round_id: str) -> DropOutsTold:
    """What if each member, or introducer, of the circle as it stands now dropped out (D22).

    Raises:
        RecordMissing: there is no such round.
        OtherDong: another dong keeps it.
        ResponsibleOnly: the viewer does not answer for the client.
        NothingToRepair: it is no circle.
        NotInSnapshot: the client is not there any more.
    """
    with desk.look(actor, Act.SEE_ROUNDS, about=client_of(desk, actor, round_id)) as view:
        of, latest, every = _latest(view.reader, actor, round_id)
        now = current(of, latest, every)
        records = [one.leg.record for one in latest]
        hidden = may_not_be_told(view, records) or any(map(view.hides, records))
        arrangement = None if hidden else now.taken_up(desk.snapshot(actor.viewer))
        return DropOutsTold(
            id=of.id,
            client_name=view.name(now.client),
            number=latest[0].leg.record.number if latest else 0,
            each=() if arrangement is None else tuple(_each(view, now, arrangement)),
        )


def as_told_to(desk: Desk, actor: Actor, round_id: str, leg_id: str) -> InvitationTold:
    """What whoever is proposed for a help of the circle as it stands now reads; logged as told to them.

    Raises:
        RecordMissing: there is no such round.
        OtherDong: another dong keeps it.
        ResponsibleOnly: the viewer does not answer for the client.
        CircleOutdated: the help is not one of the circle as it stands now.
    """
    client = client_of(desk, actor, round_id)
    with desk.store.read() as reader:
        of, latest, _ = _latest(reader, actor, round_id)
    helps = [one.leg.record for one in latest if not one.ended]
    person = next((one.giver for one in helps if one.id == leg_id and one.form in _ASKED), None)
    gathering = _gathering(of, helps)
    with desk.look(actor, Act.SEE_ROUNDS, about=client) as view:
        if person is None or gathering is None or may_not_be_told(view, helps):
            raise CircleOutdated()
        name = view.name(person)
    reads = Recipient(kind=RecipientKind.HELPER, id=person)
    with desk.look(actor, Act.SEE_ROUNDS, about=client, recipient=reads) as view:
        says = tuple(map(view.sentence, as_neighbour(gathering, person)))
        return InvitationTold(id=leg_id, name=name, says=says)


_ASKED = frozenset({LegForm.CIRCLE, LegForm.INTRODUCE})


def _latest(
    reader: Reader, actor: Actor, round_id: str
) -> tuple[Round, list[Standing], tuple[Standing, ...]]:
    """A round, the helps of its latest proposal, and all that it ever proposed."""
    of = reader.get(Round, round_id).record
    own_dong(actor, of)
    require_answering(actor, reader, of)
    every = standings(reader, legs_of(reader, round_id))
    number = max((one.leg.record.number for one in every), default=0)
    return of, [one for one in every if one.leg.record.number == number], every


def _each(view: View, now: Current, arrangement: Arrangement) -> Iterator[DropOutTold]:
    members = {one.person for one in now.kept.visits}
    for person in sorted({*members, *now.kept.introducers}):
        says, left = _if_left(arrangement, person)
        yield DropOutTold(
            person=view.found(person),
            name=view.name(person),
            introduces=person not in members,
            open=left,
            says=tuple(map(view.sentence, says)),
        )


def _if_left(arrangement: Arrangement, person: str) -> tuple[tuple[Sentence, ...], int]:
    try:
        found = without(arrangement, person)
    except NotInSnapshot:
        return (GATES_CLOSED.say(FieldRef(person, "id"), person=Subject(person)),), 0
    return if_left(found), len(found.circle.open)


def _gathering(of: Round, legs: Sequence[RoundLeg]) -> Gathering | None:
    """Who takes part in a kept circle, in matching's words."""
    template = template_of(of)
    if template is None or of.person is None:
        return None
    before = {one.giver: one.introduced_by for one in legs if one.form in _ASKED and one.giver is not None}
    members = sorted({one.giver for one in legs if one.form is LegForm.CIRCLE and one.giver is not None})
    return Gathering(
        client=of.person,
        template=template,
        members=tuple(
            Member(
                person=person,
                visits=tuple(sorted(_visits(legs, person), key=lambda one: one.slot)),
                introducers=_way(before, person),
                reasons=(),
                questions=(),
            )
            for person in members
        ),
        client_parts=tuple(one for one in template.client_parts if one.part in of.client_parts),
    )


def _visits(legs: Sequence[RoundLeg], person: str) -> Iterator[Visit]:
    for leg in legs:
        if leg.giver != person or leg.form is not LegForm.CIRCLE:
            continue
        if leg.role is not None and leg.resource is not None and leg.slots is not None:
            yield from (
                Visit(role=leg.role, slot=slot, resource=leg.resource) for slot in bits(leg.slots.mask)
            )


def _way(before: dict[str, str | None], person: str) -> tuple[str, ...]:
    """Who leads to somebody, from the client on."""
    way: list[str] = []
    at = before.get(person)
    while at is not None and at not in way and at != person:
        way.insert(0, at)
        at = before.get(at)
    return tuple(way)
