"""The resource and its giver are there on the first day the help is wanted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from matching.gates.gate import Gate, where_failed
from matching.pairs import Pairs, Verdicts, taken
from matching.snapshot.encoders import UNKNOWN
from matching.words import GateName, Verdict

GONE = Phrase(
    "gate.valid.gone",
    "제공자의 등록이 끝났거나 확인되지 않습니다.",
    "The giver is no longer registered, or not known here.",
)
ENDED = Phrase(
    "gate.valid.ended",
    "제공 기간이 끝났습니다. 다시 제공하는지 확인하십시오.",
    "It has ended. Ask whether it goes on.",
)
NOT_YET = Phrase("gate.valid.not_yet", "아직 제공을 시작하지 않았습니다.", "It has not begun yet.")


def _outside(day: NDArray[np.int32], first: NDArray[np.int32], last: NDArray[np.int32]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (first > day) | ((last != UNKNOWN) & (last < day))
    return found


def giver_gone(pairs: Pairs) -> NDArray[np.bool_]:
    """Where the giver is not held here, left, closed or was removed."""
    snapshot, day = pairs.snapshot, pairs.service_days
    left_on = pairs.of_helper("left_on")
    gone: NDArray[np.bool_] = (pairs.givers < 0) | ((left_on != UNKNOWN) & (left_on <= day))
    gone |= (pairs.helpers >= 0) & ~pairs.of_helper("alive", True)
    groups, rows = snapshot["organisations"], pairs.organisations
    if (rows >= 0).any():
        closed = _outside(
            day,
            taken(groups["valid_from"], rows, UNKNOWN),
            taken(groups["valid_to"], rows, UNKNOWN),
        )
        gone |= (rows >= 0) & (closed | ~taken(groups["alive"], rows, True))
    return gone


def check(pairs: Pairs) -> Verdicts:
    """FAIL outside the resource's or the giver's span, both ends included."""
    outside = _outside(pairs.service_days, pairs.of("valid_from"), pairs.of("valid_to"))
    return where_failed(outside | ~pairs.of("alive") | giver_gone(pairs))


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Whether it has ended, has not begun, or nobody is there to give it."""
    if pairs.of("valid_from")[0] > pairs.service_day:
        return NOT_YET.say(*pairs.cite_resource("valid_from"))
    last = pairs.of("valid_to")[0]
    if last != UNKNOWN and last < pairs.service_day:
        return ENDED.say(*pairs.cite_resource("valid_to"))
    return GONE.say(*pairs.cite_resource("giver"))


GATE = Gate(
    name=GateName.VALID_ON_THE_DAY,
    reads=(
        "Ask.from_on",
        "Resource.valid_from",
        "Resource.valid_to",
        "Resource.giver",
        "Person.left_on",
        "Organisation.valid_from",
        "Organisation.valid_to",
    ),
    check=check,
    say=say,
    alone=True,
    asks=False,
)
