"""What one visit more of each resource that there is would be worth, in people."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from graph.records.fields import FieldRef
from graph.text.sentence import Phrase, Sentence, Subject
from matching.allocate.allocate import Worked, named
from matching.allocate.problem import Problem
from matching.allocate.tiers import Tiers
from matching.develop.value import Base, Gain

ONE_MORE = Phrase(
    "develop.one_more",
    "{giver:이/가} 1주에 1회를 더 맡으면 {people}명이 더 도움을 받습니다.",
    "People more who would be helped if {giver} took on one more visit a week: {people}.",
)
ONE_MORE_CRISIS = Phrase(
    "develop.one_more_crisis",
    "{giver:이/가} 1주에 1회를 더 맡으면 위기 요청 {asks}건에 도움이 닿습니다.",
    "Asks in crisis that would be helped if {giver} took on one more visit a week: {asks}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMore:
    """One visit a week more of a resource: it surely serves so many more people, and at most ``at_most``.

    ``asks`` would be served then and are not now.
    """

    resource: str
    giver: str
    people: int
    crisis: int
    at_most: int
    proven: bool
    asks: tuple[str, ...]
    says: Sentence


def one_more_of_each(work: Worked, *, seconds: float = 30.0) -> tuple[OneMore, ...]:
    """The resources of which one visit more would serve somebody more, those that serve most first.

    One visit is as much as the smallest that the resource is asked for, and its giver's limit of help is
    raised by it too. Resources that are not named would add nobody; where a part of the plan is large and not
    proven, they would at most close its distance to the bound.
    """
    base = Base(work.solved, work.wishes.most_givers, seconds)
    found = [(resource, gain) for resource, gain in gains(base) if gain.at_most > Tiers()]
    order = sorted(found, key=lambda one: (-one[1].surely.crisis, -one[1].surely.clients, one[0]))
    return tuple(
        _told(work, resource, gain) for resource, gain in order if gain.surely > Tiers() or not gain.proven
    )


def gains(base: Base) -> list[tuple[int, Gain]]:
    """By resource what one visit more of it adds; those left out add nobody."""
    problem = base.problem
    owner = problem.owner
    by_resource: dict[int, list[int]] = {}
    for edge, resource in enumerate(problem.to.tolist()):
        by_resource.setdefault(resource, []).append(edge)
    found = []
    for resource, edges in sorted(by_resource.items()):
        part = int(base.label[owner[edges[0]]])
        price, slack = base.price(resource), base.slack.get(part, Tiers())
        most = price + slack
        if most <= Tiers() or (price <= Tiers() and base.too_large(part)):
            continue
        direct = Gain(surely=Tiers(), at_most=most, asks=())
        one = _one(problem, resource)
        for edge in edges:
            ask = int(owner[edge])
            surely = _served_directly(base, ask, edge, one)
            if surely > direct.surely:
                direct = Gain(surely=surely, at_most=max(most, surely), asks=(ask,))
        if not direct.proven and not base.gives_up([part]):
            direct = base.gained(with_one_more(problem, resource), part, direct)
        found.append((resource, direct))
    return found


def _served_directly(base: Base, ask: int, edge: int, one: tuple[float, float]) -> Tiers:
    """What it adds where the one visit goes to an ask that is served by nobody."""
    problem, ledger = base.problem, base.ledger
    resource = int(problem.to[edge])
    giver = int(problem.giver[resource])
    fits = problem.size[edge] <= ledger.room[resource] + one[0]
    fits = fits and (giver < 0 or problem.load[edge] <= ledger.load_room[giver] + one[1])
    if base.served[ask] or not fits or not ledger.hours_open(ask, edge):
        return Tiers()
    return Tiers(0, int(problem.crisis[ask]), int(not base.helped[ask]))


def with_one_more(problem: Problem, resource: int) -> Problem:
    """The problem with one visit more of a resource, and in its giver's limit of help."""
    room, load_room = problem.room.copy(), problem.load_room.copy()
    more, carry = _one(problem, resource)
    room[resource] += more
    if problem.giver[resource] >= 0:
        load_room[problem.giver[resource]] += carry
    return replace(problem, room=room, load_room=load_room)


def _one(problem: Problem, resource: int) -> tuple[float, float]:
    """What the smallest visit takes of a resource and of its giver's limit; nothing where nobody could have it."""
    mine = problem.to == resource
    if not mine.any():
        return 0.0, 0.0
    theirs = problem.giver[problem.to] == problem.giver[resource]
    return float(problem.size[mine].min()), float(problem.load[theirs].min())


def _told(work: Worked, resource: int, gain: Gain) -> OneMore:
    snapshot, problem = work.snapshot, work.solved.problem
    edge = int(np.flatnonzero(problem.to == resource)[0])
    resource_id, giver = named(snapshot, problem, edge)
    cites, subject = FieldRef(resource_id, "capacity"), Subject(giver)
    crisis, people = gain.surely.crisis, gain.surely.clients
    says = (
        ONE_MORE_CRISIS.say(cites, giver=subject, asks=crisis)
        if crisis
        else ONE_MORE.say(cites, giver=subject, people=people)
    )
    return OneMore(
        resource=resource_id,
        giver=giver,
        people=people,
        crisis=crisis,
        at_most=gain.at_most.clients,
        proven=gain.proven,
        asks=tuple(snapshot["asks"].ids[int(problem.asks[ask])] for ask in gain.asks),
        says=says,
    )
