"""Nothing is offered past its best-before day (D11)."""

from __future__ import annotations

from datetime import date

from graph.text.sentence import Phrase, Sentence
from matching.gates.gate import Gate, where_failed
from matching.pairs import Pairs, Verdicts
from matching.snapshot.encoders import UNKNOWN
from matching.words import GateName, Verdict

PAST = Phrase(
    "gate.best_before.past", "소비기한({day})이 지납니다.", "It is past its best-before day ({day})."
)


def check(pairs: Pairs) -> Verdicts:
    """FAIL where the help is wanted after the day; the day itself still counts."""
    last = pairs.of("best_before")
    return where_failed((last != UNKNOWN) & (last < pairs.service_days))


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Which day it is."""
    day = date.fromordinal(int(pairs.of("best_before")[0]))
    return PAST.say(*pairs.cite_resource("best_before"), day=day)


GATE = Gate(
    name=GateName.BEST_BEFORE,
    reads=("Ask.from_on", "Resource.best_before"),
    check=check,
    say=say,
    alone=True,
    asks=False,
)
