"""A circle that was kept is taken up again: to ask what if, and to fill what somebody's no left open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from graph.records.values import Slots
from graph.words.giving import GivingRole
from matching.circle.around import apart_among
from matching.circle.arrange import SECONDS, Arrangement, Telling
from matching.circle.mending import mended
from matching.circle.missing import open_visits
from matching.circle.offers import Offered, offered
from matching.circle.posed import Posed, pose
from matching.circle.problem import Solution
from matching.circle.templates import ClientPart, Role, Template
from matching.circle.times import placed
from matching.circle.words import Connection
from matching.errors import NotInSnapshot
from matching.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVisit:
    """Somebody's visit in a circle as it was kept; ``firm`` where it was agreed and stays."""

    person: str
    role: GivingRole
    resource: str
    slot: int
    firm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A circle as it was kept: its visits, who introduces, and who is not to be asked, at all or for a role."""

    visits: tuple[KeptVisit, ...]
    introducers: tuple[str, ...] = ()
    client_parts: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    without_role: frozenset[tuple[str, GivingRole]] = frozenset()


def take_up(snapshot: Snapshot, client_id: str, template: Template, kept: Kept) -> Arrangement:
    """The circle of today that is nearest to one that was kept; what no gate lets pass any more is open.

    A firm visit that would not pass any more stays as it is outside of the program: it is agreed, and a person
    decides whether it goes on. Nobody who must not meet its giver is asked.

    Raises:
        NotInSnapshot: the client is not in the region.
    """
    client = snapshot["people"].row(client_id)
    if client < 0:
        raise NotInSnapshot(id=client_id)
    parts = tuple(one for one in template.client_parts if one.part in kept.client_parts)
    template = template.without(one.covers for one in parts if one.covers is not None)
    offers = _offers(snapshot, client, template, kept)
    carried: frozenset[KeptVisit] = frozenset()
    while True:
        arrangement, lost = _posed(snapshot, client, template, parts, kept, offers, carried)
        if not lost:
            return arrangement
        carried |= lost


def mend(
    arrangement: Arrangement, *, open_at_most: int, backups: int = 1, seconds: float = SECONDS
) -> Arrangement:
    """The circle with its gaps filled; whoever stays keeps what they have, firm visits always."""
    snapshot, client, template = arrangement.snapshot, arrangement.client, arrangement.template

    def wider() -> Posed:
        return pose(
            snapshot,
            client,
            template,
            arrangement.offers,
            Connection.INTRODUCTIONS,
            arrangement.left_out,
        )

    posed, solution, _ = mended(
        arrangement.posed,
        arrangement.solution,
        wider,
        firm=arrangement.firm,
        open_at_most=open_at_most,
        seconds=seconds,
    )
    told = Telling(snapshot, client, template, posed, solution)
    lacks = open_visits(
        snapshot, client, template, arrangement.offers, posed, solution, seconds, arrangement.left_out
    )
    circle = told.circle(arrangement.parts, lacks, backups)
    return replace(arrangement, circle=circle, posed=posed, solution=solution)


def _offers(snapshot: Snapshot, client: int, template: Template, kept: Kept) -> tuple[Offered, ...]:
    row = snapshot["people"].row
    gone = frozenset(map(row, kept.without))
    barred = {(row(person), role) for person, role in kept.without_role}
    return tuple(
        one
        for one in offered(snapshot, client, template)
        if one.person not in gone and (one.person, template.roles[one.role].role) not in barred
    )


def _posed(
    snapshot: Snapshot,
    client: int,
    template: Template,
    parts: tuple[ClientPart, ...],
    kept: Kept,
    offers: Sequence[Offered],
    carried: frozenset[KeptVisit],
) -> tuple[Arrangement, frozenset[KeptVisit]]:
    """The kept circle in numbers, and firm visits that find no place in it."""
    roles, taken = _roles(template, kept.visits, carried)
    template = replace(template, roles=roles)
    left_out = frozenset(snapshot["people"].row(one) for one in kept.without)
    left_out |= _apart_from(snapshot, carried, offers)
    still = tuple(one for one in offers if one.person not in left_out)
    kinds = (Connection.INTRODUCTIONS,) if kept.introducers else tuple(Connection)[:2]
    posed, places = _nearest(snapshot, client, template, still, left_out, kinds, taken)
    lost = frozenset(one for duty, one in taken.items() if one.firm and duty not in places)
    solution = _solution(snapshot, posed, kept.introducers, taken, places)
    told = Telling(snapshot, client, template, posed, solution)
    arrangement = Arrangement(
        circle=told.circle(parts, (), 0),
        snapshot=snapshot,
        client=client,
        template=template,
        parts=parts,
        offers=still,
        left_out=left_out,
        posed=posed,
        solution=solution,
        firm=frozenset(duty for duty, one in taken.items() if one.firm and duty in places),
    )
    return arrangement, lost


def _roles(
    template: Template, visits: Iterable[KeptVisit], carried: frozenset[KeptVisit]
) -> tuple[tuple[Role, ...], dict[int, KeptVisit]]:
    """The roles with firm visits narrowed to their half-hour and carried ones taken out; and who has which duty."""
    by_role: dict[GivingRole, list[KeptVisit]] = defaultdict(list)
    for one in sorted(visits, key=lambda one: (not one.firm, one.slot, one.person)):
        by_role[one.role].append(one)
    roles, taken = list[Role](), dict[int, KeptVisit]()
    for role in template.roles:
        mine = by_role[role.role]
        windows = {
            at: sum(1 << number for number, window in enumerate(role.visits) if window.mask >> one.slot & 1)
            for at, one in enumerate(mine)
        }
        by_number = {number: mine[at] for at, number in placed(windows).items()}
        left = list[Slots]()
        for number, window in enumerate(role.visits):
            has = by_number.get(number)
            if has in carried:
                continue
            if has is not None:
                taken[sum(len(before.visits) for before in roles) + len(left)] = has
            left.append(Slots(1 << has.slot) if has is not None and has.firm else window)
        roles.append(replace(role, visits=tuple(left)))
    return tuple(roles), taken


def _apart_from(
    snapshot: Snapshot, carried: frozenset[KeptVisit], offers: Sequence[Offered]
) -> frozenset[int]:
    """People who must not meet the givers of visits that are carried on."""
    givers = [snapshot["people"].row(one) for one in sorted({visit.person for visit in carried})]
    if not givers:
        return frozenset()
    people = [*givers, *sorted({one.person for one in offers} - set(givers))]
    pairs = apart_among(snapshot, people)
    return frozenset(people[high] for low, high in pairs if low < len(givers) <= high)


def _nearest(
    snapshot: Snapshot,
    client: int,
    template: Template,
    offers: tuple[Offered, ...],
    left_out: frozenset[int],
    kinds: Sequence[Connection],
    taken: dict[int, KeptVisit],
) -> tuple[Posed, dict[int, int]]:
    """The first problem in which every visit that was kept has its offer, else the last; by duty the offer."""
    for kind in kinds:
        posed = pose(snapshot, client, template, offers, kind, left_out)
        number = {
            (one.person, template.roles[one.role].role, one.resource): at
            for at, one in enumerate(posed.offers)
        }
        places = dict[int, int]()
        for duty, one in taken.items():
            person, resource = snapshot["people"].row(one.person), snapshot["resources"].row(one.resource)
            at = number.get((person, one.role, resource), -1)
            if at >= 0 and posed.offers[at].free >> one.slot & 1:
                places[duty] = at
        if len(places) == len(taken):
            break
    return posed, places


def _solution(
    snapshot: Snapshot,
    posed: Posed,
    introducers: Collection[str],
    taken: dict[int, KeptVisit],
    places: dict[int, int],
) -> Solution:
    number = {snapshot.person_id(person): at for at, person in enumerate(posed.people)}
    members = {posed.problem.offers[offer].neighbour for offer in places.values()}
    asked = frozenset(number[one] for one in introducers if one in number) - members
    weight = posed.problem.weight(places.values(), asked)
    duties = range(len(posed.problem.duties))
    return Solution(
        offers=tuple(places.get(duty, -1) for duty in duties),
        slots=tuple(taken[duty].slot if duty in places else -1 for duty in duties),
        introducers=asked,
        burden=weight,
        bound=weight,
        gap=0.0,
        proven=True,
    )
