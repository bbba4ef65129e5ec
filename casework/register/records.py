"""Any record of the register by type and id: told field by field, kept, removed, with its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from casework.desk import Actor, Desk, own_dong
from casework.errors import RecordTypeClosed
from casework.register.encoded import record_from
from casework.rights import Act, require
from graph.errors import RecordMissing
from graph.records.areas import Area
from graph.records.consents import Consent, KeepApart
from graph.records.linkages import Linkage, Refusal
from graph.records.needs import Ask, Feeds, Need
from graph.records.people import Household, Organisation, Person, Staff
from graph.records.registry import RECORD_TYPES, Record, type_of
from graph.records.resources import Resource, WalkingTime
from graph.records.ties import Membership, Tie
from graph.store import Kept, Unit
from graph.view import Told, View

SEEN: Mapping[type[Record], Act] = MappingProxyType(
    {
        Person: Act.SEE_CLIENT,
        Household: Act.SEE_CLIENT,
        Need: Act.SEE_CLIENT,
        Ask: Act.SEE_CLIENT,
        Feeds: Act.SEE_CLIENT,
        Tie: Act.SEE_CLIENT,
        Membership: Act.SEE_CLIENT,
        Linkage: Act.SEE_CLIENT,
        Refusal: Act.SEE_CLIENT,
        Consent: Act.SEE_CLIENT,
        KeepApart: Act.PROTECT,
        Staff: Act.SEE_REGISTER,
        Organisation: Act.SEE_REGISTER,
        Resource: Act.SEE_REGISTER,
        WalkingTime: Act.SEE_REGISTER,
        Area: Act.SEE_REGISTER,
    }
)
WRITTEN: Mapping[type[Record], Act] = MappingProxyType(
    {
        Person: Act.EDIT_PEOPLE,
        Household: Act.EDIT_PEOPLE,
        Need: Act.EDIT_NEEDS,
        Ask: Act.EDIT_NEEDS,
        Feeds: Act.EDIT_NEEDS,
        Tie: Act.EDIT_TIES,
        Membership: Act.EDIT_TIES,
        Consent: Act.RECORD_CONSENT,
        KeepApart: Act.PROTECT,
        Organisation: Act.EDIT_RESOURCES,
        Resource: Act.EDIT_RESOURCES,
        WalkingTime: Act.EDIT_RESOURCES,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTold:
    """A record as told: its fields with labels, and its version for the next change."""

    type: str
    id: str
    version: int
    fields: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """Some records of a type by id; ``next`` continues after the last one."""

    records: tuple[RecordTold, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionTold:
    """One version of a record: when, who, why, and what it changed."""

    version: int
    at: str
    by: str
    why: str
    removed: bool
    changed: tuple[tuple[str, str, str], ...]


def open_record(desk: Desk, actor: Actor, type_name: str, record_id: str) -> RecordTold:
    """One record as the viewer may read it.

    Raises:
        RecordTypeClosed: there is no such type, or it is not opened this way.
        RecordMissing: nothing has that id.
        OtherDong: another dong keeps it.
    """
    kind = _kind(type_name, SEEN)
    with desk.look(actor, SEEN[kind]) as view:
        kept = view.reader.get(kind, record_id)
        _own(actor, kept.record)
        told = _told(view, kept)
        if _all_withheld(told.fields):
            raise RecordMissing(id=record_id)
        return told


def list_records(
    desk: Desk, actor: Actor, type_name: str, *, after: str | None = None, limit: int = 50
) -> RecordPage:
    """The records of a type that the actor's dong keeps, by id."""
    kind = _kind(type_name, SEEN)
    with desk.look(actor, SEEN[kind]) as view:
        dong = None if kind is Area else actor.viewer.dong
        found = list(view.reader.each(kind, dong=dong, after=after, limit=limit + 1))
        page = found[:limit]
        following = page[-1].record.id if len(found) > limit else None
        told = (_told(view, kept) for kept in page)
        return RecordPage(records=tuple(t for t in told if not _all_withheld(t.fields)), next=following)


