"""The View: who looks, why, and for whom; it alone turns ids into words and decides what is withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from typing import Any

from graph.records.consents import Consent, KeepApart
from graph.records.fields import FieldRef, FieldSpec, Privacy, field_specs
from graph.records.people import Household, Organisation, Person, Staff
from graph.records.registry import Record, type_of
from graph.records.resources import Resource
from graph.records.values import Place
from graph.store import Reader
from graph.text.masking import mask_address, mask_name, mask_phone
from graph.text.render import render, say_day
from graph.text.sentence import Sentence
from graph.words.kinds import ConsentPurpose, StaffRole, ViewPurpose
from graph.words.word import Language, Word

_ALIAS_LETTERS = "나다라마바사아자차카타파하"
_CARERS = frozenset({StaffRole.CASE_MANAGER, StaffRole.TEAM_LEADER, StaffRole.SUPERVISOR})


class RecipientKind(Word):
    """Whose eyes an answer is for."""

    WORKER = "worker", "담당자", "The worker"
    CLIENT = "client", "당사자", "The client"
    HELPER = "helper", "제공자", "A helper"
    AGENCY = "agency", "기관", "An agency"
    PUBLIC = "public", "외부", "Anybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """The worker who looks."""

    staff: str
    role: StaffRole
    dong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom the answer is for; ``id`` names the client, helper or agency."""

    kind: RecipientKind = RecipientKind.WORKER
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One field as it is told: its label and text, or that it is withheld."""

    field: str
    label: str
    text: str
    withheld: bool = False


@dataclass(kw_only=True)
class View:
    """One disclosure: every name in it comes from here, so a person has one alias throughout.

    ``about`` is the client whom the answer is about: people to be kept apart from them are withheld
    from everybody but the responsible worker. ``masked`` hides names even from those who may see them.
    """

    viewer: Viewer
    purpose: ViewPurpose
    reader: Reader
    day: date
    language: Language = "ko"
    recipient: Recipient = Recipient()
    about: str | None = None
    masked: bool = True

    def __post_init__(self) -> None:
        """Start with nobody named and nothing shown."""
        self._aliases: dict[str, str] = {}
        self._people: dict[str, Person | None] = {}
        self._keys: dict[str, str] = {}
        self.shown: set[str] = set()

    # names

    def name(self, record_id: str) -> str:
        """What the reader may call a person, organisation, resource or worker; logged as shown."""
        known = self._aliases.get(record_id)
        if known is None:
            called = self._call(record_id)
            known = self._distinct(called) if type_of(record_id) is Person else called
            self._aliases[record_id] = known
        return known

    def key(self, record_id: str) -> str:
        """An opaque key for pictures and exports: the same person has the same key in this disclosure."""
        return self._keys.setdefault(record_id, f"k{len(self._keys) + 1}")

    def continue_from(self, earlier: View) -> None:
        """Go on with the names and keys of an earlier moment of the same disclosure."""
        self._aliases.update(earlier._aliases)
        self._keys.update(earlier._keys)

    def withheld(self, person: str) -> bool:
        """Whether this person must not appear at all: kept apart from the one it is about."""
        return person in self._kept_apart and not self.responsible_for(self.about)

    def sentence(self, sentence: Sentence) -> str:
        """Say a sentence with the names of this disclosure."""
        return render(sentence, self.language, self.name)

    def word(self, word: Word | None) -> str:
        """A vocabulary's word, or that it is not known."""
        return self.unknown if word is None else word.label(self.language)

    @property
    def unknown(self) -> str:
        """How unknown is said."""
        return "확인 필요" if self.language == "ko" else "not known"

    @property
    def closed(self) -> str:
        """How something withheld is said: alike for every cause (D29)."""
        return "비공개" if self.language == "ko" else "withheld"

    # rights over fields

    def responsible_for(self, person: str | None) -> bool:
        """Whether the viewer answers for a person: their case manager, or a carer where there is none yet."""
        if person is None or self.recipient.kind is not RecipientKind.WORKER:
            return False
        found = self._person(person)
        if found is None or self.viewer.role not in _CARERS:
            return False
        if found.case_manager is not None:
            return found.case_manager == self.viewer.staff
        return found.dong == self.viewer.dong

    def may_see(self, privacy: Privacy, owners: Sequence[str]) -> bool:
        """Whether a field of that privacy class, about those people, may be told to the recipient.

        Without owners the field is about nobody in particular.
        """
        match privacy:
            case Privacy.PUBLIC:
                return True
            case Privacy.TEAM | Privacy.IDENTITY if self.recipient.kind is RecipientKind.WORKER:
                return True
            case Privacy.SENSITIVE | Privacy.RESTRICTED if self.recipient.kind is RecipientKind.WORKER:
                return not owners or any(map(self.responsible_for, owners))
            case Privacy.RESTRICTED:
                return False
            case _ if self.recipient.kind is RecipientKind.CLIENT:
                return len(owners) == 1 and owners[0] == self.recipient.id
            case _:
                return False

    def may_see_field(self, ref: FieldRef) -> bool:
        """Whether a cited field may be told: the ground on which a reason is shown or hidden."""
        kind = type_of(ref.record)
        if kind is None:
            return False
        spec = field_specs(kind).get(ref.field.partition(".")[0])
        if spec is None:
            return False
        found = self.reader.find(kind, [ref.record]).get(ref.record)
        return found is not None and self.may_see_of(found.record, ref.field, spec)

    def may_see_of(self, record: Record, field: str, spec: FieldSpec) -> bool:
        """Whether a field of this record may be told, consent to an agency or helper counted."""
        owners = owners_of(record, self.reader)
        if any(map(self.withheld, owners)):
            return False
        agreed = bool(owners) and all(self._agreed(owner, field, spec.privacy) for owner in owners)
        return agreed or self.may_see(spec.privacy, owners)

    # records as told

    def fields(self, record: Record) -> tuple[Told, ...]:
        """Every field of a record with its label and the text that the recipient may read."""
        self.shown.update(owners_of(record, self.reader))
        told: list[Told] = []
        for field, spec in field_specs(type(record)).items():
            if self.may_see_of(record, field, spec):
                told.append(
                    Told(field=field, label=spec.label(self.language), text=self._text(record, field, spec))
                )
            else:
                told.append(
                    Told(field=field, label=spec.label(self.language), text=self.closed, withheld=True)
                )
        return tuple(told)

    def text(self, record: Record, field: str) -> str:
        """One field as told."""
        return next(told.text for told in self.fields(record) if told.field == field)

    # inside

    def _distinct(self, alias: str) -> str:
        used = set(self._aliases.values())
        if alias not in used or alias == self.closed:
            return alias
        for letter in _ALIAS_LETTERS:
            if f"{alias}({letter})" not in used:
                return f"{alias}({letter})"
        return f"{alias}({len(used)})"

    def _call(self, record_id: str) -> str:
        kind = type_of(record_id)
        if kind is Person:
            return self._call_person(record_id)
        if kind is Household:
            return "가구" if self.language == "ko" else "household"
        if kind in (Organisation, Resource, Staff):
            found = self.reader.find(kind, [record_id]).get(record_id)
            return self.closed if found is None else str(getattr(found.record, "name", self.closed))
        return self.closed

    def _call_person(self, person_id: str) -> str:
        person = self._person(person_id)
        if person is None or self.withheld(person_id):
            return self.closed
        self.shown.add(person_id)
        role = person.known_as or ("이웃" if self.language == "ko" else "a neighbour")
        if person.name is None:
            return role
        own = self.recipient.kind is RecipientKind.CLIENT and self.recipient.id == person_id
        if own:
            return person.name
        if self.recipient.kind is not RecipientKind.WORKER and not self._agreed(
            person_id, "name", Privacy.IDENTITY
        ):
            return role
        return mask_name(person.name) if self.masked else person.name

    def _person(self, person_id: str) -> Person | None:
        if person_id not in self._people:
            kept = self.reader.find(Person, [person_id]).get(person_id)
            self._people[person_id] = None if kept is None else kept.record
        return self._people[person_id]

    @cached_property
    def _kept_apart(self) -> frozenset[str]:
        return frozenset() if self.about is None else kept_apart_from(self.reader, self.about, self.day)

    def _agreed(self, owner: str, field: str, privacy: Privacy) -> bool:
        """Whether the owner agreed that this field goes to this helper or agency; the least is the default."""
        if self.recipient.id is None or privacy is Privacy.RESTRICTED:
            return False
        if self.recipient.kind not in (RecipientKind.HELPER, RecipientKind.AGENCY):
            return False
        wanted = (
            ConsentPurpose.CONTACT if self.recipient.kind is RecipientKind.HELPER else ConsentPurpose.SHARING
        )
        grounds = [
            kept.record
            for kept in self.reader.referring(Consent, "person", owner)
            if kept.record.in_force(self.day) and kept.record.recipient in (None, self.recipient.id)
        ]
        items = {item for c in grounds if c.purpose is wanted for item in c.items or ()}
        if privacy is Privacy.SENSITIVE:
            agreed = {
                item for c in grounds if c.purpose is ConsentPurpose.SENSITIVE for item in c.items or ()
            }
            return field in items and field in agreed
        return field in items

    def _text(self, record: Record, field: str, spec: FieldSpec) -> str:
        value = getattr(record, field)
        if spec.refers_to and isinstance(value, str):
            return self.name(value)
        if isinstance(record, Person) and field == "name" and value is not None:
            return self.name(record.id)
        if self.masked and spec.privacy is Privacy.IDENTITY and isinstance(value, str):
            return mask_phone(value) if field == "phone" else mask_name(value)
        return self._say(value, spec.unit)

    def _say(self, value: Any, unit: str | None) -> str:
        match value:
            case None:
                return self.unknown
            case bool():
                return ("예" if value else "아니요") if self.language == "ko" else ("yes" if value else "no")
            case Word():
                return value.label(self.language)
            case datetime():
                return value.isoformat(timespec="minutes")
            case date():
                return say_day(value, self.language)
            case int() | float():
                return f"{value:,}" + (f" {unit}" if unit else "")
            case Place():
                return self._say_place(value)
            case frozenset() | tuple():
                return ", ".join(sorted(self._say(item, None) for item in value)) or "-"
            case Enum() | str():
                return str(value)
            case _ if is_dataclass(value):
                said = ((f, getattr(value, f.name)) for f in fields(value))
                return ", ".join(self._say(part, None) for _, part in said if part is not None)
            case _:
                return str(value)

    def _say_place(self, place: Place) -> str:
        if place.address is None:
            return place.tong or place.precision.label(self.language)
        return mask_address(place.address) if self.masked else place.address


