"""Plain, valid, invented records for tests; any field can be changed by keyword.

Their ids are fixed and readable, and they refer to each other: the client 김하늘 (``p-kim``) lives in
``h-kim``, needs and asks, and the neighbour 박나래 (``p-park``) gives ``r-escort``.
"""

from datetime import UTC, date, datetime
from typing import Any

from graph.records.areas import Area
from graph.records.consents import Consent, KeepApart
from graph.records.imports import Import, SourceRow
from graph.records.linkages import Linkage, Refusal
from graph.records.needs import Ask, Feeds, Need
from graph.records.people import Household, Organisation, Person, Staff
from graph.records.registry import Record
from graph.records.resources import Resource, WalkingTime
from graph.records.rounds import Round, RoundLeg
from graph.records.ties import Membership, Tie
from graph.records.values import Amount, Place
from graph.words.kinds import (
    ConsentPurpose,
    KeepApartReason,
    LegForm,
    OrganisationKind,
    Period,
    PlacePrecision,
    RefusalScope,
    ResourceKind,
    RoundKind,
    Side,
    StaffRole,
    TieKind,
)

FICTITIOUS_DONG = "9911000100"
"""The code of the invented dong 품앗이동; no real dong begins with 99."""

OTHER_DONG = "9911000200"
"""The code of the invented dong next to it."""

LATITUDE, LONGITUDE = 37.5, 127.0
"""Where the invented dong is drawn."""


def a_place(metres_north: float = 0.0, metres_east: float = 0.0, **changes: Any) -> Place:
    """A point so many metres north and east of the middle of the invented dong."""
    fields: dict[str, Any] = {
        "address": "가상구 품앗이로 1",
        "tong": "3통",
        "latitude": LATITUDE + metres_north / 111_195,
        "longitude": LONGITUDE + metres_east / 88_217,
        "precision": PlacePrecision.BUILDING,
    }
    return Place(**fields | changes)


def a_person(**changes: Any) -> Person:
    """The client 김하늘."""
    fields: dict[str, Any] = {"id": "p-kim", "dong": FICTITIOUS_DONG, "name": "김하늘"}
    return Person(**fields | changes)


def a_neighbour(**changes: Any) -> Person:
    """The neighbour 박나래, who gives."""
    return a_person(**{"id": "p-park", "name": "박나래"} | changes)


def a_household(**changes: Any) -> Household:
    """A household of one."""
    fields: dict[str, Any] = {"id": "h-kim", "dong": FICTITIOUS_DONG, "members": 1}
    return Household(**fields | changes)


def a_staff(**changes: Any) -> Staff:
    """A case manager."""
    fields: dict[str, Any] = {
        "id": "s-lee",
        "dong": FICTITIOUS_DONG,
        "name": "이담당",
        "role": StaffRole.CASE_MANAGER,
    }
    return Staff(**fields | changes)


def an_organisation(**changes: Any) -> Organisation:
    """A welfare centre."""
    fields: dict[str, Any] = {
        "id": "o-centre",
        "dong": FICTITIOUS_DONG,
        "name": "품앗이종합사회복지관",
        "kind": OrganisationKind.WELFARE_CENTRE,
    }
    return Organisation(**fields | changes)


def a_resource(**changes: Any) -> Resource:
    """What 박나래 gives: going along to the hospital, twice a week."""
    fields: dict[str, Any] = {
        "id": "r-escort",
        "dong": FICTITIOUS_DONG,
        "name": "병원 동행",
        "kind": ResourceKind.HUMAN,
        "service_type": "hospital_escort",
        "giver": "p-park",
        "capacity": Amount(count=2, period=Period.WEEK),
    }
    return Resource(**fields | changes)


def a_walking_time(**changes: Any) -> WalkingTime:
    """Eight minutes from one tong to the next."""
    fields: dict[str, Any] = {
        "id": "w-3-4",
        "dong": FICTITIOUS_DONG,
        "tong": "3통",
        "other_tong": "4통",
        "walk_minutes": 8,
    }
    return WalkingTime(**fields | changes)


def a_need(**changes: Any) -> Need:
    """김하늘 finds daily life difficult."""
    fields: dict[str, Any] = {
        "id": "n-kim",
        "dong": FICTITIOUS_DONG,
        "person": "p-kim",
        "item": "health.physical.daily_difficulty",
    }
    return Need(**fields | changes)


def an_ask(**changes: Any) -> Ask:
    """김하늘 asks for company to the hospital once a week."""
    fields: dict[str, Any] = {
        "id": "a-kim",
        "dong": FICTITIOUS_DONG,
        "need": "n-kim",
        "person": "p-kim",
        "service_type": "hospital_escort",
        "amount": Amount(count=1, period=Period.WEEK),
    }
    return Ask(**fields | changes)


def a_feeds(**changes: Any) -> Feeds:
    """One need of 김하늘 feeds another, ``n-kim-2``."""
    fields: dict[str, Any] = {"id": "f-kim", "dong": FICTITIOUS_DONG, "source": "n-kim", "target": "n-kim-2"}
    return Feeds(**fields | changes)


