"""The slot form's search: the best way to plan one visit more of a client, moving others where that pays.

The network (client, ask, half-hour of the ask, half-hour of the giver, giver) is never built. A half-hour
that nobody has taken costs nothing, so only planned visits are nodes beside clients, asks and givers, and
bitmaps tell the rest.
"""

from __future__ import annotations

import numpy as np

from matching.kernels.compiled import bare, compiled, inlined
from matching.kernels.heap import OUT, SETTLED, offer, take
from matching.kernels.market import FAR, NONE
from matching.kernels.week import TIMELESS, Paths, Plan, Week, book, cancel, has, open_slot


@compiled
def plan_all(week: Week, plan: Plan, paths: Paths) -> None:
    """Bring in every visit wanted."""
    for ask in range(len(plan.value)):
        plan.value[ask] = highest(week, plan, ask)
        if plan.value[ask] == 0:
            week.visits[ask] = 0
    for client in range(len(plan.hub)):
        plan.hub[client] = best_of(week, plan, client)
    bring_in(week, plan, paths)


@bare
def best_of(week: Week, plan: Plan, client: int) -> int:
    """The most that a first visit is worth to a client before anybody else has one."""
    most = np.int64(0)
    for k in range(week.own_starts[client], week.own_starts[client + 1]):
        ask = week.own[k]
        if week.visits[ask] > 0:
            most = max(most, plan.value[ask] + week.first[ask])
    return int(most)


@compiled
def bring_in(week: Week, plan: Plan, paths: Paths) -> None:
    """Plan the visits that are still wanted, always of those who have most to gain: so that few give way again."""
    clients = len(plan.hub)
    wanted = -plan.served
    for ask in range(len(plan.value)):
        wanted[week.client[ask]] += week.visits[ask]
    heap, place = np.zeros(clients + 1, np.int32), np.full(clients, OUT, np.int32)
    least = np.zeros(clients, np.int64)
    for client in range(clients):
        if wanted[client]:
            least[client] = -_gain(week, plan, client)
            offer(heap, place, least, client)
    while heap[0]:
        client = take(heap, place, least)
        place[client] = OUT
        before, least[client] = least[client], -_gain(week, plan, client)
        if not (heap[0] and least[client] > before and least[client] > least[heap[1]]):
            plan_one(week, plan, paths, client)
            wanted[client] -= 1
            least[client] = -_gain(week, plan, client)
        if wanted[client]:
            offer(heap, place, least, client)


@bare
def _gain(week: Week, plan: Plan, client: int) -> int:
    """The most that one visit more could be worth to a client: it falls as prices rise."""
    most = np.int64(0)
    for k in range(week.own_starts[client], week.own_starts[client + 1]):
        ask = week.own[k]
        if plan.given[ask] < week.visits[ask]:
            most = max(most, plan.value[ask] + (week.first[ask] if plan.given[ask] == 0 else 0))
    return int(most + (week.client_first[client] if plan.served[client] == 0 else 0))


@bare
def plan_one(week: Week, plan: Plan, paths: Paths, client: int) -> None:
    """Bring in one visit of a client: it is planned along the best path, or nothing changes for anybody."""
    stay = plan.hub[client] + (week.client_first[client] if plan.served[client] == 0 else 0)
    if stay <= 0:
        return
    paths.end[0], paths.end[1] = stay, client
    _reach(paths, client, 0, NONE, NONE, NONE, True)
    while paths.heap[0] and paths.distance[paths.heap[1]] < paths.end[0]:
        _expand(week, plan, paths, take(paths.heap, paths.place, paths.distance))
    _revalue(plan, paths)
    if paths.end[1] != client:
        plan.served[client] += 1
        _follow(week, plan, paths)
    _clear(paths)


@bare
def highest(week: Week, plan: Plan, ask: int) -> int:
    """The weight of the best giver with a common half-hour, 0 for none; on the way, what they have in common."""
    best = np.int64(0)
    for e in range(week.edges.starts[ask], week.edges.starts[ask + 1]):
        giver = week.edges.to[e]
        week.common[e] = TIMELESS if week.timeless[giver] else _words(week, ask, giver)
        if week.common[e] and not best:
            best = week.edges.weights[e]
    return int(best)


@bare
def _words(week: Week, ask: int, giver: int) -> int:
    """Which of the six words of half-hours have one in common, as bits."""
    words = 0
    for k in range(6):
        if week.ask_slots[ask, k] & week.giver_slots[giver, k]:
            words |= 1 << k
    return words


