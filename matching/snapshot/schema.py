"""Which fields matching reads, by table; nothing that names anybody is among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.records.consents import Consent, KeepApart
from graph.records.linkages import Linkage, Refusal
from graph.records.needs import Ask, Need
from graph.records.people import Household, Organisation, Person
from graph.records.registry import Record
from graph.records.resources import Resource, WalkingTime
from graph.records.ties import Membership, Tie
from graph.words.kinds import (
    AcceptAtHome,
    AskState,
    Closeness,
    ConsentPurpose,
    Direction,
    GivingWish,
    HomeCondition,
    HouseholdType,
    IncomeBand,
    LinkageOutcome,
    LinkageState,
    NeedState,
    Period,
    RefusalScope,
    ResourceKind,
    Sex,
    Side,
    SpokenLanguage,
    Strain,
    SupportKind,
    TieKind,
    Urgency,
)
from matching.snapshot import encoders as e

KINDS: Mapping[str, type[Record]] = {
    "households": Household,
    "organisations": Organisation,
    "people": Person,
    "resources": Resource,
    "needs": Need,
    "asks": Ask,
    "ties": Tie,
    "memberships": Membership,
    "linkages": Linkage,
    "refusals": Refusal,
    "consents": Consent,
    "keep_aparts": KeepApart,
    "walking_times": WalkingTime,
}
"""Table by table, those that others refer to first."""

PARTIES = ("people", "organisations", "households")
"""Who can give: a party's number is its row x 4 + the position of its table here."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column of rows in another table, or of party numbers where several tables are named."""

    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """A column of a table: the field it is read from, and how it is encoded."""

    name: str
    source: str
    encoder: e.Encoder | Reference


@dataclass(slots=True)
class Names:
    """Numbers for texts and sets that columns of one snapshot share."""

    dongs: e.Interner = field(default_factory=e.Interner)
    tongs: e.Interner = field(default_factory=e.Interner)
    types: e.Interner = field(default_factory=e.Interner)
    items: e.Interner = field(default_factory=e.Interner)
    sets: e.Interner = field(default_factory=e.Interner)
    qualifications: e.Interner = field(default_factory=e.Interner)


Described = tuple[str, str, e.Encoder | Reference]
Schema = Mapping[str, "Layout"]


class Layout:
    """The columns of a table, and how its rows are asked for: the id, single fields, then packs."""

    def __init__(self, columns: Sequence[FieldColumn]) -> None:
        self.columns = tuple(columns)
        packed: dict[str, list[FieldColumn]] = {}
        alone: dict[str, list[FieldColumn]] = {}
        for column in columns:
            pack = None if isinstance(column.encoder, Reference) else column.encoder.pack
            if pack is None:
                alone.setdefault(column.source, []).append(column)
            else:
                packed.setdefault(pack, []).append(column)
        self.alone = tuple(map(tuple, alone.values()))
        """By position after the id, the columns made of that field."""
        self.packs = tuple(map(tuple, packed.values()))
        """By position behind those, the columns of that pack."""
        self.asked: tuple[str | tuple[str, ...], ...] = (
            "id",
            *alone,
            *(tuple(column.source for column in pack) for pack in self.packs),
        )
        """What ``Reader.columns`` is asked for."""
        self.at = {source: place for place, source in enumerate(alone, 1)}
        """The position of each single field in a row."""

    def packed_at(self, source: str) -> tuple[int, int]:
        """The position in a row of the pack that a field is in, and the field's position in it."""
        for place, pack in enumerate(self.packs, 1 + len(self.alone)):
            for i, column in enumerate(pack):
                if column.source == source:
                    return place, i
        raise KeyError(source)


