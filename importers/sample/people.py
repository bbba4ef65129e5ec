"""Households and people as records, with the gaps that a real team's register has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from graph.records.people import Household, Person
from graph.records.registry import Record
from graph.records.values import Place, Qualification
from graph.words.giving import Requirement
from graph.words.kinds import (
    AcceptAtHome,
    GivingWish,
    HomeCondition,
    HouseholdType,
    IncomeBand,
    PlacePrecision,
    SpokenLanguage,
)
from importers.sample.dong import Dong, Tong
from importers.sample.maker import Maker, Table
from importers.sample.residents import Home, Resident

_ACCEPTS = Table(
    (AcceptAtHome.ANYONE, 52),
    (AcceptAtHome.WOMEN_ONLY, 18),
    (AcceptAtHome.MEN_ONLY, 2),
    (AcceptAtHome.NOBODY, 4),
    (None, 24),
)
_WISH = Table((GivingWish.WANTS_TO_GIVE, 24), (GivingWish.ONLY_RECEIVE, 22), (None, 54))
_HEALTH = ("고혈압", "당뇨", "무릎 관절염", "허리 통증", "고혈압, 당뇨", "심장질환", "난청", "백내장", "천식")
_ALLERGENS = ("밀", "우유", "알류", "땅콩", "새우", "메밀", "복숭아")
_STRENGTHS = (
    "손끝이 야물고 음식 솜씨가 좋음",
    "사람 이름을 잘 기억함",
    "통장을 여섯 해 지냄",
    "아이들을 좋아함",
    "말을 귀담아들음",
    "꾸준히 글을 씀",
    "화초를 잘 키움",
    "젊을 때 재봉 일을 오래 함",
    "아침마다 골목을 쓺",
    "전기 일을 했음",
)
_TASTES = (
    "무르고 싱겁게",
    "매운 것을 못 먹음",
    "국물을 좋아함",
    "단것을 좋아함",
    "생선을 좋아함",
    "고기를 안 먹음",
)
_STREETS = ("가온길", "느티길", "두레길", "마루길", "보람길", "샘터길", "은하길", "햇살길")
_PRECISION = Table((PlacePrecision.POINT, 76), (PlacePrecision.BUILDING, 9), (PlacePrecision.DONG, 15))
_KNOWN_AS = ("윗집", "아랫집", "옆집", "앞집", "골목 끝집", "모퉁잇집")
_KOREAN = frozenset({SpokenLanguage.KOREAN})


def household_records(maker: Maker, dong: Dong, tong: Tong, home: Home) -> Iterator[Record]:
    """A household, then its people."""
    cared_for = any(one.client or one.helper for one in home.members)
    place = _place(maker, dong, tong, home, cared_for)
    alley = tong.alleys[home.alley]
    known = cared_for or home.up_to(IncomeBand.UP_TO_48) or maker.likely(0.4)
    yield Household(
        id=home.id,
        dong=dong.code,
        type=home.type if known or maker.likely(0.8) else None,
        members=len(home.members),
        place=place,
        income_band=home.band if known else None,
        income_year=maker.day.year if known else None,
        benefits=_benefits(maker, home) if known else None,
        home_conditions=_conditions(maker, alley.lift) if cared_for or maker.likely(0.15) else None,
        floor=maker.between(1, 12 if alley.lift else 4) if cared_for or maker.likely(0.5) else None,
        has_lift=alley.lift if maker.likely(0.7) else None,
    )
    for one in home.members:
        yield _person(maker, dong, one, place)


def _place(maker: Maker, dong: Dong, tong: Tong, home: Home, cared_for: bool) -> Place:
    alley = tong.alleys[home.alley]
    precision = _PRECISION.draw(maker.chance)
    if cared_for and maker.likely(0.7):
        precision = PlacePrecision.POINT
    address = f"{dong.name} {_STREETS[home.alley % len(_STREETS)]} {tong.number * 10 + home.alley}"
    if precision is PlacePrecision.DONG:
        return Place(address=address, tong=tong.name)
    east, north = alley.east + maker.between(-9, 9), alley.north + maker.between(-9, 9)
    latitude, longitude = dong.ground.point(east, north)
    return Place(address=address, tong=tong.name, latitude=latitude, longitude=longitude, precision=precision)


def _benefits(maker: Maker, home: Home) -> frozenset[str]:
    found: list[str] = []
    if home.up_to(IncomeBand.UP_TO_32):
        found.append("livelihood_benefit")
    if home.up_to(IncomeBand.UP_TO_40):
        found.append("medical_aid")
    if home.up_to(IncomeBand.UP_TO_48):
        found.append("housing_benefit")
    ages = [one.age for one in home.members]
    if home.up_to(IncomeBand.UP_TO_50) and any(6 <= age <= 18 for age in ages):
        found.append("education_benefit")
    if home.up_to(IncomeBand.UP_TO_100) and max(ages) >= 65 and maker.likely(0.9):
        found.append("basic_pension")
    if home.type is HouseholdType.SINGLE_PARENT and home.up_to(IncomeBand.UP_TO_75) and min(ages) <= 18:
        found.append("single_parent_benefit")
    return frozenset(found)


def _conditions(maker: Maker, lift: bool) -> frozenset[HomeCondition]:
    found: list[HomeCondition] = []
    if not lift and maker.likely(0.65):
        found.append(HomeCondition.STAIRS)
    for condition, share in (
        (HomeCondition.DOG, 0.12),
        (HomeCondition.CAT, 0.08),
        (HomeCondition.SMOKING, 0.10),
        (HomeCondition.TWO_PERSON_VISIT, 0.03),
    ):
        if maker.likely(share):
            found.append(condition)
    return frozenset(found)


def _person(maker: Maker, dong: Dong, one: Resident, place: Place) -> Person:
    if one.client or one.helper:
        return _known_person(maker, dong, one, place)
    if maker.likely(0.04) and one.age >= 20:
        return Person(
            id=one.id,
            dong=dong.code,
            known_as=f"{place.tong} {maker.one_of(_KNOWN_AS)}",
            household=one.home.id,
        )
    exact = maker.likely(0.7)
    return Person(
        id=one.id,
        dong=dong.code,
        name=one.name,
        birth_date=one.born if exact else None,
        birth_year=None if exact or maker.likely(0.15) else one.born.year,
        sex=one.sex,
        phone=maker.phone() if one.age >= 14 and maker.likely(0.6) else None,
        household=one.home.id,
        place=place,
        languages=_languages(one) if one.language or maker.likely(0.3) else None,
        registered_on=maker.days_ago(30, 2400),
    )


def _known_person(maker: Maker, dong: Dong, one: Resident, place: Place) -> Person:
    older = one.age >= 65
    frail = one.client and older
    return Person(
        id=one.id,
        dong=dong.code,
        name=one.name,
        birth_date=one.born,
        sex=one.sex,
        phone=maker.phone() if maker.likely(0.93) else None,
        household=one.home.id,
        place=place,
        languages=_languages(one) if maker.likely(0.9) else None,
        can_read=None if maker.likely(0.4) else not (frail and maker.likely(0.14)),
        accepts_at_home=_ACCEPTS.draw(maker.chance) if one.client else None,
        cannot_with=_cannot(maker) if one.helper else None,
        walks_metres=maker.one_of((100, 200, 300, 500, 800)) if frail and maker.likely(0.6) else None,
        health=maker.one_of(_HEALTH) if one.client and maker.likely(0.65 if older else 0.3) else None,
        disability=maker.likely(0.22) if one.client and maker.likely(0.75) else None,
        allergies=_allergies(maker) if one.client else None,
        tastes=maker.one_of(_TASTES) if one.client and maker.likely(0.35) else None,
        strengths=maker.one_of(_STRENGTHS) if maker.likely(0.45) else None,
        qualifications=_qualifications(maker, one.needs),
        load_limit=maker.between(2, 6) if one.helper and maker.likely(0.85) else None,
        giving_wish=_wish(maker, one),
        visits_paused_until=maker.days_ahead(2, 12) if one.client and maker.likely(0.02) else None,
        case_manager=maker.one_of(dong.case_managers) if one.client and maker.likely(0.9) else None,
        registered_on=maker.days_ago(5, 1500),
        verified_on=maker.days_ago(0, 400) if maker.likely(0.85) else None,
    )


def _wish(maker: Maker, one: Resident) -> GivingWish | None:
    if not one.client:
        return None
    return GivingWish.WANTS_TO_GIVE if one.helper else _WISH.draw(maker.chance)


def _languages(one: Resident) -> frozenset[SpokenLanguage]:
    if one.language is None:
        return _KOREAN
    # Every third of those who came from abroad does not yet get by in Korean.
    return frozenset({one.language} if one.born.day % 3 == 0 else {one.language, SpokenLanguage.KOREAN})


def _cannot(maker: Maker) -> frozenset[HomeCondition] | None:
    if maker.likely(0.3):
        return None
    shares = ((HomeCondition.STAIRS, 0.14), (HomeCondition.DOG, 0.16), (HomeCondition.SMOKING, 0.2))
    return frozenset([condition for condition, share in shares if maker.likely(share)])


def _allergies(maker: Maker) -> frozenset[str] | None:
    if maker.likely(0.45):
        return None
    return frozenset({maker.one_of(_ALLERGENS)} if maker.likely(0.09) else ())


def _qualifications(maker: Maker, codes: frozenset[str]) -> tuple[Qualification, ...]:
    held: list[Qualification] = []
    for code in sorted(codes):
        state = maker.chance.random()
        if state < 0.06:
            continue
        if code == Requirement.CONFIDENTIALITY or code == Requirement.INTERPRETER:
            held.append(Qualification(code=code))
        else:
            days = -maker.between(5, 120) if state < 0.12 else maker.between(30, 700)
            held.append(Qualification(code=code, valid_until=maker.day + timedelta(days=days)))
    return tuple(held)
