"""All open asks of a region at once, with reasons; a person decides on every one of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from graph.records.fields import FieldRef
from graph.records.values import Slots
from graph.text.sentence import Sentence, Subject
from matching.allocate import said
from matching.allocate.again import Pair, plan_before
from matching.allocate.days import spread
from matching.allocate.ledger import Ledger
from matching.allocate.limits import Limit, Unserved, limit_of, unserved
from matching.allocate.problem import Problem, problem_of
from matching.allocate.solve import Rules, Solved, greedy, solve_problem
from matching.allocate.tiers import Tiers, tiers_of
from matching.amounts import ONCE
from matching.candidates import Candidates, candidates
from matching.explain import Hidden, Suggestion
from matching.rank import NOTHING, suggestion_of
from matching.snapshot.snapshot import Snapshot
from matching.words import CriterionName


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What workers settled beforehand: pairs that stay, and pairs that must not be.

    ``most_givers`` limits how many give to one ask (continuity); ``seconds`` is how long to look.
    """

    stays: frozenset[Pair] = frozenset()
    never: frozenset[Pair] = frozenset()
    most_givers: int | None = None
    seconds: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    """One giver's visits for an ask; ``slots`` are half-hours of the week, none where those are agreed later.

    ``suggestion`` holds the reasons and questions, None where they were not asked for; ``score`` is None where
    a criterion is hidden.
    """

    giver: str
    resource: str
    visits: int
    slots: tuple[int, ...]
    score: int | None
    stays: bool
    says: Sentence
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """The best candidate that was not chosen, and the limit that stopped it."""

    giver: str
    resource: str
    limit: Limit
    says: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An ask with its givers, best first; ``visits`` of ``wanted`` are planned."""

    ask: str
    client: str
    crisis: bool
    wanted: int
    givings: tuple[Giving, ...]
    runner_up: RunnerUp | None
    says: tuple[Sentence, ...]

    @property
    def visits(self) -> int:
        """How many visits are planned."""
        return sum(one.visits for one in self.givings)


class Missed(StrEnum):
    """Why a pair that was to stay does not."""

    NO_CANDIDATE = "no_candidate"
    NO_ROOM = "no_room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A plan for all asks: none is better than ``bound``, and ``greedy`` is what one after the other gives.

    ``missed`` are pairs that were to stay and do not. ``policy_version`` and ``data_version`` say what it
    was made on.
    """

    served: tuple[Served, ...]
    unserved: tuple[Unserved, ...]
    found: Tiers
    bound: Tiers
    greedy: Tiers
    missed: tuple[tuple[Pair, Missed], ...]
    says: tuple[Sentence, ...]
    policy_version: str
    data_version: str

    @property
    def proven(self) -> bool:
        """Whether no plan is better."""
        return self.found == self.bound

    @property
    def gap(self) -> float:
        """The distance to the bound in the first tier in which they differ, relative to it; 0 where proven."""
        return self.found.short_of(self.bound)

    @property
    def more_people(self) -> int:
        """How many more people are served than by plain greed."""
        return self.found.clients - self.greedy.clients


@dataclass(frozen=True, slots=True)
class Worked:
    """An allocation's numbers, to explain and to solve again from."""

    snapshot: Snapshot
    whole: Problem
    wishes: Wishes
    solved: Solved


def allocate(
    snapshot: Snapshot,
    wishes: Wishes | None = None,
    *,
    table: Candidates | None = None,
    last: Mapping[Pair, Slots | None] | None = None,
    explain: Collection[str] | None = None,
    hidden: Hidden = NOTHING,
) -> Allocation:
    """The best plan for the open asks of a region, or of a table of candidates.

    ``last`` are the pairs of an earlier plan with their half-hours, None where they were left open: the plan
    is looked for from there, and is as good as a fresh one. ``explain`` names the asks whose givers come with
    reasons and questions; None is all of them.

    Raises:
        WeightsTooLarge: the region is too large for one plan.
    """
    return told(worked(snapshot, wishes, table, last), explain=explain, hidden=hidden)


def worked(
    snapshot: Snapshot,
    wishes: Wishes | None = None,
    table: Candidates | None = None,
    last: Mapping[Pair, Slots | None] | None = None,
) -> Worked:
    """The plan in numbers."""
    wishes = wishes or Wishes()
    table = candidates(snapshot) if table is None else table
    whole = problem_of(snapshot, table.serving(snapshot))
    before = plan_before(snapshot, whole, last) if last else None
    return Worked(snapshot, whole, wishes, solve_problem(whole, rules_of(snapshot, whole, wishes), before))


