"""What is left while a plan is made visit by visit: room, hours of givers, hours of asks."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matching.allocate.flow import NO_SLOT, Plan
from matching.allocate.problem import LEAST, Problem, Week


def bits(week: Week) -> int:
    """A week's half-hours as one number."""
    return sum(int(word) << (64 * i) for i, word in enumerate(week.tolist()))


class Ledger:
    """Visits that fit together, and what they leave; ``most_givers`` limits those of one ask."""

    def __init__(self, problem: Problem, most_givers: int | None = None) -> None:
        self._problem, self._most_givers = problem, most_givers
        self.room: list[float] = problem.room.tolist()
        self.load_room: list[float] = problem.load_room.tolist()
        self.wanting: list[int] = problem.visits.tolist()
        self._busy = [0] * len(problem.load_room)
        self._met = [0] * len(problem)
        self._by: list[dict[int, int]] = [{} for _ in range(len(problem))]
        self._ask_bits = [bits(week) for week in problem.ask_slots]
        self._slot_bits = [bits(week) for week in problem.slots]
        self._giver: list[int] = problem.giver.tolist()
        self._to: list[int] = problem.to.tolist()
        self._timeless: list[bool] = problem.timeless.tolist()
        self._size: list[float] = problem.size.tolist()
        self._load: list[float] = problem.load.tolist()
        self.visits: list[tuple[int, int, int]] = []

    def supporter(self, edge: int) -> int:
        """Who gives: a person or household, or else the resource."""
        resource = self._to[edge]
        return self._giver[resource] if self._giver[resource] >= 0 else -1 - resource

    def has_room(self, edge: int) -> bool:
        """Whether the resource has enough left for one visit."""
        resource = self._to[edge]
        return _fits(self.room[resource], self._size[edge])

    def can_carry(self, edge: int) -> bool:
        """Whether the giver's limit of help leaves one visit."""
        giver = self._giver[self._to[edge]]
        return giver < 0 or _fits(self.load_room[giver], self._load[edge])

    def known_enough(self, ask: int, edge: int) -> bool:
        """Whether the ask may have this giver beside those it has."""
        if self._most_givers is None or self.supporter(edge) in self._by[ask]:
            return True
        return len(self._by[ask]) < self._most_givers

    def free(self, ask: int, edge: int) -> int:
        """The half-hours in which one more visit can be, as bits."""
        resource = self._to[edge]
        common = self._ask_bits[ask] & self._slot_bits[resource] & ~self._met[ask]
        giver = self._giver[resource]
        return common & ~self._busy[giver] if giver >= 0 else common

    def hours_open(self, ask: int, edge: int) -> bool:
        """Whether any half-hour of both is left by the giver's other visits, whatever the ask has already."""
        resource = self._to[edge]
        giver = self._giver[resource]
        common = self._ask_bits[ask] & self._slot_bits[resource]
        return bool(self._timeless[resource] or (common & ~self._busy[giver] if giver >= 0 else common))

    def fits(self, ask: int, edge: int, slot: int | None = None) -> bool:
        """Whether one more visit can be planned, at a half-hour where one is given."""
        if self.wanting[ask] <= 0 or not self.has_room(edge) or not self.can_carry(edge):
            return False
        if not self.known_enough(ask, edge):
            return False
        if self._timeless[self._to[edge]]:
            return slot is None or slot == NO_SLOT
        free = self.free(ask, edge)
        return bool(free) if slot is None else slot >= 0 and bool(free >> slot & 1)

    def book(self, ask: int, edge: int, slot: int | None = None) -> None:
        """Plan one more visit, which must fit; at the first half-hour where none is given."""
        resource, giver = self._to[edge], self._giver[self._to[edge]]
        if self._timeless[resource]:
            slot = NO_SLOT
        elif slot is None:
            free = self.free(ask, edge)
            slot = (free & -free).bit_length() - 1
        if slot >= 0:
            self._met[ask] |= 1 << slot
            if giver >= 0:
                self._busy[giver] |= 1 << slot
        self.room[resource] -= self._size[edge]
        if giver >= 0:
            self.load_room[giver] -= self._load[edge]
        self.wanting[ask] -= 1
        supporter = self.supporter(edge)
        self._by[ask][supporter] = self._by[ask].get(supporter, 0) + 1
        self.visits.append((ask, edge, slot))

    def fill(self, asks: Iterable[int]) -> None:
        """Give each ask in turn its best givers that are free."""
        for ask in asks:
            for edge in self._problem.edges_of(ask):
                while self.fits(ask, edge):
                    self.book(ask, edge)

    def plan(self) -> Plan:
        """What was planned, in order."""
        visits = sorted((ask, slot, edge) for ask, edge, slot in self.visits)
        return Plan(
            np.array([edge for _, _, edge in visits], np.int64),
            np.array([slot for _, slot, _ in visits], np.int32),
        )


def _fits(room: float, size: float) -> bool:
    return room > LEAST and size <= room + LEAST


def greedy_order(problem: Problem) -> list[int]:
    """Asks in the order of plain greed: the most urgent first, then by id."""
    found: list[int] = np.argsort(problem.urgency, kind="stable").tolist()
    return found


def breaks(problem: Problem, plan: Plan, most_givers: int | None = None) -> list[int]:
    """The asks with a visit that does not fit beside those before it, in order."""
    ledger, owner, found = Ledger(problem, most_givers), problem.owner, set()
    for edge, slot in zip(plan.edge.tolist(), plan.slot.tolist(), strict=True):
        ask = int(owner[edge])
        if ledger.fits(ask, edge, slot):
            ledger.book(ask, edge, slot)
        else:
            found.add(ask)
    return sorted(found)
