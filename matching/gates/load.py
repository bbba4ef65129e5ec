"""Nobody is asked beyond their own limit of help; what they give informally counts too (D23)."""

from __future__ import annotations

import numpy as np

from graph.text.sentence import Phrase, Sentence
from matching.amounts import Floats, loads, weekly_visits
from matching.gates.gate import Gate, verdicts
from matching.pairs import Pairs, Verdicts, taken
from matching.snapshot.encoders import UNKNOWN
from matching.words import GateName, Verdict

AT_LIMIT = Phrase(
    "gate.load.at_limit",
    "{giver:은/는} 스스로 정한 도움 한도(1주 {limit}회)에 이르렀습니다.",
    "{giver} has reached their own limit of help ({limit} visits a week).",
)
ASK_LIMIT = Phrase(
    "gate.load.ask_limit",
    "이미 다른 이웃을 돕고 있습니다. 한 주에 몇 번까지 괜찮은지 {giver}에게 여쭈어 보십시오.",
    "{giver} helps others already. Ask how many times a week would be all right.",
)
_LEAST = 1e-6


def would_carry(pairs: Pairs) -> tuple[Floats, Floats]:
    """Visits a week with this ask added, for certain and at most; NaN where the giver is no person."""
    carried = loads(pairs.snapshot)
    types = pairs.of("service_type")
    count = pairs.asked("amount").astype(np.float64)
    more = weekly_visits(pairs.snapshot, count, pairs.asked("period"), types)
    now = taken(carried.visits, pairs.helpers, np.nan)
    return now + more, now + more + taken(carried.uncounted, pairs.helpers, 0)


def check(pairs: Pairs) -> Verdicts:
    """FAIL beyond a known limit; ASK where uncounted help or an unsaid limit leaves it open."""
    surely, at_most = would_carry(pairs)
    limit = pairs.of_helper("load_limit")
    usual = pairs.snapshot.policy.visits_per_week
    found = verdicts(pairs)
    found[at_most > np.where(limit == UNKNOWN, usual, limit) + _LEAST] = Verdict.ASK
    found[(limit != UNKNOWN) & (surely > limit + _LEAST)] = Verdict.FAIL
    return found


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """What the limit is, or that it should be asked for."""
    cites = pairs.cite_giver("load_limit") + pairs.cite_ask("amount")
    if verdict is Verdict.FAIL:
        return AT_LIMIT.say(*cites, giver=pairs.helper_subject, limit=int(pairs.of_helper("load_limit")[0]))
    return ASK_LIMIT.say(*cites, giver=pairs.helper_subject)


GATE = Gate(
    name=GateName.LOAD,
    reads=(
        "Person.load_limit",
        "Linkage.giver",
        "Linkage.state",
        "Linkage.amount",
        "Linkage.hold_until",
        "Tie.supports",
        "Tie.direction",
        "Tie.contacts_per_week",
        "Tie.formal",
        "Ask.amount",
    ),
    check=check,
    say=say,
)
