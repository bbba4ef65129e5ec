"""Nobody is asked beyond their own limit of help; what they give informally counts too (D23)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from matching.amounts import WEEK, Floats, converted, counts_visits, loads
from matching.gates.gate import Gate, verdicts
from matching.pairs import Pairs, Verdicts, taken
from matching.snapshot.encoders import UNKNOWN
from matching.words import ASKS, FAILS, GateName, Verdict

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


def _visits(pairs: Pairs) -> Floats:
    """Visits a week that each helper gives for certain; NaN where the giver is no person."""
    return taken(loads(pairs.snapshot).visits, pairs.helpers, np.nan)


def _uncounted(pairs: Pairs) -> NDArray[np.int64]:
    """What else each gives, a visit a week each."""
    found: NDArray[np.int64] = taken(loads(pairs.snapshot).uncounted, pairs.helpers, 0)
    return found


def _limit(pairs: Pairs) -> Floats:
    """Beyond how many it is too much; beyond any number where nobody has said."""
    limit = pairs.of_helper("load_limit")
    return np.where(limit == UNKNOWN, np.inf, limit + _LEAST)


def _expected(pairs: Pairs) -> Floats:
    """Beyond how many it is to be asked."""
    limit, usual = pairs.of_helper("load_limit"), pairs.snapshot.policy.visits_per_week
    found: Floats = np.where(limit == UNKNOWN, usual, limit) + _LEAST
    return found


def _by_visits(pairs: Pairs) -> NDArray[np.bool_]:
    return counts_visits(pairs.snapshot, pairs.of("service_type"))


def _more(pairs: Pairs) -> Floats:
    """Shape (asks, 2): visits a week that each ask adds, where its amount is one thing, and where it counts visits."""
    count = np.stack([np.ones(len(pairs.asks)), pairs.asked("amount")], axis=1)
    return converted(count, pairs.asked("period")[:, None], WEEK, pairs.snapshot.policy)


def check(pairs: Pairs) -> Verdicts:
    """FAIL beyond a known limit; ASK where uncounted help or an unsaid limit leaves it open."""
    once, each = pairs.by_ask(_more).T
    surely = pairs.kept(_visits) + np.where(pairs.kept(_by_visits), each, once)
    found = verdicts(pairs)
    found[surely + pairs.kept(_uncounted) > pairs.kept(_expected)] = ASKS
    found[surely > pairs.kept(_limit)] = FAILS
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
    ahead=(_visits, _uncounted, _limit, _expected, _by_visits),
)