def rules_of(snapshot: Snapshot, problem: Problem, wishes: Wishes) -> Rules:
    """Wishes as rules about edges."""
    return Rules(
        stays=_named(snapshot, problem, wishes.stays - wishes.never),
        never=_named(snapshot, problem, wishes.never),
        most_givers=wishes.most_givers,
        seconds=wishes.seconds,
    )


def _named(
    snapshot: Snapshot, problem: Problem, pairs: Collection[Pair]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which edges are of some pairs."""
    found = np.zeros(len(problem.to), np.bool_)
    places = {row: place for place, row in enumerate(problem.asks.tolist())}
    for ask, resource in pairs:
        place = places.get(snapshot["asks"].row(ask), -1)
        if place >= 0:
            mine = slice(int(problem.starts[place]), int(problem.starts[place + 1]))
            found[mine] |= problem.resources[problem.to[mine]] == snapshot["resources"].row(resource)
    return found


def told(work: Worked, *, explain: Collection[str] | None = None, hidden: Hidden = NOTHING) -> Allocation:
    """A plan in ids and sentences."""
    snapshot, solved = work.snapshot, work.solved
    problem = solved.problem
    plan = spread(problem, solved.plan)
    ledger = Ledger(problem, work.wishes.most_givers)
    by_ask: dict[int, list[tuple[int, int]]] = {}
    owner = problem.owner
    for edge, slot in zip(plan.edge.tolist(), plan.slot.tolist(), strict=True):
        ledger.book(int(owner[edge]), edge, slot)
        by_ask.setdefault(int(owner[edge]), []).append((edge, slot))
    ids = snapshot["asks"].ids
    served = tuple(
        _served(work, ledger, ask, visits, explain is None or ids[int(problem.asks[ask])] in explain, hidden)
        for ask, visits in sorted(by_ask.items())
    )
    without = [ask for ask in range(len(problem)) if ask not in by_ask]
    plain = greedy(problem, work.wishes.most_givers)
    plain_tiers = tiers_of(problem, plain.edge, solved.stays)
    return Allocation(
        served=served,
        unserved=tuple(unserved(snapshot, work.whole, problem, ledger, ask, hidden) for ask in without),
        found=solved.found,
        bound=solved.bound,
        greedy=plain_tiers,
        missed=_missed(work, served),
        says=_summary(len(problem), len(served), solved, plain_tiers),
        policy_version=snapshot.policy.version,
        data_version=snapshot.cursor,
    )


def _served(
    work: Worked, ledger: Ledger, ask: int, visits: list[tuple[int, int]], explain: bool, hidden: Hidden
) -> Served:
    snapshot, problem = work.snapshot, work.solved.problem
    row = int(problem.asks[ask])
    ask_id, client = snapshot["asks"].ids[row], snapshot.person_id(int(problem.client[ask]))
    slots: dict[int, list[int]] = {}
    for edge, slot in visits:
        slots.setdefault(edge, []).append(slot)
    once = int(snapshot["asks"]["period"][row]) == ONCE
    givings = tuple(
        _giving(work, ask_id, client, edge, slots[edge], once, explain, hidden) for edge in sorted(slots)
    )
    says = [one.says for one in givings]
    wanted = int(problem.visits[ask])
    if len(visits) < wanted:
        says.append(said.PARTLY.say(FieldRef(ask_id, "amount"), wanted=wanted, visits=len(visits)))
    # Whoever is not told of all criteria is told nothing that follows from their sum.
    runner_up = None if _hides_points(hidden) else _runner_up(work, ledger, ask, set(slots))
    if runner_up is not None:
        says.append(runner_up.says)
    return Served(
        ask=ask_id, client=client, crisis=bool(problem.crisis[ask]), wanted=wanted,
        givings=givings, runner_up=runner_up, says=tuple(says),
    )  # fmt: skip


def _giving(
    work: Worked,
    ask: str,
    client: str,
    edge: int,
    slots: list[int],
    once: bool,
    explain: bool,
    hidden: Hidden,
) -> Giving:
    snapshot, problem = work.snapshot, work.solved.problem
    resource, giver = named(snapshot, problem, edge)
    told_slots = tuple(slot for slot in slots if slot >= 0) if _agreed(snapshot, problem, ask, edge) else ()
    return Giving(
        giver=giver,
        resource=resource,
        visits=len(slots),
        slots=told_slots,
        score=None if _hides_points(hidden) else int(problem.scores[edge]),
        stays=bool(work.solved.stays[edge]),
        says=(said.ONCE if once else said.WEEKLY).say(
            FieldRef(resource, "giver"), FieldRef(ask, "person"), FieldRef(ask, "amount"),
            giver=Subject(giver), client=Subject(client), resource=Subject(resource), visits=len(slots),
        ),
        suggestion=suggestion_of(snapshot, ask, resource, hidden=hidden) if explain else None,
    )  # fmt: skip


def _hides_points(hidden: Hidden) -> bool:
    return any(isinstance(one, CriterionName) for one in hidden)


def _agreed(snapshot: Snapshot, problem: Problem, ask: str, edge: int) -> bool:
    """Whether either side names hours; where neither does, they agree on them later."""
    asked = snapshot["asks"]["slots_known"][snapshot["asks"].row(ask)] == 1
    offered = snapshot["resources"]["slots_known"][problem.resources[problem.to[edge]]] == 1
    return bool(asked or offered)


def named(snapshot: Snapshot, problem: Problem, edge: int) -> Pair:
    """The ids of an edge's resource and of who gives it, the resource itself where that is not held here."""
    row = int(problem.resources[problem.to[edge]])
    resource = snapshot["resources"].ids[row]
    party = int(snapshot["resources"]["giver"][row])
    return resource, snapshot.party_id(party) if party >= 0 else resource


_NEXT = {
    Limit.SCORES: said.NEXT_SCORES,
    Limit.CAPACITY: said.NEXT_CAPACITY,
    Limit.HOURS: said.NEXT_HOURS,
    Limit.LOAD: said.NEXT_LOAD,
    Limit.LOCK: said.NEXT_LOCK,
    Limit.GIVERS: said.NEXT_GIVERS,
}


def _runner_up(work: Worked, ledger: Ledger, ask: int, chosen: set[int]) -> RunnerUp | None:
    """The best edge that was not chosen, among those that were settled not to be as well."""
    snapshot, whole, problem = work.snapshot, work.whole, work.solved.problem
    taken = {int(problem.to[edge]) for edge in chosen}
    mine = {int(problem.to[edge]): edge for edge in problem.edges_of(ask)}
    for edge in whole.edges_of(ask):
        resource = int(whole.to[edge])
        if resource in taken:
            continue
        least = min(int(problem.scores[one]) for one in chosen)
        limit = limit_of(problem, ledger, ask, mine[resource], least) if resource in mine else Limit.LOCK
        resource_id, giver = named(snapshot, whole, edge)
        most = {"most": work.wishes.most_givers or 0} if limit is Limit.GIVERS else {}
        says = _NEXT[limit].say(FieldRef(resource_id, "giver"), giver=Subject(giver), **most)
        return RunnerUp(giver=giver, resource=resource_id, limit=limit, says=says)
    return None


def _missed(work: Worked, served: tuple[Served, ...]) -> tuple[tuple[Pair, Missed], ...]:
    kept = {(one.ask, giving.resource) for one in served for giving in one.givings}
    snapshot, whole = work.snapshot, work.whole
    found = []
    for pair in sorted(work.wishes.stays - kept):
        there = _named(snapshot, whole, {pair}).any()
        found.append((pair, Missed.NO_ROOM if there else Missed.NO_CANDIDATE))
    return tuple(found)


def _summary(asks: int, served: int, solved: Solved, plain: Tiers) -> tuple[Sentence, ...]:
    people = solved.found.clients
    more = people - plain.clients
    says = [said.SERVED.say(asks=asks, served=served, people=people)]
    if more > 0:
        says.append(said.MORE_THAN_GREEDY.say(more=more))
    elif more == 0:
        says.append(said.AS_MANY_AS_GREEDY.say())
    else:
        says.append(said.CRISIS_BEFORE.say(fewer=-more))
    if solved.proven:
        says.append(said.PROVEN.say())
    else:
        says.append(said.NOT_PROVEN.say(more=max(solved.bound.clients - people, 0)))
    return tuple(says)
