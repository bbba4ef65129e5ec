"""How many more people a plan would serve with a little more: certain numbers, and bounds that tell if they are all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from time import monotonic

import numpy as np

from matching.allocate.flow import Targets, targets_of
from matching.allocate.ledger import Ledger
from matching.allocate.problem import Ints, Problem
from matching.allocate.solve import MOST_COLUMNS, Rules, Solved, parts, people_of, solve_problem
from matching.allocate.tiers import Tiers, Weights, tiers_in, tiers_of, weights_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """More people served, those in crisis first: surely so many, and no more than ``at_most``.

    ``asks`` are places of asks that would be served and are not.
    """

    surely: Tiers
    at_most: Tiers
    asks: tuple[int, ...]

    @property
    def proven(self) -> bool:
        """Whether it is exactly this."""
        return self.surely == self.at_most


class Base:
    """A plan that is to be bettered, with what it leaves open."""

    def __init__(self, solved: Solved, most_givers: int | None, seconds: float) -> None:
        self.solved, self.most_givers = solved, most_givers
        self.until = monotonic() + seconds
        self.problem: Problem = solved.problem
        self.label: Ints = parts(self.problem)
        owner = self.problem.owner
        self.ledger = Ledger(self.problem, most_givers)
        for edge, slot in zip(solved.plan.edge.tolist(), solved.plan.slot.tolist(), strict=True):
            self.ledger.book(int(owner[edge]), edge, slot)
        self.served = np.zeros(len(self.problem), np.bool_)
        self.served[owner[solved.plan.edge]] = True
        self.helped = np.isin(self.problem.client, self.problem.client[self.served])
        self.slack = self._by_part(solved.promise.edge, self._by_part(solved.plan.edge, {}), minus=True)

    def _by_part(self, edges: Ints, other: dict[int, Tiers], *, minus: bool = False) -> dict[int, Tiers]:
        """How many a plan serves in each part; or how many more than another."""
        found: dict[int, Tiers] = {}
        part = self.label[self.problem.owner[edges]]
        order = np.argsort(part, kind="stable")
        cuts = np.flatnonzero(np.diff(part[order])) + 1
        for some in np.split(order, cuts) if len(order) else []:
            tiers = people_of(tiers_of(self.problem, edges[some], self.solved.stays))
            before = other.get(int(part[some[0]]), Tiers()) if minus else Tiers()
            found[int(part[some[0]])] = Tiers(
                tiers.kept - before.kept, tiers.crisis - before.crisis, tiers.clients - before.clients
            )
        return found

    @cached_property
    def targets(self) -> Targets:
        """The ends of the flow."""
        return targets_of(self.problem)

    @cached_property
    def weights(self) -> Weights:
        """The weights of the flow."""
        return weights_of(self.problem, self.solved.stays)

    def open_clients(self, part: int) -> Tiers:
        """Who is without in a part: asks in crisis, and clients."""
        mine = self.label == part
        crisis = mine & self.problem.crisis & ~self.served
        return Tiers(0, int(crisis.sum()), len(np.unique(self.problem.client[mine & ~self.helped])))

    def gives_up(self, parts_of_it: Iterable[int]) -> bool:
        """Whether parts are not solved again: no time is left, or it would leave them open still."""
        return monotonic() > self.until or any(self.too_large(part) for part in parts_of_it)

    def too_large(self, part: int) -> bool:
        """Whether solving a part again would leave it open still: its plan is not proven, and it is large."""
        if self.slack.get(part, Tiers()) <= Tiers():
            return False
        return int((self.label == part) @ np.diff(self.problem.starts)) > MOST_COLUMNS

    def price(self, resource: int) -> Tiers:
        """What one visit more adds to the flow in people, at most; exactly where its giver has one target.

        A giver's limit of help bears on all that they offer, and ends of a flow stand in for each other: all
        together add no more than each alone would in sum (Gale and Politof 1981).
        """
        giver = self.problem.giver[resource]
        alike = [resource] if giver < 0 else np.flatnonzero(self.problem.giver == giver)
        prices = self.solved.prices[np.unique(self.targets.of[alike])]
        return people_of(sum((tiers_in(int(price), self.weights) for price in prices), Tiers()))

    def again(self, problem: Problem, part: int) -> tuple[Solved, Ints]:
        """A part of a changed problem solved anew for people; and its asks."""
        left = max(self.until - monotonic(), 0.0)
        inner, edges = problem.of_asks(np.flatnonzero(self.label == part))
        stays = np.zeros(len(problem.to), np.bool_)
        if len(problem.to) == len(self.solved.stays):
            stays = self.solved.stays
        mine = stays[edges]
        rules = Rules(
            stays=mine, never=mine & False, most_givers=self.most_givers, seconds=left, people_only=True
        )
        return solve_problem(inner, rules), np.flatnonzero(self.label == part)

    def gained(self, problem: Problem, part: int, direct: Gain) -> Gain:
        """What a changed problem adds in a part, by solving it again; ``direct`` is what is known before."""
        solved, asks = self.again(problem, part)
        mine = (self.label == part) & self.served
        before = Tiers(
            0,
            int((mine & self.problem.crisis).sum()),
            len(np.unique(self.problem.client[mine])),
        )
        now = np.zeros(len(asks), np.bool_)
        now[solved.problem.owner[solved.plan.edge]] = True
        surely = _less(people_of(solved.found), before)
        bound = _less(people_of(solved.bound), before)
        if surely < direct.surely:
            return Gain(surely=direct.surely, at_most=min(bound, direct.at_most), asks=direct.asks)
        new = tuple(asks[now & ~self.served[asks]].tolist())
        return Gain(surely=surely, at_most=max(min(bound, direct.at_most), surely), asks=new)


def _less(now: Tiers, before: Tiers) -> Tiers:
    return Tiers(0, now.crisis - before.crisis, now.clients - before.clients)
