"""What if somebody drops out: the others keep what they have, and what she did passes on."""

from __future__ import annotations

from dataclasses import replace

from matching.circle.arrange import Arrangement, Telling
from matching.circle.circle import Change, Circle, Visit, Without
from matching.circle.mending import mended, taken_by
from matching.circle.missing import open_visits
from matching.circle.offers import Offered
from matching.circle.posed import Posed, pose
from matching.circle.problem import Solution
from matching.circle.words import Connection
from matching.errors import NotInSnapshot

SECONDS = 0.1
"""How long each of the searches behind one answer may take."""


def without(arrangement: Arrangement, person_id: str, *, seconds: float = SECONDS) -> Without:
    """The circle without a member or an introducer.

    First everybody else keeps every visit; only where that leaves one open may visits change hands, then
    may people be introduced by name: the fewest open visits, then the fewest changes, then the least burden.

    Raises:
        NotInSnapshot: nobody of this id is in the circle.
    """
    row = arrangement.snapshot["people"].row(person_id)
    circle = arrangement.circle
    if circle.member(person_id) is None and person_id not in {one.person for one in circle.introducers}:
        raise NotInSnapshot(id=person_id)
    posed, solution, before = _next(arrangement, row, seconds)
    offers, left_out = _others(arrangement, row)
    snapshot, client, template = arrangement.snapshot, arrangement.client, arrangement.template
    told = Telling(snapshot, client, template, posed, solution)
    lacks = open_visits(snapshot, client, template, offers, posed, solution, seconds, left_out)
    after = told.circle(arrangement.parts, lacks, 0)
    return Without(
        person=person_id,
        changes=_changes(arrangement, told, before, solution),
        asked=_new({one.person for one in after.members}, circle),
        introduce=_new({one.person for one in after.introducers}, circle),
        circle=after,
    )


def each_without(arrangement: Arrangement, *, seconds: float = SECONDS) -> tuple[Without, ...]:
    """What if any one member drops out, in order of ids."""
    return tuple(without(arrangement, one.person, seconds=seconds) for one in arrangement.circle.members)


def _next(arrangement: Arrangement, row: int, seconds: float) -> tuple[Posed, Solution, Solution]:
    """The problem without somebody, its best solution, and the one before in the numbers of that problem."""
    posed = arrangement.posed
    still = replace(posed, problem=posed.problem.without(posed.people.index(row)))
    offers, left_out = _others(arrangement, row)

    def wider() -> Posed:
        snapshot, client = arrangement.snapshot, arrangement.client
        return pose(snapshot, client, arrangement.template, offers, Connection.INTRODUCTIONS, left_out)

    firm = arrangement.firm - taken_by(arrangement.solution, posed, row)
    before = arrangement.solution
    return mended(still, before, wider, firm=firm, open_at_most=len(before.open), seconds=seconds)


def _others(arrangement: Arrangement, row: int) -> tuple[tuple[Offered, ...], frozenset[int]]:
    """What everybody else offers, and who offers nothing now."""
    return tuple(one for one in arrangement.offers if one.person != row), arrangement.left_out | {row}


def _changes(
    arrangement: Arrangement, told: Telling, before: Solution, after: Solution
) -> tuple[Change, ...]:
    """Every visit that passes on, or moves to another hour; whoever had it is read from the circle before."""
    had = Telling(
        arrangement.snapshot,
        arrangement.client,
        arrangement.template,
        arrangement.posed,
        arrangement.solution,
    )
    ids, found = arrangement.snapshot.person_id, []
    for duty, offer in enumerate(arrangement.solution.offers):
        same = before.offers[duty] >= 0 and before.offers[duty] == after.offers[duty]
        if offer < 0 or (same and before.slots[duty] == after.slots[duty]):
            continue
        was: Visit = had.visit(duty)
        now = told.taker(duty)
        found.append(
            Change(
                visit=was if now is None else told.visit(duty),
                was=ids(arrangement.posed.offers[offer].person),
                now=now,
            )
        )
    return tuple(found)


def _new(people: set[str], circle: Circle) -> tuple[str, ...]:
    known = {one.person for one in circle.members} | {one.person for one in circle.introducers}
    return tuple(sorted(people - known))