def a_tie(**changes: Any) -> Tie:
    """김하늘 and 박나래 are neighbours."""
    fields: dict[str, Any] = {
        "id": "t-kim-park",
        "dong": FICTITIOUS_DONG,
        "source": "p-kim",
        "target": "p-park",
        "kind": TieKind.NEIGHBOUR,
    }
    return Tie(**fields | changes)


def a_membership(**changes: Any) -> Membership:
    """김하늘 belongs to the welfare centre."""
    fields: dict[str, Any] = {
        "id": "m-kim",
        "dong": FICTITIOUS_DONG,
        "person": "p-kim",
        "organisation": "o-centre",
    }
    return Membership(**fields | changes)


def a_linkage(**changes: Any) -> Linkage:
    """The proposal that 박나래 goes along with 김하늘."""
    fields: dict[str, Any] = {
        "id": "l-kim",
        "dong": FICTITIOUS_DONG,
        "person": "p-kim",
        "resource": "r-escort",
        "giver": "p-park",
        "ask": "a-kim",
    }
    return Linkage(**fields | changes)


def a_refusal(**changes: Any) -> Refusal:
    """김하늘 does not want 박나래's help."""
    fields: dict[str, Any] = {
        "id": "no-kim",
        "dong": FICTITIOUS_DONG,
        "person": "p-kim",
        "side": Side.CLIENT,
        "scope": RefusalScope.THIS_ONE,
        "other": "p-park",
    }
    return Refusal(**fields | changes)


def a_consent(**changes: Any) -> Consent:
    """김하늘 agreed to be considered for linkages, without an end."""
    fields: dict[str, Any] = {
        "id": "c-kim",
        "dong": FICTITIOUS_DONG,
        "person": "p-kim",
        "purpose": ConsentPurpose.MATCHING,
        "given_on": date(2026, 1, 5),
    }
    return Consent(**fields | changes)


def a_keep_apart(**changes: Any) -> KeepApart:
    """김하늘 and 박나래 must not meet."""
    fields: dict[str, Any] = {
        "id": "k-kim-park",
        "dong": FICTITIOUS_DONG,
        "one": "p-kim",
        "other": "p-park",
        "reason": KeepApartReason.OWN_WISH,
    }
    return KeepApart(**fields | changes)


def an_area(**changes: Any) -> Area:
    """The invented dong 품앗이동."""
    fields: dict[str, Any] = {
        "id": "d-pumasi",
        "dong": FICTITIOUS_DONG,
        "sido": "가상시",
        "sigungu": "가상구",
        "name": "품앗이동",
        "fictitious": True,
    }
    return Area(**fields | changes)


def a_round(**changes: Any) -> Round:
    """An exchange that was proposed."""
    fields: dict[str, Any] = {
        "id": "g-one",
        "dong": FICTITIOUS_DONG,
        "kind": RoundKind.EXCHANGE,
        "made_on": date(2026, 1, 5),
    }
    return Round(**fields | changes)


def a_round_leg(**changes: Any) -> RoundLeg:
    """박나래 could help 김하늘, as that round proposes it."""
    fields: dict[str, Any] = {
        "id": "gl-one",
        "dong": FICTITIOUS_DONG,
        "round": "g-one",
        "number": 1,
        "place": 1,
        "form": LegForm.CHAIN,
        "person": "p-kim",
        "giver": "p-park",
        "resource": "r-escort",
        "ask": "a-kim",
    }
    return RoundLeg(**fields | changes)


def an_import(**changes: Any) -> Import:
    """A sheet of neighbours, taken in."""
    fields: dict[str, Any] = {
        "id": "i-sheet",
        "dong": FICTITIOUS_DONG,
        "mapping": "people",
        "file_name": "이웃명단.xlsx",
        "file_digest": "0" * 64,
        "applied_at": datetime(2026, 1, 5, 0, 0, tzinfo=UTC),
        "applied_by": "s-lee",
    }
    return Import(**fields | changes)


def a_source_row(**changes: Any) -> SourceRow:
    """The row of the sheet that stands behind 김하늘."""
    fields: dict[str, Any] = {
        "id": "row-kim",
        "dong": FICTITIOUS_DONG,
        "mapping": "people",
        "key": "k1",
        "record": "p-kim",
        "record_type": "Person",
        "last_import": "i-sheet",
        "line": 2,
        "values": "{}",
    }
    return SourceRow(**fields | changes)


def one_of_each() -> tuple[Record, ...]:
    """One record of every type, in an order in which each refers to earlier ones."""
    return (
        an_area(),
        a_staff(),
        an_organisation(),
        a_walking_time(),
        a_household(),
        a_person(household="h-kim", case_manager="s-lee", place=a_place()),
        a_neighbour(place=a_place(100)),
        a_tie(told_by="p-kim"),
        a_membership(),
        a_keep_apart(),
        a_consent(),
        a_need(),
        a_need(id="n-kim-2", item="health.mental.depression"),
        a_feeds(),
        an_ask(),
        a_resource(),
        a_linkage(decided_by="s-lee"),
        a_refusal(linkage="l-kim"),
        a_round(made_by="s-lee"),
        a_round_leg(linkage="l-kim"),
        an_import(),
        a_source_row(),
    )
