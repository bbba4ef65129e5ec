"""The asks and resources of a region as numbers: visits, half-hours, and what each visit takes of which limit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.words.kinds import ResourceKind, Urgency
from matching.amounts import ONCE, Floats, converted, left, loads, weekly_visits
from matching.candidates import Candidates
from matching.pairs import taken
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.snapshot.snapshot import HOUSEHOLD, PERSON, Snapshot
from matching.snapshot.table import Rows

Ints = NDArray[np.int64]
Week = NDArray[np.uint64]
"""Half-hours of a week as bits, shape (n, 6)."""

LEAST = 1e-6
SLOTS = 336
CRISIS, ORDINARY = (word_codes(Urgency)[one] for one in (Urgency.CRISIS, Urgency.ORDINARY))
_KINDS = word_codes(ResourceKind)
_BY_ITEM = (_KINDS[ResourceKind.GOODS], _KINDS[ResourceKind.PUBLIC_BENEFIT])


def every_half_hour() -> Week:
    """A week in which no half-hour is missing, shape (6,)."""
    words = [(1 << min(64, SLOTS - 64 * i)) - 1 for i in range(6)]
    return np.array(words, np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Asks, resources and givers by place, in order of ids.

    The edges of ask ``i`` are ``starts[i]:starts[i + 1]``, best first: ``to`` a resource, with a score > 0
    for each visit. A visit takes ``size`` of the resource's ``room`` and ``load`` of its giver's ``load_room``,
    both infinite for no limit. ``giver`` is -1 for organisations, which can be in several places at once.
    ``urgency`` counts from 0, a crisis. A visit of a ``timeless`` resource has no half-hour; any other lies in one that both sides name.
    """

    asks: Rows
    resources: Rows
    client: NDArray[np.int32]
    urgency: NDArray[np.int8]
    visits: Ints
    ask_slots: Week
    starts: Ints
    to: NDArray[np.int32]
    scores: Ints
    size: Floats
    load: Floats
    giver: NDArray[np.int32]
    slots: Week
    timeless: NDArray[np.bool_]
    room: Floats
    load_room: Floats

    def __len__(self) -> int:
        return len(self.visits)

    @property
    def crisis(self) -> NDArray[np.bool_]:
        """Which asks are for needs in crisis."""
        found: NDArray[np.bool_] = self.urgency == CRISIS
        return found

    @property
    def owner(self) -> NDArray[np.int32]:
        """The ask of each edge."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))

    def edges_of(self, ask: int) -> range:
        """The edges of an ask."""
        return range(int(self.starts[ask]), int(self.starts[ask + 1]))

    def window(self, edge: int, ask: int) -> Week:
        """The half-hours that both sides of an edge name."""
        both: Week = self.ask_slots[ask] & self.slots[self.to[edge]]
        return both

    def of_asks(self, asks: Ints) -> tuple[Problem, Ints]:
        """Some asks alone, with all resources; and which edges those are."""
        edges: Ints = np.flatnonzero(np.isin(self.owner, asks))
        starts: Ints = np.zeros(len(asks) + 1, np.int64)
        np.cumsum(np.diff(self.starts)[asks], out=starts[1:])
        mine = {
            name: getattr(self, name)[asks] for name in ("asks", "client", "urgency", "visits", "ask_slots")
        }
        chosen = {name: getattr(self, name)[edges] for name in ("to", "scores", "size", "load")}
        return replace(self, starts=starts, **mine, **chosen), edges

    def keeping(self, edges: NDArray[np.bool_]) -> Problem:
        """The same without some edges."""
        starts: Ints = np.zeros(len(self.starts), np.int64)
        np.cumsum(np.bincount(self.owner[edges], minlength=len(self)), out=starts[1:])
        chosen = {name: getattr(self, name)[edges] for name in ("to", "scores", "size", "load")}
        return replace(self, starts=starts, **chosen)


def problem_of(snapshot: Snapshot, table: Candidates) -> Problem:
    """The numbers behind the candidates of a region; what is left counts holds and informal giving."""
    rows = np.unique(table.resources)
    ids = snapshot["resources"].ids
    rows = np.array(sorted(rows.tolist(), key=lambda row: ids[row]), np.int32)
    place = np.full(len(ids), -1, np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    to, owner = place[table.resources], np.repeat(table.asks, np.diff(table.starts))
    visits = _visits(snapshot, table.asks)
    each = np.repeat(visits, np.diff(table.starts))
    resources, parties = snapshot["resources"], snapshot["resources"]["giver"][rows]
    room = _room(snapshot, rows)
    body, bodies = _bodies(snapshot, parties)
    load_room = _load_room(snapshot, bodies)
    load = _load(snapshot, owner, table.resources) / each
    load = np.where(body[to] >= 0, np.minimum(load, taken(load_room, body[to], np.inf)), 0.0)
    return Problem(
        asks=table.asks,
        resources=rows,
        client=snapshot["asks"]["person"][table.asks].astype(np.int32),
        urgency=_urgency(snapshot, table.asks),
        visits=visits,
        ask_slots=_slots(snapshot, "asks", table.asks),
        starts=table.starts.astype(np.int64),
        to=to,
        scores=np.maximum(table.scores, 1).astype(np.int64),
        # Whoever could give a part of what is wanted is asked whether a part would help.
        size=np.minimum(_size(snapshot, owner, table.resources) / each, room[to]),
        load=load,
        giver=body,
        slots=_slots(snapshot, "resources", rows),
        timeless=np.isin(resources["kind"][rows], _BY_ITEM)
        & (resources["slots_known"][rows] == 0)
        & (resources["slots_text"][rows] == 0),
        room=room,
        load_room=load_room,
    )


def _visits(snapshot: Snapshot, asks: Rows) -> Ints:
    """Visits a week, at least one and no more than half-hours are named."""
    table = snapshot["asks"]
    count = table["amount"][asks].astype(np.float64)
    weekly = weekly_visits(snapshot, count, table["period"][asks], table["service_type"][asks])
    named = np.bitwise_count(_slots(snapshot, "asks", asks)).sum(axis=1, dtype=np.int64)
    whole = np.ceil(np.nan_to_num(weekly, nan=1.0) - LEAST).astype(np.int64)
    found: Ints = np.maximum(np.minimum(whole, named), 1)
    return found


def _slots(snapshot: Snapshot, table: str, rows: Rows) -> Week:
    """The half-hours that are named; all of them where none are."""
    held = snapshot[table]
    found: Week = np.where(held["slots_known"][rows][:, None] == 1, held["slots"][rows], every_half_hour())
    return found


def _urgency(snapshot: Snapshot, asks: Rows) -> NDArray[np.int8]:
    need = snapshot["asks"]["need"][asks]
    found = taken(snapshot["needs"]["urgency"], need, UNKNOWN)
    return np.where(found == UNKNOWN, ORDINARY, found).astype(np.int8)


def _size(snapshot: Snapshot, asks: Rows, resources: Rows) -> Floats:
    """What an ask takes of a resource, in the resource's own period."""
    table, period = snapshot["asks"], snapshot["resources"]["period"][resources]
    into = np.where(period == UNKNOWN, np.int8(ONCE), period).astype(np.int8)
    count = table["amount"][asks].astype(np.float64)
    taken_each = converted(count, table["period"][asks], into, snapshot.policy)
    return np.nan_to_num(taken_each, nan=1.0)


