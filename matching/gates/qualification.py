"""The giver holds the training or licence that the kind of help requires, on the day."""

from __future__ import annotations

from graph.text.sentence import Phrase, Sentence
from matching.gates.gate import Gate
from matching.pairs import Pairs, Verdicts
from matching.qualifications import each_requirement, judged, least
from matching.words import GateName, Verdict

RUN_OUT = Phrase(
    "gate.qualification.run_out",
    "필요한 자격({what})의 유효 기간이 지났습니다.",
    "The required qualification ({what}) has run out.",
)
ASK = Phrase(
    "gate.qualification.ask",
    "{giver:이/가} 필요한 자격({what})을 갖추었는지 기록이 없습니다. 제공자에게 확인하십시오.",
    "Whether {giver} holds the required qualification ({what}) is not recorded. Ask.",
)


def check(pairs: Pairs) -> Verdicts:
    """FAIL where one has run out, ASK where nothing is recorded."""
    return least(pairs, safety_checks=False)


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Which one it is."""
    missing = next(
        requirement
        for requirement, _ in each_requirement(pairs)
        if not requirement.is_safety_check and judged(pairs, requirement)[0] == verdict
    )
    cites = pairs.cite_resource("service_type") + pairs.cite_giver(
        "qualifications" if pairs.helpers[0] >= 0 else "id"
    )
    if verdict is Verdict.FAIL:
        return RUN_OUT.say(*cites, what=missing)
    return ASK.say(*cites, what=missing, giver=pairs.helper_subject)


GATE = Gate(
    name=GateName.QUALIFICATION,
    reads=("Resource.service_type", "Person.qualifications", "Organisation.formal"),
    check=check,
    say=say,
    alone=True,
)
