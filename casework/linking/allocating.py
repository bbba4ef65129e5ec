"""The allocation of all asks of a dong as a task: visits with their reasons, who comes next, who has nobody yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar

from casework.linking.live import kept_reason, kept_reasons
from casework.linking.solving import LegFound, ProposalFound, Solved, Tell, asks_of, kept, unheard
from casework.linking.standing import Standing
from graph.records.people import Household, Organisation, Person
from graph.records.registry import type_of
from graph.records.values import Slots
from graph.words.kinds import LegForm
from graph.words.word import Word
from matching.allocate.again import Pair
from matching.allocate.allocate import Giving, RunnerUp, Served, Wishes, allocate, told, worked
from matching.allocate.limits import Unserved
from matching.candidates import Candidates, candidates
from matching.rank import open_rows
from matching.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationTask:
    """The best plan of visits for the asks of a dong; questions of ``hidden`` gates are left out.

    It is looked for from the ``last`` plan: pairs with their half-hours, None where those were left open.
    """

    snapshot: Snapshot
    dong: str
    wishes: Wishes
    hidden: frozenset[Word]
    last: dict[Pair, Slots | None] = field(default_factory=dict)
    steps: ClassVar[int] = 3

    def solve(self, tell: Tell = unheard) -> Solved:
        """The plan, as findings: one proposal for each ask, served or not; candidates, plan, then reasons."""
        table = self._candidates()
        tell(1)
        work = worked(self.snapshot, self.wishes, table, self.last)
        tell(2)
        found = told(work)
        served = (_proposal(one, self.hidden) for one in found.served)
        without = (_unserved(one) for one in found.unserved)
        return Solved(
            proposals=(*(one for one in served if one.legs), *without),
            proven=found.proven,
            gap_percent=round(100 * found.gap, 2),
            policy_version=found.policy_version,
            data_version=found.data_version,
            says=kept(found.says, frozenset()),
        )

    def serve(self, ask: str) -> ProposalFound | None:
        """What the plan proposes for one ask; None where it has nobody."""
        found = allocate(
            self.snapshot, self.wishes, table=self._candidates(), last=self.last, explain=frozenset({ask})
        )
        return next((_proposal(one, self.hidden) for one in found.served if one.ask == ask), None)

    def _candidates(self) -> Candidates:
        return candidates(self.snapshot, asks_of(self.snapshot, open_rows(self.snapshot), self.dong))

    def detached(self) -> AllocationTask:
        """The same, to be sent to another process."""
        return replace(self, snapshot=self.snapshot.detached())


def pair_of(one: Standing) -> Pair:
    """The ask and the resource of a leg."""
    return one.leg.record.ask or "", one.leg.record.resource or ""


def planned(every: Iterable[Standing]) -> dict[Pair, Slots | None]:
    """The visits of a round that still stand, with their half-hours where those are known."""
    return {
        pair_of(one): one.leg.record.slots
        for one in every
        if one.leg.record.form is LegForm.VISITS and not one.ended
    }


def _proposal(one: Served, hidden: frozenset[Word]) -> ProposalFound:
    return ProposalFound(form=LegForm.VISITS, legs=tuple(_legs(one, hidden)))


def _legs(one: Served, hidden: frozenset[Word]) -> Iterator[LegFound]:
    for giving in one.givings:
        if _known(giving.giver):
            yield _visits(one, giving, hidden)
    if one.runner_up is not None and _known(one.runner_up.giver):
        yield _next(one, one.runner_up)


def _visits(one: Served, giving: Giving, hidden: frozenset[Word]) -> LegFound:
    own = frozenset((one.ask, one.client, giving.giver, giving.resource))
    suggestion = giving.suggestion
    asked = () if suggestion is None else suggestion.questions
    return LegFound(
        person=one.client,
        giver=giving.giver,
        resource=giving.resource,
        ask=one.ask,
        slots=Slots(sum(1 << slot for slot in giving.slots)) if giving.slots else None,
        reasons=(
            kept_reason(giving.says, own),
            *(() if suggestion is None else kept_reasons(suggestion.explanation, own)),
        ),
        questions=kept((one.sentence for one in asked if one.gate not in hidden), own),
        introduced_by=suggestion.introducers[-1]
        if suggestion is not None and suggestion.introducers
        else None,
    )


def _next(one: Served, runner_up: RunnerUp) -> LegFound:
    """Who comes next is a leg of its own, so that they can be asked, and forgotten."""
    own = frozenset((one.ask, one.client, runner_up.giver, runner_up.resource))
    return LegFound(
        person=one.client,
        giver=runner_up.giver,
        resource=runner_up.resource,
        ask=one.ask,
        reasons=(kept_reason(runner_up.says, own),),
        form=LegForm.RUNNER_UP,
    )


def _unserved(one: Unserved) -> ProposalFound:
    own = frozenset((one.ask, one.client))
    leg = LegFound(
        person=one.client, giver=None, resource=None, ask=one.ask, reasons=(kept_reason(one.says, own),)
    )
    return ProposalFound(form=LegForm.UNSERVED, legs=(leg,))


def _known(giver: str) -> bool:
    """Whether the giver is somebody whom records can name."""
    return type_of(giver) in (Person, Organisation, Household)
