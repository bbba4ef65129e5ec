"""What matching answers: suggestions with their reasons, and why the others are not among them."""

from __future__ import annotations

from dataclasses import dataclass

from graph.text.sentence import Phrase, Sentence
from graph.words.word import Word
from matching.words import CriterionName, GateName

WITHHELD = Phrase(
    "matching.withheld",
    "비공개 정보가 있어 이유를 보여 드리지 않습니다. 담당 사례관리자에게 문의하십시오.",
    "The reason is withheld. Ask the responsible case manager.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One criterion's sentence and points; ``points`` is None where they are withheld."""

    criterion: CriterionName
    points: int | None
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The reasons of one suggestion."""

    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int | None:
        """The sum of the points; None as soon as any are withheld."""
        points = [reason.points for reason in self.reasons]
        known = [one for one in points if one is not None]
        return sum(known) if len(known) == len(points) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One gate's answer with its sentence: a question where it is ``ASK``, the obstacle where it failed."""

    gate: GateName
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A resource that could serve an ask; a person decides, with the client (B29).

    ``questions`` are to be asked before it starts; ``introducers`` are the people, in order from the
    client, through whom the helper can be met.
    """

    resource: str
    giver: str
    explanation: Explanation
    questions: tuple[Finding, ...] = ()
    introducers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """The best resources for one ask, best first; ``of`` is how many could be suggested at all.

    ``policy_version`` and ``data_version`` say what it was made on, to be kept with a decision.
    """

    ask: str
    suggestions: tuple[Suggestion, ...]
    of: int
    policy_version: str
    data_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Where a better-placed suggestion differs in one criterion."""

    criterion: CriterionName
    better: Sentence
    this: Sentence
    lead: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """Why a resource is not suggested, or does not stand first.

    ``failed`` lists every failing gate. Where none fails, ``rank`` counts from 1 and ``compared`` says in
    what the first one is better, or worse. ``withheld`` says that there is more that is not told.
    """

    ask: str
    resource: str
    failed: tuple[Finding, ...] = ()
    questions: tuple[Finding, ...] = ()
    rank: int | None = None
    of: int | None = None
    first: str | None = None
    compared: tuple[Comparison, ...] = ()
    withheld: Sentence | None = None


Hidden = frozenset[Word]
"""Gates and criteria that a viewer is not told of."""
