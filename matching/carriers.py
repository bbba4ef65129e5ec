"""Neighbours tied to somebody who deliver, and could carry a gift to them."""

from __future__ import annotations

import numpy as np

from graph.words.giving import GivingRole
from graph.words.service_types import service_types
from matching.gates.consent import consenting
from matching.introductions import may_meet, noes, usable
from matching.kept_apart import holds_on, kept_apart
from matching.snapshot.snapshot import PERSON, Snapshot
from matching.snapshot.table import Rows

_CARRYING = frozenset({GivingRole.DELIVER, GivingRole.CARRY, GivingRole.DRIVE, GivingRole.SHOP})


def carriers_to(snapshot: Snapshot, person: int) -> tuple[str, ...]:
    """The ids of those people, in order; nobody who must not meet, said no, or did not agree."""
    ties, me = snapshot["ties"], person * 4 + PERSON
    rows = snapshot.ties.at(me)
    rows = rows[usable(snapshot)[rows]]
    other = np.where(ties["source"][rows] == me, ties["target"][rows], ties["source"][rows])
    near = np.intersect1d(other, _deliverers(snapshot))
    apart, nos, agreed = kept_apart(snapshot), noes(snapshot), consenting(snapshot)
    return tuple(
        sorted(
            snapshot.party_id(party)
            for party in near
            if agreed[party >> 2] and may_meet(apart, nos, person, (), int(party))
        )
    )


def _deliverers(snapshot: Snapshot) -> Rows:
    """Persons, as party numbers, who offer today to carry things."""

    def make() -> Rows:
        known, resources = service_types(), snapshot["resources"]
        carries = snapshot.names.types.table(
            "carries", lambda code: code in known and known[code].role in _CARRYING, np.bool_, False
        )
        offered = holds_on(resources, snapshot.today) & (resources["paused_until"] <= snapshot.today)
        giver = resources["giver"][offered & carries[resources["service_type"]]]
        found: Rows = np.unique(giver[(giver >= 0) & (giver & 3 == PERSON)])
        return found

    return snapshot.derived("deliverers", ("resources",), make, snapshot.today)
