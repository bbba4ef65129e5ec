"""The slot form's problem and its state, on bitmaps: what a week wants, and which visits are planned."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.kernels.compiled import bare, inlined
from matching.kernels.edges import Edges
from matching.kernels.heap import OUT
from matching.kernels.market import FAR, NONE

Ints = NDArray[np.int64]
Nodes = NDArray[np.int32]
Slots = NDArray[np.uint64]
"""Weekly half-hours of each row: six words, the lowest bit of the first is slot 0."""


TIMELESS = 64


class Week(NamedTuple):
    """What is given; it does not change."""

    edges: Edges
    client: Nodes
    visits: Ints
    first: Ints
    client_first: Ints
    own_starts: Ints
    own: Nodes
    """The asks of a client ``c`` are ``own[own_starts[c]:own_starts[c + 1]]``."""
    ask_slots: Slots
    giver_slots: Slots
    timeless: NDArray[np.bool_]
    common: NDArray[np.uint8]
    """Of each edge: the words in which ask and giver have a half-hour in common, as bits; or TIMELESS."""


class Plan(NamedTuple):
    """Visits and the values that prove them.

    ``served`` and ``given`` count the visits of a client and of an ask. ``hub`` and ``value`` are what a
    visit more of a client or of an ask is worth, ``prices`` what a visit of a giver costs. The visits of a
    giver are a list linked both ways; ``cost`` is the price of the giver plus that of its half-hour.
    """

    hub: Ints
    value: Ints
    prices: Ints
    left: Ints
    served: Ints
    given: Ints
    used: Slots
    occupied: Slots
    ask: Nodes
    """Of each visit; NONE where the number is not in use."""
    edge: Ints
    slot: Nodes
    cost: Ints
    first: Nodes
    after: Nodes
    before: Nodes
    spare: Nodes
    """How many numbers of visits are not in use, then which."""


class Paths(NamedTuple):
    """Room for one search over clients, asks, givers and visits, numbered in that order."""

    distance: Ints
    parent: Nodes
    by: Ints
    slot: Nodes
    heap: Nodes
    place: Nodes
    touched: Nodes
    end: Ints
    """Length of the best path so far and the node it ends at."""


def new_plan(week: Week, capacity: Ints) -> Plan:
    """No visits yet, and everything for nothing."""
    clients, asks, givers = len(week.client_first), len(week.client), len(capacity)
    most = int(min(week.visits.sum(), np.minimum(capacity, int(week.visits.sum())).sum())) + 1
    spare = np.arange(most, -1, -1, dtype=np.int32)
    spare[0] = most
    spare[1:] = np.arange(most - 1, -1, -1)
    return Plan(
        hub=np.zeros(clients, np.int64),
        value=np.zeros(asks, np.int64),
        prices=np.zeros(givers, np.int64),
        left=capacity.copy(),
        served=np.zeros(clients, np.int64),
        given=np.zeros(asks, np.int64),
        used=np.zeros((asks, 6), np.uint64),
        occupied=np.zeros((givers, 6), np.uint64),
        ask=np.full(most, NONE, np.int32),
        edge=np.full(most, NONE, np.int64),
        slot=np.full(most, NONE, np.int32),
        cost=np.zeros(most, np.int64),
        first=np.full(givers, NONE, np.int32),
        after=np.full(most, NONE, np.int32),
        before=np.full(most, NONE, np.int32),
        spare=spare,
    )


def new_paths(plan: Plan) -> Paths:
    """Room for searches in a plan."""
    nodes = len(plan.hub) + len(plan.value) + len(plan.prices) + len(plan.ask)
    return Paths(
        distance=np.full(nodes, FAR, np.int64),
        parent=np.full(nodes, NONE, np.int32),
        by=np.full(nodes, NONE, np.int64),
        slot=np.full(nodes, NONE, np.int32),
        heap=np.zeros(nodes + 1, np.int32),
        place=np.full(nodes, OUT, np.int32),
        touched=np.zeros(nodes + 1, np.int32),
        end=np.zeros(2, np.int64),
    )


@inlined
def has(slots: Slots, row: int, slot: int) -> bool:
    """Whether a row has a half-hour."""
    return bool((slots[row, slot >> 6] >> np.uint64(slot & 63)) & np.uint64(1))


@inlined
def flip(slots: Slots, row: int, slot: int) -> None:
    """Turn one half-hour of a row."""
    slots[row, slot >> 6] ^= np.uint64(1) << np.uint64(slot & 63)


@inlined
def lowest(word: np.uint64) -> int:
    """The place of the lowest bit of a word that is not 0."""
    at, width = 0, 32
    while width:
        if not word & ((np.uint64(1) << np.uint64(width)) - np.uint64(1)):
            word >>= np.uint64(width)
            at += width
        width >>= 1
    return at


@inlined
def open_slot(week: Week, plan: Plan, ask: int, giver: int, words: int) -> int:
    """The first half-hour that suits both and is taken by neither, NONE where there is none."""
    for k in range(6):
        if not words >> k & 1:
            continue
        both = week.ask_slots[ask, k] & ~plan.used[ask, k] & week.giver_slots[giver, k]
        both &= ~plan.occupied[giver, k]
        if both:
            return 64 * k + lowest(both)
    return NONE


@bare
def book(week: Week, plan: Plan, ask: int, edge: int, slot: int, cost: int) -> None:
    """Plan a visit; the capacity is counted by the caller."""
    giver, visit = week.edges.to[edge], plan.spare[plan.spare[0]]
    plan.spare[0] -= 1
    plan.ask[visit], plan.edge[visit] = ask, edge
    plan.slot[visit], plan.cost[visit] = slot, cost
    after = plan.first[giver]
    plan.after[visit], plan.before[visit] = after, NONE
    if after >= 0:
        plan.before[after] = visit
    plan.first[giver] = visit
    if slot >= 0:
        flip(plan.used, ask, slot)
        flip(plan.occupied, giver, slot)


@bare
def cancel(week: Week, plan: Plan, visit: int) -> None:
    """Take a visit back; the capacity is counted by the caller."""
    giver, after, before = week.edges.to[plan.edge[visit]], plan.after[visit], plan.before[visit]
    if before >= 0:
        plan.after[before] = after
    else:
        plan.first[giver] = after
    if after >= 0:
        plan.before[after] = before
    if plan.slot[visit] >= 0:
        flip(plan.used, plan.ask[visit], plan.slot[visit])
        flip(plan.occupied, giver, plan.slot[visit])
    plan.ask[visit] = NONE
    plan.spare[0] += 1
    plan.spare[plan.spare[0]] = visit
