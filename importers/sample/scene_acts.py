"""The scenes after the meals: bread to share, two who must not meet, a client who gives, two languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from graph.records.consents import KeepApart
from graph.records.linkages import Linkage
from graph.records.needs import Ask
from graph.records.registry import Record
from graph.records.resources import Resource
from graph.records.values import Amount, Qualification, Slots
from graph.words.giving import Requirement
from graph.words.kinds import (
    AcceptAtHome,
    Answer,
    Closeness,
    GivingWish,
    HouseholdType,
    IncomeBand,
    KeepApartReason,
    LinkageOutcome,
    LinkageState,
    OrganisationKind,
    Period,
    ResourceKind,
    Sex,
    SpokenLanguage,
    SupportKind,
    TieKind,
)
from importers.sample import scenes as s
from importers.sample.dong import Dong
from importers.sample.scene_meals import meals_records
from importers.sample.scene_stage import Stage, weekly

_BREAD_PEOPLE = (
    (
        s.BREAD_CLIENTS[0],
        "서은주",
        Sex.FEMALE,
        39,
        HouseholdType.SINGLE_PARENT,
        3,
        "애들 아침을 빵 한 쪽이라도 먹여 보내고 싶어요.",
    ),
    (
        s.BREAD_CLIENTS[1],
        "임봉학",
        Sex.MALE,
        74,
        HouseholdType.ALONE,
        1,
        "이가 없어서 부드러운 빵이 밥보다 나아.",
    ),
    (
        s.BREAD_CLIENTS[2],
        "배상호",
        Sex.MALE,
        51,
        HouseholdType.ALONE,
        1,
        "일 나갈 때 주머니에 넣어 갈 게 있으면 좋지요.",
    ),
    (
        s.BREAD_CLIENTS[3],
        "신금자",
        Sex.FEMALE,
        70,
        HouseholdType.GRANDPARENT,
        3,
        "손주들이 빵을 찾는데 사 줄 형편이 안 돼.",
    ),
    (
        s.BREAD_CLIENTS[4],
        "권민경",
        Sex.FEMALE,
        33,
        HouseholdType.PARENTS_CHILDREN,
        4,
        "남편 일이 끊겨서 장을 줄이고 또 줄였어요.",
    ),
    (s.BREAD_CLIENTS[5], "문재식", Sex.MALE, 66, HouseholdType.COUPLE, 2, "둘이서 하루 두 끼로 버티고 있어."),
    (
        s.BREAD_ALLERGIC,
        "양소연",
        Sex.FEMALE,
        45,
        HouseholdType.SINGLE_PARENT,
        2,
        "먹을 게 모자라요. 그런데 저는 밀가루를 먹으면 온몸에 두드러기가 나요.",
    ),
    (
        s.BREAD_RECENT,
        "황덕만",
        Sex.MALE,
        69,
        HouseholdType.ALONE,
        1,
        "저번에 준 빵 잘 먹었어. 또 있으면 좋고.",
    ),
)


def scene_records(dong: Dong, day: date) -> Iterator[Record]:
    """All scenes, in an order in which references already exist."""
    stage = Stage(dong, day)
    yield from meals_records(stage)
    yield from _bread(stage)
    yield from _apart(stage)
    yield from _giving(stage)
    yield from _words(stage)


def _bread(stage: Stage) -> Iterator[Record]:
    """Ten loaves until tomorrow, eight who asked; one cannot eat wheat, one had some the day before yesterday."""
    shop = stage.organisation(s.BREAD_BAKERY, "새벽오븐", OrganisationKind.SHOP, stage.place(-40, 110))
    yield shop
    for resource, name, stock, came in (
        (s.BREAD_BEFORE, "엊그제 들어온 빵", 0, 2),
        (s.BREAD, "오늘 들어온 빵 열 봉지", 10, 0),
    ):
        day = stage.day - timedelta(days=came)
        yield Resource(
            id=resource,
            dong=stage.dong.code,
            name=name,
            kind=ResourceKind.GOODS,
            service_type="bread",
            giver=shop.id,
            formal=False,
            stock=stock,
            place=shop.place,
            comes_home=False,
            allergens=frozenset({"밀", "우유", "알류"}),
            best_before=day + timedelta(days=1),
            valid_from=day,
            valid_to=day + timedelta(days=1),
            verified_on=day,
        )
    for i, (person, name, sex, age, kind, members, words) in enumerate(_BREAD_PEOPLE):
        place = stage.place(-120 + 35 * i, 60 + 20 * (i % 3), "2통")
        home = stage.home(place, kind, members, IncomeBand.UP_TO_50, ("housing_benefit",))
        yield home
        yield replace(
            stage.person(person, name, sex, age, place, home),
            accepts_at_home=AcceptAtHome.ANYONE,
            allergies=frozenset({"밀"} if person == s.BREAD_ALLERGIC else ()),
            case_manager=stage.dong.case_managers[1],
        )
        yield from stage.consents(person)
        office = stage.dong.agencies["office"]
        yield stage.tie(person, office, TieKind.WORKER, Closeness.ORDINARY, SupportKind.INFORMATIONAL)
        need = stage.need(person, "economy.basic.food", words)
        yield need
        yield stage.ask(stage.new_id(Ask), need, "bread", 1, Period.WEEK)
    yield Linkage(
        id=stage.new_id(Linkage),
        dong=stage.dong.code,
        person=s.BREAD_RECENT,
        resource=s.BREAD_BEFORE,
        giver=shop.id,
        state=LinkageState.ENDED,
        amount=Amount(count=1.0, period=Period.ONCE),
        client_answer=Answer.YES,
        started_on=stage.day - timedelta(days=2),
        ended_on=stage.day - timedelta(days=2),
        outcome=LinkageOutcome.WENT_WELL,
        decided_by=stage.dong.case_managers[1],
    )


def _apart(stage: Stage) -> Iterator[Record]:
    """Two steps lead to a helper whom the client must never meet, three to another."""
    here = stage.place(-210, 40, "3통")
    home = stage.home(here, HouseholdType.ALONE, 1, IncomeBand.UP_TO_75)
    yield home
    yield replace(
        stage.person(s.APART_CLIENT, "송미란", Sex.FEMALE, 61, here, home),
        accepts_at_home=AcceptAtHome.WOMEN_ONLY,
        case_manager=stage.dong.case_managers[2],
    )
    for person, name, sex, age, at in (
        (s.APART_HELPER, "고영선", Sex.FEMALE, 60, (-180, 60)),
        (s.APART_BETWEEN, "백순희", Sex.FEMALE, 66, (-200, 55)),
        (s.APART_NEIGHBOUR, "노현자", Sex.FEMALE, 68, (-212, 42)),
        (s.APART_CLUB_HEAD, "심옥경", Sex.FEMALE, 72, (-90, -60)),
        (s.APART_OTHER_HELPER, "류진아", Sex.FEMALE, 49, (60, -210)),
    ):
        helps = person in (s.APART_HELPER, s.APART_OTHER_HELPER)
        yield replace(
            stage.person(person, name, sex, age, stage.place(*at, "3통")),
            load_limit=4 if helps else None,
            cannot_with=frozenset() if helps else None,
        )
    yield from stage.consents(s.APART_CLIENT, s.APART_HELPER, s.APART_OTHER_HELPER)
    for source, target, kind in (
        (s.APART_CLIENT, s.APART_BETWEEN, TieKind.FRIEND),
        (s.APART_BETWEEN, s.APART_HELPER, TieKind.FRIEND),
        (s.APART_CLIENT, s.APART_NEIGHBOUR, TieKind.NEIGHBOUR),
        (s.APART_NEIGHBOUR, s.APART_CLUB_HEAD, TieKind.FELLOW_MEMBER),
        (s.APART_CLUB_HEAD, s.APART_OTHER_HELPER, TieKind.FELLOW_MEMBER),
    ):
        yield stage.tie(source, target, kind, Closeness.STRONG, SupportKind.EMOTIONAL, introduces=True)
    mornings = Slots()
    for weekday in (1, 3):
        mornings |= Slots.between(weekday, time(9), time(13), outward=True)
    for resource, helper in ((s.APART_ESCORT, s.APART_HELPER), (s.APART_OTHER_ESCORT, s.APART_OTHER_HELPER)):
        yield stage.offer(resource, helper, "hospital_escort", "병원 동행", weekly(2), mornings)
    yield KeepApart(
        id=stage.new_id(KeepApart),
        dong=stage.dong.code,
        one=s.APART_CLIENT,
        other=s.APART_HELPER,
        reason=KeepApartReason.OWN_WISH,
        note="두 사람만 아는 일로 서로 만나지 않기로 함",
    )
    need = stage.need(
        s.APART_CLIENT, "health.physical.treatment", "항암 맞고 오는 길에는 혼자 못 서 있겠어요.", high=True
    )
    yield need
    yield stage.ask(s.APART_ASK, need, "hospital_escort", 1, Period.WEEK, mornings)


def _giving(stage: Stage) -> Iterator[Record]:
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


def _words(stage: Stage) -> Iterator[Record]:
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
