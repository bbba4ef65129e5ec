"""Which supporters are formal: by the record, else by what the relation is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.words.kinds import TieKind
from matching.amounts import holding_for
from matching.introductions import usable
from matching.pairs import taken
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import ORGANISATION, PERSON, Snapshot

_FORMAL_KINDS = {TieKind.WORKER, TieKind.AGENCY}
_OPEN_KINDS = {TieKind.OTHER, TieKind.VOLUNTEER, TieKind.RESIDENT_LEADER}
_BY_KIND = np.array(
    [1 if k in _FORMAL_KINDS else UNKNOWN if k in _OPEN_KINDS else 0 for k in TieKind] + [UNKNOWN], np.int8
)


@dataclass(frozen=True, slots=True)
class Network:
    """A client's supporters of today as party numbers, each formal 1, informal 0 or unknown -1."""

    supporters: dict[int, int]

    @property
    def formal(self) -> int:
        """How many are formal."""
        return sum(value == 1 for value in self.supporters.values())

    @property
    def known(self) -> int:
        """Of how many it is known."""
        return sum(value != UNKNOWN for value in self.supporters.values())


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
    ties, me = snapshot["ties"], client * 4 + PERSON
    rows = snapshot.ties.at(me)
    rows = rows[usable(snapshot)[rows]]
    other = np.where(ties["source"][rows] == me, ties["target"][rows], ties["source"][rows])
    stated = ties["formal"][rows]
    formal = np.where(stated == UNKNOWN, _BY_KIND[ties["kind"][rows]], stated)
    found: dict[int, int] = {}
    for party, value in zip(other, formal, strict=True):
        if party >= 0:
            found[int(party)] = max(int(value), found.get(int(party), UNKNOWN))
    linkages, kinds = snapshot["linkages"], formal_resources(snapshot)
    for row in holding_for(snapshot, client):
        party, resource = int(linkages["giver"][row]), int(linkages["resource"][row])
        if party >= 0 and resource >= 0:
            found[party] = max(int(kinds[resource]), found.get(party, UNKNOWN))
    return Network(found)
