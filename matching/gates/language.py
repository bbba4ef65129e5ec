"""Client and giver share a language; an interpreter turns a failure into a caution (D20).

Where nobody's language is recorded, the common language of the policy is taken to be shared.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from graph.words.kinds import ResourceKind, SpokenLanguage
from matching.gates.gate import Gate, verdicts
from matching.gift import GiftPairs
from matching.kept_apart import holds_on
from matching.pairs import Pairs, Verdicts
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.snapshot.snapshot import Snapshot
from matching.words import ASKS, FAILS, PASSES, GateName, Verdict

NONE_SHARED = Phrase(
    "gate.language.none_shared",
    "함께 쓰는 언어가 없고, 통역할 사람도 찾지 못하였습니다.",
    "They share no language, and no interpreter was found.",
)
INTERPRETER = Phrase(
    "gate.language.interpreter",
    "함께 쓰는 언어가 없습니다. 통역을 함께 부탁할지 여쭈어 보십시오.",
    "They share no language. Ask whether an interpreter may come along.",
)
ASK = Phrase(
    "gate.language.ask",
    "어떤 언어로 이야기할 수 있는지 여쭈어 보십시오.",
    "Ask in which language they can speak with each other.",
)
_LANGUAGES = word_codes(SpokenLanguage)
_BY_ITEM = np.array(
    [kind in (ResourceKind.GOODS, ResourceKind.PUBLIC_BENEFIT) for kind in ResourceKind] + [False]
)
INTERPRETING = frozenset({"interpreting", "interpreting_service"})


def spoken(pairs: Pairs) -> NDArray[np.int32]:
    """What each giver speaks, as bits: the resource's languages, else the helper's; -1 unknown."""
    offered = pairs.of("languages")
    found: NDArray[np.int32] = np.where(offered == UNKNOWN, pairs.of_helper("languages"), offered)
    return found


def interpreted(pairs: Pairs, client: int) -> int:
    """The languages, as bits, that interpreters of the region join to those of the client today."""
    bridges = _interpreters(pairs.snapshot)
    return int(np.bitwise_or.reduce(bridges[bridges & client != 0], initial=0))


def _interpreters(snapshot: Snapshot) -> NDArray[np.int32]:
    """What each interpreter of today speaks, as bits, where it is known."""

    def make() -> NDArray[np.int32]:
        resources = snapshot["resources"]
        interprets = snapshot.names.types.table(
            "interprets", lambda code: code in INTERPRETING, np.bool_, False
        )
        rows = np.flatnonzero(interprets[resources["service_type"]] & holds_on(resources, snapshot.today))
        every = spoken(GiftPairs(snapshot, -1, rows.astype(np.int32)))
        known: NDArray[np.int32] = every[every != UNKNOWN]
        return known

    return snapshot.derived("interpreters", ("resources", "people"), make, snapshot.today)


def check(pairs: Pairs) -> Verdicts:
    """FAIL where both are known and nothing is shared, nor interpreted; ASK where it cannot be told."""
    common = 1 << _LANGUAGES[pairs.snapshot.policy.common_language]
    theirs, mine = pairs.kept(spoken), pairs.of_client("languages")
    unsaid, unknown, usual = theirs == UNKNOWN, mine == UNKNOWN, mine & common != 0
    found = verdicts(pairs)
    found[(unsaid & ~usual) | (unknown & ~unsaid & (theirs & common == 0))] = ASKS
    apart = ~unsaid & ~unknown & (theirs & mine == 0)
    if apart.any():
        mine, theirs = np.broadcast_to(mine, apart.shape)[apart], theirs[apart]
        bridged = np.zeros(len(mine), bool)
        for own in np.unique(mine).tolist():
            bridged |= (mine == own) & (theirs & interpreted(pairs, own) != 0)
        found[apart] = np.where(bridged, ASKS, FAILS)
    found[pairs.kept(_by_item)] = PASSES
    return found


def _by_item(pairs: Pairs) -> NDArray[np.bool_]:
    """Where what is given needs no words."""
    found: NDArray[np.bool_] = _BY_ITEM[pairs.of("kind")]
    return found


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """That nothing is shared, that somebody could interpret, or what to ask."""
    cites = pairs.cite_client("languages") + pairs.cite_resource("languages")
    if pairs.helpers[0] >= 0:
        cites += pairs.cite_giver("languages")
    if verdict is Verdict.FAIL:
        return NONE_SHARED.say(*cites)
    both = pairs.of_client("languages")[0] != UNKNOWN and pairs.kept(spoken)[0] != UNKNOWN
    return (INTERPRETER if both else ASK).say(*cites)


GATE = Gate(
    name=GateName.LANGUAGE,
    reads=("Person.languages", "Resource.languages", "Resource.kind"),
    check=check,
    say=say,
    ahead=(spoken, _by_item),
)
