"""Whom an answer about a whole dong may name, and which counts it may tell."""

from __future__ import annotations

from collections.abc import Iterable

from graph.records.fields import FieldRef
from graph.records.needs import Need
from graph.records.people import Household, Organisation, Person
from graph.records.registry import type_of
from graph.records.ties import Tie
from graph.view import View
from graph.words.kinds import NeedState, Strain

_STRAINED = (Strain.TENSE, Strain.BROKEN)


def is_client(view: View, person: str) -> bool:
    """Whether the team works with somebody: they have a case manager or an open need."""
    kept = view.reader.find(Person, [person]).get(person)
    if kept is None:
        return False
    needs = (need.record for need in view.reader.referring(Need, "person", person))
    return kept.record.case_manager is not None or any(need.state is NeedState.OPEN for need in needs)


def nameable(view: View, party: str) -> bool:
    """Whether a path may lead over a party: an organisation, who agreed to be known, or the viewer's own client."""
    if type_of(party) is not Person:
        return type_of(party) in (Organisation, Household)
    return view.known(party) or (view.responsible_for(party) and is_client(view, party))


def path_tellable(view: View, path: Iterable[str]) -> bool:
    """Whether everybody on a path may be named, and all of them in one answer."""
    people = [one for one in dict.fromkeys(path) if type_of(one) is Person]
    return all(nameable(view, one) for one in people) and not view.parts(people)


def strain_readable(view: View, person: str) -> bool:
    """Whether the viewer may read of every strain at a person's ties, on which it rests to whom they are tied."""
    ties = (kept.record for end in ("source", "target") for kept in view.reader.referring(Tie, end, person))
    return all(view.may_see_field(FieldRef(tie.id, "strain")) for tie in ties if tie.strain in _STRAINED)


def count_told(count: int, of: int | None, least: int) -> int | None:
    """A count of people; None where it, or what is left of the whole, is below the least and not zero (D30)."""
    small = 0 < count < least or (of is not None and 0 < of - count < least)
    return None if small else count
