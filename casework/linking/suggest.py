"""Suggestions for an ask, told: reasons first, what to ask, who can introduce; and why not the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casework.desk import Actor, Desk, own_dong, refuse_resident_number
from casework.errors import AssessmentMissing
from casework.linking.hidden import hidden_from
from casework.linking.live import OWN_HOLD
from casework.register.needs import AskTold, ask_told
from casework.rights import Act, require
from graph.records.linkages import HOLDING, Linkage
from graph.records.needs import Ask, Need
from graph.records.people import Organisation
from graph.records.registry import type_of
from graph.records.resources import Resource
from graph.text.sentence import Sentence
from graph.view import View
from graph.words.kinds import LinkageState
from graph.words.service_types import service_type
from matching.explain import WITHHELD, Comparison, Finding, Suggestion, WhyNot
from matching.rank import suggest as rank
from matching.rank import suggestion_of
from matching.rank import why_not as reasons_against
from matching.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonTold:
    """One reason in words; points are None where any are withheld. ``fields`` are what it cites."""

    criterion: str
    sentence: str
    points: int | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTold:
    """One thing to ask before it starts (확인 필요)."""

    gate: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionTold:
    """A suggestion as the page shows it: for, what to check, through whom, and where it stands.

    ``standing`` is the label of a linkage of this pair that is under way, with ``held_until`` for an ask.
    """

    resource: str
    name: str
    giver: str
    giver_name: str
    kind: str
    service: str
    neighbour: bool
    reasons: tuple[ReasonTold, ...]
    questions: tuple[QuestionTold, ...]
    introducers: tuple[str, ...]
    introducer_ids: tuple[str, ...]
    score: int | None
    linkage: str | None
    standing: str | None
    standing_code: str | None
    held_until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionsTold:
    """The suggestions for an ask; ``of`` is how many could be suggested at all."""

    ask: AskTold
    client: str
    client_name: str
    suggestions: tuple[SuggestionTold, ...]
    of: int
    policy_version: str
    data_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedTold:
    """In what the first suggestion and this one differ."""

    criterion: str
    first: str
    this: str
    lead: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNotTold:
    """Why a resource is not suggested, or does not stand first; ``withheld`` says 비공개 for every cause alike."""

    resource: str
    name: str
    failed: tuple[QuestionTold, ...]
    questions: tuple[QuestionTold, ...]
    rank: int | None
    of: int | None
    first_name: str | None
    compared: tuple[ComparedTold, ...]
    withheld: str | None


def suggest(desk: Desk, actor: Actor, ask_id: str, *, k: int = 5) -> SuggestionsTold:
    """The best ``k`` suggestions for an ask, no older than the ask itself.

    A resource that was asked for this very ask stays in sight, first, though its own hold fills it (D6).

    Raises:
        RecordMissing: there is no such ask.
        AssessmentMissing: the need behind the ask is not recorded, so nothing is suggested (B25).
    """
    with desk.look(actor, Act.SUGGEST, about=_client_of(desk, actor, ask_id)) as view:
        kept = view.reader.get(Ask, ask_id)
        own_dong(actor, kept.record)
        _require_need(view, kept.record)
        standing = _standing(view, ask_id)
        snapshot = desk.snapshot(actor.viewer, also=_dongs_of(view, standing))
        hidden = hidden_from(view)
        ranked = rank(snapshot, ask_id, k=k, hidden=hidden)
        ranked_ids = {one.resource for one in ranked.suggestions}
        held = (
            suggestion_of(snapshot, ask_id, resource, hidden=hidden)
            for resource in sorted(standing.keys() - ranked_ids)
            if _held_by_itself(snapshot, ask_id, resource)
        )
        client = view.name(kept.record.person)
        return SuggestionsTold(
            ask=ask_told(view, kept.record, kept.version),
            client=kept.record.person,
            client_name=client,
            suggestions=tuple(_told(view, s, standing.get(s.resource)) for s in (*held, *ranked.suggestions)),
            of=ranked.of,
            policy_version=ranked.policy_version,
            data_version=ranked.data_version,
        )


def why_not(desk: Desk, actor: Actor, ask_id: str, resource_id: str) -> WhyNotTold:
    """Why a resource does not serve an ask, every failing gate, or why others stand before it.

    As soon as one failing gate is hidden from the viewer the whole answer is 비공개, so that nothing else
    in it tells a keep-apart from a refusal (D29).

    Raises:
        RecordMissing: there is no such ask or resource.
    """
    with desk.look(actor, Act.SUGGEST, about=_client_of(desk, actor, ask_id)) as view:
        own_dong(actor, view.reader.get(Ask, ask_id).record)
        offered_in = view.reader.get(Resource, resource_id).record.dong
        snapshot = desk.snapshot(actor.viewer, also=[offered_in])
        hidden = hidden_from(view)
        whole = reasons_against(snapshot, ask_id, resource_id)
        if any(one.gate in hidden or not _tellable(view, one.sentence) for one in whole.failed):
            return _why_told(view, WhyNot(ask=ask_id, resource=resource_id, withheld=WITHHELD.say()))
        return _why_told(view, reasons_against(snapshot, ask_id, resource_id, hidden=hidden))


def resources_like(desk: Desk, actor: Actor, text: str, *, limit: int = 20) -> tuple[tuple[str, str], ...]:
    """Resources by words, as (id, name), to ask "why not this one?" about."""
    with desk.look(actor, Act.SUGGEST) as view:
        refuse_resident_number(text)
        ids = view.reader.search(text, kinds=(Resource,), limit=limit)
        return tuple((found, view.name(found)) for found in ids)


def _client_of(desk: Desk, actor: Actor, ask_id: str) -> str:
    require(actor.viewer, Act.SUGGEST)
    with desk.store.read() as reader:
        return reader.get(Ask, ask_id).record.person


def _require_need(view: View, ask: Ask) -> None:
    if ask.need not in view.reader.find(Need, [ask.need]):
        raise AssessmentMissing()


def _held_by_itself(snapshot: Snapshot, ask_id: str, resource_id: str) -> bool:
    """Whether nothing but the linkage under way, which takes up the place, stands in the way."""
    return all(one.gate in OWN_HOLD for one in reasons_against(snapshot, ask_id, resource_id).failed)


def _standing(view: View, ask_id: str) -> dict[str, Linkage]:
    """The linkage under way for each resource of this ask."""
    under_way = HOLDING | {LinkageState.WAITING, LinkageState.PROPOSED}
    found = (kept.record for kept in view.reader.referring(Linkage, "ask", ask_id))
    return {linkage.resource: linkage for linkage in found if linkage.state in under_way}


def _dongs_of(view: View, resources: Iterable[str]) -> list[str]:
    """The dongs that keep some resources, near or far."""
    found = view.reader.find(Resource, resources)
    return [found[one].record.dong for one in sorted(found)]


def _told(view: View, suggestion: Suggestion, linkage: Linkage | None) -> SuggestionTold:
    resource = view.reader.get(Resource, suggestion.resource).record
    reasons = [r for r in suggestion.explanation.reasons if _tellable(view, r.sentence)]
    whole = len(reasons) == len(suggestion.explanation.reasons)
    through = suggestion.introducers if all(map(view.known, suggestion.introducers)) else ()
    among = {str(view.about), suggestion.giver, *through}
    return SuggestionTold(
        resource=resource.id,
        name=view.name(resource.id),
        giver=view.found(suggestion.giver),
        giver_name=view.name(suggestion.giver),
        kind=resource.kind.label(view.language),
        service=service_type(resource.service_type).label(view.language),
        neighbour=type_of(suggestion.giver) is not Organisation,
        reasons=tuple(
            ReasonTold(
                criterion=reason.criterion.label(view.language),
                sentence=view.sentence(reason.sentence),
                points=reason.points if whole else None,
                fields=view.cites(reason.sentence.cites, among),
            )
            for reason in reasons
        ),
        questions=tuple(_finding(view, one) for one in suggestion.questions if _tellable(view, one.sentence)),
        introducers=tuple(view.name(person) for person in through),
        introducer_ids=tuple(view.found(person) for person in through),
        score=suggestion.explanation.score if whole else None,
        linkage=None if linkage is None else linkage.id,
        standing=None if linkage is None else linkage.state.label(view.language),
        standing_code=None if linkage is None else linkage.state.value,
        held_until=_hour(linkage),
    )


def _tellable(view: View, sentence: Sentence) -> bool:
    """Whether every field that a sentence cites may be told, as another dong's may not (D31)."""
    return all(map(view.may_see_field, sentence.cites))


