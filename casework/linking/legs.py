"""What people say to one help of a round: ask, answer, no, not reached; keep it, or these two not; repair.

A leg becomes a linkage by the same act as any suggestion, with every gate run again on live records in the
same unit of work. A no ends one leg only (D25); not reached is no refusal (D22).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from casework.desk import Actor, Desk, own_dong
from casework.errors import LegNotAsked, LegUnderWay, NothingToRepair, RoundClosed
from casework.linking.allocating import AllocationTask, pair_of, planned
from casework.linking.circle_legs import ask_in_circle, decline_in_circle, mend_circle
from casework.linking.circle_told import require_answering
from casework.linking.decide import No, answer_within, ask_within, decline_within
from casework.linking.hidden import hidden_from_most
from casework.linking.rounds import keep_legs
from casework.linking.rounds_told import exchange_of
from casework.linking.solving import ProposalFound, leg_found, proposal_found
from casework.linking.standing import HOLDS_NOTHING, OVER, Standing, legs_of, standings
from casework.rights import Act
from graph.records.people import Person
from graph.records.rounds import Round, RoundLeg
from graph.store import Unit
from graph.words.kinds import Answer, LegForm, RoundKind, RoundState, Side
from graph.words.word import Word
from matching.allocate.allocate import Wishes
from matching.exchange.clearing import Limits
from matching.exchange.propose import Exchange
from matching.exchange.repair import Repair, repair

REPAIR_SECONDS = 5.0


def ask_for_leg(desk: Desk, actor: Actor, leg_id: str, *, expected: int) -> str:
    """Ask the helper of a leg, holding the place until an hour (D6); returns the linkage's id.

    Raises:
        GateClosed: a hard condition fails on the live records.
        ConsentMissing: the client has not agreed to be introduced.
        RoundClosed: nothing more is done in this round.
    """
    with desk.change(actor, Act.DECIDE, "품앗이 연계 요청") as unit:
        standing = _standing(actor, unit, leg_id)
        leg = standing.leg.record
        if leg.role is not None:
            linkage = ask_in_circle(desk, actor, unit, standing)
        elif leg.ask is None or leg.resource is None:
            raise LegNotAsked()
        else:
            linkage = ask_within(desk, actor, unit, leg.ask, leg.resource)
        asked = replace(leg, linkage=linkage, set_aside=False, client_answer=None, helper_answer=None)
        unit.put(asked, expected=expected)
        _in_part(unit, leg.round)
        return linkage


def answer_leg(
    desk: Desk, actor: Actor, leg_id: str, side: Side, said: Answer, *, expected: int, no: No | None = None
) -> None:
    """Record what one side said to a leg; ``expected`` is the version of its linkage, else of the leg.

    A no is kept as a refusal with its scope; full and not reached are none. The other legs stay as they are.

    Raises:
        LegNotAsked: a yes counts once the helper was asked.
        RoundClosed: nothing more is done in this round.
    """
    with desk.change(actor, Act.DECIDE, f"{side.ko}의 답: {said.ko}") as unit:
        standing = _standing(actor, unit, leg_id)
        leg, linkage = standing.leg.record, standing.linkage
        if linkage is not None and linkage.record.state not in OVER:
            answer_within(desk, actor, unit, linkage.record.id, side, said, expected=expected, no=no)
            return
        if leg.giver is None or (said is Answer.YES and leg.form not in HOLDS_NOTHING):
            raise LegNotAsked()
        answered = (
            replace(leg, client_answer=said) if side is Side.CLIENT else replace(leg, helper_answer=said)
        )
        if said is Answer.NO:
            answered = replace(answered, linkage=_declined(desk, actor, unit, leg, side, no))
        unit.put(answered, expected=expected)
        if said is Answer.YES:
            _in_part(unit, leg.round)


def _declined(desk: Desk, actor: Actor, unit: Unit, leg: RoundLeg, side: Side, no: No | None) -> str | None:
    """Keep a no to a help that nobody was asked for; the linkage that says so, where there is one."""
    if leg.ask is None or leg.resource is None:
        return decline_in_circle(desk, actor, unit, leg, side, no)
    return decline_within(desk, actor, unit, leg.ask, leg.resource, side, no)[0]


def lock_leg(desk: Desk, actor: Actor, leg_id: str, *, locked: bool, expected: int) -> None:
    """These two stay as they are when their proposal is repaired; or no longer."""
    with desk.change(actor, Act.RUN_ROUND, "도움 고정" if locked else "고정 풂") as unit:
        leg = _standing(actor, unit, leg_id).leg.record
        unit.put(replace(leg, locked=locked), expected=expected)


def set_leg_aside(desk: Desk, actor: Actor, leg_id: str, *, aside: bool, expected: int) -> None:
    """Not these two, as the worker sees it: no refusal of anybody, and for this round alone.

    Raises:
        LegUnderWay: they were asked already.
    """
    with desk.change(actor, Act.RUN_ROUND, "도움 제외" if aside else "제외 풂") as unit:
        standing = _standing(actor, unit, leg_id)
        if aside and standing.agreed:
            raise LegUnderWay()
        unit.put(replace(standing.leg.record, set_aside=aside), expected=expected)


def repair_proposal(desk: Desk, actor: Actor, round_id: str, number: int) -> int:
    """Offer the best in place of what ended in a proposal, in the same round; returns how many ways there are.

    What was agreed or locked stays. Earlier offers of repair that nobody was asked about give way to the new.

    Raises:
        NothingToRepair: every leg of the proposal stands.
        NotInSnapshot: an ask or a resource is not there any more.
        RoundClosed: nothing more is done in this round.
    """
    with desk.change(actor, Act.RUN_ROUND, "제안 보완") as unit:
        of = _open_round(actor, unit, round_id)
        every = standings(unit, legs_of(unit, round_id))
        mine = [one for one in every if one.leg.record.number == number]
        stale = [one for one in every if one.leg.record.repairs == number]
        if of.kind not in MENDERS:
            raise NothingToRepair()
        ways = MENDERS[of.kind](desk, actor, unit, of, mine, every)
        for one in _untouched(stale):
            unit.remove(RoundLeg, one.leg.record.id, expected=one.leg.version)
        last = max(one.leg.record.number for one in every)
        for more, proposal in enumerate(ways, start=1):
            keep_legs(desk, unit, of, last + more, proposal, repairs=number)
        return len(ways)


def _other_exchanges(
    desk: Desk, actor: Actor, unit: Unit, of: Round, mine: list[Standing], every: tuple[Standing, ...]
) -> list[ProposalFound]:
    """Other exchanges and stand-ins for what ended in one, never with somebody of another proposal."""
    ended = [one for one in mine if one.ended]
    if not ended or not _joined(mine):
        raise NothingToRepair()
    number = mine[0].leg.record.number
    found = repair(
        desk.snapshot(actor.viewer),
        exchange_of([one.leg.record for one in mine]),
        {one.leg.record.ask or "" for one in ended},
        agreed={one.leg.record.ask or "" for one in mine if one.agreed or one.leg.record.locked},
        others=_alive(
            [one for one in every if number not in (one.leg.record.number, one.leg.record.repairs)]
        ),
        limits=_limits(of),
    )
    barred = {(one.leg.record.ask, one.leg.record.giver) for one in every if one.ended}
    return [
        proposal
        for proposal in _ways(found, hidden_from_most())
        if not any((leg.ask, leg.giver) in barred for leg in proposal.legs)
        and _of_the_dong(unit, proposal, of.dong)
    ]


def _other_visits(
    desk: Desk, actor: Actor, unit: Unit, of: Round, mine: list[Standing], every: tuple[Standing, ...]
) -> list[ProposalFound]:
    """Other visits for an ask of a plan, from the plan as it stands; everything else in it stays as it is."""
    visits = [one for one in mine if one.leg.record.form is LegForm.VISITS]
    if not any(one.ended for one in visits):
        raise NothingToRepair()
    number = mine[0].leg.record.number
    standing = planned(one for one in every if one.leg.record.repairs != number)
    task = AllocationTask(
        snapshot=desk.snapshot(actor.viewer),
        dong=of.dong,
        wishes=Wishes(
            stays=frozenset(standing),
            never=frozenset(pair_of(one) for one in every if one.ended),
            most_givers=of.most_givers,
            seconds=REPAIR_SECONDS,
        ),
        hidden=hidden_from_most(),
        last=standing,
    )
    found = task.serve(visits[0].leg.record.ask or "")
    left = {(one.leg.record.resource, one.leg.record.slots) for one in visits if not one.ended}
    if found is None or {(leg.resource, leg.slots) for leg in found.legs if leg.form is None} <= left:
        return []
    return [found]


Mender = Callable[[Desk, Actor, Unit, Round, list[Standing], tuple[Standing, ...]], list[ProposalFound]]
MENDERS: Mapping[RoundKind, Mender] = MappingProxyType(
    {
        RoundKind.EXCHANGE: _other_exchanges,
        RoundKind.ALLOCATE: _other_visits,
        RoundKind.CIRCLE: mend_circle,
    }
)
"""How each kind of round is mended; development proposes nothing that could end."""


def _limits(of: Round) -> Limits:
    """At least the usual lengths: what is left of a cycle often goes on as a chain."""
    usual = Limits()
    return Limits(
        longest_cycle=max(of.longest_cycle or 0, usual.longest_cycle),
        longest_chain=max(of.longest_chain or 0, usual.longest_chain),
        seconds=REPAIR_SECONDS,
    )


def _joined(mine: list[Standing]) -> bool:
    """Whether each leg follows the one before: not for stand-ins, nor where somebody in between was forgotten."""
    legs = [one.leg.record for one in mine]
    follow = all(before.person == after.giver for before, after in pairwise(legs))
    return follow and legs[0].form is not LegForm.STAND_IN


def _ways(found: Repair, hidden: frozenset[Word]) -> list[ProposalFound]:
    ways = [proposal_found(one, hidden) for one in found.exchanges]
    if found.stand_ins:
        legs = tuple(leg_found(one, hidden) for one in found.stand_ins)
        ways.append(ProposalFound(form=LegForm.STAND_IN, legs=legs))
    return ways


def _of_the_dong(unit: Unit, proposal: ProposalFound, dong: str) -> bool:
    """Whether all who would be helped are of the dong: a team answers for its own alone (D31)."""
    people = unit.find(Person, [leg.person for leg in proposal.legs])
    return all(kept.record.dong == dong for kept in people.values())


def _alive(others: list[Standing]) -> list[Exchange]:
    """The other proposals of a round in which somebody still takes part."""
    by_number: dict[int, list[RoundLeg]] = {}
    for one in others:
        if not one.ended:
            by_number.setdefault(one.leg.record.number, []).append(one.leg.record)
    return [exchange_of(legs) for _, legs in sorted(by_number.items())]


def _untouched(stale: list[Standing]) -> list[Standing]:
    """Legs of proposals about which nobody was asked or said anything, and nothing was settled."""
    touched = {
        one.leg.record.number
        for one in stale
        if one.ended or one.leg.record.linkage or one.leg.record.client_answer or one.leg.record.helper_answer
    }
    return [one for one in stale if one.leg.record.number not in touched]


def _standing(actor: Actor, unit: Unit, leg_id: str) -> Standing:
    leg = unit.get(RoundLeg, leg_id).record
    _open_round(actor, unit, leg.round)
    return next(one for one in standings(unit, legs_of(unit, leg.round)) if one.leg.record.id == leg_id)


def _open_round(actor: Actor, unit: Unit, round_id: str) -> Round:
    of = unit.get(Round, round_id).record
    own_dong(actor, of)
    require_answering(actor, unit, of)
    if of.state is RoundState.CLOSED:
        raise RoundClosed()
    return of


def _in_part(unit: Unit, round_id: str) -> None:
    kept = unit.get(Round, round_id)
    if kept.record.state is RoundState.PROPOSED:
        unit.put(replace(kept.record, state=RoundState.IN_PART), expected=kept.version)
