"""The View: who looks, why, and for whom; it alone turns ids into words and decides what is withheld."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from graph.known import (
    agreed_to_be_known,
    between_dongs,
    gives_openly,
    household_of,
    kept_apart_from,
    mentioned,
    owners_of,
    relation_between,
)
from graph.records.consents import Consent
from graph.records.fields import FieldRef, FieldSpec, Privacy, field_specs
from graph.records.linkages import Linkage
from graph.records.people import Household, Organisation, Person, Staff
from graph.records.registry import Record, type_of
from graph.records.resources import Resource
from graph.saying import say, unknown
from graph.store import Reader
from graph.text.masking import CIRCLE, mask_name, mask_phone
from graph.text.render import render
from graph.text.sentence import Sentence
from graph.words.kinds import ConsentPurpose, StaffRole, TieKind, ViewPurpose
from graph.words.word import Language, Word

_ALIAS_LETTERS = {"ko": "나다라마바사아자차카타파하", "en": "BCDEFGHIJKLMN"}
_CARERS = frozenset({StaffRole.CASE_MANAGER, StaffRole.TEAM_LEADER, StaffRole.SUPERVISOR})
_LEAVES_THE_OFFICE = frozenset({"person", "resource", "giver", "amount", "slots", "started_on", "ended_on"})
"""What of a linkage anybody else may read; who was asked, waits or said no stays with the team (D26)."""


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
    from everybody but the responsible worker, and people who have not agreed to be known are a role (D28).
    ``masked`` hides names even from those who may see them. ``present`` and ``today`` are by what rights
    are judged where ``reader`` and ``day`` lie in the past.
    """

    viewer: Viewer
    purpose: ViewPurpose
    reader: Reader
    day: date
    language: Language = "ko"
    recipient: Recipient = Recipient()
    about: str | None = None
    masked: bool = True
    present: Reader | None = None
    today: date | None = None

    def __post_init__(self) -> None:
        """Start with nobody named and nothing shown."""
        self._now, self._today = self.present or self.reader, self.today or self.day
        self._aliases: dict[tuple[str, bool], str] = {}
        self._people: dict[str, Person | None] = {}
        self._apart: dict[str, frozenset[str]] = {}
        self._known: dict[str, bool] = {}
        self._keys: dict[str, str] = {}
        self._by_name: set[str] = set()
        self.shown: set[str] = set()

    # names

    def name(self, record_id: str) -> str:
        """What the reader may call a person, organisation, resource or worker; logged as shown.

        An answer about nobody in particular is the register, which calls people by their names.
        """
        return self._name(record_id, by_name=self.about is None)

    def key(self, record_id: str) -> str:
        """An opaque key for pictures and exports: the same person has the same key in this disclosure."""
        return self._keys.setdefault(record_id, f"k{len(self._keys) + 1}")

    def continue_from(self, earlier: View) -> None:
        """Go on with the names and keys of an earlier moment of the same disclosure."""
        self._aliases.update(earlier._aliases)
        self._keys.update(earlier._keys)
        self._by_name |= earlier._by_name

    def withheld(self, person: str) -> bool:
        """Whether this person must not appear at all: kept apart from the one it is about."""
        if self.about is None or person not in self._apart_from(self.about):
            return False
        return not self.responsible_for(self.about) or (
            self._managed(person) and not self._managed(self.about)
        )

    def hides(self, record: Record) -> bool:
        """Whether a record is not there for the viewer: it brings together people to be kept apart."""
        return self.parts(mentioned(record, self._now))

    def parts(self, people: Collection[str]) -> bool:
        """Whether an answer may not hold these people together: some are to be kept apart."""
        return any(map(self.withheld, people)) or any(
            other in self._apart_from(one) and not self.answers_for((one, other))
            for one, other in combinations(people, 2)
        )

    def known(self, person: str) -> bool:
        """Whether they may be named and found beside others (D28).

        That is whom it is about, their household, who agreed to be matched or introduced, and who gives
        openly; people of another dong are not (D31).
        """
        if person not in self._known:
            found = self._person(person)
            self._known[person] = (
                found is not None
                and found.dong == self.viewer.dong
                and (
                    (self.about is not None and person in household_of(self._now, self.about))
                    or agreed_to_be_known(self._now, person, self._today, self.about)
                    or gives_openly(self._now, person, self._today)
                )
            )
        return self._known[person] and not self.withheld(person)

    def found(self, record_id: str) -> str:
        """The id by which somebody or something can be opened; empty for people who may not be found."""
        return record_id if type_of(record_id) is not Person or self.known(record_id) else ""

    def sentence(self, sentence: Sentence) -> str:
        """Say a sentence with the names of this disclosure."""
        return render(sentence, self.language, self._spoken)

    def word(self, word: Word | None) -> str:
        """A vocabulary's word, or that it is not known."""
        return self.unknown if word is None else word.label(self.language)

    @property
    def unknown(self) -> str:
        """How unknown is said."""
        return unknown(self.language)

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

    def answers_for(self, people: Sequence[str]) -> bool:
        """Whether the viewer answers for one of these people; case managers come before other carers."""
        return any(map(self.responsible_for, [p for p in people if self._managed(p)] or people))

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
                return not owners or self.answers_for(owners)
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

    def cites(self, refs: Iterable[FieldRef], among: Collection[str]) -> tuple[str, ...]:
        """The cited fields as ``record.field``, without those about anybody else than ``among``."""
        told = []
        for ref in refs:
            kind = type_of(ref.record)
            found = None if kind is None else self.reader.find(kind, [ref.record]).get(ref.record)
            if found is None or not self.may_see_field(ref):
                continue
            if set(mentioned(found.record, self._now)) <= {*among}:
                told.append(f"{ref.record}.{ref.field}")
        return tuple(told)

    def may_see_of(self, record: Record, field: str, spec: FieldSpec) -> bool:
        """Whether a field of this record may be told, consent to an agency or helper counted."""
        return not self.hides(record) and self._may(record, field, spec, owners_of(record, self._now))

    def _may(self, record: Record, field: str, spec: FieldSpec, owners: Sequence[str]) -> bool:
        if record.dong != self.viewer.dong and not between_dongs(record, spec, owners):
            return False
        outside = self.recipient.kind is not RecipientKind.WORKER
        if outside and isinstance(record, Linkage) and field not in _LEAVES_THE_OFFICE:
            return False
        agreed = bool(owners) and all(self._agreed(owner, field, spec.privacy) for owner in owners)
        return agreed or self.may_see(spec.privacy, owners)

    def agreed(self, person: str, item: str) -> bool:
        """Whether a person agreed that an item goes to this helper or agency."""
        return self._agreed(person, item, Privacy.TEAM)

    # records as told

    def fields(self, record: Record) -> tuple[Told, ...]:
        """Every field of a record with its label and the text that the recipient may read."""
        told: list[Told] = []
        hidden, owners = self.hides(record), owners_of(record, self._now)
        for field, spec in field_specs(type(record)).items():
            if not hidden and self._may(record, field, spec, owners):
                told.append(
                    Told(field=field, label=spec.label(self.language), text=self._text(record, field, spec))
                )
            else:
                told.append(
                    Told(field=field, label=spec.label(self.language), text=self.closed, withheld=True)
                )
        if not all(one.withheld for one in told):
            self.shown.update(owners)
        return tuple(told)

    def text(self, record: Record, field: str) -> str:
        """One field as told."""
        return next(told.text for told in self.fields(record) if told.field == field)

    # inside

    def _name(self, record_id: str, *, by_name: bool) -> str:
        told = (record_id, by_name)
        if told not in self._aliases:
            if type_of(record_id) is Person:
                self._aliases[told] = self._distinct(self._call_person(record_id, by_name))
            else:
                self._aliases[told] = self._call(record_id)
        return self._aliases[told]

    def _distinct(self, alias: str) -> str:
        used = set(self._aliases.values())
        if alias not in used or alias == self.closed:
            return alias
        for letter in _ALIAS_LETTERS[self.language]:
            if f"{alias}({letter})" not in used:
                return f"{alias}({letter})"
        return f"{alias}({len(used)})"

    def _call(self, record_id: str) -> str:
        kind = type_of(record_id)
        if kind is Household:
            return "가구" if self.language == "ko" else "household"
        if kind in (Organisation, Resource, Staff):
            found = self.reader.find(kind, [record_id]).get(record_id)
            return self.closed if found is None else str(getattr(found.record, "name", self.closed))
        return self.closed

    def _call_person(self, person_id: str, by_name: bool) -> str:
        person = self._person(person_id)
        if person is None or self.withheld(person_id):
            return self.closed
        self.shown.add(person_id)
        if person.dong != self.viewer.dong:
            return "다른 동 주민" if self.language == "ko" else "a resident of another dong"
        neutral = TieKind.NEIGHBOUR.label(self.language)
        kind = self.about and relation_between(self.reader, person_id, self.about)
        role = person.known_as or (kind.label(self.language) if kind else neutral)
        if self.recipient.kind is RecipientKind.CLIENT:
            return person.name or role if self.recipient.id == person_id else role
        if self.recipient.kind is not RecipientKind.WORKER:
            if person.name is None or not self._agreed(person_id, "name", Privacy.IDENTITY):
                return neutral
        elif person.name is None or not (by_name or self.known(person_id)):
            return role
        self._by_name.add(person_id)
        return mask_name(person.name) if self.masked else person.name

    def _spoken(self, record_id: str) -> str:
        """A name as a sentence says it: in Korean with 님, which also settles the particle after a masked one."""
        name = self.name(record_id)
        return f"{name} 님" if self.language == "ko" and record_id in self._by_name else name

    def _person(self, person_id: str) -> Person | None:
        if person_id not in self._people:
            kept = self._now.find(Person, [person_id]).get(person_id)
            self._people[person_id] = None if kept is None else kept.record
        return self._people[person_id]

    def _managed(self, person_id: str) -> bool:
        person = self._person(person_id)
        return person is not None and person.case_manager is not None

    def _apart_from(self, person: str) -> frozenset[str]:
        """Whom this person must not meet, today or on the day that is read."""
        if person not in self._apart:
            days = {self._today, self.day}
            self._apart[person] = frozenset().union(*(kept_apart_from(self._now, person, d) for d in days))
        return self._apart[person]

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
            for kept in self._now.referring(Consent, "person", owner)
            if kept.record.in_force(self._today) and kept.record.recipient in (None, self.recipient.id)
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
            subject = self.about is None and field == "person"
            return self._name(value, by_name=subject)
        if isinstance(record, Person) and field == "name" and value is not None:
            return self.name(record.id)
        if self.masked and spec.privacy is Privacy.IDENTITY:
            match value:
                case str():
                    return mask_phone(value) if field == "phone" else mask_name(value)
                case date():
                    return str(value.year)
                case int():
                    return CIRCLE
        return say(value, spec.unit, self.language, masked=self.masked, sentence=self.sentence)
