"""What a round solves, as a task that can be sent to a process of its own: a snapshot in, plain findings out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol

from casework.linking.live import kept_reason, kept_reasons
from graph.records.values import KeptReason, Slots
from graph.text.sentence import Sentence
from graph.words.giving import GivingRole
from graph.words.kinds import LegForm
from graph.words.word import Word
from matching.candidates import candidates
from matching.exchange.clearing import Limits
from matching.exchange.offers import exchangeable
from matching.exchange.propose import Exchange, Exchanges, Kind, Leg, propose
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class LegFound:
    """One help that was found, with its reasons and what to ask, as records keep them."""

    person: str
    giver: str | None
    resource: str | None
    ask: str | None
    reasons: tuple[KeptReason, ...]
    questions: tuple[KeptReason, ...] = ()
    introduced_by: str | None = None
    slots: Slots | None = None
    form: LegForm | None = None
    """Where it differs from its proposal's."""
    role: GivingRole | None = None
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalFound:
    """Helps that go together, in order."""

    form: LegForm
    legs: tuple[LegFound, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """Everything that was found, how sure it is, and what it was made on."""

    proposals: tuple[ProposalFound, ...]
    proven: bool
    gap_percent: float
    policy_version: str
    data_version: str
    says: tuple[KeptReason, ...] = ()


Tell = Callable[[int], None]
"""Told how many steps of a task are behind it."""


def unheard(step: int) -> None:
    """Tells nobody."""


class Task(Protocol):
    """Something to be solved in ``steps``, here or in another process; it holds no name and opens no store."""

    steps: ClassVar[int]

    def solve(self, tell: Tell = unheard) -> Solved:
        """Solve it; the same task has the same answer."""
        ...

    def detached(self) -> Task:
        """The same, to be sent to another process."""
        ...


Progress = Callable[[int, int], None]
Run = Callable[[Task, Progress], Solved]
"""Runs a task, telling how far it is; what the progress raises ends it."""


def run_here(task: Task, progress: Progress) -> Solved:
    """Solve a task in this process."""
    total = task.steps + AROUND
    progress(1, total)
    return task.solve(lambda step: progress(1 + step, total))


AROUND = 2
"""Reading the data, and keeping the result: the steps around those of a task."""

STEPS = AROUND + 1
"""Of a task that is solved in one step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeTask:
    """The best exchanges for the asks of a dong; questions of ``hidden`` gates are left out."""

    snapshot: Snapshot
    dong: str
    limits: Limits
    hidden: frozenset[Word]
    steps: ClassVar[int] = 2

    def solve(self, tell: Tell = unheard) -> Solved:
        """The exchanges, as findings: who could help whom, then the choice."""
        table = candidates(self.snapshot, asks_of(self.snapshot, exchangeable(self.snapshot), self.dong))
        tell(1)
        found: Exchanges = propose(self.snapshot, self.limits, table=table)
        return Solved(
            proposals=tuple(proposal_found(one, self.hidden) for one in found.exchanges),
            proven=found.proven,
            gap_percent=round(100 * found.gap, 2),
            policy_version=found.policy_version,
            data_version=found.data_version,
        )

    def detached(self) -> ExchangeTask:
        """The same, to be sent to another process."""
        return replace(self, snapshot=self.snapshot.detached())


def asks_of(snapshot: Snapshot, rows: Rows, dong: str) -> Rows:
    """The asks that a dong keeps: a snapshot may hold the whole store, and a team answers for its own alone (D31)."""
    found: Rows = rows[snapshot["asks"]["dong"][rows] == snapshot.names.dongs.get(dong)]
    return found


def proposal_found(exchange: Exchange, hidden: frozenset[Word]) -> ProposalFound:
    """An exchange as a finding."""
    form = LegForm.CYCLE if exchange.kind is Kind.CYCLE else LegForm.CHAIN
    return ProposalFound(form=form, legs=tuple(leg_found(one, hidden) for one in exchange.legs))


def leg_found(leg: Leg, hidden: frozenset[Word]) -> LegFound:
    """A leg of an exchange as a finding."""
    own = frozenset((leg.giver, leg.client, leg.resource, leg.ask))
    asked = (one.sentence for one in leg.suggestion.questions if one.gate not in hidden)
    return LegFound(
        person=leg.client,
        giver=leg.giver,
        resource=leg.resource,
        ask=leg.ask,
        reasons=kept_reasons(leg.suggestion.explanation, own),
        questions=kept(asked, own),
        introduced_by=leg.suggestion.introducers[-1] if leg.suggestion.introducers else None,
    )


def kept(sentences: Iterable[Sentence], own: frozenset[str]) -> tuple[KeptReason, ...]:
    """Sentences as records keep them."""
    return tuple(kept_reason(one, own) for one in sentences)
