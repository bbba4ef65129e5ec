"""Rounds: matching over a whole dong, kept as it was proposed; it holds nothing until a person asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from casework.desk import Actor, Desk, own_dong
from casework.linking.allocating import AllocationTask, pair_of, planned
from casework.linking.circle_told import require_answering
from casework.linking.hidden import hidden_from_most
from casework.linking.solving import AROUND, ExchangeTask, Progress, ProposalFound, Run, Solved, run_here
from casework.linking.standing import Standing, legs_of, standings
from casework.rights import Act, require
from graph.records.people import Person
from graph.records.registry import type_of
from graph.records.rounds import Round, RoundLeg
from graph.store import Unit
from graph.text.render import say_day
from graph.view import View
from graph.words.kinds import LegForm, RoundKind, RoundState
from matching.allocate.allocate import Wishes
from matching.exchange.clearing import Limits

SECONDS = 30.0
"""How long one round is looked for; after that the best found is kept with its gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """A round in the list."""

    id: str
    kind: str
    made_on: str
    made_by: str
    state: str
    state_code: str
    proposals: int
    people: int


_NOT_PROPOSED = frozenset({LegForm.BACKUP, LegForm.RUNNER_UP, LegForm.UNSERVED})


def silent(done: int, total: int) -> None:
    """Tells nobody."""


def propose_exchange(
    desk: Desk,
    actor: Actor,
    *,
    longest_cycle: int = 3,
    longest_chain: int = 4,
    seconds: float = SECONDS,
    run: Run = run_here,
    progress: Progress = silent,
) -> str:
    """Find the best exchanges of the dong and keep them; returns the round's id (D22, D25).

    Raises:
        ExchangesTooMany: there are more possible exchanges than can be held.
    """
    require(actor.viewer, Act.RUN_ROUND)
    total = ExchangeTask.steps + AROUND
    progress(0, total)
    limits = Limits(longest_cycle=longest_cycle, longest_chain=longest_chain, seconds=seconds)
    task = ExchangeTask(
        snapshot=desk.snapshot(actor.viewer), dong=actor.viewer.dong, limits=limits, hidden=hidden_from_most()
    )
    solved = run(task, progress)
    progress(total - 1, total)
    made = Round(
        id=desk.ids.new(Round),
        dong=actor.viewer.dong,
        kind=RoundKind.EXCHANGE,
        made_on=desk.today(),
        longest_cycle=longest_cycle,
        longest_chain=longest_chain,
    )
    return keep_round(desk, actor, made, solved)


def propose_allocation(
    desk: Desk,
    actor: Actor,
    *,
    most_givers: int | None = None,
    seconds: float = SECONDS,
    after: str | None = None,
    run: Run = run_here,
    progress: Progress = silent,
) -> str:
    """Plan visits for all open asks of the dong and keep them; returns the round's id.

    ``after`` is an earlier allocation: what was locked in it stays, what was set aside does not come again, and
    the plan is looked for from what still stands of it.

    Raises:
        WeightsTooLarge: the region is too large for one plan.
    """
    require(actor.viewer, Act.RUN_ROUND)
    total = AllocationTask.steps + AROUND
    progress(0, total)
    settled = () if after is None else _standing(desk, actor, after)
    task = AllocationTask(
        snapshot=desk.snapshot(actor.viewer),
        dong=actor.viewer.dong,
        wishes=Wishes(
            stays=frozenset(pair_of(one) for one in settled if one.leg.record.locked),
            never=frozenset(pair_of(one) for one in settled if one.leg.record.set_aside),
            most_givers=most_givers,
            seconds=seconds,
        ),
        hidden=hidden_from_most(),
        last=planned(settled),
    )
    solved = run(task, progress)
    progress(total - 1, total)
    made = Round(
        id=desk.ids.new(Round),
        dong=actor.viewer.dong,
        kind=RoundKind.ALLOCATE,
        made_on=desk.today(),
        most_givers=most_givers,
    )
    return keep_round(desk, actor, made, solved)


