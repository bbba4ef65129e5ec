"""What would serve most people more, as a round: help that nobody gives yet, and one visit more of what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from casework.desk import Actor, Desk
from casework.linking.rounds import SECONDS, keep_round, silent
from casework.linking.solving import (
    STEPS,
    LegFound,
    Progress,
    ProposalFound,
    Run,
    Solved,
    Tell,
    asks_of,
    kept,
    run_here,
    unheard,
)
from casework.rights import Act, require
from graph.records.people import Household, Organisation, Person
from graph.records.registry import type_of
from graph.records.rounds import Round
from graph.records.values import Slots
from graph.text.sentence import Sentence
from graph.words.kinds import LegForm, RoundKind
from matching.allocate.allocate import Wishes, told, worked
from matching.candidates import candidates
from matching.develop.missing import Missing, half_hours, missing
from matching.develop.more import OneMore, one_more_of_each
from matching.rank import open_rows
from matching.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopTask:
    """What one more of each resource, and of those that do not exist yet, would be worth to the asks of a dong.

    ``visits`` a week is what somebody new would give; None is what one helper usually gives.
    """

    snapshot: Snapshot
    dong: str
    visits: int | None
    seconds: float
    steps: ClassVar[int] = 1

    def solve(self, tell: Tell = unheard) -> Solved:
        """What would serve somebody more, the best first, as findings: one for each, its asks as helps."""
        table = candidates(self.snapshot, asks_of(self.snapshot, open_rows(self.snapshot), self.dong))
        work = worked(self.snapshot, Wishes(seconds=self.seconds), table)
        new = missing(work, visits=self.visits, seconds=self.seconds)
        more = one_more_of_each(work, seconds=self.seconds)
        plan = told(work, explain=())
        found = (*(_new(self.snapshot, one) for one in new), *(_more(self.snapshot, one) for one in more))
        return Solved(
            proposals=tuple(one for one in found if one.legs),
            proven=plan.proven and all(one.proven for one in new) and all(one.proven for one in more),
            gap_percent=round(100 * plan.gap, 2),
            policy_version=plan.policy_version,
            data_version=plan.data_version,
            says=kept(plan.says[:1], frozenset()),
        )

    def detached(self) -> DevelopTask:
        """The same, to be sent to another process."""
        return replace(self, snapshot=self.snapshot.detached())


def propose_development(
    desk: Desk,
    actor: Actor,
    *,
    visits: int | None = None,
    seconds: float = SECONDS,
    run: Run = run_here,
    progress: Progress = silent,
) -> str:
    """Find which resources to look for and keep them; returns the round's id.

    Raises:
        WeightsTooLarge: the region is too large for one plan.
    """
    require(actor.viewer, Act.RUN_ROUND)
    progress(0, STEPS)
    task = DevelopTask(
        snapshot=desk.snapshot(actor.viewer), dong=actor.viewer.dong, visits=visits, seconds=seconds
    )
    solved = run(task, progress)
    progress(STEPS - 1, STEPS)
    made = Round(id=desk.ids.new(Round), dong=actor.viewer.dong, kind=RoundKind.DEVELOP, made_on=desk.today())
    return keep_round(desk, actor, made, solved)


def _new(snapshot: Snapshot, one: Missing) -> ProposalFound:
    return _found(snapshot, one.asks, one.says, slots=Slots(half_hours(one.hours)))


def _more(snapshot: Snapshot, one: OneMore) -> ProposalFound:
    giver = one.giver if type_of(one.giver) in (Person, Organisation, Household) else None
    return _found(snapshot, one.asks, (one.says,), giver=giver, resource=one.resource)


def _found(
    snapshot: Snapshot,
    asks: Sequence[str],
    says: Sequence[Sentence],
    *,
    slots: Slots | None = None,
    giver: str | None = None,
    resource: str | None = None,
) -> ProposalFound:
    """One resource with the asks that it would serve; each ask is a leg, so that it goes with its client."""
    table, own = snapshot["asks"], frozenset(filter(None, (giver, resource)))
    return ProposalFound(
        form=LegForm.DEVELOP,
        legs=tuple(
            LegFound(
                person=snapshot.person_id(int(table["person"][table.row(ask)])),
                giver=giver,
                resource=resource,
                ask=ask,
                slots=slots,
                reasons=kept(says, own),
            )
            for ask in asks
        ),
    )
