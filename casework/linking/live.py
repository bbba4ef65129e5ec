"""The gates once more on live records, inside the write that a decision makes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from casework.desk import Desk
from casework.errors import GateClosed
from graph.records.linkages import Linkage
from graph.records.values import KeptReason
from graph.store import Unit
from graph.text.render import render
from graph.text.sentence import Sentence, Subject, Value
from graph.words.kinds import LinkageState
from graph.words.word import Language, Word
from matching.explain import Explanation, Finding
from matching.rank import suggestion_of, why_not
from matching.words import GateName

OWN_HOLD = frozenset({GateName.CAPACITY, GateName.LOAD})
"""Gates that an ask's own hold would fail: the place is held for this very linkage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """On what a decision was made, as it is kept with the linkage."""

    reasons: tuple[KeptReason, ...]


def grounds_for(
    desk: Desk,
    unit: Unit,
    ask_id: str,
    resource_id: str,
    *,
    own_linkage: str | None = None,
    full_is_fine: bool = False,
) -> Grounds:
    """Run every gate on what is committed now; return the reasons to keep.

    ``own_linkage`` has a hold that must not stand in its own way; on a waiting list, being full is no bar.

    Raises:
        GateClosed: a gate fails; the sentences say which, without a name.
    """
    snapshot = desk.snapshots.snapshot(desk.region(), desk.clock())
    failed = why_not(snapshot, ask_id, resource_id).failed
    if full_is_fine or (own_linkage is not None and _holds(desk, unit, own_linkage)):
        failed = tuple(finding for finding in failed if finding.gate not in OWN_HOLD)
    if failed:
        raise GateClosed(reasons_ko=_nameless(failed, "ko"), reasons_en=_nameless(failed, "en"))
    return Grounds(reasons=kept_reasons(suggestion_of(snapshot, ask_id, resource_id).explanation))


def kept_reasons(explanation: Explanation) -> tuple[KeptReason, ...]:
    """The reasons of a suggestion as records keep them: phrase, values, points, fields cited; no names."""
    return tuple(
        KeptReason(
            key=reason.sentence.key,
            values=_values(reason.sentence),
            points=reason.points or 0,
            cites=tuple(f"{ref.record}.{ref.field}" for ref in reason.sentence.cites),
        )
        for reason in explanation.reasons
    )


def _holds(desk: Desk, unit: Unit, linkage_id: str) -> bool:
    linkage = unit.get(Linkage, linkage_id).record
    if linkage.state is not LinkageState.ASKED:
        return False
    return linkage.hold_until is not None and desk.clock() < linkage.hold_until


def _nameless(findings: tuple[Finding, ...], language: Language) -> str:
    someone = "해당 자원·사람" if language == "ko" else "the helper or client"
    return " ".join(render(finding.sentence, language, lambda _: someone) for finding in findings)


def _values(sentence: Sentence) -> str:
    return json.dumps({gap: _plain(value) for gap, value in sentence.values.items()}, ensure_ascii=False)


def _plain(value: Value) -> object:
    match value:
        case Subject():
            return {"id": value.id}
        case Word():
            return {"word": value.value, "of": type(value).__name__}
        case date():
            return value.isoformat()
        case _:
            return value
