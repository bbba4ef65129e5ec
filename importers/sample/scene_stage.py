"""Where the scenes are set, and the few hands that put people, homes and consents on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from graph.records.consents import Consent
from graph.records.needs import Ask, Feeds, Need
from graph.records.people import Household, Organisation, Person
from graph.records.registry import Record
from graph.records.resources import Resource
from graph.records.ties import Tie
from graph.records.values import Amount, Place, Slots
from graph.words.kinds import (
    Closeness,
    ConsentPurpose,
    Direction,
    HouseholdType,
    IncomeBand,
    OrganisationKind,
    Period,
    PlacePrecision,
    ResourceKind,
    Sex,
    SpokenLanguage,
    Strain,
    SupportKind,
    TieKind,
    Urgency,
)
from graph.words.service_types import service_type
from importers.sample.dong import Dong
from importers.sample.scenes import scene_id


@dataclass(slots=True)
class Stage:
    """A dong, a day, and counters for the ids nobody asks for by name."""

    dong: Dong
    day: date
    _next: dict[type[Record], int] = field(default_factory=dict)

    def new_id(self, kind: type[Record]) -> str:
        """The id of a record without a name of its own."""
        self._next[kind] = self._next.get(kind, 1000) + 1
        return scene_id(kind, self._next[kind])

    def place(self, east: int, north: int, tong: str = "1통") -> Place:
        """A point in metres from the middle of the dong."""
        latitude, longitude = self.dong.ground.point(self.dong.middle[0] + east, self.dong.middle[1] + north)
        return Place(
            address=f"{self.dong.name} 품앗이길 {abs(east) + abs(north)}",
            tong=tong,
            latitude=latitude,
            longitude=longitude,
            precision=PlacePrecision.POINT,
        )

    def home(
        self, place: Place, kind: HouseholdType, members: int, band: IncomeBand, benefits: Sequence[str] = ()
    ) -> Household:
        """A household whose income is known."""
        return Household(
            id=self.new_id(Household),
            dong=self.dong.code,
            type=kind,
            members=members,
            place=place,
            income_band=band,
            income_year=self.day.year,
            benefits=frozenset(benefits),
            home_conditions=frozenset(),
            floor=1,
            has_lift=False,
        )

    def person(
        self, person_id: str, name: str, sex: Sex, age: int, place: Place, home: Household | None = None
    ) -> Person:
        """Someone the team knows well."""
        return Person(
            id=person_id,
            dong=self.dong.code,
            name=name,
            birth_date=date(self.day.year - age, 1, 1 + len(name)),
            sex=sex,
            phone=f"010-0100-{int(person_id[-4:]):04d}",
            household=home.id if home else None,
            place=place,
            languages=frozenset({SpokenLanguage.KOREAN}),
            can_read=True,
            registered_on=self.day - timedelta(days=400),
            verified_on=self.day - timedelta(days=20),
        )

    def consents(self, *people: str) -> Iterator[Consent]:
        """To be considered and to be introduced, for everybody named."""
        for person in people:
            for purpose in (ConsentPurpose.MATCHING, ConsentPurpose.CONTACT):
                yield Consent(
                    id=self.new_id(Consent),
                    dong=self.dong.code,
                    person=person,
                    purpose=purpose,
                    given_on=self.day - timedelta(days=60),
                    until=self.day + timedelta(days=300),
                )

    def tie(
        self,
        source: str,
        target: str,
        kind: TieKind,
        closeness: Closeness,
        *supports: SupportKind,
        direction: Direction | None = Direction.BOTH,
        strain: Strain | None = Strain.NONE,
        introduces: bool | None = None,
        contacts: float | None = 1.0,
    ) -> Tie:
        """A tie that was talked about."""
        return Tie(
            id=self.new_id(Tie),
            dong=self.dong.code,
            source=source,
            target=target,
            kind=kind,
            closeness=closeness,
            strain=strain,
            direction=direction,
            supports=frozenset(supports),
            formal=kind in {TieKind.WORKER, TieKind.AGENCY},
            contacts_per_week=contacts,
            introduces=introduces,
        )

    def need(
        self, person: str, item: str, words: str, need_id: str | None = None, *, high: bool = False
    ) -> Need:
        """A need in the person's own words."""
        return Need(
            id=need_id or self.new_id(Need),
            dong=self.dong.code,
            person=person,
            item=item,
            own_words=words,
            urgency=Urgency.HIGH if high else Urgency.ORDINARY,
            raised_on=self.day - timedelta(days=6),
        )

    def ask(
        self, ask_id: str, need: Need, wanted: str, count: int, period: Period, slots: Slots | None = None
    ) -> Ask:
        """The help wanted for a need."""
        return Ask(
            id=ask_id,
            dong=self.dong.code,
            need=need.id,
            person=need.person,
            service_type=wanted,
            amount=Amount(count=float(count), period=period),
            slots=slots,
            asked_on=self.day - timedelta(days=5),
        )

    def feeds(self, source: Need, target: Need, note: str) -> Feeds:
        """Why one need makes the other worse."""
        return Feeds(
            id=self.new_id(Feeds), dong=self.dong.code, source=source.id, target=target.id, note=note
        )

    def organisation(
        self, organisation_id: str, name: str, kind: OrganisationKind, place: Place
    ) -> Organisation:
        """An agency or shop of the scenes."""
        return Organisation(
            id=organisation_id,
            dong=self.dong.code,
            name=name,
            kind=kind,
            formal=kind is not OrganisationKind.SHOP,
            phone=f"02-0000-{int(organisation_id[-4:]):04d}",
            place=replace(place, precision=PlacePrecision.BUILDING),
            verified_on=self.day - timedelta(days=15),
        )

    def offer(
        self,
        resource_id: str,
        giver: str,
        code: str,
        name: str,
        amount: Amount | None,
        slots: Slots | None,
        place: Place | None = None,
        *,
        comes_home: bool = True,
        formal: bool = False,
    ) -> Resource:
        """Something given week by week."""
        kind: ResourceKind = service_type(code).kind
        return Resource(
            id=resource_id,
            dong=self.dong.code,
            name=name,
            kind=kind,
            service_type=code,
            giver=giver,
            formal=formal,
            capacity=amount,
            slots=slots,
            place=place,
            comes_home=comes_home,
            languages=frozenset({SpokenLanguage.KOREAN}),
            verified_on=self.day - timedelta(days=15),
        )


def weekly(count: int) -> Amount:
    """So many a week."""
    return Amount(count=float(count), period=Period.WEEK)
