"""What a client has said no to and not taken back: told to the worker who answers for them."""

from __future__ import annotations

from dataclasses import dataclass

from casework.desk import Actor, Desk, own_dong
from casework.rights import Act
from graph.records.linkages import Refusal
from graph.records.people import Person
from graph.text.render import say_day
from graph.words.service_types import service_type


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalTold:
    """A no that stands: to whom or what, how far, since when."""

    id: str
    about: str
    scope: str
    said_on: str
    until: str


def standing_refusals(desk: Desk, actor: Actor, person: str) -> tuple[RefusalTold, ...]:
    """The client's own refusals in force, by day and id; empty for those who do not answer for them.

    Raises:
        RecordMissing: nobody has that id.
        OtherDong: another dong keeps the client.
    """
    with desk.look(actor, Act.SEE_CLIENT, about=person) as view:
        own_dong(actor, view.reader.get(Person, person).record)
        if not view.responsible_for(person):
            return ()
        kept = [k.record for k in view.reader.referring(Refusal, "person", person)]
        force = [one for one in kept if one.in_force(view.day) and not view.hides(one)]
        force.sort(key=lambda one: ("" if one.said_on is None else one.said_on.isoformat(), one.id))
        told = []
        for one in force:
            kind = "" if one.service_type is None else service_type(one.service_type).label(view.language)
            told.append(
                RefusalTold(
                    id=one.id,
                    about=kind if one.other is None else view.name(one.other),
                    scope=one.scope.label(view.language),
                    said_on="" if one.said_on is None else say_day(one.said_on, view.language),
                    until="" if one.until is None else say_day(one.until, view.language),
                )
            )
        return tuple(told)
