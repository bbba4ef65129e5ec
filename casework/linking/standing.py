"""Where the legs of a round stand: what was said to each, from its linkage where there is one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from graph.records.linkages import HOLDING, Linkage
from graph.records.rounds import RoundLeg
from graph.store import Kept, Reader
from graph.words.kinds import Answer, LegForm, LinkageState

OVER = frozenset({LinkageState.DECLINED, LinkageState.ENDED})
HOLDS_NOTHING = frozenset({LegForm.INTRODUCE, LegForm.BACKUP})
"""Helps of a circle that take no place: a yes to them is kept with the leg."""
_ENDS = frozenset({Answer.NO, Answer.FULL, Answer.NOT_REACHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A leg with its linkage; legs of one round for the same help stand alike.

    ``ended`` legs may be repaired: a no, nobody reached, full, or set aside. ``agreed`` ones hold a place; whoever
    introduces somebody, or would step in, holds none and agrees by a yes.
    """

    leg: Kept[RoundLeg]
    linkage: Kept[Linkage] | None
    client_answer: Answer | None
    helper_answer: Answer | None

    @property
    def agreed(self) -> bool:
        """Whether somebody was asked, or both agreed."""
        if self.leg.record.form in HOLDS_NOTHING:
            return self.helper_answer is Answer.YES
        return self.linkage is not None and self.linkage.record.state in HOLDING

    @property
    def accepted(self) -> bool:
        """Whether both said yes."""
        return (
            self.agreed and self.linkage is not None and self.linkage.record.state is not LinkageState.ASKED
        )

    @property
    def ended(self) -> bool:
        """Whether this leg is over for this round, so that its ask is open."""
        if self.leg.record.set_aside:
            return True
        if self.linkage is not None and self.linkage.record.state in OVER:
            return True
        return not self.accepted and bool({self.client_answer, self.helper_answer} & _ENDS)


def legs_of(reader: Reader, round_id: str) -> tuple[Kept[RoundLeg], ...]:
    """The legs of a round in order."""
    found = reader.referring(RoundLeg, "round", round_id)
    return tuple(sorted(found, key=lambda kept: (kept.record.number, kept.record.place, kept.record.id)))


def standings(reader: Reader, legs: Iterable[Kept[RoundLeg]]) -> tuple[Standing, ...]:
    """Where each leg stands, in the order given."""
    legs = tuple(legs)
    linkages = reader.find(Linkage, [one.record.linkage for one in legs if one.record.linkage is not None])
    by_help: dict[Hashable, list[Kept[RoundLeg]]] = {}
    for one in legs:
        by_help.setdefault(help_of(one.record), []).append(one)
    return tuple(_standing(one, by_help[help_of(one.record)], linkages) for one in legs)


def help_of(leg: RoundLeg) -> Hashable:
    """What makes two legs of a round the same help; in a circle, for which nobody asked in writing, who does what when."""
    if leg.ask is not None:
        return leg.ask, leg.resource
    return leg.giver, leg.resource, leg.role, leg.slots


def _standing(
    leg: Kept[RoundLeg], alike: list[Kept[RoundLeg]], linkages: dict[str, Kept[Linkage]]
) -> Standing:
    found = [
        linkages[one.record.linkage]
        for one in alike
        if one.record.linkage is not None and one.record.linkage in linkages
    ]
    linkage = max(found, key=lambda kept: (kept.record.state not in OVER, kept.at), default=None)
    if linkage is not None:
        client, helper = linkage.record.client_answer, linkage.record.helper_answer
    else:
        latest = [one.record for one in sorted(alike, key=lambda kept: kept.at, reverse=True)]
        client = next((one.client_answer for one in latest if one.client_answer), None)
        helper = next((one.helper_answer for one in latest if one.helper_answer), None)
    return Standing(leg=leg, linkage=linkage, client_answer=client, helper_answer=helper)
