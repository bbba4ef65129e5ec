"""Where the legs of a round stand: what was said to each, from its linkage where there is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.records.linkages import HOLDING, Linkage
from graph.records.rounds import RoundLeg
from graph.store import Kept, Reader
from graph.words.kinds import Answer, LinkageState

OVER = frozenset({LinkageState.DECLINED, LinkageState.ENDED})
_ENDS = frozenset({Answer.NO, Answer.FULL, Answer.NOT_REACHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A leg with its linkage; legs of one round for the same ask and resource stand alike.

    ``ended`` legs may be repaired: a no, nobody reached, full, or set aside. ``agreed`` ones hold a place.
    """

    leg: Kept[RoundLeg]
    linkage: Kept[Linkage] | None
    client_answer: Answer | None
    helper_answer: Answer | None

    @property
    def agreed(self) -> bool:
        """Whether somebody was asked, or both agreed."""
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
    by_pair: dict[tuple[str | None, str | None], list[Kept[RoundLeg]]] = {}
    for one in legs:
        by_pair.setdefault((one.record.ask, one.record.resource), []).append(one)
    return tuple(_standing(one, by_pair[one.record.ask, one.record.resource], linkages) for one in legs)


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
        client = next((one.record.client_answer for one in alike if one.record.client_answer), None)
        helper = next((one.record.helper_answer for one in alike if one.record.helper_answer), None)
    return Standing(leg=leg, linkage=linkage, client_answer=client, helper_answer=helper)
