"""People who must never meet do not: as giver, in the giver's household, or in the giving group (D17)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from matching.gates.gate import Gate, verdicts
from matching.kept_apart import KeptApart, kept_apart
from matching.pairs import Pairs, Verdicts, among, taken
from matching.words import FAILS, GateName, Verdict

APART = Phrase(
    "gate.keep_apart.apart",
    "당사자와 만나지 않게 해야 하는 사람이 있어 연계할 수 없습니다.",
    "There is somebody here whom the client must not meet.",
)


def check(pairs: Pairs) -> Verdicts:
    """FAIL where the giver, somebody of the giving household, or a member of the group is kept apart."""
    apart, found = kept_apart(pairs.snapshot), verdicts(pairs)
    for client, at in pairs.by_client(apart.concerned) if apart else ():
        found[at[_barred(apart, client, pairs.take(at))]] = FAILS
    return found


def _barred(apart: KeptApart, client: int, pairs: Pairs) -> NDArray[np.bool_]:
    """Where somebody behind the help must not meet a client."""
    people, homes = apart.barred(client)
    at_home = taken(pairs.snapshot["people"]["household"], pairs.helpers, -1)
    failed = among(pairs.helpers, np.fromiter(people, np.int32, len(people)))
    failed |= among(at_home, np.fromiter(homes, np.int32, len(homes))) & (pairs.helpers != client)
    failed |= among(pairs.households, apart.homes_of(client))
    failed |= among(pairs.organisations, apart.groups_of(client))
    return failed


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """That they must not meet; never who or why."""
    return APART.say(*pairs.cite_ask("person"), *pairs.cite_resource("giver"))


GATE = Gate(
    name=GateName.KEEP_APART,
    reads=(
        "KeepApart.one",
        "KeepApart.other",
        "KeepApart.covers_households",
        "KeepApart.valid_from",
        "KeepApart.valid_to",
        "Person.household",
        "Membership.person",
        "Membership.organisation",
    ),
    check=check,
    say=say,
    private=True,
    asks=False,
)
