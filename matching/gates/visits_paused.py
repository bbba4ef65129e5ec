"""No visit while the client or the helper pauses visits; the helper is told no reason (D16)."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from matching.gates.gate import Gate, verdicts, where_failed
from matching.pairs import Pairs, Verdicts
from matching.words import GateName, Verdict

CLIENT = Phrase(
    "gate.visits_paused.client",
    "당사자 집 방문을 {day}까지 쉽니다.",
    "Visits to the client pause until {day}.",
)
HELPER = Phrase(
    "gate.visits_paused.helper", "제공자가 {day}까지 방문을 쉽니다.", "The helper pauses visits until {day}."
)


def _until(pairs: Pairs) -> NDArray[np.int32]:
    """The day until which each helper pauses visits."""
    found: NDArray[np.int32] = pairs.of_helper("visits_paused_until")
    return found


def check(pairs: Pairs) -> Verdicts:
    """FAIL for help at the client's home before either side's day."""
    day = pairs.service_days
    if not pairs.at_home.any():
        return verdicts(pairs)
    paused = (pairs.kept(_until) > day) | (pairs.of_client("visits_paused_until") > day)
    return where_failed(paused & pairs.at_home)


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Whose visits pause, and until when."""
    until = int(pairs.of_client("visits_paused_until")[0])
    if until > pairs.service_day:
        return CLIENT.say(*pairs.cite_client("visits_paused_until"), day=date.fromordinal(until))
    day = date.fromordinal(int(pairs.of_helper("visits_paused_until")[0]))
    return HELPER.say(*pairs.cite_giver("visits_paused_until"), day=day)


GATE = Gate(
    name=GateName.VISITS_PAUSED,
    reads=("Person.visits_paused_until", "Resource.comes_home", "Ask.from_on"),
    check=check,
    say=say,
    asks=False,
    ahead=(_until,),
)
