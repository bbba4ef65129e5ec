"""Which supporters are formal: by the record, else by what the relation is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.words.kinds import TieKind
from matching.amounts import holding, holding_for
from matching.introductions import usable
from matching.pairs import taken
from matching.relation import best, pair_keys
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import ORGANISATION, PERSON, Snapshot
from matching.snapshot.table import Rows

_FORMAL_KINDS = {TieKind.WORKER, TieKind.AGENCY}
_OPEN_KINDS = {TieKind.OTHER, TieKind.VOLUNTEER, TieKind.RESIDENT_LEADER}
_BY_KIND = np.array(
    [1 if k in _FORMAL_KINDS else UNKNOWN if k in _OPEN_KINDS else 0 for k in TieKind] + [UNKNOWN], np.int8
)


@dataclass(frozen=True, slots=True)
class Network:
    """A client's supporters of today as party numbers, each formal 1, informal 0 or unknown -1."""

    supporters: dict[int, int]
    formal: int
    """How many are formal."""
    known: int
    """Of how many it is known."""


def formal_resources(snapshot: Snapshot) -> NDArray[np.int8]:
    """By resource: 1 formal, 0 informal, -1 unknown; a single person gives informally unless stated."""

    def make() -> NDArray[np.int8]:
        resources, groups = snapshot["resources"], snapshot["organisations"]
        giver = resources["giver"]
        of_group = taken(groups["formal"], Snapshot.rows_of(giver, ORGANISATION), UNKNOWN)
        by_giver = np.where((giver >= 0) & (giver & 3 != ORGANISATION), np.int8(0), of_group)
        found: NDArray[np.int8] = np.where(resources["formal"] == UNKNOWN, by_giver, resources["formal"])
        return found

    return snapshot.derived("formal_resources", ("resources", "organisations"), make)


def network_of(snapshot: Snapshot, client: int) -> Network:
    """Those tied to a client without strain, and those who give in linkages that hold."""
    return supporters(snapshot, client, usable(snapshot), holding_for(snapshot, client))


def supporters(snapshot: Snapshot, client: int, counts: NDArray[np.bool_], linkages: Rows) -> Network:
    """Those tied to a client by ties that count (by tie), and those who give in some linkages."""
    me = client * 4 + PERSON
    other, formal = _tied(snapshot, snapshot.ties.at(me), np.int32(me), counts)
    giver, kind = _linked(snapshot, linkages)
    found: dict[int, int] = {}
    for parties, values in ((other, formal), (giver, kind)):
        for party, value in zip(parties.tolist(), values.tolist(), strict=True):
            if party >= 0:
                found[party] = max(value, found.get(party, UNKNOWN))
    known = list(found.values())
    return Network(found, known.count(1), len(known) - known.count(UNKNOWN))


def shares_of(snapshot: Snapshot, clients: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of how many supporters of each of many clients formality is known, and how many are formal."""
    rows, owner = snapshot.ties.at_all(clients * 4 + PERSON)
    other, formal = _tied(snapshot, rows, clients[owner] * 4 + PERSON, usable(snapshot))
    owner = owner[usable(snapshot)[rows]]
    number = np.full(len(snapshot["people"]) + 1, UNKNOWN, np.int32)
    number[clients] = np.arange(len(clients))
    held = holding(snapshot)
    held = held[snapshot["linkages"]["resource"][held] >= 0]
    whose = number[np.maximum(snapshot["linkages"]["person"][held], UNKNOWN)]
    giver, kind = _linked(snapshot, held[whose >= 0])
    owner, party = np.concatenate([owner, whose[whose >= 0]]), np.concatenate([other, giver])
    value = np.concatenate([formal, kind])
    said = (party >= 0) & (value != UNKNOWN)
    each, most = best(pair_keys(owner[said], party[said]), value[said])
    whose = (each >> 32).astype(np.int32)
    size = len(clients)
    return np.bincount(whose, minlength=size), np.bincount(whose[most == 1], minlength=size)


def _tied(
    snapshot: Snapshot, rows: Rows, me: NDArray[np.int32] | np.int32, counts: NDArray[np.bool_]
) -> tuple[Rows, NDArray[np.int8]]:
    """Whom those of the ties lead to that count, and whether those support formally."""
    ties, here = snapshot["ties"], counts[rows]
    rows, me = rows[here], me[here] if isinstance(me, np.ndarray) else me
    source, stated = ties["source"][rows], ties["formal"][rows]
    formal = np.where(stated == UNKNOWN, _BY_KIND[ties["kind"][rows]], stated)
    return np.where(source == me, ties["target"][rows], source), formal


def _linked(snapshot: Snapshot, rows: Rows) -> tuple[Rows, NDArray[np.int8]]:
    """Who gives in linkages, and whether formally."""
    table = snapshot["linkages"]
    rows = rows[table["resource"][rows] >= 0]
    return table["giver"][rows], formal_resources(snapshot)[table["resource"][rows]]