def schema(names: Names) -> Schema:
    """The columns of every table, with fresh encoders."""
    person, household = Reference(("people",)), Reference(("households",))
    organisation, resource, ask = (
        Reference(("organisations",)),
        Reference(("resources",)),
        Reference(("asks",)),
    )
    party = Reference(PARTIES)
    i32, f32, f64 = e.integers(np.int32), e.Floats(np.float32), e.Floats(np.float64, pack=None)
    year = e.integers(np.int32, pack=None)
    day, moment, flag, slots = e.days(), e.moments(), e.flags(), e.WeeklySlots()
    sets = e.interned_sets(names.sets)
    dong, tong = (e.interned(texts, pack=e.PLACE) for texts in (names.dongs, names.tongs))
    kind_of_help = e.interned(names.types)
    place: list[Described] = [
        ("tong", "place.tong", tong),
        ("latitude", "place.latitude", f64),
        ("longitude", "place.longitude", f64),
    ]
    span: list[Described] = [("valid_from", "valid_from", day), ("valid_to", "valid_to", day)]
    same = _same_name
    tables: dict[str, list[Described]] = {
        "households": [
            ("dong", "dong", dong),
            *place,
            *same(type=e.words(HouseholdType), income_band=e.words(IncomeBand), benefits=sets),
            *same(home_conditions=e.word_mask(HomeCondition), floor=i32, has_lift=flag),
        ],
        "organisations": [("dong", "dong", dong), *place, *span, *same(formal=flag, verified_on=day)],
        "people": [
            ("dong", "dong", dong),
            *place,
            *same(household=household, birth_date=day, birth_year=year, sex=e.words(Sex)),
            *same(languages=e.word_mask(SpokenLanguage), accepts_at_home=e.words(AcceptAtHome)),
            *same(cannot_with=e.word_mask(HomeCondition), walks_metres=i32, allergies=sets, load_limit=i32),
            *same(qualifications=e.interned_qualifications(names.qualifications), visits_paused_until=day),
            *same(verified_on=day, left_on=day, giving_wish=e.words(GivingWish)),
        ],
        "resources": [
            ("dong", "dong", dong),
            *place,
            *span,
            *same(kind=e.words(ResourceKind), service_type=kind_of_help, giver=party, formal=flag),
            ("capacity", "capacity.count", f32),
            ("period", "capacity.period", e.words(Period)),
            *same(stock=i32, unlimited=flag, slots=slots, slots_text=e.Present(), comes_home=flag),
            ("slots_known", "slots", e.Present()),
            *same(reach_metres=i32, eligibility_text=e.Present()),
            ("eligible_known", "eligibility", e.Present()),
            ("age_from", "eligibility.age_from", i32),
            ("age_to", "eligibility.age_to", i32),
            ("eligible_sex", "eligibility.sex", e.words(Sex)),
            ("household_types", "eligibility.household_types", e.word_mask(HouseholdType)),
            ("income_up_to", "eligibility.income_up_to", e.words(IncomeBand)),
            ("dongs", "eligibility.dongs", sets),
            ("excluded_by", "eligibility.excluded_by", sets),
            *same(languages=e.word_mask(SpokenLanguage), allergens=sets, best_before=day),
            *same(season_from=e.month_days(), season_to=e.month_days(), paused_until=day, verified_on=day),
        ],
        "needs": [
            ("dong", "dong", dong),
            *same(person=person, urgency=e.words(Urgency), state=e.words(NeedState)),
            ("item", "item", e.interned(names.items)),
        ],
        "asks": [
            ("dong", "dong", dong),
            *same(need=Reference(("needs",)), person=person, service_type=kind_of_help),
            ("amount", "amount.count", f32),
            ("period", "amount.period", e.words(Period)),
            *same(slots=slots, slots_text=e.Present(), from_on=day, until_on=day, state=e.words(AskState)),
            ("slots_known", "slots", e.Present()),
        ],
        "ties": [
            *same(source=party, target=party, kind=e.words(TieKind), closeness=e.words(Closeness)),
            *same(strain=e.words(Strain), direction=e.words(Direction), supports=e.word_mask(SupportKind)),
            *same(formal=flag, contacts_per_week=f32, introduces=flag),
            *span,
        ],
        "memberships": [*same(person=person, organisation=organisation), *span],
        "linkages": [
            *same(person=person, resource=resource, giver=party, ask=ask, state=e.words(LinkageState)),
            ("amount", "amount.count", f32),
            ("period", "amount.period", e.words(Period)),
            *same(slots=slots, hold_until=moment, started_on=day, ended_on=day),
            *same(outcome=e.words(LinkageOutcome)),
        ],
        "refusals": [
            *same(person=party, side=e.words(Side), scope=e.words(RefusalScope), other=party),
            *same(service_type=kind_of_help, until=day, withdrawn_on=day),
        ],
        "consents": [
            *same(person=person, purpose=e.words(ConsentPurpose), recipient=party, decided_by=person),
            *same(given_on=day, until=day, withdrawn_on=day),
        ],
        "keep_aparts": [*same(one=person, other=person, covers_households=flag), *span],
        "walking_times": [("dong", "dong", dong), *same(tong=tong, other_tong=tong, walk_minutes=i32)],
    }
    return {name: Layout([FieldColumn(*column) for column in columns]) for name, columns in tables.items()}


def _same_name(**encoders: e.Encoder | Reference) -> list[Described]:
    return [(name, name, encoder) for name, encoder in encoders.items()]
