"""Small pools drawn at random, and every way to choose among their exchanges, tried out one by one."""

from functools import cache
from itertools import combinations, pairwise, permutations
from random import Random

import numpy as np

from matching.exchange.clearing import Limits
from matching.exchange.pool import Pool


def a_pool(rnd: Random, *, most: int = 7) -> Pool:
    """A few people, some with several asks or seats, some who ask for nothing, some kept apart."""
    people, altruists = rnd.randint(0, most), rnd.randint(0, 2)
    owner = [person for person in range(people) for _ in range(rnd.choice((1, 1, 1, 2)))]
    pairs = len(owner)
    owner += range(people, people + altruists)
    seats = [rnd.choice((1, 1, 1, 2, 0)) for _ in range(people + altruists)]
    share = rnd.choice((0.15, 0.3, 0.5, 0.8))
    highest = rnd.choice((1, 3, 50))
    arcs = [
        (source, target, rnd.randint(1, highest))
        for source in range(len(owner))
        for target in range(pairs)
        if rnd.random() < share
    ]
    apart = (
        [rnd.sample(range(people + altruists), 2) for _ in range(rnd.choice((0, 0, 1, 2)))]
        if people + altruists > 1
        else []
    )
    arcs.sort(key=lambda arc: rnd.random())
    clashes = [rnd.sample(range(len(arcs)), 2) for _ in range(rnd.choice((0, 0, 5)))] if len(arcs) > 1 else []
    return Pool(
        altruist=np.arange(len(owner)) >= pairs,
        owner=np.array(owner, np.int32),
        seats=np.array(seats, np.int64),
        source=np.array([one[0] for one in arcs], np.int32),
        target=np.array([one[1] for one in arcs], np.int32),
        weight=np.array([one[2] for one in arcs], np.int64),
        clashes=np.array(clashes, np.int32).reshape(-1, 2),
        people=np.array([rnd.choice((1, 1, 1, 2)) for _ in owner], np.int64) if rnd.random() < 0.3 else None,
        apart=np.array(apart, np.int32).reshape(-1, 2),
    )


def every_exchange(pool: Pool, limits: Limits) -> list[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """Each possible exchange as its weight, the asks that it serves, and the owners who take part."""
    best = {arc: i for i, arc in enumerate(zip(pool.source.tolist(), pool.target.tolist(), strict=True))}
    clashes = {tuple(two) for two in pool.clashes.tolist()}
    apart = {frozenset(pair) for pair in pool.apart.tolist()}
    asks = [v for v in range(len(pool)) if not pool.altruist[v]]
    paths = [
        (p, (*p[1:], p[0]))
        for k in range(2, limits.longest_cycle + 1)
        for p in permutations(asks, k)
        if p[0] == min(p)
    ]
    for helped in range(1, limits.longest_chain + 1):
        for first in np.flatnonzero(pool.altruist).tolist():
            paths += [((first, *p[:-1]), p) for p in permutations(asks, helped)]
    found = []
    for givers, got in paths:
        if not all(arc in best for arc in zip(givers, got, strict=True)):
            continue
        owners = [int(pool.owner[v]) for v in dict.fromkeys((*givers, *got))]
        if len(set(owners)) < len(owners) or any(frozenset(two) in apart for two in combinations(owners, 2)):
            continue
        arcs = [best[arc] for arc in zip(givers, got, strict=True)]
        closed = givers[0] == got[-1]
        if any(two in clashes for two in pairwise([*arcs, arcs[0]] if closed else arcs)):
            continue
        if pool.people is not None:
            people = sum(int(pool.people[v]) for v in {*givers, *got})
            if people > (limits.longest_cycle if closed else limits.longest_chain + 1):
                continue
        if all(pool.seats[owner] > 0 for owner in owners):
            found.append((int(pool.weight[arcs].sum()), got, tuple(owners)))
    return found


def most_by_trying(pool: Pool, limits: Limits) -> int:
    """The largest total, by trying every choice."""
    exchanges = sorted(every_exchange(pool, limits), reverse=True)

    @cache
    def best_from(place: int, served: frozenset[int], seats: tuple[int, ...]) -> int:
        for at in range(place, len(exchanges)):
            weight, got, owners = exchanges[at]
            if served.isdisjoint(got) and all(seats[owner] > 0 for owner in owners):
                fewer = tuple(left - (owner in owners) for owner, left in enumerate(seats))
                return max(
                    best_from(at + 1, served, seats), weight + best_from(at + 1, served | {*got}, fewer)
                )
        return 0

    return best_from(0, frozenset(), tuple(pool.seats.tolist()))