def _load(snapshot: Snapshot, asks: Rows, resources: Rows) -> Floats:
    """Visits a week that an ask means for whoever gives a resource."""
    table, types = snapshot["asks"], snapshot["resources"]["service_type"][resources]
    count = table["amount"][asks].astype(np.float64)
    return np.nan_to_num(weekly_visits(snapshot, count, table["period"][asks], types), nan=1.0)


def _room(snapshot: Snapshot, rows: Rows) -> Floats:
    """What is left; where nobody has said how much that is, what a helper usually gives."""
    remaining = left(snapshot)[rows]
    found: Floats = np.where(np.isnan(remaining), snapshot.policy.visits_per_week, remaining)
    return found


def _bodies(snapshot: Snapshot, parties: Rows) -> tuple[NDArray[np.int32], Rows]:
    """By resource, the place of a giver who can be in one place at a time (-1: none); and those parties by id."""
    kinds = parties & 3
    single = (parties >= 0) & ((kinds == PERSON) | (kinds == HOUSEHOLD))
    bodies = sorted(np.unique(parties[single]).tolist(), key=snapshot.party_id)
    place = {party: at for at, party in enumerate(bodies)}
    found = [place.get(party, -1) for party in parties.tolist()]
    return np.array(found, np.int32), np.array(bodies, np.int32)


def _load_room(snapshot: Snapshot, bodies: Rows) -> Floats:
    """Visits a week that each may still give; one at least where they never said what is too much."""
    rows = Snapshot.rows_of(bodies, PERSON)
    limit = taken(snapshot["people"]["load_limit"], rows, UNKNOWN)
    carried = loads(snapshot)
    now = taken(carried.visits, rows, 0.0)
    usual = snapshot.policy.visits_per_week - now - taken(carried.uncounted, rows, 0)
    found: Floats = np.where(limit == UNKNOWN, np.maximum(usual, 1.0), limit - now)
    return np.where(rows < 0, np.inf, found)
