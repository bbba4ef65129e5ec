"""The circle of least burden as a mixed-integer program.

Nobody must be found: an open duty costs more than any circle, so that there is always an answer that says
what is missing. A neighbour reaches the client within so many ties over people of the circle; where more
than two ties may be walked, columns count the ties (hop-indexed as in Gouveia 1998) and need not be whole;
where any number may be, a flow from the client reaches every member (single commodity).
Costs come in tiers of one whole number: open duties, changes to a circle that is kept, burden, then ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from matching.circle.problem import Problem, Solution
from matching.circle.rows import Rows
from matching.circle.times import atoms, placed, tight
from matching.solver import Answer, Model, Status


def _kept(problem: Problem, before: Solution) -> Mapping[int, int]:
    """By duty, the offer that takes it and still may."""
    return {duty: o for duty, o in enumerate(before.offers) if o >= 0 and problem.offers[o].weekly > 0}


_COUNTED = 3
"""Up to so many ties are counted; beyond, a flow is quicker."""


class CircleModel:
    """The program of one problem.

    ``before`` is a circle to change as little as can be; ``pinned`` leaves its duties to whoever has them, or
    open, ``firm`` only some of them. Whoever may take no part any more keeps nothing.
    """

    def __init__(
        self,
        problem: Problem,
        before: Solution | None = None,
        *,
        pinned: bool = False,
        firm: Collection[int] = (),
    ) -> None:
        self._problem, self._rows, self._before = problem, Rows(), before
        self._kept = {} if before is None else _kept(problem, before)
        self._pinned, self._firm = pinned, firm
        self._distance = problem.distances()
        self._weigh()
        self._pairs = self._could_take()
        self._takes: dict[tuple[int, int], list[int]] = {}
        """By offer and duty, the columns of which one says that it takes it."""
        self._introduces: dict[int, int] = {}
        self._members: dict[int, int] = {}
        self._add_people()
        self._add_duties()
        self._add_ways()
        self._add_apart()

    def solve(self, seconds: float) -> Solution:
        """The best circle, or the best found in time; where nothing was found, everything is open.

        Raises:
            AnswerRejected: the solver failed or its answer did not stand the check.
        """
        duties = len(self._problem.duties)
        if not self._takes:
            return self._told(dict.fromkeys(range(duties), -1), frozenset(), None)
        answer = Model(self._rows.program(), maximise=False).solve(seconds=seconds)
        if not answer.found:
            return self._told(dict.fromkeys(range(duties), -1), frozenset(), answer)
        chosen = dict.fromkeys(range(duties), -1)
        for (offer, duty), columns in self._takes.items():
            if any(answer.values[column] > 0 for column in columns):
                chosen[duty] = offer
        introducers = frozenset(p for p, column in self._introduces.items() if answer.values[column] > 0)
        return self._told(chosen, introducers, answer)

    def _weigh(self) -> None:
        """The tiers, each above all that the next can add up to."""
        one = self._problem
        asked = min(one.most_members, one.members) * max(1, one.steps)
        heaviest = max([0, one.introducer or 0, *one.burden]) * asked
        heaviest += max([0, *(offer.burden for offer in one.offers)]) * len(one.duties)
        self._burden = 1 + asked * one.neighbours
        self._change = self._burden * (1 + heaviest)
        self._open = self._change * (1 + len(self._kept))

    def _could_take(self) -> dict[int, list[tuple[int, int, int]]]:
        """By neighbour near enough, offers with duties they could take, and the half-hours free for it."""
        one = self._problem
        found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for o, offer in enumerate(one.offers):
            p = offer.neighbour
            if min(offer.weekly, one.weekly[p]) > 0 and self._distance[p] <= one.steps:
                for d, duty in enumerate(one.duties):
                    free = offer.free & duty.window
                    if duty.role == offer.role and free and self._allowed(o, d):
                        found[p].append((o, d, free))
        return found

    def _allowed(self, offer: int, duty: int) -> bool:
        free = not self._pinned and duty not in self._firm
        return free or self._kept.get(duty, offer) == offer

    def _add_people(self) -> None:
        one = self._problem
        for p in range(one.neighbours):
            if p in self._pairs:
                self._members[p] = self._rows.column(one.burden[p] * self._burden + p)
            if one.introducer is not None and self._distance[p] < one.steps and self._may_open(p):
                self._introduces[p] = self._rows.column(one.introducer * self._burden + p)
            if p in self._members and p in self._introduces:
                self._rows.row(self._asked(p), high=1)
        if len(self._members) > one.most_members:
            self._rows.row(list(self._members.values()), high=one.most_members)

    def _may_open(self, p: int) -> bool:
        return bool(self._problem.links[p]) and (p not in self._problem.direct or p in self._problem.opens)

    def _asked(self, p: int) -> list[int]:
        """The columns that say whether somebody is asked, to help or to introduce."""
        return [held[p] for held in (self._members, self._introduces) if p in held]

    def _add_duties(self) -> None:
        for p in sorted(self._pairs):
            self._add_takes(self._pairs[p])
            self._add_limits(p, self._pairs[p])
        takers: dict[int, list[int]] = defaultdict(list)
        for (_, d), columns in self._takes.items():
            takers[d] += columns
        for d in range(len(self._problem.duties)):
            self._rows.row([*takers[d], self._rows.column(self._left_open(d))], low=1, high=1)

    def _left_open(self, duty: int) -> int:
        """What an open duty costs; one that somebody has counts as changed too, a firm one before all others."""
        if duty in self._firm:
            return self._open * (1 + len(self._problem.duties))
        return self._open + self._change * (duty in self._kept)

    def _add_takes(self, pairs: list[tuple[int, int, int]]) -> None:
        """Columns for one neighbour's pairs of offer and duty; those that compete in time name the part of the week."""
        masks = [free for _, _, free in pairs]
        competing = tight(masks)
        parts = atoms(masks[at] for at in competing)
        held: dict[int, list[int]] = defaultdict(list)
        for at, (o, d, free) in enumerate(pairs):
            cost = self._problem.offers[o].burden * self._burden
            cost += self._change * (self._kept.get(d, o) != o)
            if at not in competing:
                self._takes[o, d] = [self._rows.column(cost)]
                continue
            inside = [number for number, part in enumerate(parts) if part & free]
            columns = self._takes[o, d] = [self._rows.column(cost) for _ in inside]
            for number, column in zip(inside, columns, strict=True):
                held[number].append(column)
        for number, columns in sorted(held.items()):
            if len(columns) > parts[number].bit_count():
                self._rows.row(columns, high=parts[number].bit_count())

    def _add_limits(self, p: int, pairs: list[tuple[int, int, int]]) -> None:
        one, member = self._problem, self._members[p]
        by_duty: dict[int, list[int]] = defaultdict(list)
        by_offer: dict[int, list[int]] = defaultdict(list)
        by_role: dict[int, list[list[int]]] = defaultdict(list)
        for o, d, _ in pairs:
            by_duty[d] += self._takes[o, d]
            by_offer[o] += self._takes[o, d]
            by_role[one.duties[d].role].append(self._takes[o, d])
        most = min(one.weekly[p], len(by_duty))
        taken = [c for columns in by_duty.values() for c in columns]
        self._rows.row(taken, [member], times=most, high=0)
        self._rows.row(taken, [member], low=0)
        if most > 1:
            for columns in by_duty.values():
                self._rows.row(columns, [member], high=0)
        for o, columns in by_offer.items():
            if one.offers[o].weekly < min(most, len(columns)):
                self._rows.row(columns, [member], times=one.offers[o].weekly, high=0)
        if len(by_role) > one.roles_each:
            plays = [self._rows.column(whole=False) for _ in by_role]
            for play, played in zip(plays, by_role.values(), strict=True):
                for columns in played:
                    self._rows.row(columns, [play], high=0)
            self._rows.row(plays, [member], times=one.roles_each, high=0)

    def _add_ways(self) -> None:
        """Everybody asked is tied to the client, or to somebody asked who is nearer."""
        if self._problem.steps > max(_COUNTED, self._problem.neighbours - 1):
            self._add_flow()
        else:
            self._add_counted()

    def _add_counted(self) -> None:
        """Count the ties to everybody asked."""
        one = self._problem
        at: dict[tuple[int, int], list[int]] = {}
        """By person and number of ties, the columns that sum to whether they are that near."""
        near = {p: self._distance[p] for p in range(one.neighbours) if self._asked(p)}
        for p, distance in near.items():
            last = one.steps if p in self._members else one.steps - 1
            if distance == 1:
                at[p, 1] = self._asked(p)
            elif distance == last:
                at[p, last] = self._asked(p)
            else:
                for ties in range(distance, last + 1):
                    at[p, ties] = [self._rows.column(whole=False)]
                counted = [at[p, ties][0] for ties in range(distance, last + 1)]
                self._rows.row(counted, self._asked(p), low=0, high=0)
        for (p, ties), columns in at.items():
            if ties > 1:
                over = [c for q in sorted(one.links[p]) for c in at.get((q, ties - 1), ())]
                self._rows.row(columns, over, high=0)

    def _add_flow(self) -> None:
        """Where any number of ties may be walked, the client sends one unit to each member through people asked."""
        one, rows, most = self._problem, self._rows, self._problem.most_members
        into: dict[int, list[int]] = defaultdict(list)
        out: dict[int, list[int]] = defaultdict(list)
        people = [p for p in range(one.neighbours) if self._asked(p)]
        for p in people:
            # Where all who are asked are members, those between take their own units out before.
            units = most if one.introducer is not None else max(0, most + 1 - self._distance[p])
            for q in (None, *sorted(one.links[p])):
                if p in one.direct if q is None else self._asked(q):
                    sent = rows.column(upper=units, whole=False)
                    rows.row([sent], self._asked(p), times=units, high=0)
                    into[p].append(sent)
                    if q is not None:
                        rows.row([sent], self._asked(q), times=units, high=0)
                        out[q].append(sent)
            if p not in one.direct:
                over = [c for q in sorted(one.links[p]) for c in self._asked(q)]
                rows.row(self._asked(p), over, high=0)
        for p in people:
            kept = [self._members[p]] if p in self._members else []
            rows.row(into[p], [*out[p], *kept], low=0, high=0)

    def _add_apart(self) -> None:
        for p, q in sorted(self._problem.apart):
            if self._asked(p) and self._asked(q):
                self._rows.row(self._asked(p) + self._asked(q), high=1)

    def _told(self, chosen: dict[int, int], introducers: frozenset[int], answer: Answer | None) -> Solution:
        one = self._problem
        slots = dict.fromkeys(chosen, -1)
        by_neighbour: dict[int, dict[int, int]] = defaultdict(dict)
        for d, o in chosen.items():
            if o >= 0:
                by_neighbour[one.offers[o].neighbour][d] = one.offers[o].free & one.duties[d].window
        had = (
            {}
            if self._before is None
            else {d: self._before.slots[d] for d, o in self._kept.items() if chosen[d] == o}
        )
        for masks in by_neighbour.values():
            slots |= placed(masks, had)
        burden = one.weight([o for o in chosen.values() if o >= 0], introducers)
        proven = answer is None or answer.status is Status.OPTIMAL
        bound = burden
        if answer is not None and not proven:
            above = sum(self._left_open(d) for d, o in chosen.items() if o < 0)
            above += self._change * sum(chosen[d] not in (o, -1) for d, o in self._kept.items())
            bound = int(max(0.0, min(burden, (answer.bound - above) // self._burden)))
        return Solution(
            offers=tuple(chosen[d] for d in range(len(one.duties))),
            slots=tuple(slots[d] for d in range(len(one.duties))),
            introducers=introducers,
            burden=burden,
            bound=bound,
            gap=(burden - bound) / burden if burden else float(not proven),
            proven=proven,
        )
