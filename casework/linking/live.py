"""The gates once more on live records, inside the write that a decision makes."""

from __future__ import annotations

from dataclasses import dataclass

from casework.desk import Actor, Desk
from casework.errors import GateClosed
from casework.linking.hidden import hidden_from
from graph.records.linkages import Linkage
from graph.records.needs import Ask
from graph.records.people import Person
from graph.records.registry import type_of
from graph.records.resources import Resource
from graph.records.values import KeptReason
from graph.store import Unit
from graph.text.kept import kept_values
from graph.text.render import render
from graph.text.sentence import Phrase, Sentence, Subject, Value
from graph.view import View
from graph.words.kinds import LinkageState
from graph.words.word import Language
from matching.explain import WITHHELD, Explanation
from matching.rank import suggestion_of, why_not
from matching.words import GateName

OWN_HOLD = frozenset({GateName.CAPACITY, GateName.LOAD})
"""Gates that an ask's own hold would fail: the place is held for this very linkage."""

SOMEBODY = Subject("")
"""Stands for a third person in kept reasons; a View calls it 비공개."""

NOT_AN_INTRODUCER = Phrase(
    "linking.live.not_an_introducer",
    "소개를 부탁할 수 있는 분이 아닙니다. 연계 후보에 나온 분 가운데에서 고르십시오.",
    "This person cannot be asked to introduce them. Choose among those whom the suggestion names.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """On what a decision was made, as it is kept with the linkage."""

    reasons: tuple[KeptReason, ...]


def grounds_for(
    desk: Desk,
    actor: Actor,
    unit: Unit,
    ask_id: str,
    resource_id: str,
    *,
    own_linkage: str | None = None,
    full_is_fine: bool = False,
    introduced_by: str | None = None,
) -> Grounds:
    """Run every gate on what is committed now; return the reasons to keep.

    ``own_linkage`` has a hold that must not stand in its own way; on a waiting list, being full is no bar.

    Raises:
        GateClosed: a gate fails, or ``introduced_by`` may not introduce them. The sentences name nobody;
            where a failing gate is hidden from the actor they say 비공개 alike, whichever it is (D29).
    """
    view = View(
        viewer=actor.viewer,
        purpose=actor.purpose,
        reader=unit,
        day=desk.today(),
        about=unit.get(Ask, ask_id).record.person,
    )
    offered_in = unit.get(Resource, resource_id).record.dong
    snapshot = desk.snapshot(actor.viewer, also=[offered_in])
    failed = why_not(snapshot, ask_id, resource_id).failed
    if full_is_fine or (own_linkage is not None and _holds(desk, unit, own_linkage)):
        failed = tuple(finding for finding in failed if finding.gate not in OWN_HOLD)
    if any(finding.gate in hidden_from(view) for finding in failed):
        raise closed((WITHHELD.say(),))
    if failed:
        raise closed(tuple(finding.sentence for finding in failed))
    suggestion = suggestion_of(snapshot, ask_id, resource_id)
    if introduced_by is not None and introduced_by not in suggestion.introducers:
        raise closed((NOT_AN_INTRODUCER.say(),))
    own = frozenset(filter(None, (ask_id, resource_id, suggestion.giver, view.about)))
    return Grounds(reasons=kept_reasons(suggestion.explanation, own))


def kept_reasons(explanation: Explanation, own: frozenset[str]) -> tuple[KeptReason, ...]:
    """The reasons of a suggestion as records keep them: phrase, values, points, fields cited; no names.

    Of ids, only those of the linkage's ``own`` two sides are kept: when anybody else is forgotten,
    nothing of them stays in it.
    """
    return tuple(kept_reason(one.sentence, own, one.points or 0) for one in explanation.reasons)


def kept_reason(sentence: Sentence, own: frozenset[str], points: int = 0) -> KeptReason:
    """One sentence as records keep it, with the ids of the two sides alone."""
    return KeptReason(
        key=sentence.key,
        values=kept_values(_without_others(sentence, own)),
        points=points,
        cites=tuple(f"{ref.record}.{ref.field}" for ref in sentence.cites if ref.record in own),
    )


def _holds(desk: Desk, unit: Unit, linkage_id: str) -> bool:
    linkage = unit.get(Linkage, linkage_id).record
    if linkage.state is not LinkageState.ASKED:
        return False
    return linkage.hold_until is not None and desk.clock() < linkage.hold_until


def closed(sentences: tuple[Sentence, ...]) -> GateClosed:
    """That a linkage cannot go ahead, and why, with nobody's name."""
    return GateClosed(reasons_ko=_nameless(sentences, "ko"), reasons_en=_nameless(sentences, "en"))


def _nameless(sentences: tuple[Sentence, ...], language: Language) -> str:
    someone = "해당 자원·사람" if language == "ko" else "the helper or client"
    return " ".join(render(sentence, language, lambda _: someone) for sentence in sentences)


def _without_others(sentence: Sentence, own: frozenset[str]) -> Sentence:
    return Sentence(sentence.key, {gap: _own(value, own) for gap, value in sentence.values.items()})


def _own(value: Value, own: frozenset[str]) -> Value:
    third = isinstance(value, Subject) and type_of(value.id) is Person and value.id not in own
    return SOMEBODY if third else value
