"""A circle as numbers alone: duties, offers, who knows whom, and who must not meet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One visit a week of a role; ``window`` are the half-hours of which it takes one, as bits of the week."""

    role: int
    window: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a neighbour offers for a role: the free half-hours as bits, visits a week at most, points a visit."""

    neighbour: int
    role: int
    free: int
    weekly: int
    burden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Cover every duty with the least burden, by neighbours who all reach the client.

    Neighbours are numbered in order of ids, those who may only introduce after those who may be members.
    ``burden`` and ``weekly`` (visits a week they still give) have one entry a possible member. ``direct``
    know the client; ``opens`` of them would introduce somebody, the others only where they are members. ``links`` are introductions that people are
    willing to make, for each neighbour. ``apart`` are pairs that may not both be in the circle. ``steps`` is
    how many ties a member may be away, by people who are in the circle too; ``introducer`` is the burden of
    one who only introduces, None where nobody may.
    """

    duties: tuple[Duty, ...]
    offers: tuple[Offer, ...]
    burden: tuple[int, ...]
    weekly: tuple[int, ...]
    neighbours: int
    direct: frozenset[int]
    opens: frozenset[int]
    links: tuple[frozenset[int], ...]
    apart: frozenset[tuple[int, int]]
    most_members: int
    roles_each: int
    steps: int
    introducer: int | None

    @property
    def members(self) -> int:
        """How many neighbours may be members; those of higher numbers only introduce."""
        return len(self.burden)

    def weight(self, offers: Iterable[int], introducers: Collection[int]) -> int:
        """The points of a circle: of its members once, of each visit, and of those who only introduce."""
        taken = list(offers)
        members = {self.offers[one].neighbour for one in taken}
        return (
            sum(self.burden[p] for p in members)
            + sum(self.offers[one].burden for one in taken)
            + len(introducers) * (self.introducer or 0)
        )

    def distances(self) -> tuple[int, ...]:
        """Ties from the client to each neighbour over anybody who may be asked; beyond ``steps`` is ``steps + 1``."""
        found = [self.steps + 1] * self.neighbours
        reached = {p for p in self.direct if p < self.members or p in self.opens}
        for step in range(1, self.steps + 1):
            for p in reached:
                found[p] = step
            reached = {q for p in reached for q in self.links[p] if found[q] > self.steps}
        return tuple(found)

    def without(self, neighbour: int) -> Problem:
        """The same without somebody, as a member or an introducer; numbers stay what they are."""
        gone = tuple(
            frozenset() if p == neighbour else linked - {neighbour} for p, linked in enumerate(self.links)
        )
        return replace(
            self,
            offers=tuple(
                replace(one, weekly=0) if one.neighbour == neighbour else one for one in self.offers
            ),
            direct=self.direct - {neighbour},
            opens=self.opens - {neighbour},
            links=gone,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Which offer takes each duty in which half-hour (-1 for none), and who else is asked to introduce somebody.

    ``burden`` is never below ``bound``; ``gap`` is their distance relative to the burden. Where ``proven`` is
    False time ran out: fewer open duties or less burden may be possible.
    """

    offers: tuple[int, ...]
    slots: tuple[int, ...]
    introducers: frozenset[int]
    burden: int
    bound: int
    gap: float
    proven: bool

    @property
    def open(self) -> tuple[int, ...]:
        """The duties that nobody takes."""
        return tuple(duty for duty, offer in enumerate(self.offers) if offer < 0)
