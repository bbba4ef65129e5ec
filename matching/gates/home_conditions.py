"""What waits at the client's home, and what the visiting helper cannot cope with (D14)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from graph.words.kinds import HomeCondition
from matching.gates.gate import Gate, verdicts
from matching.pairs import Pairs, Verdicts
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.words import ASKS, FAILS, PASSES, GateName, Verdict

CANNOT = Phrase(
    "gate.home_conditions.cannot",
    "제공자가 어려워하는 조건이 당사자의 집에 있습니다({what}).",
    "The client's home has what the helper cannot cope with ({what}).",
)
ASK_HELPER = Phrase(
    "gate.home_conditions.ask_helper",
    "당사자의 집에 다음 조건이 있습니다({what}). 괜찮은지 제공자에게 여쭈어 보십시오.",
    "The client's home has this: {what}. Ask the helper whether that is all right.",
)
ASK_CLIENT = Phrase(
    "gate.home_conditions.ask_client",
    "제공자가 어려워하는 조건이 있습니다. 당사자의 집에 계단, 반려동물, 흡연이 있는지 여쭈어 보십시오.",
    "There are things the helper cannot cope with. Ask about stairs, pets and smoking at the client's home.",
)
_CODES = word_codes(HomeCondition)
_WORDS = tuple(HomeCondition)
_STAIRS = np.int32(1) << _CODES[HomeCondition.STAIRS]


Bits = NDArray[np.int32]


def at_the_clients(pairs: Pairs) -> tuple[Bits, Bits]:
    """The conditions at the client's home (-1 unknown), and those that are surely there whatever is unknown.

    A floor without a lift means stairs.
    """
    listed = pairs.of_client_household("home_conditions")
    climbs = (pairs.of_client_household("floor") >= 2) & (pairs.of_client_household("has_lift") == 0)
    sure: Bits = np.maximum(listed, 0) | climbs * _STAIRS
    return np.where(listed == UNKNOWN, listed, sure), sure


def _cannot_with(pairs: Pairs) -> Bits:
    """What the helpers cannot cope with; -1 unknown."""
    found: Bits = pairs.of_helper("cannot_with")
    return found


def check(pairs: Pairs) -> Verdicts:
    """FAIL where the two meet; ASK where one side is unknown and the other is not empty."""
    if not pairs.at_home.any():
        return verdicts(pairs)
    (home, sure), cannot = at_the_clients(pairs), pairs.kept(_cannot_with)
    unsaid = cannot == UNKNOWN
    found = verdicts(pairs)
    found[(unsaid & (sure != 0)) | (~unsaid & (home == UNKNOWN) & (cannot != 0))] = ASKS
    found[~unsaid & (cannot & sure != 0)] = FAILS
    found[~pairs.at_home] = PASSES
    return found


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Which conditions meet, or whom to ask."""
    cannot, sure = int(pairs.kept(_cannot_with)[0]), int(at_the_clients(pairs)[1][0])
    cites = pairs.cite_client_household("home_conditions", "floor", "has_lift")
    if pairs.helpers[0] >= 0:
        cites += pairs.cite_giver("cannot_with")
    if verdict is Verdict.FAIL:
        return CANNOT.say(*cites, what=_first(cannot & sure))
    if cannot == UNKNOWN:
        return ASK_HELPER.say(*cites, what=_first(sure))
    return ASK_CLIENT.say(*cites)


def _first(bits: int) -> HomeCondition:
    return _WORDS[int(np.log2(bits & -bits))]


GATE = Gate(
    name=GateName.HOME_CONDITIONS,
    reads=(
        "Household.home_conditions",
        "Household.floor",
        "Household.has_lift",
        "Person.cannot_with",
        "Resource.comes_home",
    ),
    check=check,
    say=say,
    ahead=(_cannot_with,),
)
