"""What one person can do beside what else: times that leave no room for both, and how much fits at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.amounts import Floats, converted, left, loads, weekly_visits
from matching.exchange.pool import Ints, Vertices
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows

_LEAST = 1e-6


def windows(snapshot: Snapshot, asks: Rows, resources: Rows) -> tuple[NDArray[np.uint64], Ints]:
    """The half-hours in which each leg can take place, shape (n, 6), and how many a week it needs.

    It needs 0 where neither side names any: such times are agreed later.
    """
    ask, resource = snapshot["asks"], snapshot["resources"]
    wanted, offered = ask["slots_known"][asks] == 1, resource["slots_known"][resources] == 1
    every = ~np.zeros(6, np.uint64)
    found = np.where(wanted[:, None], ask["slots"][asks], every)
    found &= np.where(offered[:, None], resource["slots"][resources], every)
    room = np.bitwise_count(found).sum(axis=1, dtype=np.int64)
    visits = np.ceil(_visits(snapshot, asks) - 1e-9)
    need = np.clip(np.nan_to_num(visits, nan=1.0).astype(np.int64), 1, np.maximum(room, 1))
    return found, np.where(wanted | offered, need, 0)


def clashing(snapshot: Snapshot, source: Vertices, target: Vertices, asks: Rows, resources: Rows) -> Vertices:
    """Pairs of arcs, one to somebody and one from them, whose half-hours do not suffice for both.

    By Hall's condition that is where both windows together hold fewer than both legs need.
    """
    window, need = windows(snapshot, asks, resources)
    room = np.bitwise_count(window).sum(axis=1, dtype=np.int64)
    tight = np.flatnonzero((need > 0) & (room < need + need.max(initial=0)))
    gives: dict[int, list[int]] = {}
    for arc in tight.tolist():
        gives.setdefault(int(source[arc]), []).append(arc)
    found = []
    for arc in tight.tolist():
        for other in gives.get(int(target[arc]), ()):
            both = int(np.bitwise_count(window[arc] | window[other]).sum())
            if both < need[arc] + need[other]:
                found.append((arc, other))
    return np.array(found, np.int32).reshape(-1, 2)


def fitting_at_once(snapshot: Snapshot, people: Rows, asks: Rows, resources: Rows, owner_of: Rows) -> Ints:
    """By owner: how many legs they can give at once, whichever of theirs those are; 1 where that is not known.

    Where their times are named it is one: the half-hours of several are not laid out here.
    """
    table = snapshot["resources"]
    owner = owner_of[table["giver"][resources] >> 2]
    period = np.where(table["period"][resources] == UNKNOWN, 0, table["period"][resources]).astype(np.int8)
    count = snapshot["asks"]["amount"][asks].astype(np.float64)
    taken = converted(count, snapshot["asks"]["period"][asks], period, snapshot.policy)
    by_stock = _times(left(snapshot)[resources], taken)
    visits = _visits(snapshot, asks)
    helper = people[owner]
    limit = snapshot["people"]["load_limit"][helper]
    limit = np.where(limit == UNKNOWN, snapshot.policy.visits_per_week, limit)
    carried = loads(snapshot)
    free = limit - carried.visits[helper] - carried.uncounted[helper]
    fits = np.minimum(by_stock, _times(free.astype(np.float64), visits))
    _, need = windows(snapshot, asks, resources)
    fits = np.where(need > 0, 1.0, fits)
    found = np.full(len(people), np.inf)
    np.minimum.at(found, owner, fits)
    return np.clip(np.where(np.isfinite(found), found, 2**31), 1, 2**31).astype(np.int64)


def _times(room: Floats, each: Floats) -> Floats:
    """How often something fits; once where that is not known."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.floor(room / each + _LEAST)
    return np.where(np.isnan(found), 1.0, found)


def _visits(snapshot: Snapshot, asks: Rows) -> Floats:
    table = snapshot["asks"]
    count = table["amount"][asks].astype(np.float64)
    return weekly_visits(snapshot, count, table["period"][asks], table["service_type"][asks])
