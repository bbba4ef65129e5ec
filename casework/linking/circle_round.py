"""A circle around one client as a round: proposed and kept; it holds nothing until a person asks (D17, D22, D24)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from casework.desk import Actor, Desk, own_dong
from casework.errors import OnlyReceives, PartUnknown, ResponsibleOnly
from casework.linking.circle_told import require_answering, template_of
from casework.linking.circling import CircleTask
from casework.linking.hidden import hidden_from_most
from casework.linking.rounds import keep_round, silent
from casework.linking.solving import STEPS, Progress, Run, run_here
from casework.rights import Act, require
from graph.records.people import Person
from graph.records.rounds import Round
from graph.text.render import say_day
from graph.view import View
from graph.words.kinds import GivingWish, RoundKind
from matching.circle.templates import Template, template_on, templates_on

SECONDS = 10.0
"""How long one circle is looked for."""
LUNCHBOX = "lunchbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChoice:
    """A role of a template as it is told before anybody is looked for."""

    role: str
    visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleChoice:
    """A template of a circle; ``parts`` are what the client could do in it, as (code, label)."""

    code: str
    name: str
    reference: str
    roles: tuple[RoleChoice, ...]
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleKept:
    """A circle that was looked for before."""

    id: str
    name: str
    made_on: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleForm:
    """What can be chosen before a circle is looked for; ``wants_to_give`` is what the client said (D24).

    ``kept`` are the client's circles so far, newest first.
    """

    client: str
    client_name: str
    wants_to_give: bool
    wish: str
    templates: tuple[CircleChoice, ...]
    kept: tuple[CircleKept, ...]


def circle_form(desk: Desk, actor: Actor, client: str) -> CircleForm:
    """The templates in force today, and what the client said about giving.

    Raises:
        RecordMissing: there is no such person.
        OtherDong: another dong keeps them.
        ResponsibleOnly: the viewer does not answer for them; who is near a client tells of their ties.
    """
    with desk.look(actor, Act.SEE_ROUNDS, about=client) as view:
        person = view.reader.get(Person, client).record
        own_dong(actor, person)
        if not view.responsible_for(client):
            raise ResponsibleOnly()
        return CircleForm(
            client=client,
            client_name=view.name(client),
            wants_to_give=person.giving_wish is GivingWish.WANTS_TO_GIVE,
            wish=view.word(person.giving_wish),
            templates=tuple(
                CircleChoice(
                    code=one.code,
                    name=one.label(view.language),
                    reference=one.reference,
                    roles=tuple(
                        RoleChoice(role=role.role.label(view.language), visits=len(role.visits))
                        for role in one.roles
                    ),
                    parts=tuple((part.part, part.label(view.language)) for part in one.client_parts),
                )
                for one in templates_on(desk.today())
            ),
            kept=_kept(view, client),
        )


def _kept(view: View, client: str) -> tuple[CircleKept, ...]:
    found = sorted(
        view.reader.referring(Round, "person", client),
        key=lambda kept: (kept.at, kept.record.id),
        reverse=True,
    )
    return tuple(
        CircleKept(
            id=one.record.id,
            name=one.record.kind.label(view.language)
            if (template := template_of(one.record)) is None
            else template.label(view.language),
            made_on=say_day(one.record.made_on, view.language),
            state=one.record.state.label(view.language),
        )
        for one in found
    )


def served_by_circles(day: date) -> frozenset[str]:
    """The need items for which a circle can be looked for on a day."""
    return frozenset(item for one in templates_on(day) for item in one.serves)


def propose_circle(
    desk: Desk,
    actor: Actor,
    client: str,
    *,
    template: str = LUNCHBOX,
    client_parts: Collection[str] = (),
    seconds: float = SECONDS,
    run: Run = run_here,
    progress: Progress = silent,
) -> str:
    """Find the circle of least burden around a client and keep it; returns the round's id.

    Raises:
        RecordMissing: there is no such person.
        OtherDong: another dong keeps them.
        ResponsibleOnly: the viewer does not answer for them; who is near a client tells of their ties.
        TemplateMissing: no template of that code is in force.
        OnlyReceives: parts are named, and the client did not say that they want to give.
        PartUnknown: the template has no such part.
        NotInSnapshot: the client is not in the region.
    """
    require(actor.viewer, Act.RUN_ROUND)
    progress(0, STEPS)
    found = template_on(template, desk.today())
    parts = frozenset(client_parts)
    made = Round(
        id=desk.ids.new(Round),
        dong=actor.viewer.dong,
        kind=RoundKind.CIRCLE,
        made_on=desk.today(),
        person=client,
        template=template,
        client_parts=parts,
    )
    _require_wish(desk, actor, made, found)
    task = CircleTask(
        snapshot=desk.snapshot(actor.viewer),
        client=client,
        template=found,
        client_parts=parts,
        seconds=seconds,
        hidden=hidden_from_most(),
    )
    solved = run(task, progress)
    progress(STEPS - 1, STEPS)
    return keep_round(desk, actor, made, solved)


def _require_wish(desk: Desk, actor: Actor, made: Round, template: Template) -> None:
    """The client is the worker's own, and has a part only where they want one."""
    with desk.store.read() as reader:
        person = reader.get(Person, made.person or "").record
        own_dong(actor, person)
        require_answering(actor, reader, made)
    known = {one.part for one in template.client_parts}
    if unknown := sorted(made.client_parts - known):
        raise PartUnknown(part=unknown[0])
    if made.client_parts and person.giving_wish is not GivingWish.WANTS_TO_GIVE:
        raise OnlyReceives()