def _standing(desk: Desk, actor: Actor, round_id: str) -> tuple[Standing, ...]:
    """Where the helps of an earlier round of the dong stand."""
    with desk.store.read() as reader:
        own_dong(actor, reader.get(Round, round_id).record)
        whole = standings(reader, legs_of(reader, round_id))
    return tuple(one for one in whole if one.leg.record.ask and one.leg.record.resource)


def keep_round(desk: Desk, actor: Actor, made: Round, solved: Solved) -> str:
    """Keep a round with what was found for it; returns its id."""
    with desk.change(actor, Act.RUN_ROUND, f"{made.kind.ko} 제안") as unit:
        whole = replace(
            made,
            made_by=actor.viewer.staff,
            proven=solved.proven,
            gap_percent=solved.gap_percent,
            says=solved.says,
            policy_version=solved.policy_version,
            data_version=solved.data_version,
        )
        unit.put(whole, expected=0)
        for number, proposal in enumerate(solved.proposals, start=1):
            keep_legs(desk, unit, whole, number, proposal)
    return whole.id


def keep_legs(
    desk: Desk, unit: Unit, of: Round, number: int, proposal: ProposalFound, repairs: int | None = None
) -> None:
    """Keep the legs of a proposal under its number."""
    unit.put_all(
        RoundLeg(
            id=desk.ids.new(RoundLeg),
            dong=of.dong,
            round=of.id,
            number=number,
            place=place,
            form=found.form or proposal.form,
            person=found.person,
            giver=found.giver,
            resource=found.resource,
            ask=found.ask,
            role=found.role,
            slots=found.slots,
            introduced_by=found.introduced_by,
            repairs=repairs,
            locked=found.locked,
            reasons=found.reasons,
            questions=found.questions,
        )
        for place, found in enumerate(proposal.legs, start=1)
    )


def close_round(desk: Desk, actor: Actor, round_id: str, *, expected: int) -> None:
    """Nothing more is done in a round; what was agreed in it goes on."""
    with desk.change(actor, Act.RUN_ROUND, "제안 마침") as unit:
        kept = unit.get(Round, round_id)
        own_dong(actor, kept.record)
        require_answering(actor, unit, kept.record)
        unit.put(replace(kept.record, state=RoundState.CLOSED), expected=expected)


def list_rounds(desk: Desk, actor: Actor, *, limit: int = 100) -> tuple[RoundLine, ...]:
    """The rounds of the dong, newest first."""
    with desk.look(actor, Act.SEE_ROUNDS) as view:
        kept = [one for one in view.reader.each(Round, dong=actor.viewer.dong) if _listed(view, one.record)]
        kept.sort(key=lambda one: (one.at, one.record.id), reverse=True)
        told = []
        for one in kept[:limit]:
            legs = [leg.record for leg in view.reader.referring(RoundLeg, "round", one.record.id)]
            first = [leg for leg in legs if leg.repairs is None and leg.form not in _NOT_PROPOSED]
            told.append(
                RoundLine(
                    id=one.record.id,
                    kind=one.record.kind.label(view.language),
                    made_on=say_day(one.record.made_on, view.language),
                    made_by="" if one.record.made_by is None else view.name(one.record.made_by),
                    state=one.record.state.label(view.language),
                    state_code=one.record.state.value,
                    proposals=len({leg.number for leg in first}),
                    people=len(_people(leg for leg in first if leg.form is not LegForm.DEVELOP)),
                )
            )
        return tuple(told)


def _listed(view: View, of: Round) -> bool:
    """A circle is for who answers for its client."""
    return not view.hides(of) and (of.person is None or view.responsible_for(of.person))


def _people(legs: Iterable[RoundLeg]) -> frozenset[str]:
    return frozenset(
        one for leg in legs for one in (leg.person, leg.giver) if one is not None and type_of(one) is Person
    )
