"""What is said of a circle beside its helps: who is introduced to the client, and what nobody could step in for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casework.desk import Actor
from casework.errors import ResponsibleOnly
from graph.records.fields import FieldRef
from graph.records.rounds import Round, RoundLeg
from graph.store import Reader
from graph.text.sentence import Sentence, Subject
from graph.view import View
from graph.words.kinds import LegForm
from matching.circle.templates import Template, template_on
from matching.circle.told import INTRODUCES, UNBACKED


def may_not_be_told(view: View, legs: Sequence[RoundLeg]) -> bool:
    """Whether a circle brings together people to be kept apart, of which the viewer is not to know (D17)."""
    people = {one for leg in legs for one in (leg.person, leg.giver, leg.introduced_by) if one is not None}
    return view.parts(sorted(people))


def require_answering(actor: Actor, reader: Reader, of: Round) -> None:
    """Stop whoever does not answer for the client of a circle: who is in it tells of the client's ties.

    Raises:
        ResponsibleOnly: they do not.
    """
    view = View(viewer=actor.viewer, purpose=actor.purpose, reader=reader, day=of.made_on)
    if of.person is not None and not view.responsible_for(of.person):
        raise ResponsibleOnly()


def introductions(view: View, leg: RoundLeg, legs: Sequence[RoundLeg]) -> tuple[str, ...]:
    """Whom somebody is asked to introduce."""
    if leg.giver is None:
        return ()
    to = {one.giver for one in legs if one.introduced_by == leg.giver and one.form is not LegForm.BACKUP}
    return tuple(
        view.sentence(
            INTRODUCES.say(FieldRef(leg.giver, "id"), introducer=Subject(leg.giver), person=Subject(one))
        )
        for one in sorted(one for one in to if one is not None)
    )


def said_of_circle(view: View, of: Round, legs: Sequence[RoundLeg]) -> tuple[str, ...]:
    """Roles that nobody could step in for."""
    return tuple(map(view.sentence, _unbacked(of, legs)))


def template_of(of: Round) -> Template | None:
    """The template as it was when a circle was proposed, without the roles that the client takes."""
    if of.template is None:
        return None
    found = template_on(of.template, of.made_on)
    taken = (one.covers for one in found.client_parts if one.part in of.client_parts)
    return found.without(role for role in taken if role is not None)


def _unbacked(of: Round, legs: Sequence[RoundLeg]) -> Iterator[Sentence]:
    template = template_of(of)
    backed = {one.role for one in legs if one.form is LegForm.BACKUP}
    for role in () if template is None or of.person is None else template.roles:
        if role.role not in backed:
            yield UNBACKED.say(FieldRef(of.person or "", "id"), role=role.role)
