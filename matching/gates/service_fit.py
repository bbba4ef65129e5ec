"""The offered service type serves what is asked."""

from __future__ import annotations

from graph.text.sentence import Phrase, Sentence, Subject
from matching.fit import fit_of
from matching.gates.gate import Gate, where_failed
from matching.pairs import Pairs, Verdicts
from matching.words import GateName, Verdict

OTHER_KIND = Phrase(
    "gate.service_fit.other_kind",
    "{resource:은/는} 원하는 도움과 종류가 다릅니다.",
    "{resource} is another kind of help than the one asked for.",
)


def check(pairs: Pairs) -> Verdicts:
    """FAIL where the types do not fit at all."""
    return where_failed(pairs.kept(fit_of) == 0)


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Which two kinds do not meet."""
    cites = pairs.cite_ask("service_type") + pairs.cite_resource("service_type")
    return OTHER_KIND.say(*cites, resource=Subject(pairs.resource_id))


GATE = Gate(
    name=GateName.SERVICE_FIT,
    reads=("Ask.service_type", "Resource.service_type"),
    check=check,
    say=say,
    asks=False,
)
