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
    raised by it too. Resources that are not named would add nobody: that is proven for each of them where it
    is for all that are named.
    """
    base = Base(work.solved, work.wishes.most_givers, seconds)
    gains = [(resource, gain) for resource, gain in _gains(base) if gain.at_most > Tiers()]
    order = sorted(gains, key=lambda one: (-one[1].surely.crisis, -one[1].surely.clients, one[0]))
    return tuple(
        _told(work, resource, gain) for resource, gain in order if gain.surely > Tiers() or not gain.proven
    )


def _gains(base: Base) -> list[tuple[int, Gain]]:
    problem = base.problem
    owner = problem.owner
    by_resource: dict[int, list[int]] = {}
    for edge, resource in enumerate(problem.to.tolist()):
        by_resource.setdefault(resource, []).append(edge)
    found = []
    for resource, edges in sorted(by_resource.items()):
        part = int(base.label[owner[edges[0]]])
        slack = base.slack.get(part, Tiers())
        most = base.price(resource) + slack
        if most <= Tiers():
            continue
        direct = Gain(surely=Tiers(), at_most=most, asks=())
        changed = with_one_more(problem, resource)
        for edge in edges:
            ask = int(owner[edge])
            surely = _served_directly(base, changed, ask, edge)
            if surely > direct.surely:
                direct = Gain(surely=surely, at_most=max(most, surely), asks=(ask,))
        found.append((resource, base.gained(changed, part, direct)))
    return found


def _served_directly(base: Base, changed: Problem, ask: int, edge: int) -> Tiers:
    """What it adds where the one visit goes to an ask that is served by nobody."""
    ledger, resource = base.ledger, int(changed.to[edge])
    giver = int(changed.giver[resource])
    more = changed.room[resource] - base.problem.room[resource]
    fits = changed.size[edge] <= ledger.room[resource] + more
    if giver >= 0:
        carry = changed.load_room[giver] - base.problem.load_room[giver]
        fits = fits and changed.load[edge] <= ledger.load_room[giver] + carry
    if base.served[ask] or not fits or not ledger.hours_open(ask, edge):
        return Tiers()
    return Tiers(0, int(base.problem.crisis[ask]), int(not base.helped[ask]))


def with_one_more(problem: Problem, resource: int) -> Problem:
    """The problem with one visit more of a resource, and in its giver's limit of help."""
    mine = problem.to == resource
    room, load_room = problem.room.copy(), problem.load_room.copy()
    if mine.any():
        room[resource] += float(problem.size[mine].min())
        giver = int(problem.giver[resource])
        if giver >= 0:
            theirs = problem.giver[problem.to] == giver
            load_room[giver] += float(problem.load[theirs].min())
    return replace(problem, room=room, load_room=load_room)


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
