"""What happened around a client: every change of their records, told by act, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from casework.desk import Actor, Desk, own_dong
from casework.rights import Act
from graph.known import owners_of
from graph.records.consents import Consent
from graph.records.linkages import Linkage, Refusal
from graph.records.needs import Ask, Need
from graph.records.people import Person
from graph.records.registry import Record
from graph.store import Kept
from graph.view import View
from graph.words.need_areas import need_word
from graph.words.service_types import service_type

_ABOUT: tuple[tuple[type[Record], str], ...] = (
    (Need, "person"),
    (Ask, "person"),
    (Linkage, "person"),
    (Consent, "person"),
    (Refusal, "person"),
)
_TECHNICAL = frozenset({"id", "dong", "reasons", "policy_version", "data_version", "decided_by", "person"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChanged:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One unit of work as far as it touched the client: when, who, why, what."""

    at: datetime
    by: str
    why: str
    what: tuple[str, ...]
    changed: tuple[FieldChanged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientHistory:
    """A client's name and what happened, newest first."""

    name: str
    happened: tuple[Happened, ...]


def client_history(desk: Desk, actor: Actor, person: str, *, limit: int = 200) -> ClientHistory:
    """The last ``limit`` things that happened around a client.

    Raises:
        RecordMissing: nobody has that id.
        OtherDong: another dong keeps the client.
    """
    with desk.look(actor, Act.SEE_HISTORY, about=person) as view:
        own_dong(actor, view.reader.get(Person, person).record)
        told = (view.reader.history(one) for one in (person, *_around(view, person)))
        steps = [step for versions in told for step in _steps(view, versions)]
        units: dict[str, list[_Step]] = {}
        for step in sorted(steps, key=lambda step: (step.kept.at, step.kept.unit, step.kept.record.id)):
            units.setdefault(step.kept.unit, []).append(step)
        newest = sorted(units.values(), key=lambda unit: (unit[0].kept.at, unit[0].kept.unit), reverse=True)
        return ClientHistory(
            name=view.name(person), happened=tuple(_happened(view, unit) for unit in newest[:limit])
        )


@dataclass(frozen=True, slots=True)
class _Step:
    kept: Kept[Record]
    what: str
    changed: tuple[FieldChanged, ...]


def _around(view: View, person: str) -> Iterable[str]:
    for kind, field in _ABOUT:
        for kept in view.reader.referring(kind, field, person):
            if kind is not Refusal or view.answers_for(owners_of(kept.record, view.reader)):
                yield kept.record.id


def _steps(view: View, versions: tuple[Kept[Record], ...]) -> Iterable[_Step]:
    before: dict[str, str] = {}
    if any(view.hides(kept.record) for kept in versions):
        return
    for kept in versions:
        told = [field for field in view.fields(kept.record) if field.field not in _TECHNICAL]
        now = {field.field: field.text for field in told}
        changed = tuple(
            FieldChanged(label=field.label, before=before[field.field], after=field.text)
            for field in told
            if before and before[field.field] != field.text and not kept.removed
        )
        yield _Step(kept, _what(view, kept, new=not before), changed)
        before = now


def _happened(view: View, unit: list[_Step]) -> Happened:
    first = unit[0].kept
    return Happened(
        at=first.at,
        by=view.name(first.by),
        why=first.why,
        what=tuple(step.what for step in unit),
        changed=tuple(change for step in unit for change in step.changed),
    )


def _what(view: View, kept: Kept[Record], *, new: bool) -> str:
    """The record in a phrase: its kind, what it is about, and whether it is new or gone."""
    ko = view.language == "ko"
    name = _phrase(view, kept.record)
    if kept.removed:
        return f"{name} 삭제" if ko else f"{name} removed"
    if new:
        return f"{name} 등록" if ko else f"{name} recorded"
    return f"{name} 변경" if ko else f"{name} changed"


def _phrase(view: View, record: Record) -> str:
    ko = view.language == "ko"
    match record:
        case Need():
            return ("욕구 · " if ko else "need · ") + need_word(record.item).label(view.language)
        case Ask():
            kind = service_type(record.service_type).label(view.language)
            return ("원하는 도움 · " if ko else "ask · ") + kind
        case Linkage():
            state = record.state.label(view.language)
            return ("연계 · " if ko else "linkage · ") + f"{view.name(record.resource)} · {state}"
        case Consent():
            return ("동의 · " if ko else "consent · ") + record.purpose.label(view.language)
        case Refusal():
            return "거절 의사" if ko else "refusal"
        case _:
            return "당사자 기록" if ko else "client record"
