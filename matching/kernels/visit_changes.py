"""The slot form from a plan that is there: what no longer fits is left out, the rest changed only where that gains.

What is kept is first taken by itself, with no place free and nobody wanting more: then it is an optimum, but
for what is new. Shortest ways from the root, found by correcting labels in the network of ``visit_paths``,
tell: a way back to itself that is below nothing is a gain, and is taken (Klein 1967). Where none is left the
labels are values and prices that prove it. A free place is filled along the shortest way to it; visits that
are wanted still are brought in as in a plan made afresh.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.kernels.compiled import bare, compiled
from matching.kernels.market import FAR, NONE
from matching.kernels.visit_paths import best_of, highest
from matching.kernels.week import Ints, Nodes, Plan, Week, book, cancel, has, open_slot

ANY_SLOT = -2
"""A kept visit whose half-hour nobody has settled."""


class Labels(NamedTuple):
    """Room for one search over clients, asks, givers and visits, numbered in that order."""

    distance: Ints
    parent: Nodes
    by: Ints
    slot: Nodes
    queue: Nodes
    waits: Nodes
    line: Ints
    """Where the queue begins, and how many wait in it."""
    touched: Nodes
    """How many were reached, then which."""
    end: Ints
    """How a gain closes (0: none is found, AT_ROOT, IN_ITSELF), and the node at which it does."""


AT_ROOT, IN_ITSELF = 1, 2


def new_labels(plan: Plan) -> Labels:
    """Room for searches in a plan."""
    nodes = len(plan.hub) + len(plan.value) + len(plan.prices) + len(plan.ask)
    return Labels(
        distance=np.full(nodes, FAR, np.int64),
        parent=np.full(nodes, NONE, np.int32),
        by=np.full(nodes, NONE, np.int64),
        slot=np.full(nodes, NONE, np.int32),
        queue=np.zeros(nodes, np.int32),
        waits=np.zeros(nodes, np.int32),
        line=np.zeros(2, np.int64),
        touched=np.zeros(nodes + 1, np.int32),
        end=np.zeros(2, np.int64),
    )


@compiled
def keep_all(week: Week, plan: Plan, ask: Nodes, edge: Ints, slot: Nodes) -> None:
    """Plan the visits that were kept, as far as they still fit."""
    for row in range(len(plan.value)):
        if highest(week, plan, row) == 0:
            week.visits[row] = 0
    for k in range(len(ask)):
        _keep(week, plan, ask[k], edge[k], slot[k])


@bare
def _keep(week: Week, plan: Plan, ask: int, edge: int, slot: int) -> None:
    giver = week.edges.to[edge]
    if plan.given[ask] >= week.visits[ask] or plan.left[giver] <= 0 or not week.common[edge]:
        return
    if week.timeless[giver]:
        slot = NONE
    elif slot == ANY_SLOT:
        slot = open_slot(week, plan, ask, giver, week.common[edge])
        if slot < 0:
            return
    elif slot < 0 or not _is_open(week, plan, ask, giver, slot):
        return
    book(week, plan, ask, edge, slot, 0)
    plan.left[giver] -= 1
    plan.given[ask] += 1
    plan.served[week.client[ask]] += 1


@bare
def _is_open(week: Week, plan: Plan, ask: int, giver: int, slot: int) -> bool:
    """Whether a half-hour suits both and is taken by neither."""
    named = has(week.ask_slots, ask, slot) and has(week.giver_slots, giver, slot)
    return named and not has(plan.used, ask, slot) and not has(plan.occupied, giver, slot)


@compiled
def better_all(week: Week, plan: Plan, labels: Labels, most: int) -> bool:
    """Make an optimum of what is kept, with its values and prices; False where that takes more than ``most`` changes."""
    first_giver = len(plan.hub) + len(plan.value)
    free = plan.left.copy()
    plan.left[:] = 0
    for _ in range(most + 1):
        stop = _search(week, plan, labels)
        if not labels.end[0]:
            least = np.int64(0)
            for giver in range(len(plan.prices)):
                if free[giver] > 0 and labels.distance[first_giver + giver] < least:
                    least = labels.distance[first_giver + giver]
                    labels.end[0], labels.end[1] = AT_ROOT, first_giver + giver
            if not labels.end[0]:
                plan.left[:] = free
                _value(week, plan, labels)
                return True
            free[labels.end[1] - first_giver] -= 1
            plan.left[labels.end[1] - first_giver] += 1
        _change(week, plan, labels, stop)
        _clear(labels)
        free += plan.left  # whoever gave way at the root
        plan.left[:] = 0
    return False


@bare
def _value(week: Week, plan: Plan, labels: Labels) -> None:
    """Labels as values and prices; whoever has nothing yet has all to gain."""
    clients, asks, givers = len(plan.hub), len(plan.value), len(plan.prices)
    for ask in range(asks):
        found = labels.distance[clients + ask]
        plan.value[ask] = highest(week, plan, ask) if found == FAR else found
    for client in range(clients):
        found = labels.distance[client]
        plan.hub[client] = best_of(week, plan, client) if found == FAR else found
    for giver in range(givers):
        plan.prices[giver] = -min(0, labels.distance[clients + asks + giver])
    for visit in range(len(plan.ask)):
        if plan.ask[visit] != NONE:
            plan.cost[visit] = -labels.distance[clients + asks + givers + visit]


@bare
def _search(week: Week, plan: Plan, labels: Labels) -> int:
    """Label every node by its shortest way from the root until one gains; the node behind which that is all."""
    clients, asks = len(plan.hub), len(plan.value)
    labels.end[0] = 0
    for giver in range(len(plan.prices)):
        if plan.first[giver] >= 0:
            _reach(labels, clients + asks + giver, 0, NONE, NONE, NONE)
    while labels.line[1]:
        node = _next(labels)
        if node < clients:
            _expand_client(week, plan, labels, node)
        elif node < clients + asks:
            _expand_ask(week, plan, labels, node - clients)
        elif node < clients + asks + len(plan.prices):
            _expand_giver(plan, labels, node - clients - asks)
        else:
            _expand_visit(week, plan, labels, node - clients - asks - len(plan.prices))
        if labels.end[0]:
            return int(labels.end[1]) if labels.end[0] == IN_ITSELF else NONE
    return NONE


@bare
def _reach(labels: Labels, node: int, length: int, parent: int, by: int, slot: int) -> None:
    """Note a shorter way to a node; where that node lies on the way itself, it gains."""
    if labels.end[0] or length >= labels.distance[node]:
        return
    above = parent
    while above != NONE and above != node:
        above = labels.parent[above]
    if labels.distance[node] == FAR:
        labels.touched[0] += 1
        labels.touched[labels.touched[0]] = node
    labels.distance[node] = length
    labels.parent[node], labels.by[node], labels.slot[node] = parent, by, slot
    if parent != NONE and above == node:
        labels.end[0], labels.end[1] = IN_ITSELF, node
    elif not labels.waits[node]:
        labels.waits[node] = 1
        labels.queue[(labels.line[0] + labels.line[1]) % len(labels.queue)] = node
        labels.line[1] += 1


@bare
def _next(labels: Labels) -> int:
    """The node that has waited longest."""
    node = labels.queue[labels.line[0]]
    labels.line[0] = (labels.line[0] + 1) % len(labels.queue)
    labels.line[1] -= 1
    labels.waits[node] = 0
    return int(node)


@bare
def _close(labels: Labels, node: int, length: int) -> None:
    """The root can be reached: that gains where the way is below nothing."""
    if length < 0 and not labels.end[0]:
        labels.end[0], labels.end[1] = AT_ROOT, node


@bare
def _expand_client(week: Week, plan: Plan, labels: Labels, client: int) -> None:
    length = labels.distance[client]
    if plan.served[client] > 0 and labels.parent[client] != NONE:
        _close(labels, client, length + (week.client_first[client] if plan.served[client] == 1 else 0))
    for k in range(week.own_starts[client], week.own_starts[client + 1]):
        ask = week.own[k]
        if plan.given[ask] < week.visits[ask]:
            worth = week.first[ask] if plan.given[ask] == 0 else 0
            _reach(labels, len(plan.hub) + ask, length - worth, client, NONE, NONE)


@bare
def _expand_ask(week: Week, plan: Plan, labels: Labels, ask: int) -> None:
    node, givers = len(plan.hub) + ask, len(plan.hub) + len(plan.value)
    length = labels.distance[node]
    if plan.given[ask] > 0:
        lost = week.first[ask] if plan.given[ask] == 1 else 0
        _reach(labels, week.client[ask], length + lost, node, NONE, NONE)
    for e in range(week.edges.starts[ask], week.edges.starts[ask + 1]):
        reached = length - week.edges.weights[e]
        if reached >= 0:
            break  # a giver with visits is no farther than that, and one without has nothing to give up
        giver = week.edges.to[e]
        if not week.common[e] or reached >= labels.distance[givers + giver]:
            continue
        slot = open_slot(week, plan, ask, giver, week.common[e])
        if slot >= 0 or week.timeless[giver]:
            _reach(labels, givers + giver, reached, node, e, slot)
            continue
        visit = plan.first[giver]
        while visit >= 0:
            at = plan.slot[visit]
            if has(week.ask_slots, ask, at) and not has(plan.used, ask, at):
                _reach(labels, givers + len(plan.prices) + visit, reached, node, e, at)
            visit = plan.after[visit]


@bare
def _expand_giver(plan: Plan, labels: Labels, giver: int) -> None:
    node = len(plan.hub) + len(plan.value) + giver
    visit = plan.first[giver]
    while visit >= 0:
        _reach(
            labels, len(plan.hub) + len(plan.value) + len(plan.prices) + visit, labels.distance[node], node, NONE, NONE
        )  # fmt: skip
        visit = plan.after[visit]


@bare
def _expand_visit(week: Week, plan: Plan, labels: Labels, visit: int) -> None:
    """A visit that loses its place goes to another giver at the same half-hour, or its ask looks around."""
    givers = len(plan.hub) + len(plan.value)
    node = givers + len(plan.prices) + visit
    ask, edge, slot = plan.ask[visit], plan.edge[visit], plan.slot[visit]
    length = labels.distance[node] + week.edges.weights[edge]
    _reach(labels, len(plan.hub) + ask, length, node, NONE, NONE)
    if slot < 0:
        return
    word = 1 << (slot >> 6)
    for e in range(week.edges.starts[ask], week.edges.starts[ask + 1]):
        reached = length - week.edges.weights[e]
        if reached >= 0:
            break
        giver = week.edges.to[e]
        if e == edge or not week.common[e] & word or reached >= labels.distance[givers + giver]:
            continue
        if not has(week.giver_slots, giver, slot) or week.timeless[giver]:
            continue
        if has(plan.occupied, giver, slot):
            other = plan.first[giver]
            while plan.slot[other] != slot:
                other = plan.after[other]
            _reach(labels, givers + len(plan.prices) + other, reached, node, e, slot)
        else:
            _reach(labels, givers + giver, reached, node, e, slot)


@bare
def _change(week: Week, plan: Plan, labels: Labels, stop: int) -> None:
    """Give up the visits that a cycle meets, then plan the new ones; it ends at the root or where it began."""
    clients, asks, givers = len(plan.hub), len(plan.value), len(plan.prices)
    node = labels.end[1]
    if labels.end[0] == AT_ROOT:
        if node < clients:
            plan.served[node] -= 1
        else:
            plan.left[node - clients - asks] -= 1
    going = True
    while going:
        parent = labels.parent[node]
        if node >= clients + asks + givers:
            cancel(week, plan, node - clients - asks - givers)
        elif node >= clients + asks:
            plan.left[node - clients - asks] += parent == NONE
        elif node >= clients:
            plan.given[node - clients] += parent < clients
        elif parent == NONE:
            plan.served[node] += 1
        else:
            plan.given[parent - clients] -= 1
        node = parent
        going = node != stop
    node, going = labels.end[1], True
    while going:
        edge = labels.by[node]
        if edge != NONE:
            ask = np.searchsorted(week.edges.starts, edge, side="right") - 1
            book(week, plan, ask, edge, labels.slot[node], 0)
        node = labels.parent[node]
        going = node != stop


@bare
def _clear(labels: Labels) -> None:
    for k in range(1, labels.touched[0] + 1):
        labels.distance[labels.touched[k]] = FAR
        labels.waits[labels.touched[k]] = 0
    labels.touched[0] = 0
    labels.line[0] = labels.line[1] = 0
