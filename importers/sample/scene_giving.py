"""The scenes of a client who gives, and of two languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

from graph.records.registry import Record
from graph.records.values import Qualification, Slots
from graph.words.giving import Requirement
from graph.words.kinds import (
    AcceptAtHome,
    Closeness,
    GivingWish,
    HouseholdType,
    IncomeBand,
    Period,
    Sex,
    SpokenLanguage,
    SupportKind,
    TieKind,
)
from importers.sample import scenes as s
from importers.sample.scene_stage import Stage, weekly


def giving_records(stage: Stage) -> Iterator[Record]:
    """A client who cooks, and a neighbour whose hands fit: each can meet the other's wish."""
    here, there = stage.place(160, 20, "4통"), stage.place(215, 55, "4통")
    home = stage.home(here, HouseholdType.ALONE, 1, IncomeBand.UP_TO_50, ("housing_benefit", "basic_pension"))
    other = stage.home(there, HouseholdType.ALONE, 1, IncomeBand.UP_TO_100)
    yield from (home, other)
    yield replace(
        stage.person(s.GIVING_CLIENT, "안춘자", Sex.FEMALE, 73, here, home),
        accepts_at_home=AcceptAtHome.ANYONE,
        strengths="반찬가게를 열두 해 함. 나물과 조림을 잘함",
        giving_wish=GivingWish.WANTS_TO_GIVE,
        load_limit=2,
        case_manager=stage.dong.case_managers[0],
    )
    yield replace(
        stage.person(s.GIVING_PARTNER, "허동규", Sex.MALE, 62, there, other),
        accepts_at_home=AcceptAtHome.ANYONE,
        strengths="아파트 영선 일을 오래 함",
        giving_wish=GivingWish.WANTS_TO_GIVE,
        load_limit=3,
        cannot_with=frozenset(),
    )
    yield from stage.consents(s.GIVING_CLIENT, s.GIVING_PARTNER)
    yield stage.tie(s.GIVING_CLIENT, s.GIVING_PARTNER, TieKind.NEIGHBOUR, Closeness.WEAK, contacts=0.5)
    dark = stage.need(
        s.GIVING_CLIENT,
        "living_environment.indoor.electricity",
        "부엌 등이 나간 지 두 달인데 의자에 못 올라가.",
    )
    plain = stage.need(
        s.GIVING_PARTNER, "daily_living.basic.meals", "혼자되고 나서 나물 반찬은 구경도 못 했습니다."
    )
    yield from (dark, plain)
    yield stage.ask(s.GIVING_ASK, dark, "bulb_change", 1, Period.ONCE)
    yield stage.ask(s.GIVING_PARTNER_ASK, plain, "side_dish_cooking", 1, Period.WEEK)
    days = Slots.between(1, time(10), time(17), outward=False) | Slots.between(
        3, time(10), time(17), outward=False
    )
    yield stage.offer(
        s.GIVING_DISHES, s.GIVING_CLIENT, "side_dish_cooking", "나물 반찬 나눔", weekly(2), days, here
    )
    yield stage.offer(s.GIVING_BULBS, s.GIVING_PARTNER, "bulb_change", "전등 갈기", weekly(2), days)


def words_records(stage: Stage) -> Iterator[Record]:
    """A mother without Korean, and the neighbour's friend who has both languages and a car on Tuesdays."""
    here = stage.place(-70, -230, "6통")
    home = stage.home(here, HouseholdType.PARENTS_CHILDREN, 3, IncomeBand.UP_TO_75)
    yield home
    yield replace(
        stage.person(s.WORDS_CLIENT, "응우옌 티 란", Sex.FEMALE, 29, here, home),
        languages=frozenset({SpokenLanguage.VIETNAMESE}),
        can_read=None,
        accepts_at_home=AcceptAtHome.WOMEN_ONLY,
        case_manager=stage.dong.case_managers[2],
    )
    yield stage.person(s.WORDS_NEIGHBOUR, "구본희", Sex.FEMALE, 48, stage.place(-60, -225, "6통"))
    both = frozenset({SpokenLanguage.KOREAN, SpokenLanguage.VIETNAMESE})
    yield replace(
        stage.person(s.WORDS_HELPER, "쩐 티 흐엉", Sex.FEMALE, 38, stage.place(120, -200, "7통")),
        languages=both,
        load_limit=3,
        cannot_with=frozenset(),
        qualifications=(
            Qualification(code=Requirement.DRIVING_LICENCE, valid_until=stage.day + timedelta(days=1500)),
            Qualification(code=Requirement.INTERPRETER),
        ),
    )
    yield from stage.consents(s.WORDS_CLIENT, s.WORDS_HELPER)
    for one, other in ((s.WORDS_CLIENT, s.WORDS_NEIGHBOUR), (s.WORDS_NEIGHBOUR, s.WORDS_HELPER)):
        yield stage.tie(
            one, other, TieKind.NEIGHBOUR, Closeness.ORDINARY, SupportKind.COMPANY, introduces=True
        )
    tuesday = Slots.between(1, time(9), time(13), outward=False)
    for resource, code, name in (
        (s.WORDS_INTERPRETING, "interpreting", "베트남어 생활 통역"),
        (s.WORDS_DRIVING, "driving", "차로 태워 드리기"),
    ):
        offer = stage.offer(resource, s.WORDS_HELPER, code, name, weekly(2), tuesday)
        yield replace(offer, languages=both)
    need = stage.need(
        s.WORDS_CLIENT, "social.belonging.other", "아기 예방접종을 가야 하는데 무슨 말인지 몰라요."
    )
    yield need
    yield stage.ask(s.WORDS_ASK, need, "interpreting", 1, Period.WEEK, tuesday)