@inlined
def _reach(paths: Paths, node: int, length: int, parent: int, by: int, slot: int, goes_on: bool) -> None:
    """Note a shorter way to a node; it ends there unless it goes on."""
    if length >= paths.distance[node] or length >= paths.end[0]:
        return
    if paths.distance[node] == FAR:
        paths.touched[0] += 1
        paths.touched[paths.touched[0]] = node
    paths.distance[node] = length
    paths.parent[node], paths.by[node], paths.slot[node] = parent, by, slot
    if goes_on:
        offer(paths.heap, paths.place, paths.distance, node)
    else:
        paths.end[0], paths.end[1] = length, node


@inlined
def _expand(week: Week, plan: Plan, paths: Paths, node: int) -> None:
    clients, asks, givers = len(plan.hub), len(plan.value), len(plan.prices)
    if node < clients:
        _expand_client(week, plan, paths, node)
    elif node < clients + asks:
        _expand_ask(week, plan, paths, node - clients)
    elif node < clients + asks + givers:
        _expand_giver(plan, paths, node - clients - asks)
    else:
        _expand_visit(week, plan, paths, node - clients - asks - givers)


@inlined
def _expand_client(week: Week, plan: Plan, paths: Paths, client: int) -> None:
    """A client could go without this visit, or have it for another ask."""
    length = paths.distance[client] + plan.hub[client]
    give_way = length + (week.client_first[client] if plan.served[client] == 1 else 0)
    if paths.parent[client] != NONE and give_way < paths.end[0]:
        paths.end[0], paths.end[1] = give_way, client
    for k in range(week.own_starts[client], week.own_starts[client + 1]):
        ask = week.own[k]
        if plan.given[ask] < week.visits[ask]:
            worth = plan.value[ask] + (week.first[ask] if plan.given[ask] == 0 else 0)
            _reach(paths, len(plan.hub) + ask, length - worth, client, NONE, NONE, True)


@inlined
def _expand_ask(week: Week, plan: Plan, paths: Paths, ask: int) -> None:
    """A visit at any free half-hour, of an open giver or in the place of another visit."""
    node, givers = len(plan.hub) + ask, len(plan.hub) + len(plan.value)
    length, freed = paths.distance[node] + plan.value[ask], _freed(plan, paths, node)
    if plan.given[ask] > 0:
        client = week.client[ask]
        lost = week.first[ask] if plan.given[ask] == 1 else 0
        _reach(paths, client, length + lost - plan.hub[client], node, NONE, NONE, True)
    for e in range(week.edges.starts[ask], week.edges.starts[ask + 1]):
        if length - week.edges.weights[e] >= paths.end[0]:
            break
        giver = week.edges.to[e]
        bare = length - week.edges.weights[e]
        reached = bare + plan.prices[giver]
        # What lies behind a giver who is reached as near already is as near too.
        if not week.common[e] or reached >= paths.end[0] or reached >= paths.distance[givers + giver]:
            continue
        slot = open_slot(week, plan, ask, giver, week.common[e])
        if (
            slot < 0
            and freed >= 0
            and not week.timeless[giver]
            and has(week.giver_slots, giver, freed)
            and not has(plan.occupied, giver, freed)
        ):
            slot = freed
        if slot >= 0 or week.timeless[giver]:
            _reach_giver(plan, paths, giver, bare, node, e, slot)
        else:
            visit = plan.first[giver]
            while visit >= 0:
                at = plan.slot[visit]
                if at == freed or (has(week.ask_slots, ask, at) and not has(plan.used, ask, at)):
                    _reach_visit(plan, paths, visit, bare, node, e)
                visit = plan.after[visit]


@inlined
def _freed(plan: Plan, paths: Paths, node: int) -> int:
    """The half-hour that an ask gets back where it was reached by losing a visit at no cost; else NONE."""
    visit = paths.parent[node] - len(plan.hub) - len(plan.value) - len(plan.prices)
    if visit >= 0 and paths.distance[paths.parent[node]] == paths.distance[node]:
        return int(plan.slot[visit])
    return NONE


@inlined
def _expand_giver(plan: Plan, paths: Paths, giver: int) -> None:
    """A giver who has no visit left could drop any that is planned."""
    node = len(plan.hub) + len(plan.value) + giver
    bare = paths.distance[node] - plan.prices[giver]
    visit = plan.first[giver]
    while visit >= 0:
        _reach_visit(plan, paths, visit, bare, node, NONE)
        visit = plan.after[visit]


