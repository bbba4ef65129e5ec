"""Finding records by words or by place."""

from __future__ import annotations

from dataclasses import dataclass

from casework.desk import Actor, Desk, refuse_resident_number
from casework.rights import Act, may
from graph.records.people import Organisation, Person
from graph.records.registry import Record, type_of
from graph.records.resources import Resource
from graph.view import View

_OPEN: tuple[type[Record], ...] = (Organisation, Resource)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One record found; ``metres`` where a place was asked for."""

    type: str
    id: str
    name: str
    metres: int | None = None


def search(desk: Desk, actor: Actor, text: str, *, limit: int = 30) -> tuple[Found, ...]:
    """People, organisations and resources of the dong by words or 초성; people for those who may see them."""
    with desk.look(actor, Act.SEE_REGISTER) as view:
        refuse_resident_number(text)
        kinds = (*_OPEN, Person) if may(actor.viewer, Act.SEE_CLIENTS) else _OPEN
        ids = view.reader.search(text, kinds=kinds, dong=actor.viewer.dong, limit=limit)
        return tuple(Found(type=_type(found), id=found, name=view.name(found)) for found in ids)


def near(
    desk: Desk, actor: Actor, latitude: float, longitude: float, *, radius_metres: float, limit: int = 50
) -> tuple[Found, ...]:
    """Organisations and resources around a point, nearest first; where people live is never listed."""
    with desk.look(actor, Act.SEE_REGISTER) as view:
        around = view.reader.near(latitude, longitude, radius_metres, kinds=_OPEN)
        found = [(place, metres) for place, metres in around if _public(view, place)][:limit]
        return tuple(
            Found(type=_type(place), id=place, name=view.name(place), metres=round(metres))
            for place, metres in found
        )


def _public(view: View, place: str) -> bool:
    """Whether it may be looked for by place: the dong's own, and elsewhere not what residents give (D31)."""
    resource = view.reader.find(Resource, [place]).get(place)
    if resource is None or resource.record.dong == view.viewer.dong:
        return True
    return type_of(resource.record.giver) is Organisation


def _type(record_id: str) -> str:
    kind = type_of(record_id)
    return "" if kind is None else kind.__name__
