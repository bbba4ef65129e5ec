"""The ties of a person, as their page and the API tell them."""

from __future__ import annotations

from dataclasses import dataclass

from casework.desk import Actor, Desk, own_dong
from casework.rights import Act
from graph.records.people import Person
from graph.records.registry import type_of
from graph.records.ties import Tie
from graph.store import Kept
from graph.view import View
from graph.words.kinds import Direction

_TURNED = {Direction.FORWARD: Direction.BACKWARD, Direction.BACKWARD: Direction.FORWARD}


@dataclass(frozen=True, slots=True, kw_only=True)
class TieTold:
    """A tie seen from one end; ``strain`` is 비공개 to all but the responsible worker.

    ``other`` is empty where the other end may not be found from here (D28).
    """

    id: str
    version: int
    other: str
    other_type: str
    other_name: str
    kind: str
    closeness: str
    strain: str
    direction: str
    supports: str
    formal: str
    since: str
    until: str


def ties_of(desk: Desk, actor: Actor, person: str) -> tuple[TieTold, ...]:
    """Everybody and every organisation one tie away, by the tie's id; kept-apart people are not among them.

    Raises:
        RecordMissing: nobody has that id.
        OtherDong: another dong keeps the person.
    """
    with desk.look(actor, Act.SEE_CLIENT, about=person) as view:
        own_dong(actor, view.reader.get(Person, person).record)
        kept = {
            tie.record.id: tie
            for end in ("source", "target")
            for tie in view.reader.referring(Tie, end, person)
            if not view.hides(tie.record)
        }
        view.shown.add(person)
        return tuple(_told(view, kept[tie], person) for tie in sorted(kept))


def _told(view: View, kept: Kept[Tie], person: str) -> TieTold:
    tie = kept.record
    fields = {told.field: told.text for told in view.fields(tie)}
    other = tie.other(person)
    kind = type_of(other)
    return TieTold(
        id=tie.id,
        version=kept.version,
        other=view.found(other),
        other_type="" if kind is None else kind.__name__,
        other_name=view.name(other),
        kind=fields["kind"],
        closeness=fields["closeness"],
        strain=fields["strain"] if view.responsible_for(person) else view.closed,
        direction=_direction(view, tie, person),
        supports=fields["supports"],
        formal=fields["formal"],
        since="" if tie.valid_from is None else tie.valid_from.isoformat(),
        until="" if tie.valid_to is None else tie.valid_to.isoformat(),
    )


def _direction(view: View, tie: Tie, person: str) -> str:
    """Which way support flows, read from the person."""
    if tie.direction is None or tie.source == person:
        return view.word(tie.direction)
    return view.word(_TURNED.get(tie.direction, tie.direction))