@inlined
def _expand_visit(week: Week, plan: Plan, paths: Paths, visit: int) -> None:
    """A visit that loses its place goes to another giver at the same half-hour, or its ask looks around."""
    node = len(plan.hub) + len(plan.value) + len(plan.prices) + visit
    ask, edge, slot = plan.ask[visit], plan.edge[visit], plan.slot[visit]
    length = paths.distance[node] + week.edges.weights[edge] - plan.cost[visit]
    _reach(paths, len(plan.hub) + ask, length - plan.value[ask], node, NONE, NONE, True)
    if slot < 0 or (
        paths.parent[len(plan.hub) + ask] == node and length == paths.distance[node] + plan.value[ask]
    ):
        return  # the ask, just as near, looks around for both
    word, givers = 1 << (slot >> 6), len(plan.hub) + len(plan.value)
    for e in range(week.edges.starts[ask], week.edges.starts[ask + 1]):
        bare = length - week.edges.weights[e]
        if bare >= paths.end[0]:
            break
        giver = week.edges.to[e]
        reached = bare + plan.prices[giver]
        if not week.common[e] & word or reached >= paths.end[0] or reached >= paths.distance[givers + giver]:
            continue
        if e == edge or not has(week.giver_slots, giver, slot):
            continue
        if has(plan.occupied, giver, slot):
            other = plan.first[giver]
            while plan.slot[other] != slot:
                other = plan.after[other]
            _reach_visit(plan, paths, other, bare, node, e)
        else:
            _reach_giver(plan, paths, giver, bare, node, e, slot)


@inlined
def _reach_giver(plan: Plan, paths: Paths, giver: int, bare: int, parent: int, by: int, slot: int) -> None:
    node = len(plan.hub) + len(plan.value) + giver
    _reach(paths, node, bare + plan.prices[giver], parent, by, slot, plan.left[giver] <= 0)


@inlined
def _reach_visit(plan: Plan, paths: Paths, visit: int, bare: int, parent: int, by: int) -> None:
    node = len(plan.hub) + len(plan.value) + len(plan.prices) + visit
    _reach(paths, node, bare + plan.cost[visit], parent, by, plan.slot[visit], True)


@bare
def _revalue(plan: Plan, paths: Paths) -> None:
    """Values fall and prices rise by how much nearer than the end a node is."""
    clients, asks, givers = len(plan.hub), len(plan.value), len(plan.prices)
    for k in range(1, paths.touched[0] + 1):
        node = paths.touched[k]
        nearer = paths.end[0] - paths.distance[node]
        if paths.place[node] != SETTLED or nearer <= 0:
            continue
        if node < clients:
            plan.hub[node] -= nearer
        elif node < clients + asks:
            plan.value[node - clients] -= nearer
        elif node < clients + asks + givers:
            plan.prices[node - clients - asks] += nearer
        else:
            plan.cost[node - clients - asks - givers] += nearer


@bare
def _follow(week: Week, plan: Plan, paths: Paths) -> None:
    """Give up the visits that the path meets, count who has more and who fewer, then plan the new ones."""
    clients, asks, givers = len(plan.hub), len(plan.value), len(plan.prices)
    end = paths.end[1]
    if end < clients:
        plan.served[end] -= 1
    else:
        plan.left[end - clients - asks] -= 1
    node = end
    while node != NONE:
        parent = paths.parent[node]
        if paths.by[node] != NONE:
            # The number of a visit given up is soon another's: its price is kept where its distance was.
            paths.distance[node] = _cost(week, plan, paths, node)
        if node >= clients + asks + givers:
            cancel(week, plan, node - clients - asks - givers)
        elif clients <= node < clients + asks and parent < clients:
            plan.given[node - clients] += 1
        elif node < clients and parent != NONE:
            plan.given[parent - clients] -= 1
        node = parent
    node = end
    while node != NONE:
        if paths.by[node] != NONE:
            _plan_at(week, plan, paths, node)
        node = paths.parent[node]


@bare
def _cost(week: Week, plan: Plan, paths: Paths, node: int) -> int:
    first_visit = len(plan.hub) + len(plan.value) + len(plan.prices)
    if node >= first_visit:
        return int(plan.cost[node - first_visit])
    return int(plan.prices[week.edges.to[paths.by[node]]])


@bare
def _plan_at(week: Week, plan: Plan, paths: Paths, node: int) -> None:
    edge = paths.by[node]
    ask = np.searchsorted(week.edges.starts, edge, side="right") - 1
    book(week, plan, ask, edge, paths.slot[node], paths.distance[node])


@bare
def _clear(paths: Paths) -> None:
    for k in range(1, paths.touched[0] + 1):
        paths.distance[paths.touched[k]] = FAR
        paths.place[paths.touched[k]] = OUT
    paths.touched[0] = 0
    paths.heap[0] = 0
