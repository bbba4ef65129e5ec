"""From the offers around a client to the numbers of a circle, and back from numbers to people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from matching.circle.around import apart_among, around
from matching.circle.offers import Offered, load_points, people_of, room
from matching.circle.problem import Duty, Offer, Problem
from matching.circle.templates import Template
from matching.circle.words import Connection
from matching.snapshot.snapshot import Snapshot

_STEPS = {Connection.TWO_TIES: 2, Connection.INTRODUCTIONS: 3, Connection.CHAIN: 6}
_NEAREST = {Connection.TWO_TIES: 300, Connection.INTRODUCTIONS: 80, Connection.CHAIN: 60}
_INTRODUCERS = {Connection.TWO_TIES: 0, Connection.INTRODUCTIONS: 40, Connection.CHAIN: 20}


@dataclass(frozen=True, slots=True, kw_only=True)
class Posed:
    """A problem with the people (rows by number) and offers (by position) that its numbers stand for.

    ``helpers`` is how many people offer something, wherever they are.
    """

    connection: Connection
    people: tuple[int, ...]
    offers: tuple[Offered, ...]
    problem: Problem
    helpers: int


def pose(
    snapshot: Snapshot,
    client: int,
    template: Template,
    offers: Sequence[Offered],
    connection: Connection,
    left_out: Collection[int] = (),
) -> Posed:
    """The problem of the helpers who reach the client, the nearest by ties, then by burden, then by id.

    ``left_out`` are people who are not asked for anything.
    """
    steps, introduced = _STEPS[connection], _INTRODUCERS[connection]
    helpers = people_of(offers, snapshot).tolist()
    near = around(snapshot, client, helpers, steps, introduced, left_out)
    members = _nearest(snapshot, template, offers, near.ties_to(steps), _NEAREST[connection])
    people = (*members, *sorted(near.introducers, key=snapshot.person_id))
    number = {person: at for at, person in enumerate(people)}
    kept = tuple(one for one in offers if one.person in number)
    return Posed(
        connection=connection,
        people=people,
        offers=kept,
        helpers=len(helpers),
        problem=Problem(
            duties=duties(template),
            offers=tuple(
                Offer(
                    neighbour=number[one.person],
                    role=one.role,
                    free=one.free,
                    weekly=one.weekly,
                    burden=one.burden,
                )
                for one in kept
            ),
            burden=tuple(_burden(snapshot, template, person) for person in members),
            weekly=tuple(room(snapshot, person) for person in members),
            neighbours=len(people),
            direct=_numbers(near.direct | near.opens, number),
            opens=_numbers(near.opens, number),
            links=tuple(_numbers(near.links.get(person, frozenset()), number) for person in people),
            apart=apart_among(snapshot, people),
            most_members=template.most_members,
            roles_each=template.roles_each,
            steps=len(people) + 1 if connection is Connection.CHAIN else steps,
            introducer=template.burden.introducer if introduced else None,
        ),
    )


def duties(template: Template) -> tuple[Duty, ...]:
    """Every visit of every role."""
    return tuple(
        Duty(role=number, window=window.mask)
        for number, role in enumerate(template.roles)
        for window in role.visits
    )


def _nearest(
    snapshot: Snapshot, template: Template, offers: Sequence[Offered], ties: dict[int, int], most: int
) -> list[int]:
    """The nearest helpers who are reached, as many for each visit as for the others, in order of ids."""
    reached = [one for one in offers if one.person in ties]
    weight = {
        one: (ties[one.person], _burden(snapshot, template, one.person) + one.burden) for one in reached
    }
    reached.sort(key=lambda one: (weight[one], snapshot.person_id(one.person)))
    queues = [
        dict.fromkeys(one.person for one in reached if one.role == duty.role and one.free & duty.window)
        for duty in duties(template)
    ]
    in_turn = chain.from_iterable(zip_longest(*queues))
    chosen = islice((p for p in dict.fromkeys(in_turn) if p is not None), most)
    return sorted(chosen, key=snapshot.person_id)


def _burden(snapshot: Snapshot, template: Template, person: int) -> int:
    return template.burden.member + load_points(snapshot, person, template.burden.load)


def _numbers(people: frozenset[int], number: dict[int, int]) -> frozenset[int]:
    return frozenset(number[one] for one in people if one in number)
