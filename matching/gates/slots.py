"""The wanted times and the giver's meet often enough."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from matching.gates.gate import Gate, verdicts
from matching.pairs import Pairs, Verdicts
from matching.times import covered, timed, timeless, wanted
from matching.words import ASKS, FAILS, PASSES, GateName, Verdict

NEVER = Phrase(
    "gate.slots.never",
    "원하는 시간과 제공 시간이 겹치지 않습니다.",
    "The wanted times and the offered ones never meet.",
)
SOMETIMES = Phrase(
    "gate.slots.sometimes",
    "원하는 시간의 일부만 겹칩니다. 다른 시간도 괜찮은지 여쭈어 보십시오.",
    "The times meet only in part. Ask whether other times would do.",
)
ASK_GIVER = Phrase(
    "gate.slots.ask_giver",
    "제공할 수 있는 시간이 기록되어 있지 않습니다. 제공자에게 여쭈어 보십시오.",
    "The giver's times are not recorded. Ask them.",
)
ASK_CLIENT = Phrase(
    "gate.slots.ask_client",
    "원하는 시간을 정확히 알 수 없습니다. 당사자에게 여쭈어 보십시오.",
    "The wanted times are not clear. Ask the client.",
)


def _unclear(pairs: Pairs) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (pairs.asked("slots_known") == 0) & (pairs.asked("slots_text") != 0)
    return found


def check(pairs: Pairs) -> Verdicts:
    """FAIL where no half-hour meets, ASK where too few do or either side is unknown; any time passes."""
    found, named = verdicts(pairs), pairs.asked("slots_known") != 0
    if named.any():
        meeting = covered(pairs)
        found[meeting < wanted(pairs)] = ASKS
        found[pairs.kept(timed) & (meeting == 0)] = FAILS
        found[pairs.kept(timeless) | ~named] = PASSES
    if not named.all():
        found[np.broadcast_to(_unclear(pairs), found.shape)] = ASKS
    return found


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """What does not meet, or whom to ask."""
    if verdict is Verdict.FAIL:
        return NEVER.say(*pairs.cite_ask("slots"), *pairs.cite_resource("slots"))
    if _unclear(pairs)[0]:
        return ASK_CLIENT.say(*pairs.cite_ask("slots", "slots_text"))
    if pairs.of("slots_known")[0] == 0:
        return ASK_GIVER.say(*pairs.cite_resource("slots", "slots_text"))
    return SOMETIMES.say(*pairs.cite_ask("slots", "amount"), *pairs.cite_resource("slots"))


GATE = Gate(
    name=GateName.SLOTS,
    reads=("Ask.slots", "Ask.slots_text", "Ask.amount", "Resource.slots", "Resource.slots_text"),
    check=check,
    say=say,
    ahead=(timed, timeless),
)
