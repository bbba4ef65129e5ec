"""The circle around one client as a task: who does what, who introduces, who could step in, what nobody does yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from casework.linking.live import kept_reason
from casework.linking.solving import LegFound, ProposalFound, Solved, Tell, kept, unheard
from graph.records.values import KeptReason, Slots
from graph.text.sentence import Sentence
from graph.words.giving import GivingRole
from graph.words.kinds import LegForm
from graph.words.word import Word
from matching.circle.arrange import arrange
from matching.circle.circle import Backup, Circle, Member, OpenVisit, Visit
from matching.circle.templates import Template
from matching.circle.told import certainty, step_in, summary, takes
from matching.snapshot.snapshot import Snapshot
from matching.words import CriterionName


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleTask:
    """The circle of least burden around a client; questions of ``hidden`` gates are left out."""

    snapshot: Snapshot
    client: str
    template: Template
    client_parts: frozenset[str]
    seconds: float
    hidden: frozenset[Word]
    steps: ClassVar[int] = 1

    def solve(self, tell: Tell = unheard) -> Solved:
        """The circle, as one proposal."""
        found = arrange(
            self.snapshot, self.client, self.template, client_parts=self.client_parts, seconds=self.seconds
        ).circle
        return Solved(
            proposals=(circle_found(found, self.hidden),),
            proven=found.proven,
            gap_percent=round(100 * found.gap, 2),
            policy_version=found.policy_version,
            data_version=found.data_version,
            says=kept((*summary(found), certainty(found)), frozenset({found.client})),
        )

    def detached(self) -> CircleTask:
        """The same, to be sent to another process."""
        return replace(self, snapshot=self.snapshot.detached())


@dataclass(frozen=True, slots=True)
class Part:
    """Visits of one role that come from one resource of a member: one help of a circle."""

    role: GivingRole
    resource: str
    visits: tuple[Visit, ...]

    @property
    def slots(self) -> Slots:
        """The half-hours of its visits."""
        return Slots(sum(1 << one.slot for one in self.visits))


def circle_found(
    circle: Circle, hidden: frozenset[Word], firm: frozenset[tuple[str, Slots]] = frozenset()
) -> ProposalFound:
    """A circle as a finding: members, introducers, backups, open visits; ``firm`` helps stay legs of their own."""
    legs = (
        *(leg for one in circle.members for leg in _of_member(circle, one, hidden, firm)),
        *(
            LegFound(person=circle.client, giver=one.person, resource=None, ask=None, reasons=(),
                     introduced_by=_before(circle, one.person), form=LegForm.INTRODUCE)
            for one in circle.introducers
        ),
        *(_backup(circle, one) for one in circle.backups),
        *(_open(circle, one) for one in circle.open),
    )  # fmt: skip
    return ProposalFound(form=LegForm.CIRCLE, legs=legs)


def _of_member(
    circle: Circle, member: Member, hidden: frozenset[Word], firm: frozenset[tuple[str, Slots]]
) -> Iterator[LegFound]:
    # Who introduces somebody is told by name or not at all, which a kept sentence cannot.
    why = tuple(
        one.sentence
        for one in member.reasons
        if one.criterion is not CriterionName.TIE or not member.introducers
    )
    asked = tuple(one.sentence for one in member.questions if one.gate not in hidden)
    for part in _parts(member, firm):
        own = frozenset((circle.client, member.person, part.resource))
        yield LegFound(
            person=circle.client,
            giver=member.person,
            resource=part.resource,
            ask=None,
            role=part.role,
            slots=part.slots,
            reasons=_reasons((*takes(member.person, part.visits), *why), own),
            questions=kept(asked, own),
            introduced_by=member.introducers[-1] if member.introducers else None,
        )


def _parts(member: Member, firm: frozenset[tuple[str, Slots]]) -> Iterator[Part]:
    """The helps of a member; what is firm apart from what comes to it."""
    by_offer: dict[tuple[GivingRole, str], list[Visit]] = {}
    for one in member.visits:
        by_offer.setdefault((one.role, one.resource), []).append(one)
    for (role, resource), visits in by_offer.items():
        left = list(visits)
        for mask in sorted(slots.mask for of, slots in firm if of == resource):
            stays = [one for one in left if mask >> one.slot & 1]
            if stays:
                yield Part(role, resource, tuple(stays))
                left = [one for one in left if one not in stays]
        if left:
            yield Part(role, resource, tuple(left))


def _backup(circle: Circle, one: Backup) -> LegFound:
    own = frozenset((circle.client, one.person, one.resource))
    return LegFound(
        person=circle.client,
        giver=one.person,
        resource=one.resource,
        ask=None,
        role=one.role,
        reasons=_reasons((step_in(one),), own),
        introduced_by=one.introducers[-1] if one.introducers else None,
        form=LegForm.BACKUP,
    )


def _open(circle: Circle, one: OpenVisit) -> LegFound:
    return LegFound(
        person=circle.client,
        giver=None,
        resource=None,
        ask=None,
        role=one.role,
        slots=one.window,
        reasons=_reasons((one.reason,), frozenset({circle.client})),
        form=LegForm.UNSERVED,
    )


def _before(circle: Circle, introducer: str) -> str | None:
    """Who leads to somebody who introduces, where the client does not know them."""
    for member in circle.members:
        if introducer in member.introducers:
            at = member.introducers.index(introducer)
            return member.introducers[at - 1] if at else None
    return None


def _reasons(sentences: tuple[Sentence, ...], own: frozenset[str]) -> tuple[KeptReason, ...]:
    return tuple(kept_reason(one, own) for one in sentences)
