"""A record that somebody confirmed lately is likelier to hold."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from matching.criteria.criterion import Criterion, by_bands
from matching.pairs import Pairs, Points, taken
from matching.snapshot.encoders import UNKNOWN
from matching.words import CriterionName

CONFIRMED = Phrase(
    "criterion.freshness.confirmed",
    "{day}에 확인한 정보입니다({days}일 전).",
    "It was confirmed on {day} ({days} days ago).",
)
OLD = Phrase(
    "criterion.freshness.old",
    "{day}에 확인한 오래된 정보입니다({days}일 전). 지금도 제공하는지 확인하십시오.",
    "It was last confirmed on {day} ({days} days ago). Check whether it still holds.",
)
NEVER = Phrase(
    "criterion.freshness.never",
    "확인한 날짜가 없습니다. 지금도 제공하는지 확인하십시오.",
    "No day of confirmation is recorded. Check whether it still holds.",
)


def _verified(pairs: Pairs) -> NDArray[np.int32]:
    """The day the resource was confirmed, else its giver."""
    groups = taken(pairs.snapshot["organisations"]["verified_on"], pairs.organisations, UNKNOWN)
    giver = np.where(pairs.organisations >= 0, groups, pairs.of_helper("verified_on"))
    own = pairs.of("verified_on")
    found: NDArray[np.int32] = np.where(own == UNKNOWN, giver, own)
    return found


def points(pairs: Pairs) -> Points:
    """Points by bands of days since; 0 where no day is known."""
    day = pairs.kept(_verified)
    earned = by_bands(pairs.snapshot.policy.freshness, np.maximum(pairs.snapshot.today - day, 0))
    found: Points = np.where(day == UNKNOWN, 0, earned)
    return found


def say(pairs: Pairs, earned: int) -> Sentence:
    """When it was confirmed, or that it never was."""
    day = int(pairs.kept(_verified)[0])
    own = pairs.of("verified_on")[0] != UNKNOWN
    if day == UNKNOWN:
        return NEVER.say(*pairs.cite_resource("verified_on"))
    cites = pairs.cite_giver("verified_on") if not own else pairs.cite_resource("verified_on")
    days = max(pairs.snapshot.today - day, 0)
    return (CONFIRMED if earned else OLD).say(*cites, day=date.fromordinal(day), days=days)


CRITERION = Criterion(
    name=CriterionName.FRESHNESS,
    reads=("Resource.verified_on", "Person.verified_on", "Organisation.verified_on"),
    points=points,
    say=say,
    alone=True,
)
