"""Finds the circle around a client: everybody within two ties first, else connected by named introductions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from matching.circle.backups import stepping_in
from matching.circle.chains import Way, way_to
from matching.circle.circle import Backup, Circle, Introducer, Member, OpenVisit, Visit
from matching.circle.missing import open_visits
from matching.circle.model import CircleModel
from matching.circle.offers import Offered, offered
from matching.circle.posed import Posed, pose
from matching.circle.problem import Solution
from matching.circle.reasons import questions_of, reasons_of
from matching.circle.templates import ClientPart, Template
from matching.circle.words import Connection
from matching.errors import NotInSnapshot
from matching.snapshot.snapshot import Snapshot

SECONDS = 5.0
"""How long one circle may be searched for."""

_FIRST = (Connection.TWO_TIES, Connection.INTRODUCTIONS)
"""What is tried; a longer chain of introductions is built only on request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """A circle with what it was found from, to be asked what if somebody drops out.

    ``firm`` are duties that stay with whoever has them, whatever changes around them.
    """

    circle: Circle
    snapshot: Snapshot
    client: int
    template: Template
    parts: tuple[ClientPart, ...]
    offers: tuple[Offered, ...]
    left_out: frozenset[int]
    posed: Posed
    solution: Solution
    firm: frozenset[int] = frozenset()


def arrange(
    snapshot: Snapshot,
    client_id: str,
    template: Template,
    *,
    client_parts: Collection[str] = (),
    connection: Connection | None = None,
    without: Collection[str] = (),
    backups: int = 1,
    seconds: float = SECONDS,
) -> Arrangement:
    """The circle of least burden that leaves the fewest visits open.

    ``client_parts`` are what the client wants to do in it (D24); ``connection`` asks for one kind alone;
    ``without`` names people who are not to be asked; ``backups`` is how many for each role.

    Raises:
        NotInSnapshot: the client is not in the region.
    """
    client = snapshot["people"].row(client_id)
    if client < 0:
        raise NotInSnapshot(id=client_id)
    parts = tuple(one for one in template.client_parts if one.part in frozenset(client_parts))
    template = template.without(one.covers for one in parts if one.covers is not None)
    left_out = frozenset(snapshot["people"].row(one) for one in without)
    offers = tuple(one for one in offered(snapshot, client, template) if one.person not in left_out)

    def solved(kind: Connection) -> tuple[Posed, Solution]:
        posed = pose(snapshot, client, template, offers, kind, left_out)
        return posed, CircleModel(posed.problem).solve(seconds)

    first, *others = _FIRST if connection is None else (connection,)
    posed, solution = solved(first)
    for kind in others if solution.open else ():
        other = solved(kind)
        if len(other[1].open) < len(solution.open):
            posed, solution = other
    told = Telling(snapshot, client, template, posed, solution)
    lacks = open_visits(snapshot, client, template, offers, posed, solution, seconds, left_out)
    return Arrangement(
        circle=told.circle(parts, lacks, backups),
        snapshot=snapshot,
        client=client,
        template=template,
        parts=parts,
        offers=offers,
        left_out=left_out,
        posed=posed,
        solution=solution,
    )


class Telling:
    """Puts people, roles and half-hours in the place of a solution's numbers."""

    def __init__(
        self, snapshot: Snapshot, client: int, template: Template, posed: Posed, solution: Solution
    ) -> None:
        self._snapshot, self._client, self._template = snapshot, client, template
        self._posed, self._solution, self._problem = posed, solution, posed.problem
        self._duties: dict[int, list[int]] = defaultdict(list)
        for duty, offer in enumerate(solution.offers):
            if offer >= 0:
                self._duties[self._problem.offers[offer].neighbour].append(duty)
        self.asked = frozenset(self._duties) | solution.introducers
        self._ways: dict[int, Way] = {p: way_to(self._problem, p, self.asked) or () for p in self.asked}

    def circle(self, parts: tuple[ClientPart, ...], lacks: tuple[OpenVisit, ...], backups: int) -> Circle:
        """The circle as people read it."""
        steps_in = [one for role in range(len(self._template.roles)) for one in self._backups(role, backups)]
        backed = {one.role for one in steps_in}
        return Circle(
            client=self._snapshot.person_id(self._client),
            template=self._template,
            connection=self._posed.connection,
            members=tuple(self._member(p) for p in sorted(self._duties)),
            introducers=tuple(self._introducer(p) for p in sorted(self._solution.introducers)),
            backups=tuple(steps_in),
            unbacked=tuple(one.role for one in self._template.roles if one.role not in backed),
            open=lacks,
            client_parts=parts,
            burden=self._solution.burden,
            bound=self._solution.bound,
            gap=self._solution.gap,
            proven=self._solution.proven,
            considered=self._problem.members,
            helpers=self._posed.helpers,
            policy_version=self._snapshot.policy.version,
            data_version=self._snapshot.cursor,
        )

    def visit(self, duty: int) -> Visit:
        """The visit of a duty that somebody takes."""
        offer = self._posed.offers[self._solution.offers[duty]]
        return Visit(
            role=self._template.roles[offer.role].role,
            slot=self._solution.slots[duty],
            resource=self._snapshot["resources"].ids[offer.resource],
        )

    def taker(self, duty: int) -> str | None:
        """The id of whoever takes a duty."""
        offer = self._solution.offers[duty]
        return None if offer < 0 else self._snapshot.person_id(self._posed.offers[offer].person)

    def ids(self, way: Way) -> tuple[str, ...]:
        """The ids of numbered people."""
        return tuple(self._snapshot.person_id(self._posed.people[p]) for p in way)

    def _member(self, p: int) -> Member:
        duties = sorted(self._duties[p], key=lambda duty: (self._solution.slots[duty], duty))
        offers = [self._posed.offers[one] for one in dict.fromkeys(self._solution.offers[d] for d in duties)]
        introducers = self.ids(self._ways[p])
        return Member(
            person=self.ids((p,))[0],
            visits=tuple(map(self.visit, duties)),
            introducers=introducers,
            reasons=reasons_of(self._snapshot, self._client, self._template, offers[0], introducers),
            questions=questions_of(self._snapshot, self._client, self._template, offers),
        )

    def _introducer(self, p: int) -> Introducer:
        through = [to for to, way in sorted(self._ways.items()) if p in way and to in self._duties]
        return Introducer(person=self.ids((p,))[0], introduces=self.ids(tuple(through)))

    def _backups(self, role: int, most: int) -> list[Backup]:
        of = sum(duty.role == role for duty in self._problem.duties)
        found = []
        for burden, offer, visits, way in stepping_in(self._posed, self._solution, role, most):
            chosen = self._posed.offers[offer]
            found.append(
                Backup(
                    role=self._template.roles[role].role,
                    person=self._snapshot.person_id(chosen.person),
                    resource=self._snapshot["resources"].ids[chosen.resource],
                    visits=visits,
                    of=of,
                    introducers=self.ids(way),
                    asked_anew=self.ids(tuple(p for p in way if p not in self.asked)),
                    burden=burden,
                )
            )
        return found
