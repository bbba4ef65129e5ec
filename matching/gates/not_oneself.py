"""Nobody is suggested to themselves or to their own household."""

from __future__ import annotations

from graph.text.sentence import Phrase, Sentence
from matching.gates.gate import Gate, where_failed
from matching.pairs import Pairs, Verdicts
from matching.snapshot.snapshot import PERSON
from matching.words import GateName, Verdict

ONESELF = Phrase(
    "gate.not_oneself.own",
    "도움을 청한 당사자 쪽에서 내놓은 자원입니다.",
    "The resource is the client's own.",
)


def check(pairs: Pairs) -> Verdicts:
    """FAIL where the giver is the client or the client's household."""
    own, home = pairs.givers == pairs.clients * 4 + PERSON, pairs.client_households
    own |= (pairs.households == home) & (home >= 0)
    return where_failed(own)


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Whose it is."""
    return ONESELF.say(*pairs.cite_ask("person"), *pairs.cite_resource("giver"))


GATE = Gate(
    name=GateName.NOT_ONESELF, reads=("Ask.person", "Resource.giver"), check=check, say=say, asks=False
)
