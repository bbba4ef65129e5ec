"""Who carries little of what they set themselves as a limit comes before who carries much."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from matching.amounts import loads
from matching.criteria.criterion import Criterion, by_bands
from matching.pairs import Pairs, Points, taken
from matching.snapshot.encoders import UNKNOWN
from matching.words import CriterionName

CARRIES = Phrase(
    "criterion.load.carries",
    "{giver:은/는} 지금 1주에 {visits}회 돕고 있습니다(스스로 정한 한도 {limit}회).",
    "{giver} gives {visits} visits a week now (own limit {limit}).",
)
FREE = Phrase(
    "criterion.load.free",
    "{giver:은/는} 지금 맡은 도움이 없어 여유가 있습니다.",
    "{giver} carries no other help now, so there is room.",
)
NO_LIMIT = Phrase(
    "criterion.load.no_limit",
    "도움 한도를 몰라 부담을 따지지 않았습니다. 한 주에 몇 번까지 괜찮은지 여쭈어 보십시오.",
    "Load was not counted: no limit is known. Ask how many times a week would be all right.",
)
NO_PERSON = Phrase(
    "criterion.load.no_person",
    "개인이 아니어서 도움 부담은 따지지 않았습니다.",
    "The giver is no single person, so load was not counted.",
)


def _share(pairs: Pairs) -> NDArray[np.float64]:
    """The share of the limit that is taken, uncounted ties as one visit each; NaN unknown."""
    carried, limit = loads(pairs.snapshot), pairs.of_helper("load_limit")
    visits = taken(carried.visits, pairs.helpers, np.nan) + taken(carried.uncounted, pairs.helpers, 0)
    known = np.where(limit > 0, limit, np.nan)
    share: NDArray[np.float64] = visits / known
    return share


def points(pairs: Pairs) -> Points:
    """Points by bands of the share; 0 where the limit is unknown or the giver is no person."""
    share = _share(pairs)
    found: Points = np.where(np.isnan(share), 0, by_bands(pairs.snapshot.policy.load, share))
    return found


def say(pairs: Pairs, earned: int) -> Sentence:
    """What is carried of which limit, or what to ask."""
    if pairs.helpers[0] < 0:
        return NO_PERSON.say(*pairs.cite_resource("giver"))
    cites, limit = pairs.cite_giver("load_limit"), int(pairs.of_helper("load_limit")[0])
    if limit == UNKNOWN:
        return NO_LIMIT.say(*cites)
    carried, helper = loads(pairs.snapshot), int(pairs.helpers[0])
    visits = float(carried.visits[helper] + carried.uncounted[helper])
    if not visits:
        return FREE.say(*cites, giver=pairs.helper_subject)
    return CARRIES.say(*cites, giver=pairs.helper_subject, visits=round(visits, 1), limit=limit)


CRITERION = Criterion(
    name=CriterionName.LOAD,
    reads=("Person.load_limit", "Linkage.giver", "Linkage.state", "Linkage.amount", "Tie.contacts_per_week"),
    points=points,
    say=say,
    alone=True,
)
