"""The shorter the way on foot, the better."""

from __future__ import annotations

import numpy as np

from graph.text.sentence import Phrase, Sentence
from matching.criteria.criterion import Criterion, by_bands
from matching.pairs import Pairs, Points
from matching.where import cites, homes, metres, remote, resource_places
from matching.words import CriterionName

NEAR = Phrase(
    "criterion.distance.minutes",
    "걸어서 약 {minutes}분 거리({metres}m)입니다.",
    "It is about {minutes} minutes on foot ({metres} m).",
)
REMOTE = Phrase(
    "criterion.distance.remote",
    "전화로 할 수 있는 도움이라 거리는 상관없습니다.",
    "It works by phone; distance does not matter.",
)
UNKNOWN_HOME = Phrase(
    "criterion.distance.unknown_home",
    "당사자가 사는 곳을 몰라 거리를 따지지 않았습니다. 통이나 주소를 확인하십시오.",
    "Distance was not counted: the client's home is not known. Ask for it.",
)
UNKNOWN_PLACE = Phrase(
    "criterion.distance.unknown_place",
    "제공 장소를 몰라 거리를 따지지 않았습니다. 장소를 확인하십시오.",
    "Distance was not counted: the place of the help is not known. Ask for it.",
)


def points(pairs: Pairs) -> Points:
    """Points by bands of metres; 0 where the way is unknown or does not matter."""
    way = metres(pairs)
    earned = by_bands(pairs.snapshot.policy.distance, way)
    found: Points = np.where(np.isnan(way) | pairs.kept(remote), 0, earned)
    return found


def say(pairs: Pairs, earned: int) -> Sentence:
    """How far it is, or what to ask to know it."""
    snapshot = pairs.snapshot
    if pairs.kept(remote)[0]:
        return REMOTE.say(*pairs.cite_resource("service_type"))
    way = float(metres(pairs)[0])
    if np.isnan(way):
        no_home = np.isnan(homes(snapshot, pairs.clients).latitude[0])
        known = not np.isnan(resource_places(snapshot).latitude[pairs.rows[0]])
        phrase = UNKNOWN_HOME if no_home and known else UNKNOWN_PLACE
        if no_home and not known:
            phrase = UNKNOWN_HOME
        return phrase.say(*cites(pairs))
    minutes = max(1, round(way / snapshot.policy.walking.metres_per_minute))
    return NEAR.say(*cites(pairs), minutes=minutes, metres=int(round(way, -1)))


CRITERION = Criterion(
    name=CriterionName.DISTANCE,
    reads=(
        "Person.place",
        "Household.place",
        "Organisation.place",
        "Resource.place",
        "WalkingTime.walk_minutes",
    ),
    points=points,
    say=say,
)
