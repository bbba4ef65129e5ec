"""The way on foot is not too far for whoever walks it: the helper who comes, or the client who goes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from graph.words.kinds import ResourceKind
from matching.gates.gate import Gate
from matching.pairs import Pairs, Verdicts
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.snapshot.snapshot import ORGANISATION
from matching.where import cites, metres, remote
from matching.words import ASKS, FAILS, PASSES, GateName, Verdict

TOO_FAR = Phrase(
    "gate.reach.too_far",
    "걸어서 닿기에는 멉니다(약 {metres}m, 한도 {limit}m).",
    "It is too far on foot (about {metres} m, the limit is {limit} m).",
)
FAR = Phrase(
    "gate.reach.far",
    "걸어서 약 {metres}m입니다. 오갈 수 있는지 여쭈어 보십시오.",
    "It is about {metres} m on foot. Ask whether that can be walked.",
)
UNKNOWN_WAY = Phrase(
    "gate.reach.unknown",
    "당사자나 제공자의 위치를 몰라 거리를 알 수 없습니다. 오갈 수 있는지 여쭈어 보십시오.",
    "The way is not known. Ask where they live and whether it can be walked.",
)
_BENEFIT = word_codes(ResourceKind)[ResourceKind.PUBLIC_BENEFIT]


def limits(pairs: Pairs) -> NDArray[np.int32]:
    """How many metres may be walked: by the giver who comes, else by the client too; -1 unknown."""
    reach, walks = pairs.of("reach_metres"), pairs.of_client("walks_metres")
    if (walks == UNKNOWN).all():
        return reach
    going = np.where(reach == UNKNOWN, walks, np.minimum(reach, walks))
    found: NDArray[np.int32] = np.where(pairs.at_home | (walks == UNKNOWN), reach, going)
    return found


def on_foot(pairs: Pairs) -> NDArray[np.bool_]:
    """Where the way matters: not by phone, no benefit, and not an agency that comes without a limit."""
    agency = (pairs.givers >= 0) & (pairs.givers & 3 == ORGANISATION)
    comes = pairs.at_home & agency & (pairs.of("reach_metres") == UNKNOWN)
    found: NDArray[np.bool_] = pairs.trait("walkable") | pairs.at_home | (pairs.of("reach_metres") != UNKNOWN)
    found &= ~pairs.kept(remote) & ~comes & (pairs.of("kind") != _BENEFIT)
    return found


def check(pairs: Pairs) -> Verdicts:
    """FAIL beyond a known limit, ASK where the way is unknown or long without one."""
    way, limit = metres(pairs), limits(pairs)
    usual = pairs.snapshot.policy.walking.reach_metres
    free, unsaid, walked = limit == UNKNOWN, np.isnan(way), pairs.kept(on_foot)
    found = np.full(way.shape, PASSES)
    found[(unsaid | (free & (way > usual))) & walked] = ASKS
    found[~free & (way > limit) & walked] = FAILS
    return found


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """How far it is, and what the limit is."""
    way = float(metres(pairs)[0])
    if np.isnan(way):
        return UNKNOWN_WAY.say(*cites(pairs))
    rounded = int(round(way, -1))
    if verdict is Verdict.ASK:
        return FAR.say(*cites(pairs), metres=rounded)
    limit = int(limits(pairs)[0])
    walked = pairs.cite_resource("reach_metres") + pairs.cite_client("walks_metres")
    return TOO_FAR.say(*cites(pairs), *walked, metres=rounded, limit=limit)


GATE = Gate(
    name=GateName.REACH,
    reads=(
        "Person.place",
        "Household.place",
        "Organisation.place",
        "Resource.place",
        "Resource.comes_home",
        "Resource.reach_metres",
        "Person.walks_metres",
        "WalkingTime.walk_minutes",
    ),
    check=check,
    say=say,
    ahead=(on_foot, remote),
)
