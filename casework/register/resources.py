"""Resources of the dong as a list and one by one; who gives is named, never whether they also receive."""

from __future__ import annotations

from dataclasses import dataclass, replace

from casework.desk import Actor, Desk, refuse_resident_number
from casework.register.needs import say_amount, say_slots
from casework.register.records import open_record
from casework.rights import Act
from graph.records.people import Organisation
from graph.records.registry import type_of
from graph.records.resources import Resource
from graph.text.render import say_day
from graph.view import Told, View
from graph.words.service_types import service_type

_UNSAID = frozenset({"id", "dong", "name", "service_type"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRow:
    """A resource in the list; ``ended`` where its span has passed."""

    id: str
    name: str
    service: str
    kind: str
    giver: str
    neighbour: bool
    ended: bool
    verified_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceList:
    """A page of the list; ``next`` continues after the last one."""

    rows: tuple[ResourceRow, ...]
    total: int
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePage:
    """A resource field by field."""

    row: ResourceRow
    fields: tuple[Told, ...]


def list_resources(
    desk: Desk, actor: Actor, *, query: str = "", after: str | None = None, limit: int = 30
) -> ResourceList:
    """The resources of the actor's dong by id, or those that words or 초성 find."""
    with desk.look(actor, Act.SEE_REGISTER) as view:
        reader, dong = view.reader, actor.viewer.dong
        if query.strip():
            refuse_resident_number(query)
            ids = reader.search(query, kinds=(Resource,), dong=dong, limit=200)
            found = reader.find(Resource, ids)
            shown = [found[i].record for i in ids if i in found][:limit]
            return ResourceList(rows=tuple(_row(view, one) for one in shown), total=len(ids), next=None)
        kept = [k.record for k in reader.each(Resource, dong=dong, after=after, limit=limit + 1)]
        return ResourceList(
            rows=tuple(_row(view, one) for one in kept[:limit]),
            total=reader.count(Resource, dong=dong),
            next=kept[limit - 1].id if len(kept) > limit else None,
        )


def open_resource(desk: Desk, actor: Actor, resource: str) -> ResourcePage:
    """One resource.

    Raises:
        RecordMissing: nothing has that id.
        OtherDong: another dong keeps it.
    """
    told = open_record(desk, actor, "Resource", resource)
    with desk.look(actor, Act.SEE_REGISTER) as view:
        record = view.reader.get(Resource, resource).record
        row = _row(view, record)
        said = {
            "capacity": "" if record.capacity is None else say_amount(view, record.capacity),
            "slots": "" if record.slots is None else say_slots(view, record.slots),
        }
        fields = tuple(
            replace(field, text=said.get(field.field) or field.text)
            for field in told.fields
            if field.field not in _UNSAID and field.text != view.unknown
        )
        return ResourcePage(row=row, fields=fields)


def _row(view: View, resource: Resource) -> ResourceRow:
    verified = resource.verified_on
    return ResourceRow(
        id=resource.id,
        name=view.name(resource.id),
        service=service_type(resource.service_type).label(view.language),
        kind=resource.kind.label(view.language),
        giver=view.name(resource.giver),
        neighbour=type_of(resource.giver) is not Organisation,
        ended=resource.valid_to is not None and resource.valid_to < view.day,
        verified_on="" if verified is None else say_day(verified, view.language),
    )
