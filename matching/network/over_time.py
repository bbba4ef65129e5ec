"""A client's network on each of some days: by the days from and to which ties held and linkages ran."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.words.kinds import Direction, LinkageState
from matching.amounts import holding_for
from matching.formality import supporters
from matching.network.answer import resident
from matching.network.neighbourhood import ties_on
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.snapshot.snapshot import PERSON, Snapshot
from matching.snapshot.table import Rows

_STATES, _WAYS = word_codes(LinkageState), word_codes(Direction)
_RAN = [
    _STATES[one]
    for one in (LinkageState.ACCEPTED, LinkageState.ACTIVE, LinkageState.KEPT, LinkageState.ENDED)
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientOnDay:
    """A client's network on one day.

    ``degree`` are those tied to the client without strain or helping in a linkage; ``two_steps`` those and
    whoever else the people among them are tied to. Of ``ways_known`` relations it is known who helps whom, and
    in ``mutual`` of these both do. ``isolates`` know nobody of the other supporters; ``density`` is among
    supporters, 0 to 1, None where fewer than two are.
    """

    day: date
    degree: int
    two_steps: int
    mutual: int
    ways_known: int
    formal: int
    formality_known: int
    isolates: int
    density: float | None


def client_over_time(snapshot: Snapshot, person: str, days: Iterable[date]) -> tuple[ClientOnDay, ...]:
    """The client's network on each day; strain is as it is now, and on the snapshot's day linkages are too.

    Raises:
        NotInSnapshot: the person is not in the region.
    """
    client = resident(snapshot, person)
    return tuple(_on(snapshot, client, day) for day in days)


def _on(snapshot: Snapshot, client: int, day: date) -> ClientOnDay:
    counts, me = ties_on(snapshot, day), client * 4 + PERSON
    found = supporters(snapshot, client, counts, linkages_on(snapshot, client, day)).supporters
    formality = [formal for party, formal in found.items() if party != me and formal != UNKNOWN]
    direct = found.keys() - {me}
    near = {one: _others(snapshot, one, counts) for one in direct}
    among: nx.Graph[int] = nx.Graph()
    among.add_nodes_from(sorted(direct))
    among.add_edges_from((one, other) for one in direct for other in near[one] & direct)
    people = (near[one] for one in direct if one & 3 == PERSON)
    mutual, known = _ways(snapshot, me, counts)
    return ClientOnDay(
        day=day,
        degree=len(direct),
        two_steps=len(direct.union(*people) - {me}),
        mutual=mutual,
        ways_known=known,
        formal=sum(formality),
        formality_known=len(formality),
        isolates=nx.number_of_isolates(among),
        density=nx.density(among) if len(among) > 1 else None,
    )


def linkages_on(snapshot: Snapshot, client: int, day: date) -> Rows:
    """The linkages that ran for a client on a day; on the snapshot's day those that hold."""
    on = day.toordinal()
    if on == snapshot.today:
        return holding_for(snapshot, client)
    table = snapshot["linkages"]
    ran = table["alive"] & (table["person"] == client) & np.isin(table["state"], _RAN)
    ran &= (table["started_on"] != UNKNOWN) & (table["started_on"] <= on)
    ran &= (table["ended_on"] == UNKNOWN) | (table["ended_on"] >= on)
    return np.flatnonzero(ran).astype(np.int32)


def _others(snapshot: Snapshot, party: int, counts: NDArray[np.bool_]) -> set[int]:
    ties, rows = snapshot["ties"], snapshot.ties.at(party)
    rows = rows[counts[rows]]
    source = ties["source"][rows]
    return set(np.where(source == party, ties["target"][rows], source).tolist())


def _ways(snapshot: Snapshot, me: int, counts: NDArray[np.bool_]) -> tuple[int, int]:
    """In how many relations both help, and of how many it is known who does."""
    ties, rows = snapshot["ties"], snapshot.ties.at(me)
    rows = rows[counts[rows] & (ties["direction"][rows] != UNKNOWN)]
    gives: set[int] = set()
    receives: set[int] = set()
    for source, target, way in zip(
        *(ties[name][rows].tolist() for name in ("source", "target", "direction")), strict=True
    ):
        forwards = source == me
        other = target if forwards else source
        if way != _WAYS[Direction.BACKWARD if forwards else Direction.FORWARD]:
            gives.add(other)
        if way != _WAYS[Direction.FORWARD if forwards else Direction.BACKWARD]:
            receives.add(other)
    return len(gives & receives), len(gives | receives)
