"""The more of the wanted times are covered, the better."""

from __future__ import annotations

import numpy as np

from graph.text.sentence import Phrase, Sentence
from matching.criteria.criterion import Criterion
from matching.pairs import Pairs, Points
from matching.times import covered, named
from matching.words import CriterionName

ALL = Phrase("criterion.slots.all", "원하는 시간을 모두 채웁니다.", "It covers all the wanted times.")
SOME = Phrase(
    "criterion.slots.some",
    "원하는 시간 {wanted}칸(30분 단위) 가운데 {covered}칸을 채웁니다.",
    "It covers {covered} of the {wanted} wanted half-hours.",
)
ANY_TIME = Phrase(
    "criterion.slots.any_time",
    "정해 둔 시간이 없어 시간은 따지지 않았습니다.",
    "No times are set, so times were not counted.",
)
UNKNOWN = Phrase(
    "criterion.slots.unknown",
    "제공 시간을 몰라 따지지 않았습니다. 제공자에게 여쭈어 보십시오.",
    "Times were not counted: the giver's are not known. Ask them.",
)


def points(pairs: Pairs) -> Points:
    """The full points by the share of the wanted half-hours, rounded down; 0 where a side is unknown."""
    wanted = named(pairs)
    if not wanted.any():
        return np.zeros(len(pairs), np.int32)
    full = pairs.snapshot.policy.slots_all_covered
    found: Points = (full * covered(pairs) // np.maximum(wanted, 1)).astype(np.int32)
    return found


def say(pairs: Pairs, earned: int) -> Sentence:
    """How much is covered, or what to ask."""
    wanted, cites = int(named(pairs)[0]), pairs.cite_ask("slots")
    if not wanted:
        return ANY_TIME.say(*cites)
    cites += pairs.cite_resource("slots")
    if pairs.of("slots_known")[0] == 0:
        return UNKNOWN.say(*cites)
    meeting = int(covered(pairs)[0])
    return ALL.say(*cites) if meeting == wanted else SOME.say(*cites, wanted=wanted, covered=meeting)


CRITERION = Criterion(name=CriterionName.SLOTS, reads=("Ask.slots", "Resource.slots"), points=points, say=say)
