"""Something is left to give: capacity, stock, or no limit; open asks hold theirs until their hour (D6)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from graph.words.kinds import Period
from matching.amounts import ONCE, Floats, converted, left
from matching.gates.gate import Gate, verdicts
from matching.pairs import Pairs, Verdicts
from matching.snapshot.encoders import UNKNOWN
from matching.words import ASKS, FAILS, GateName, Verdict

NONE_LEFT = Phrase(
    "gate.capacity.none_left",
    "제공량이 모두 찼습니다. 대기자 명단에 올릴지 확인하십시오.",
    "Nothing is left to give. Consider the waiting list.",
)
UNKNOWN_LIMIT = Phrase(
    "gate.capacity.unknown",
    "얼마나 제공할 수 있는지 기록이 없습니다. 제공자에게 여쭈어 보십시오.",
    "How much can be given is not recorded. Ask the giver.",
)
PARTLY = Phrase(
    "gate.capacity.partly",
    "원하는 양을 다 채우지 못합니다({period}에 {left}까지 남음). 일부만 받으실지 여쭈어 보십시오.",
    "It covers part of what is wanted ({left} left per period: {period}). Ask whether a part would help.",
)
PARTLY_STOCK = Phrase(
    "gate.capacity.partly_stock",
    "원하는 양을 다 채우지 못합니다({left} 남음). 일부만 받으실지 여쭈어 보십시오.",
    "It covers part of what is wanted ({left} left). Ask whether a part would help.",
)
_LEAST = 1e-6
_PERIODS = tuple(Period)


def _left(pairs: Pairs) -> Floats:
    """What each can still give."""
    return left(pairs.snapshot).take(pairs.rows)


def _period(pairs: Pairs) -> NDArray[np.int8]:
    """By which period that counts."""
    period = pairs.of("period")
    return np.where(period == UNKNOWN, np.int8(ONCE), period)


def check(pairs: Pairs) -> Verdicts:
    """FAIL where nothing is left, ASK where the limit is unknown or less is left than is wanted."""
    remaining = pairs.kept(_left)
    amount = pairs.asked("amount").astype(np.float64)
    wanted = converted(amount, pairs.asked("period"), pairs.kept(_period), pairs.snapshot.policy)
    found = verdicts(pairs)
    found[np.isnan(remaining) | (remaining < wanted - _LEAST)] = ASKS
    found[remaining <= _LEAST] = FAILS
    return found


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """What is left, or that nobody has said."""
    remaining, period = float(pairs.kept(_left)[0]), int(pairs.of("period")[0])
    cites = pairs.cite_resource("capacity", "stock", "unlimited")
    if np.isnan(remaining):
        return UNKNOWN_LIMIT.say(*cites)
    if verdict is Verdict.FAIL:
        return NONE_LEFT.say(*cites)
    cites += pairs.cite_ask("amount")
    if period in (UNKNOWN, ONCE):
        return PARTLY_STOCK.say(*cites, left=round(remaining, 1))
    return PARTLY.say(*cites, left=round(remaining, 1), period=_PERIODS[period])


GATE = Gate(
    name=GateName.CAPACITY,
    reads=(
        "Resource.capacity",
        "Resource.stock",
        "Resource.unlimited",
        "Linkage.resource",
        "Linkage.state",
        "Linkage.amount",
        "Linkage.hold_until",
        "Ask.amount",
    ),
    check=check,
    say=say,
    alone=True,
    ahead=(_left, _period),
)