def save_record(
    desk: Desk,
    actor: Actor,
    type_name: str,
    record_id: str | None,
    fields: Mapping[str, object],
    *,
    expected: int | None,
    why: str,
) -> tuple[str, int]:
    """Keep a record from its encoded fields; those not given stay as they are. Returns id and version.

    Raises:
        RecordTypeClosed: the type is not written this way.
        RecordInvalid: a value is wrong; nothing was kept.
        OtherDong: the record, or the person it is about, is another dong's.
        RightMissing: the role does not write this, or another worker's client would change hands.
        VersionConflict: someone else changed it meanwhile.
    """
    kind = _kind(type_name, WRITTEN)
    with desk.change(actor, WRITTEN[kind], why) as unit:
        base: Record | None = None
        if record_id is not None:
            base = unit.get(kind, record_id).record
            _own(actor, base)
        new_id = record_id or desk.ids.new(kind)
        record = record_from(kind, new_id, actor.viewer.dong, fields, base)
        _keeps_to_own_dong(actor, unit, record)
        _may_hand_over(actor, base, record)
        return new_id, unit.put(record, expected=0 if record_id is None else expected)


def _may_hand_over(actor: Actor, before: Record | None, after: Record) -> None:
    """Who answers for a client may read what nobody else may, so nobody takes one over from a colleague."""
    if not isinstance(before, Person) or not isinstance(after, Person):
        return
    if before.case_manager not in (None, after.case_manager, actor.viewer.staff):
        require(actor.viewer, Act.ASSIGN)


def remove_record(
    desk: Desk, actor: Actor, type_name: str, record_id: str, *, expected: int, why: str
) -> None:
    """Take a record out of the present; its history stays."""
    kind = _kind(type_name, WRITTEN)
    with desk.change(actor, WRITTEN[kind], why) as unit:
        _own(actor, unit.get(kind, record_id).record)
        unit.remove(kind, record_id, expected=expected)


def history_of(desk: Desk, actor: Actor, record_id: str) -> tuple[VersionTold, ...]:
    """Every version of a record, newest first, each with the fields it changed.

    Raises:
        RecordMissing: nothing ever had that id, or the viewer may read nothing of it.
        RecordTypeClosed: records of its type are not opened this way.
    """
    kind = type_of(record_id)
    if kind is None:
        raise RecordMissing(id=record_id)
    require(actor.viewer, SEEN[_kind(kind.__name__, SEEN)])
    with desk.look(actor, Act.SEE_HISTORY) as view:
        versions = view.reader.history(record_id)
        if not versions or any(view.hides(kept.record) for kept in versions):
            raise RecordMissing(id=record_id)
        _own(actor, versions[-1].record)
        if _all_withheld(view.fields(versions[-1].record)):
            raise RecordMissing(id=record_id)
        told: list[VersionTold] = []
        before: dict[str, Told] = {}
        for kept in versions:
            now = {field.field: field for field in view.fields(kept.record)}
            changed = tuple(
                (field.label, before[name].text if name in before else "", field.text)
                for name, field in now.items()
                if name not in ("id", "dong") and (name not in before or before[name].text != field.text)
            )
            told.append(
                VersionTold(
                    version=kept.version,
                    at=kept.at.isoformat(timespec="seconds"),
                    by=view.name(kept.by),
                    why=kept.why,
                    removed=kept.removed,
                    changed=() if kept.removed else changed,
                )
            )
            before = now
        return tuple(reversed(told))


def _told(view: View, kept: Kept[Record]) -> RecordTold:
    record = kept.record
    return RecordTold(
        type=type(record).__name__, id=record.id, version=kept.version, fields=view.fields(record)
    )


def _all_withheld(fields: tuple[Told, ...]) -> bool:
    """Whether the viewer may read nothing at all, as of a keep-apart: then it is not there for them (D29)."""
    return all(field.withheld for field in fields if field.field not in ("id", "dong"))


def _keeps_to_own_dong(actor: Actor, unit: Unit, record: Record) -> None:
    """What a record alone cannot know: its person, and the needs it links, are the dong's own."""
    if isinstance(record, Feeds):
        for need in unit.find(Need, (record.source, record.target)).values():
            own_dong(actor, need.record)
    person = getattr(record, "person", None)
    if isinstance(person, str):
        for kept in unit.find(Person, [person]).values():
            own_dong(actor, kept.record)


def _kind(type_name: str, table: Mapping[type[Record], Act]) -> type[Record]:
    kind = RECORD_TYPES.get(type_name)
    if kind is None or kind not in table:
        raise RecordTypeClosed(type=type_name if kind is not None else "?")
    return kind


def _own(actor: Actor, record: Record) -> None:
    if not isinstance(record, Area):
        own_dong(actor, record)
