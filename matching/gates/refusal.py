"""A person's own no, with its scope, from either side; final until they say otherwise (B29, D22)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from graph.words.kinds import RefusalScope, Side
from matching.gates.gate import Gate, where_failed
from matching.pairs import Pairs, Verdicts, among
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.snapshot.snapshot import PERSON, Snapshot
from matching.words import GateName, Verdict

_SCOPES, _SIDES = word_codes(RefusalScope), word_codes(Side)
CLIENT = Phrase(
    "gate.refusal.client",
    "당사자가 이 도움을 원하지 않는다고 하였습니다.",
    "The client has said no to this help.",
)
HELPER = Phrase(
    "gate.refusal.helper",
    "{giver} 쪽에서 이 연계를 원하지 않는다고 하였습니다.",
    "{giver} has said no to this linkage.",
)


def standing(snapshot: Snapshot) -> NDArray[np.int32]:
    """The rows of refusals that stand today."""

    def make() -> NDArray[np.int32]:
        table, today = snapshot["refusals"], snapshot.today
        stands = table["alive"] & ((table["until"] == UNKNOWN) | (table["until"] > today))
        stands &= (table["withdrawn_on"] == UNKNOWN) | (table["withdrawn_on"] > today)
        return np.flatnonzero(stands).astype(np.int32)

    return snapshot.derived("refusals", ("refusals",), make, snapshot.today)


def refused_by_client(pairs: Pairs) -> NDArray[np.bool_]:
    """Where the client's no covers the giver or the kind of help, offered or asked."""
    table, rows = pairs.snapshot["refusals"], standing(pairs.snapshot)
    refused = np.zeros(len(pairs), bool)
    mine = (table["person"][rows] == pairs.client_party) & (table["side"][rows] == _SIDES[Side.CLIENT])
    for row in rows[mine]:
        other, kind = int(table["other"][row]), int(table["service_type"][row])
        scope = int(table["scope"][row])
        by_person = scope == _SCOPES[RefusalScope.THIS_ONE] or (
            scope == _SCOPES[RefusalScope.NOT_BEFORE] and other != UNKNOWN
        )
        if by_person:
            refused |= _is_or_lives_with(pairs, np.array([other], np.int32))
        elif kind != UNKNOWN:
            refused |= (pairs.of("service_type") == kind) | (int(pairs.asked("service_type")) == kind)
        else:
            refused |= True
    return refused


def refused_by_giver(pairs: Pairs) -> NDArray[np.bool_]:
    """Where the giver's no covers the client or the kind of help."""
    table, rows = pairs.snapshot["refusals"], standing(pairs.snapshot)
    rows = rows[table["side"][rows] == _SIDES[Side.HELPER]]
    scope, other, kind = (table[name][rows] for name in ("scope", "other", "service_type"))
    timed = scope == _SCOPES[RefusalScope.NOT_BEFORE]
    by_person = (scope == _SCOPES[RefusalScope.THIS_ONE]) | (timed & (other != UNKNOWN))
    everything = timed & (other == UNKNOWN) & (kind == UNKNOWN)
    people = table["person"][rows]
    refused = _is_or_lives_with(pairs, people[(by_person & (other == pairs.client_party)) | everything])
    by_kind = ~by_person & (kind != UNKNOWN)
    if by_kind.any():
        asked = int(pairs.asked("service_type"))
        for code in np.unique(kind[by_kind]):
            meant = (pairs.of("service_type") == code) | (asked == code)
            refused |= meant & _is_or_lives_with(pairs, people[by_kind & (kind == code)])
    return refused


def _is_or_lives_with(pairs: Pairs, parties: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Where the giver is one of the parties, or a household that one of them lives in."""
    parties = parties[parties >= 0]
    if not len(parties):
        return np.zeros(len(pairs), bool)
    found = among(pairs.givers, parties)
    persons = parties[parties & 3 == PERSON] >> 2
    if len(persons) and (pairs.households >= 0).any():
        homes = pairs.snapshot["people"]["household"][persons]
        found |= among(pairs.households, homes[homes >= 0])
    return found


def check(pairs: Pairs) -> Verdicts:
    """FAIL where a no stands, from either side."""
    if not len(standing(pairs.snapshot)):
        return where_failed(np.zeros(len(pairs), bool))
    return where_failed(refused_by_client(pairs) | refused_by_giver(pairs))


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Who said no; never why."""
    if refused_by_client(pairs)[0]:
        return CLIENT.say(*pairs.cite_ask("person"))
    return HELPER.say(*pairs.cite_resource("giver"), giver=pairs.helper_subject)


GATE = Gate(
    name=GateName.REFUSAL,
    reads=(
        "Refusal.person",
        "Refusal.side",
        "Refusal.scope",
        "Refusal.other",
        "Refusal.service_type",
        "Refusal.until",
        "Refusal.withdrawn_on",
    ),
    check=check,
    say=say,
    private=True,
)
