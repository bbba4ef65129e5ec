"""Work with minors and other protected people needs a recorded check that holds on the day (D19)."""

from __future__ import annotations

from graph.text.sentence import Phrase, Sentence
from matching.gates.gate import Gate
from matching.pairs import Pairs, Verdicts
from matching.qualifications import each_requirement, judged, least
from matching.words import GateName, Verdict

MISSING = Phrase(
    "gate.safety_check.missing",
    "{what} 결과와 유효일이 확인되지 않아 연계할 수 없습니다.",
    "It cannot be linked: there is no valid result on record ({what}).",
)


def check(pairs: Pairs) -> Verdicts:
    """FAIL where a check is missing, undated or has run out: unknown is fail."""
    return least(pairs, safety_checks=True)


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Which check it is."""
    missing = next(
        requirement
        for requirement, _ in each_requirement(pairs)
        if requirement.is_safety_check and judged(pairs, requirement)[0] == verdict
    )
    held = pairs.cite_giver("qualifications" if pairs.helpers[0] >= 0 else "id")
    return MISSING.say(*pairs.cite_resource("service_type"), *held, what=missing)


GATE = Gate(
    name=GateName.SAFETY_CHECK,
    reads=("Resource.service_type", "Person.qualifications", "Organisation.formal"),
    check=check,
    say=say,
    alone=True,
    asks=False,
)
