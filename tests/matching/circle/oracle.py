"""The circle of least burden by trying everything; slow, and written from the definition alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from random import Random

from matching.circle.problem import Duty, Offer, Problem


def best(problem: Problem) -> tuple[int, int]:
    """The fewest open duties, and the least burden among those."""
    choices = [
        [
            -1,
            *(
                o
                for o, offer in enumerate(problem.offers)
                if offer.role == duty.role and offer.free & duty.window
            ),
        ]
        for duty in problem.duties
    ]
    found = (len(problem.duties), 0)
    for taken in product(*choices):
        if taken.count(-1) <= found[0] and may_take(problem, taken):
            for introducers in _introducers(problem):
                reached = (taken.count(-1), burden_of(problem, taken, introducers))
                if reached < found and connected(problem, members_of(problem, taken), introducers):
                    found = reached
    return found


def members_of(problem: Problem, taken: Sequence[int]) -> set[int]:
    return {problem.offers[o].neighbour for o in taken if o >= 0}


def burden_of(problem: Problem, taken: Sequence[int], introducers: set[int]) -> int:
    members = sum(problem.burden[p] for p in members_of(problem, taken))
    visits = sum(problem.offers[o].burden for o in taken if o >= 0)
    return members + visits + len(introducers) * (problem.introducer or 0)


def may_take(problem: Problem, taken: Sequence[int]) -> bool:
    """Limits, roles, the number of members, and one place at a time."""
    members = members_of(problem, taken)
    if len(members) > problem.most_members:
        return False
    for o, offer in enumerate(problem.offers):
        if taken.count(o) > offer.weekly:
            return False
    for p in members:
        mine = [d for d, o in enumerate(taken) if o >= 0 and problem.offers[o].neighbour == p]
        roles = {problem.duties[d].role for d in mine}
        free = [problem.offers[taken[d]].free & problem.duties[d].window for d in mine]
        if len(mine) > problem.weekly[p] or len(roles) > problem.roles_each or not _apart_in_time(free):
            return False
    return True


def _apart_in_time(masks: Sequence[int], used: int = 0) -> bool:
    if not masks:
        return True
    return any(
        _apart_in_time(masks[1:], used | 1 << bit)
        for bit in range(masks[0].bit_length())
        if masks[0] >> bit & 1 and not used >> bit & 1
    )


def _introducers(problem: Problem) -> Iterator[set[int]]:
    willing = problem.opens | (set(range(problem.neighbours)) - problem.direct)
    people = sorted(willing) if problem.introducer is not None else []
    for count in range(len(people) + 1):
        yield from map(set, combinations(people, count))


def connected(problem: Problem, members: set[int], introducers: set[int]) -> bool:
    """Everybody asked is within the ties of the client over others who are asked, and may meet the others."""
    asked = members | introducers
    if members & introducers or any(p in asked and q in asked for p, q in problem.apart):
        return False
    level = {p for p in asked & problem.direct if p in members or p in problem.opens}
    reached = dict.fromkeys(level, 1)
    for step in range(2, problem.steps + 1):
        level = {q for p in level for q in problem.links[p] & asked if q not in reached}
        reached |= dict.fromkeys(level, step)
    return all(reached.get(p, 99) <= problem.steps for p in members) and all(
        reached.get(p, 99) < problem.steps for p in introducers
    )


def a_problem(seed: int) -> Problem:
    """A small problem in which everything that can bind does so now and then."""
    chance = Random(seed)
    members = chance.choice((0, 1, 3, 4, 4))
    neighbours = members + chance.randint(0, 2)
    pairs = list(combinations(range(neighbours), 2))
    links: list[set[int]] = [set() for _ in range(neighbours)]
    for p, q in pairs:
        if chance.random() < 0.6:
            links[p].add(q)
            links[q].add(p)
    direct = {p for p in range(neighbours) if chance.random() < 0.45}
    opens = {p for p in direct if chance.random() < 0.8 or p >= members}
    duties = tuple(
        Duty(role=chance.randrange(2), window=chance.choice((1, 2, 3, 6, 7)))
        for _ in range(chance.choice((0, 1, 3, 3, 4)))
    )
    offers = tuple(
        Offer(
            neighbour=chance.randrange(members),
            role=chance.randrange(2),
            free=chance.choice((1, 2, 3, 5, 6, 7, 7)),
            weekly=chance.choice((0, 1, 1, 2, 3)),
            burden=chance.randint(0, 3),
        )
        for _ in range(chance.randint(2, 7) if members else 0)
    )
    introducer = chance.choice((None, 1, 3))
    return Problem(
        duties=duties,
        offers=offers,
        burden=tuple(chance.randint(0, 5) for _ in range(members)),
        weekly=tuple(chance.choice((0, 1, 2, 2, 4)) for _ in range(members)),
        neighbours=neighbours,
        direct=frozenset(direct),
        opens=frozenset(opens),
        links=tuple(map(frozenset, links)),
        apart=frozenset(pair for pair in pairs if chance.random() < 0.15),
        most_members=chance.randint(1, 3),
        roles_each=chance.randint(1, 2),
        steps=chance.choice((2, 2, 3, 4, 9)),
        introducer=introducer,
    )