def owners_of(record: Record, reader: Reader) -> tuple[str, ...]:
    """The people whom a record is about: itself, both ends of a tie, the members of a household."""
    if isinstance(record, Person):
        return (record.id,)
    if isinstance(record, Household):
        return tuple(kept.record.id for kept in reader.referring(Person, "household", record.id))
    named = (
        getattr(record, field, None) for field in ("person", "source", "target", "one", "other", "giver")
    )
    return tuple(sorted({v for v in named if isinstance(v, str) and type_of(v) is Person}))


def kept_apart_from(reader: Reader, person: str, day: date) -> frozenset[str]:
    """Everybody who must never meet this person, households counted unless narrowed (D17)."""
    mine = _household(reader, person)
    found: set[str] = set()
    for member in mine:
        for field in ("one", "other"):
            for kept in reader.referring(KeepApart, field, member):
                rule = kept.record
                if (rule.valid_from and day < rule.valid_from) or (rule.valid_to and rule.valid_to < day):
                    continue
                if member != person and not rule.covers_households:
                    continue
                far = rule.other if rule.one == member else rule.one
                found |= _household(reader, far) if rule.covers_households else {far}
    return frozenset(found - {person})


def _household(reader: Reader, person: str) -> frozenset[str]:
    kept = reader.find(Person, [person]).get(person)
    if kept is None or kept.record.household is None:
        return frozenset({person})
    members: Mapping[str, Any] = {
        k.record.id: k for k in reader.referring(Person, "household", kept.record.household)
    }
    return frozenset(members) | {person}
