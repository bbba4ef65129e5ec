"""What waits at the client's home, and what the visiting helper cannot cope with (D14)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from graph.words.kinds import HomeCondition
from matching.gates.gate import Gate, verdicts
from matching.pairs import Pairs, Verdicts
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.words import GateName, Verdict

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
_STAIRS = 1 << _CODES[HomeCondition.STAIRS]


def at_the_clients(pairs: Pairs) -> NDArray[np.int32]:
    """The conditions at the client's home as bits; a floor without a lift means stairs; -1 unknown."""
    known = pairs.of_client_household("home_conditions")
    found: NDArray[np.int32] = np.where(known == UNKNOWN, UNKNOWN, known | _climbed(pairs))
    return found


def certain(pairs: Pairs) -> NDArray[np.int32]:
    """The conditions that are surely there, also where the list as a whole is unknown."""
    found: NDArray[np.int32] = np.maximum(at_the_clients(pairs), 0) | _climbed(pairs)
    return found


def _climbed(pairs: Pairs) -> NDArray[np.int32]:
    climbs = (pairs.of_client_household("floor") >= 2) & (pairs.of_client_household("has_lift") == 0)
    found: NDArray[np.int32] = climbs * np.int32(_STAIRS)
    return found


def check(pairs: Pairs) -> Verdicts:
    """FAIL where the two meet; ASK where one side is unknown and the other is not empty."""
    if not pairs.at_home.any():
        return verdicts(pairs)
    home, sure, cannot = at_the_clients(pairs), certain(pairs), pairs.of_helper("cannot_with")
    unsaid = cannot == UNKNOWN
    found = verdicts(pairs)
    found[(unsaid & (sure != 0)) | (~unsaid & (home == UNKNOWN) & (cannot != 0))] = Verdict.ASK
    found[~unsaid & (cannot & sure != 0)] = Verdict.FAIL
    found[~pairs.at_home] = Verdict.PASS
    return found


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Which conditions meet, or whom to ask."""
    cannot, sure = int(pairs.of_helper("cannot_with")[0]), int(certain(pairs)[0])
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
)
