"""Whom a record is about, who must not meet whom, and who agreed to be known to others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from graph.records.consents import Consent, KeepApart
from graph.records.fields import FieldSpec, Privacy
from graph.records.needs import Need
from graph.records.people import Household, Organisation, Person
from graph.records.registry import Record, references, type_of
from graph.records.resources import Resource
from graph.records.ties import Tie
from graph.store import Reader
from graph.words.kinds import ConsentPurpose, TieKind

_OWNING = ("person", "source", "target", "one", "other", "giver")
_BEING_KNOWN = (ConsentPurpose.MATCHING, ConsentPurpose.CONTACT)


def owners_of(record: Record, reader: Reader) -> tuple[str, ...]:
    """The people whom a record is about: itself, both ends of a tie, the members of a household."""
    if isinstance(record, Person):
        return (record.id,)
    if isinstance(record, Household):
        return tuple(sorted(_members(reader, record.id)))
    return _people(reader, (getattr(record, field, None) for field in _OWNING))


def mentioned(record: Record, reader: Reader) -> tuple[str, ...]:
    """Everybody whom a record names: those it is about, and those that any other field refers to."""
    named = _people(reader, (getattr(record, field) for field in references(type(record))))
    own = () if isinstance(record, Person) else named
    return tuple(sorted({*own, *owners_of(record, reader)}))


def kept_apart_from(reader: Reader, person: str, day: date) -> frozenset[str]:
    """Everybody who must never meet this person, households counted unless narrowed (D17)."""
    found: set[str] = set()
    for member in household_of(reader, person):
        for field in ("one", "other"):
            for kept in reader.referring(KeepApart, field, member):
                rule = kept.record
                if (rule.valid_from and day < rule.valid_from) or (rule.valid_to and rule.valid_to < day):
                    continue
                if member != person and not rule.covers_households:
                    continue
                far = rule.other if rule.one == member else rule.one
                found |= household_of(reader, far) if rule.covers_households else {far}
    return frozenset(found - {person})


def agreed_to_be_known(reader: Reader, person: str, day: date, to: str | None = None) -> bool:
    """Whether consent to be matched or introduced is in force, to all or to the one named.

    A person's own no beats somebody else's yes for them (D21).
    """
    given = [kept.record for kept in reader.referring(Consent, "person", person)]
    for purpose in _BEING_KNOWN:
        meant = [c for c in given if c.purpose is purpose and c.recipient in (None, to)]
        own = [c for c in meant if c.decided_by in (None, person)]
        if any(c.in_force(day) for c in own):
            return True
        said_no = any(c.withdrawn_on is not None and c.withdrawn_on <= day for c in own)
        if not said_no and any(c.in_force(day) for c in meant):
            return True
    return False


def gives_openly(reader: Reader, person: str, day: date) -> bool:
    """Whether a resource of theirs is on offer on a day."""
    offers = (kept.record for kept in reader.referring(Resource, "giver", person))
    return any(
        (r.valid_from is None or r.valid_from <= day) and (r.valid_to is None or day <= r.valid_to)
        for r in offers
    )


def household_of(reader: Reader, person: str) -> frozenset[str]:
    """A person with everybody who lives with them."""
    kept = reader.find(Person, [person]).get(person)
    if kept is None or kept.record.household is None:
        return frozenset({person})
    return _members(reader, kept.record.household) | {person}


def _members(reader: Reader, household: str) -> frozenset[str]:
    return frozenset(kept.record.id for kept in reader.referring(Person, "household", household))


def _people(reader: Reader, ids: Iterable[object]) -> tuple[str, ...]:
    """The people behind ids of people, households and needs."""
    found: set[str] = set()
    for one in ids:
        if not isinstance(one, str):
            continue
        kind = type_of(one)
        if kind is Person:
            found.add(one)
        elif kind is Household:
            found |= _members(reader, one)
        elif kind is Need:
            found |= {kept.record.person for kept in reader.find(Need, [one]).values()}
    return tuple(sorted(found))


def between_dongs(record: Record, spec: FieldSpec, owners: Sequence[str]) -> bool:
    """What a team may read of another dong: what is public, and how an agency's resource can be used."""
    if spec.privacy is Privacy.PUBLIC:
        return True
    return spec.privacy is Privacy.TEAM and not owners and isinstance(record, Organisation | Resource)


def relation_between(reader: Reader, person: str, other: str) -> TieKind | None:
    """What a person is to another: family of one household, else the first kind of their ties by name."""
    if person in household_of(reader, other):
        return TieKind.FAMILY
    ties = (kept.record for end in ("source", "target") for kept in reader.referring(Tie, end, person))
    return min((tie.kind for tie in ties if tie.other(person) == other), default=None)