def _hour(linkage: Linkage | None) -> str:
    if linkage is None or linkage.hold_until is None or linkage.state is not LinkageState.ASKED:
        return ""
    return linkage.hold_until.isoformat(timespec="minutes")


def _finding(view: View, finding: Finding) -> QuestionTold:
    return QuestionTold(gate=finding.gate.label(view.language), sentence=view.sentence(finding.sentence))


def _why_told(view: View, why: WhyNot) -> WhyNotTold:
    return WhyNotTold(
        resource=why.resource,
        name=view.name(why.resource),
        failed=tuple(_finding(view, finding) for finding in why.failed),
        questions=tuple(_finding(view, one) for one in why.questions if _tellable(view, one.sentence)),
        rank=why.rank,
        of=why.of,
        first_name=None if why.first is None else view.name(why.first),
        compared=tuple(
            _compared(view, one)
            for one in why.compared
            if _tellable(view, one.better) and _tellable(view, one.this)
        ),
        withheld=None if why.withheld is None else view.sentence(why.withheld),
    )


def _compared(view: View, comparison: Comparison) -> ComparedTold:
    return ComparedTold(
        criterion=comparison.criterion.label(view.language),
        first=view.sentence(comparison.better),
        this=view.sentence(comparison.this),
        lead=comparison.lead,
    )
