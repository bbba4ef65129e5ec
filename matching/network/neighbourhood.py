"""The people of a region and whoever they are tied to, as a networkx graph of one day."""

from __future__ import annotations

from datetime import date

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from matching.introductions import STRAINED
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.gathering import HOME
from matching.snapshot.snapshot import PERSON, Snapshot
from matching.snapshot.table import Rows


def residents(snapshot: Snapshot, day: date | None = None) -> Rows:
    """The rows of the people of the region who are there on a day, today where none is given."""
    people, on = snapshot["people"], _ordinal(snapshot, day)
    stay = (people["left_on"] == UNKNOWN) | (people["left_on"] > on)
    return np.flatnonzero(people["alive"] & (people["nearness"] == HOME) & stay).astype(np.int32)


def ties_on(snapshot: Snapshot, day: date | None = None) -> NDArray[np.bool_]:
    """By tie: whether it held on a day, carries no strain, and both its ends are here."""
    ties, on = snapshot["ties"], _ordinal(snapshot, day)
    found: NDArray[np.bool_] = ties["alive"] & (ties["valid_from"] <= on) & ~STRAINED[ties["strain"]]
    found &= (ties["valid_to"] == UNKNOWN) | (ties["valid_to"] >= on)
    found &= (ties["source"] >= 0) & (ties["target"] >= 0) & (ties["source"] != ties["target"])
    return found


def neighbourhood(snapshot: Snapshot, day: date | None = None) -> nx.Graph[str]:
    """Residents and the parties they are tied to as nodes by id, in order of ids; strain is as it is now."""
    ties, here = snapshot["ties"], residents(snapshot, day)
    home = np.zeros(len(snapshot["people"]) + 1, bool)  # the last stands for whoever is no person
    home[here] = True
    rows = np.flatnonzero(ties_on(snapshot, day))
    source, target = ties["source"][rows], ties["target"][rows]
    kept = home[Snapshot.rows_of(source, PERSON)] | home[Snapshot.rows_of(target, PERSON)]
    edges = sorted(
        (min(ends), max(ends))
        for one, other in zip(source[kept].tolist(), target[kept].tolist(), strict=True)
        for ends in [(snapshot.party_id(one), snapshot.party_id(other))]
    )
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(
        sorted({*map(snapshot.person_id, here.tolist()), *(end for edge in edges for end in edge)})
    )
    graph.add_edges_from(edges)
    return graph


def _ordinal(snapshot: Snapshot, day: date | None) -> int:
    return snapshot.today if day is None else day.toordinal()
