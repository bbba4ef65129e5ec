"""A resource that pauses until a day is not asked before it."""

from __future__ import annotations

from datetime import date

from graph.text.sentence import Phrase, Sentence
from matching.gates.gate import Gate, where_failed
from matching.pairs import Pairs, Verdicts
from matching.words import GateName, Verdict

PAUSED = Phrase("gate.paused.until", "{day}까지 제공을 쉬고 있습니다.", "It pauses until {day}.")


def check(pairs: Pairs) -> Verdicts:
    """FAIL before the day; on the day itself it is given again."""
    return where_failed(pairs.of("paused_until") > pairs.service_days)


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Until when it pauses."""
    day = date.fromordinal(int(pairs.of("paused_until")[0]))
    return PAUSED.say(*pairs.cite_resource("paused_until"), day=day)


GATE = Gate(
    name=GateName.PAUSED,
    reads=("Ask.from_on", "Resource.paused_until"),
    check=check,
    say=say,
    alone=True,
    asks=False,
)
