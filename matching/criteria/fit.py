"""The closer the offered kind of help is to the asked one, the better."""

from __future__ import annotations

import numpy as np

from graph.text.sentence import Phrase, Sentence
from matching.criteria.criterion import Criterion
from matching.fit import fit_of
from matching.pairs import Pairs, Points
from matching.words import CriterionName

_PHRASES = {
    3: Phrase(
        "criterion.fit.exact", "원하는 도움과 같은 종류입니다.", "It is exactly the kind of help asked for."
    ),
    2: Phrase(
        "criterion.fit.substitute",
        "원하는 도움을 대신할 수 있는 종류입니다.",
        "It can stand in for the help asked for.",
    ),
    1: Phrase(
        "criterion.fit.related",
        "원하는 도움과 비슷한 종류이니 내용을 확인하십시오.",
        "It is a related kind of help; check whether it serves.",
    ),
    0: Phrase("criterion.fit.none", "원하는 도움과 종류가 다릅니다.", "It is another kind of help."),
}


def points(pairs: Pairs) -> Points:
    """Points by closeness 3 to 1."""
    fit = pairs.snapshot.policy.fit
    scale = np.array([0, fit.related, fit.substitute, fit.exact], np.int32)
    found: Points = scale.take(pairs.kept(fit_of))
    return found


def say(pairs: Pairs, earned: int) -> Sentence:
    """How close the two kinds are."""
    fit = int(pairs.kept(fit_of)[0])
    return _PHRASES[fit].say(*pairs.cite_ask("service_type"), *pairs.cite_resource("service_type"))


CRITERION = Criterion(
    name=CriterionName.FIT, reads=("Ask.service_type", "Resource.service_type"), points=points, say=say
)
