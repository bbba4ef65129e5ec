"""Who around a client could take which role: every offer of a neighbour that passes the gates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import floor

import numpy as np

from matching.amounts import ONCE, WEEK, Floats, converted, left, loads
from matching.circle.pairs import RolePairs
from matching.circle.templates import Role, Scale, Template
from matching.gates.every import GATES
from matching.gates.gate import Gate
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import PERSON, Snapshot
from matching.snapshot.table import Rows
from matching.times import timeless
from matching.where import metres
from matching.words import GateName, Verdict

_OF_MEETING = frozenset(
    {GateName.REACH, GateName.ACCEPTS_AT_HOME, GateName.HOME_CONDITIONS, GateName.VISITS_PAUSED}
)
"""Gates that judge whether two people can meet at a home."""
_NO_LIMIT = 1 << 10
_LEAST = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A neighbour's resource for a role, by rows: its free half-hours as bits, visits a week, points a visit."""

    person: int
    role: int
    resource: int
    service_type: int
    free: int
    weekly: int
    burden: int


def offered(snapshot: Snapshot, client: int, template: Template) -> tuple[Offered, ...]:
    """Every offer for every role that no gate fails, in order of roles, then of the ids of the resources."""
    ids = snapshot["resources"].ids
    found: list[Offered] = []
    for number, role in enumerate(template.roles):
        of_role = [
            one
            for pairs in pairs_for(snapshot, client, role)
            for one in _of(passing(pairs), number, template.burden.distance)
        ]
        found += sorted(of_role, key=lambda one: ids[one.resource])
    return tuple(found)


def pairs_for(snapshot: Snapshot, client: int, role: Role) -> Iterator[RolePairs]:
    """The client beside what people of the region offer for a role, by service type, unchecked."""
    resources = snapshot["resources"]
    giver = resources["giver"]
    by_people = snapshot.listed("resources") & (giver >= 0) & (giver & 3 == PERSON)
    for code in role.fills:
        number = snapshot.names.types.get(code)
        rows = np.flatnonzero(by_people & (resources["service_type"] == number)).astype(np.int32)
        if number != UNKNOWN and len(rows):
            yield RolePairs(snapshot, client, role, number, rows)


def gates_of(role: Role) -> tuple[Gate, ...]:
    """The gates that an offer for a role must pass; where nobody comes, none about meeting at a home."""
    return tuple(gate for gate in GATES if role.comes or gate.name not in _OF_MEETING)


def passing(pairs: RolePairs) -> RolePairs:
    """The pairs that no gate fails."""
    for gate in gates_of(pairs.role):
        if not len(pairs):
            break
        pairs = pairs.take(gate.check(pairs) != Verdict.FAIL)
    return pairs


def _of(pairs: RolePairs, role: int, distance: Scale) -> Iterator[Offered]:
    known = (pairs.of("slots_known") == 1) & ~timeless(pairs)
    way = np.where(pairs.trait("remote"), 0.0, metres(pairs))
    weekly = _weekly(pairs)
    for at, row in enumerate(pairs.rows.tolist()):
        slots = int.from_bytes(pairs.of("slots")[at].astype("<u8").tobytes(), "little")
        window = pairs.role.slots.mask
        yield Offered(
            person=int(pairs.helpers[at]),
            role=role,
            resource=row,
            service_type=pairs.service_type,
            free=slots & window if known[at] else window,
            weekly=int(weekly[at]),
            burden=points(distance, float(way[at])),
        )


def _weekly(pairs: RolePairs) -> Floats:
    """Visits a week that each resource still gives; whoever passed can give one, more only where it is known."""
    period = pairs.of("period")
    into = np.where(period == UNKNOWN, np.int8(ONCE), period).astype(np.int8)
    still = converted(
        left(pairs.snapshot)[pairs.rows], into, np.full(len(pairs), WEEK, np.int8), pairs.snapshot.policy
    )
    found: Floats = np.where(np.isnan(still), _NO_LIMIT, np.clip(np.floor(still + _LEAST), 1, _NO_LIMIT))
    return found


def room(snapshot: Snapshot, person: int) -> int:
    """Visits a week that somebody can still give (D23); one question where no limit is known."""
    limit = int(snapshot["people"]["load_limit"][person])
    carried = loads(snapshot)
    surely = float(carried.visits[person])
    if limit != UNKNOWN:
        return max(0, floor(limit - surely + _LEAST))
    usual = snapshot.policy.visits_per_week - surely - float(carried.uncounted[person])
    return max(1, floor(usual + _LEAST))


def load_points(snapshot: Snapshot, person: int, scale: Scale) -> int:
    """Points for what somebody carries already, as a share of their limit, else of the usual one."""
    limit, carried = int(snapshot["people"]["load_limit"][person]), loads(snapshot)
    visits = float(carried.visits[person] + carried.uncounted[person])
    if limit == UNKNOWN and visits == 0:
        return scale.unknown
    usual = snapshot.policy.visits_per_week if limit == UNKNOWN else limit
    return points(scale, visits / usual if usual > 0 else np.inf)


def points(scale: Scale, value: float) -> int:
    """What a value weighs on a scale."""
    if np.isnan(value):
        return scale.unknown
    return next((band.points for band in scale.bands if value <= band.up_to), scale.beyond)


def people_of(offers: Iterable[Offered], snapshot: Snapshot) -> Rows:
    """The people behind offers, in order of ids."""
    people = {one.person for one in offers}
    return np.array(sorted(people, key=snapshot.person_id), np.int32)
