"""Why a neighbour is in a circle: how they are met, how far they walk, what they carry; and what to ask first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.records.fields import FieldRef
from graph.text.sentence import Phrase, Sentence, Subject
from matching.circle.offers import Offered, gates_of
from matching.circle.pairs import RolePairs
from matching.circle.templates import Template
from matching.criteria import distance, load, tie
from matching.explain import Finding, Reason
from matching.snapshot.snapshot import Snapshot
from matching.words import CriterionName, Verdict

THROUGH = Phrase(
    "circle.through",
    "{introducer:이/가} 당사자에게 {person:을/를} 소개할 수 있습니다.",
    "{introducer} can introduce {person} to the client.",
)
THROUGH_TWO = Phrase(
    "circle.through_two",
    "{introducer:과/와} {second:을/를} 거쳐 {person:을/를} 소개받을 수 있습니다.",
    "{person} can be met through {introducer} and then {second}.",
)
THROUGH_MANY = Phrase(
    "circle.through_many",
    "{introducer}부터 {last}까지 {count}명을 차례로 거쳐 {person:을/를} 소개받을 수 있습니다.",
    "{person} can be met through {count} people in turn, from {introducer} to {last}.",
)


def reasons_of(
    snapshot: Snapshot, client: int, template: Template, offer: Offered, introducers: Sequence[str]
) -> tuple[Reason, ...]:
    """How a member is met, the way on foot, and what they carry; points are of the whole circle, not of these."""
    pair = _pair(snapshot, client, template, offer)
    met = tie.say(pair, 0) if not introducers else _introduced(pair, introducers)
    said = {
        CriterionName.TIE: met,
        CriterionName.DISTANCE: distance.say(pair, 0),
        CriterionName.LOAD: load.say(pair, 0),
    }
    return tuple(Reason(criterion=name, points=None, sentence=sentence) for name, sentence in said.items())


def questions_of(
    snapshot: Snapshot, client: int, template: Template, offers: Sequence[Offered]
) -> tuple[Finding, ...]:
    """What the gates want to know before it starts, each question once."""
    found: list[Finding] = []
    for offer in offers:
        pair = _pair(snapshot, client, template, offer)
        for gate in gates_of(pair.role):
            if gate.check(pair)[0] == Verdict.ASK:
                finding = Finding(gate=gate.name, sentence=gate.say(pair, Verdict.ASK))
                if finding not in found:
                    found.append(finding)
    return tuple(found)


def _pair(snapshot: Snapshot, client: int, template: Template, offer: Offered) -> RolePairs:
    row = np.array([offer.resource], np.int32)
    return RolePairs(snapshot, client, template.roles[offer.role], offer.service_type, row)


def _introduced(pair: RolePairs, introducers: Sequence[str]) -> Sentence:
    cites = pair.cite_client("id") + tuple(FieldRef(one, "id") for one in introducers)
    person, first = pair.helper_subject, Subject(introducers[0])
    if len(introducers) == 1:
        return THROUGH.say(*cites, introducer=first, person=person)
    last = Subject(introducers[-1])
    if len(introducers) == 2:
        return THROUGH_TWO.say(*cites, introducer=first, second=last, person=person)
    return THROUGH_MANY.say(*cites, introducer=first, last=last, count=len(introducers), person=person)
