"""A plan that a round kept, as the plan that today's is looked for from."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graph.records.values import Slots
from matching.allocate.flow import OPEN_SLOT, Plan
from matching.allocate.problem import Problem
from matching.snapshot.snapshot import Snapshot

Pair = tuple[str, str]
"""An ask and a resource, by their ids."""


def plan_before(snapshot: Snapshot, problem: Problem, last: Mapping[Pair, Slots | None]) -> Plan:
    """The visits that were planned, as far as ask and resource may still meet.

    Where no half-hours were named, how many visits there were is not known either: as many as the ask wants.
    """
    asks = {row: place for place, row in enumerate(problem.asks.tolist())}
    edges: list[int] = []
    slots: list[int] = []
    for (ask, resource), named in sorted(last.items(), key=lambda one: one[0]):
        place = asks.get(snapshot["asks"].row(ask))
        row = snapshot["resources"].row(resource)
        if place is None or row < 0:
            continue
        there = [edge for edge in problem.edges_of(place) if problem.resources[problem.to[edge]] == row]
        half_hours = (
            [OPEN_SLOT] * int(problem.visits[place])
            if named is None
            else [slot for slot in range(named.mask.bit_length()) if named.mask >> slot & 1]
        )
        for edge in there[:1]:
            edges += [edge] * len(half_hours)
            slots += half_hours
    return Plan(np.array(edges, np.int64), np.array(slots, np.int32))
