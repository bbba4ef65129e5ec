"""Whether somebody may still take a role of a circle, and everybody in it may meet."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graph.words.giving import GivingRole
from matching.circle.around import apart_among
from matching.circle.offers import gates_of
from matching.circle.pairs import RolePairs
from matching.circle.templates import Template
from matching.errors import NotInSnapshot
from matching.explain import Finding
from matching.snapshot.snapshot import Snapshot
from matching.words import Verdict


def obstacles(
    snapshot: Snapshot,
    client_id: str,
    template: Template,
    role: GivingRole,
    resource_id: str,
    *,
    visits: int = 1,
) -> tuple[Finding, ...]:
    """Every gate that a resource fails for so many visits a week of a role around a client.

    Raises:
        NotInSnapshot: the client or the resource is not in the region.
    """
    client, row = snapshot["people"].row(client_id), snapshot["resources"].row(resource_id)
    for found, record in ((client, client_id), (row, resource_id)):
        if found < 0:
            raise NotInSnapshot(id=record)
    part = next(one for one in template.roles if one.role is role)
    service_type = int(snapshot["resources"]["service_type"][row])
    pair = RolePairs(snapshot, client, part, service_type, np.array([row], np.int32), visits)
    return tuple(
        Finding(gate=gate.name, sentence=gate.say(pair, Verdict.FAIL))
        for gate in gates_of(part)
        if gate.check(pair)[0] == Verdict.FAIL
    )


def must_not_meet(snapshot: Snapshot, person_id: str, others: Iterable[str]) -> bool:
    """Whether somebody is to be kept apart from one of the others, or one of the two said no to the other (D17)."""
    table = snapshot["people"]
    person = table.row(person_id)
    rows = [row for one in sorted(set(others)) if one != person_id and (row := table.row(one)) >= 0]
    return any(0 in pair for pair in apart_among(snapshot, [person, *rows]))
