"""Offer first (나눔, D8): the households of the dong for something that came in, told."""

from __future__ import annotations

from dataclasses import dataclass

from casework.desk import Actor, Desk, own_dong
from casework.linking.hidden import hidden_from
from casework.linking.suggest import QuestionTold
from casework.rights import Act
from graph.records.people import Person
from graph.records.resources import Resource
from graph.view import View
from matching.offer import Recipient, offer_first

_LOOKED_AT = 500
"""How many households of a larger region are looked at to find those of the actor's own dong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientTold:
    """A household for what came in: why, what to ask, and who could carry it there."""

    household: str | None
    person: str
    name: str
    ask: str | None
    reasons: tuple[str, ...]
    questions: tuple[QuestionTold, ...]
    allergy: str | None
    carriers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTold:
    """The households for a resource, first to be offered first; ``left`` is what it can still give."""

    resource: str
    name: str
    giver_name: str
    left: float | None
    best_before: str
    recipients: tuple[RecipientTold, ...]
    of: int
    policy_version: str
    data_version: str


def offer(desk: Desk, actor: Actor, resource_id: str, *, limit: int = 30) -> OfferTold:
    """Households of the actor's dong by urgency, then by days since their last gift.

    What only a client's own worker may know is withheld, since the list is about many at once.

    Raises:
        RecordMissing: there is no such resource.
        OtherDong: another dong keeps the resource.
    """
    with desk.look(actor, Act.OFFER) as view:
        resource = view.reader.get(Resource, resource_id).record
        own_dong(actor, resource)
        snapshot = desk.snapshot(actor.viewer)
        offered = offer_first(snapshot, resource_id, limit=_LOOKED_AT, hidden=hidden_from(view))
        people = view.reader.find(Person, [one.person for one in offered.recipients])
        own = [one for one in offered.recipients if people[one.person].record.dong == actor.viewer.dong]
        return OfferTold(
            resource=resource.id,
            name=view.name(resource.id),
            giver_name=view.name(resource.giver),
            left=offered.left,
            best_before="" if resource.best_before is None else resource.best_before.isoformat(),
            recipients=tuple(_told(view, one) for one in own[:limit]),
            of=len(own),
            policy_version=offered.policy_version,
            data_version=offered.data_version,
        )


def _told(view: View, one: Recipient) -> RecipientTold:
    return RecipientTold(
        household=one.household,
        person=one.person,
        name=view.name(one.person),
        ask=one.ask,
        reasons=tuple(map(view.sentence, one.reasons)),
        questions=tuple(
            QuestionTold(gate=finding.gate.label(view.language), sentence=view.sentence(finding.sentence))
            for finding in one.questions
        ),
        allergy=None if one.allergy is None else view.sentence(one.allergy),
        carriers=tuple(map(view.name, one.carriers)),
    )
