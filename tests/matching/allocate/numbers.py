"""Tiny plans in numbers, and the best one found by trying everything."""

from collections import Counter
from collections.abc import Iterator
from random import Random

import numpy as np

from matching.allocate.problem import Problem, every_half_hour
from matching.allocate.solve import Rules, no_rules
from matching.allocate.tiers import Tiers, tiers_of


def a_problem(
    *,
    visits,
    edges,
    room,
    client=None,
    urgency=None,
    ask_slots=None,
    slots=None,
    giver=None,
    timeless=None,
    load_room=None,
):
    """A problem of edges (ask, resource, score[, size[, load]]); half-hours are small bit masks."""
    asks, resources = len(visits), len(room)
    rows = sorted((one for one in edges), key=lambda one: (one[0], -one[2], one[1]))
    starts = np.zeros(asks + 1, np.int64)
    np.cumsum(np.bincount([one[0] for one in rows], minlength=asks), out=starts[1:])
    giver = list(range(resources)) if giver is None else giver
    bodies = max(giver, default=-1) + 1
    return Problem(
        asks=np.arange(asks, dtype=np.int32),
        resources=np.arange(resources, dtype=np.int32),
        client=np.array(range(asks) if client is None else client, np.int32),
        urgency=np.array([3] * asks if urgency is None else urgency, np.int8),
        visits=np.array(visits, np.int64),
        ask_slots=weeks(ask_slots, asks),
        starts=starts,
        to=np.array([one[1] for one in rows], np.int32),
        scores=np.array([one[2] for one in rows], np.int64),
        size=np.array([one[3] if len(one) > 3 else 1 for one in rows], np.float64),
        load=np.array([one[4] if len(one) > 4 else 1 for one in rows], np.float64),
        giver=np.array(giver, np.int32),
        slots=weeks(slots, resources),
        timeless=np.array([False] * resources if timeless is None else timeless, np.bool_),
        room=np.array(room, np.float64),
        load_room=np.array([np.inf] * bodies if load_room is None else load_room, np.float64),
    )


def weeks(masks, count):
    """Small masks as weeks; all half-hours where none are given."""
    if masks is None:
        return np.tile(every_half_hour(), (count, 1)).reshape(count, 6)
    found = np.zeros((count, 6), np.uint64)
    found[:, 0] = masks
    return found


def a_random_problem(rnd: Random, *, sizes: bool = True) -> Problem:
    """A few asks and resources, with every kind of limit."""
    asks, resources = rnd.randint(1, 4), rnd.randint(0, 3)
    bodies = rnd.randint(1, 2)
    edges = []
    for ask in range(asks):
        for resource in range(resources):
            if rnd.random() < 0.7:
                size = rnd.choice((1, 1, 0.5, 2, 0.3)) if sizes else 1
                load = rnd.choice((1, 1, 0.25)) if sizes else 1
                edges.append((ask, resource, rnd.randint(1, 4), size, load))
    return (
        a_problem(
            visits=[rnd.choice((1, 1, 2)) for _ in range(asks)],
            edges=edges,
            room=[rnd.choice((0, 1, 2, 1.5, np.inf)) for _ in range(resources)],
            client=[rnd.randint(0, asks - 1) for _ in range(asks)],
            urgency=[rnd.choice((0, 3, 3, 1)) for _ in range(asks)],
            ask_slots=[rnd.choice((1, 2, 3, 6, 7)) for _ in range(asks)],
            slots=[rnd.choice((1, 3, 5, 7)) for _ in range(resources)],
            giver=[rnd.choice((-1, *range(bodies))) for _ in range(resources)],
            timeless=[rnd.random() < 0.2 for _ in range(resources)],
            load_room=[rnd.choice((1, 2, 1.25, np.inf)) for _ in range(bodies)],
        )
        if resources
        else a_problem(visits=[1] * asks, edges=[], room=[])
    )


def random_rules(rnd: Random, problem: Problem) -> Rules:
    """Some pairs that stay, some that must not be, and at times a limit on givers."""
    rules = no_rules(problem, most_givers=rnd.choice((None, None, 1, 2)))
    draw = np.array([rnd.random() for _ in problem.to])
    return Rules(stays=draw < 0.15, never=draw > 0.88, most_givers=rules.most_givers)


def best_by_trying(problem: Problem, rules: Rules) -> Tiers:
    """The best of all plans."""
    kept = ~rules.never
    problem, stays = problem.keeping(kept), rules.stays[kept]
    return max(
        tiers_of(problem, np.array(edges, np.int64), stays) for edges in _plans(problem, rules.most_givers)
    )


def _plans(problem: Problem, most_givers: int | None) -> Iterator[list[int]]:
    """Every set of visits that fits, as edges; half-hours are tried one by one."""
    owner = problem.owner
    options = []
    for edge in range(len(problem.to)):
        resource = problem.to[edge]
        if problem.timeless[resource]:
            options += [(edge, -1)] * int(problem.visits[owner[edge]])
            continue
        window = int(problem.window(edge, int(owner[edge]))[0])
        options += [(edge, slot) for slot in range(64) if window >> slot & 1]

    def further(at: int, visits: list[tuple[int, int]]) -> Iterator[list[int]]:
        if at == len(options):
            yield [edge for edge, _ in visits]
            return
        yield from further(at + 1, visits)
        if holds(problem, [*visits, options[at]], most_givers):
            yield from further(at + 1, [*visits, options[at]])

    yield from further(0, [])


def holds(problem: Problem, visits: list[tuple[int, int]], most_givers: int | None) -> bool:
    """Whether visits (edge, half-hour) keep every limit, counted anew."""
    owner = problem.owner
    of_ask, at, room, load, by = Counter(), Counter(), Counter(), Counter(), {}
    for edge, slot in visits:
        ask, resource = int(owner[edge]), int(problem.to[edge])
        giver = int(problem.giver[resource])
        of_ask[ask] += 1
        room[resource] += float(problem.size[edge])
        by.setdefault(ask, set()).add(("body", giver) if giver >= 0 else ("resource", resource))
        if giver >= 0:
            load[giver] += float(problem.load[edge])
        if slot >= 0:
            at["ask", ask, slot] += 1
            if giver >= 0:
                at["giver", giver, slot] += 1
    return (
        all(count <= problem.visits[ask] for ask, count in of_ask.items())
        and all(count <= 1 for count in at.values())
        and all(taken <= problem.room[resource] + 1e-6 for resource, taken in room.items())
        and all(taken <= problem.load_room[giver] + 1e-6 for giver, taken in load.items())
        and (most_givers is None or all(len(givers) <= most_givers for givers in by.values()))
    )
