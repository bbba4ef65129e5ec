"""A person's own no, with its scope, from either side; final until they say otherwise (B29, D22)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from graph.words.kinds import RefusalScope, Side
from matching.gates.gate import Gate, where_failed
from matching.pairs import Pairs, Verdicts, among, within
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.snapshot.snapshot import HOUSEHOLD, PERSON, Snapshot
from matching.snapshot.table import Rows
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


@dataclass(frozen=True, slots=True)
class _OfClients:
    """The noes of clients: by person whether there are any, and their rows by the row of the client."""

    any: NDArray[np.bool_]
    rows: dict[int, list[int]]


def _of_clients(snapshot: Snapshot) -> _OfClients:
    people = len(snapshot["people"])

    def make() -> _OfClients:
        table, rows = snapshot["refusals"], standing(snapshot)
        party = table["person"][rows]
        rows = rows[(table["side"][rows] == _SIDES[Side.CLIENT]) & (party >= 0) & (party & 3 == PERSON)]
        found: dict[int, list[int]] = {}
        for row in rows.tolist():
            found.setdefault(int(table["person"][row]) >> 2, []).append(row)
        return _OfClients(_marked(people, found), found)

    return snapshot.derived("noes_of_clients", ("refusals",), make, snapshot.today, people)


def _marked(people: int, rows: Iterable[int]) -> NDArray[np.bool_]:
    """By person: whether they are among some."""
    found = np.zeros(people, bool)
    found[list(rows)] = True
    return found


@dataclass(frozen=True, slots=True)
class _OfGivers:
    """The noes of givers, with the households they live in: party numbers and kinds, ascending."""

    to_everything: Rows
    to_kinds: NDArray[np.int64]
    to_anybody: NDArray[np.bool_]
    to_clients: dict[int, list[int]]


def _of_givers(snapshot: Snapshot) -> _OfGivers:
    size = len(snapshot["people"])

    def make() -> _OfGivers:
        table, rows = snapshot["refusals"], standing(snapshot)
        everything, kinds, clients = set[int](), set[int](), dict[int, list[int]]()
        for row in rows[table["side"][rows] == _SIDES[Side.HELPER]].tolist():
            parties = _with_home(snapshot, int(table["person"][row]))
            scope, other, kind = (int(table[name][row]) for name in ("scope", "other", "service_type"))
            timed = scope == _SCOPES[RefusalScope.NOT_BEFORE]
            if scope == _SCOPES[RefusalScope.THIS_ONE] or (timed and other != UNKNOWN):
                if other >= 0 and other & 3 == PERSON:
                    clients.setdefault(other >> 2, []).extend(parties)
            elif kind != UNKNOWN:
                kinds.update(_party_and_kind(party, kind) for party in parties)
            elif timed:
                everything.update(parties)
        return _OfGivers(
            np.array(sorted(everything), np.int32),
            np.array(sorted(kinds), np.int64),
            _marked(size, clients),
            clients,
        )

    return snapshot.derived("noes_of_givers", ("refusals", "people"), make, snapshot.today)


def _with_home(snapshot: Snapshot, party: int) -> list[int]:
    """A party, and the household that a person lives in; nobody where it is not held here."""
    home = snapshot.household_of(party >> 2) if party >= 0 and party & 3 == PERSON else UNKNOWN
    return [one for one in (party, home * 4 + HOUSEHOLD) if one >= 0]


def _party_and_kind(party: Any, kind: Any) -> Any:
    """Both as one number, of single values or of columns."""
    return party << 32 | kind


def refused_by_client(pairs: Pairs) -> NDArray[np.bool_]:
    """Where the client's no covers the giver or the kind of help, offered or asked."""
    noes, refused = _of_clients(pairs.snapshot), np.zeros(len(pairs), bool)
    for client, at in pairs.by_client(noes.any):
        refused[at] = _covered(pairs.take(at), noes.rows[client])
    return refused


def _covered(pairs: Pairs, noes: list[int]) -> NDArray[np.bool_]:
    """What noes of one client cover."""
    table, refused = pairs.snapshot["refusals"], np.zeros(len(pairs), bool)
    for row in noes:
        other, kind = int(table["other"][row]), int(table["service_type"][row])
        scope = int(table["scope"][row])
        by_person = scope == _SCOPES[RefusalScope.THIS_ONE] or (
            scope == _SCOPES[RefusalScope.NOT_BEFORE] and other != UNKNOWN
        )
        if by_person:
            refused |= among(pairs.givers, np.array(_with_home(pairs.snapshot, other), np.int32))
        elif kind != UNKNOWN:
            refused |= (pairs.of("service_type") == kind) | (pairs.asked("service_type") == kind)
        else:
            refused |= True
    return refused


def refused_by_giver(pairs: Pairs) -> NDArray[np.bool_]:
    """Where the giver's no covers the client or the kind of help, offered or asked."""
    noes, refused = _of_givers(pairs.snapshot), pairs.kept(_to_everything).copy()
    at = pairs.kept(_to_some_kinds).nonzero()[0]
    if len(at):
        few = pairs.bare(at)
        givers = few.givers.astype(np.int64)
        refused[at] |= within(_party_and_kind(givers, few.asked("service_type")), noes.to_kinds)
        refused[at] |= within(_party_and_kind(givers, few.of("service_type")), noes.to_kinds)
    for client, at in pairs.by_client(noes.to_anybody):
        refused[at] |= among(pairs.givers[at], np.array(noes.to_clients[client], np.int32))
    return refused


def _to_everything(pairs: Pairs) -> NDArray[np.bool_]:
    """Where the giver has said no to giving anything."""
    return within(pairs.givers, _of_givers(pairs.snapshot).to_everything)


def _to_some_kinds(pairs: Pairs) -> NDArray[np.bool_]:
    """Where the giver has said no to some kind of help."""
    return within(pairs.givers, np.unique(_of_givers(pairs.snapshot).to_kinds >> 32))


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
    asks=False,
    ahead=(_to_everything, _to_some_kinds),
)
