"""Food that the client cannot eat is not suggested (D8, B59)."""

from __future__ import annotations

import numpy as np

from graph.text.sentence import Phrase, Sentence
from matching.gates.gate import Gate
from matching.pairs import Pairs, Verdicts, crossed
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import Snapshot
from matching.words import PASSES, GateName, Verdict

CLASH = Phrase(
    "gate.allergy.clash",
    "당사자에게 알레르기가 있는 식품이 들어 있습니다.",
    "It contains food that the client is allergic to.",
)
ASK_CLIENT = Phrase(
    "gate.allergy.ask_client",
    "알레르기를 일으킬 수 있는 식품이 들어 있습니다. 당사자에게 음식 알레르기가 있는지 여쭈어 보십시오.",
    "It contains food that many are allergic to. Ask whether the client has an allergy.",
)
ASK_GIVER = Phrase(
    "gate.allergy.ask_giver",
    "당사자에게 음식 알레르기가 있습니다. 무엇이 들어가는지 제공자에게 여쭈어 보십시오.",
    "The client has a food allergy. Ask the giver what goes into it.",
)


def check(pairs: Pairs) -> Verdicts:
    """FAIL on a known clash; ASK where the allergens, or the client's allergies, are known to one side alone."""
    held = pairs.of("allergens")
    found: Verdicts = crossed(
        pairs.of_client("allergies"), held, lambda code: _by_content(pairs.snapshot, code)
    )
    if found.min(initial=PASSES) != PASSES:
        found[(held == UNKNOWN) & ~pairs.trait("is_food")] = PASSES
    return found


def _by_content(snapshot: Snapshot, allergies: int) -> Verdicts:
    """By what is in it, unknown last, for somebody's allergies."""
    sets = snapshot.names.sets
    if allergies == UNKNOWN:
        return sets.table(
            "may_hold", lambda held: Verdict.ASK if held else Verdict.PASS, np.int8, Verdict.PASS
        )
    own = sets.values[allergies]
    return sets.table(
        ("may_eat", own),
        lambda held: Verdict.PASS if own.isdisjoint(held) else Verdict.FAIL,
        np.int8,
        Verdict.ASK if own else Verdict.PASS,
    )


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """The clash, or whom to ask."""
    cites = (*pairs.cite_client("allergies"), *pairs.cite_resource("allergens"))
    if verdict is Verdict.FAIL:
        return CLASH.say(*cites)
    unknown = pairs.of_client("allergies")[0] == UNKNOWN
    return (ASK_CLIENT if unknown else ASK_GIVER).say(*cites)


GATE = Gate(name=GateName.ALLERGY, reads=("Person.allergies", "Resource.allergens"), check=check, say=say)
