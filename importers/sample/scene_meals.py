"""The scene of the meals: why the nearest kitchen is not the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

from graph.records.linkages import Linkage, Refusal
from graph.records.needs import Ask
from graph.records.registry import Record
from graph.records.values import Qualification, Slots
from graph.words.giving import Requirement
from graph.words.kinds import (
    AcceptAtHome,
    Answer,
    AskState,
    Closeness,
    Direction,
    HomeCondition,
    HouseholdType,
    IncomeBand,
    LinkageOutcome,
    LinkageState,
    OrganisationKind,
    Period,
    RefusalScope,
    Sex,
    Side,
    Strain,
    SupportKind,
    TieKind,
)
from importers.sample import scenes as s
from importers.sample.scene_stage import Stage, weekly


def _noons(*weekdays: int) -> Slots:
    found = Slots()
    for weekday in weekdays:
        found |= Slots.between(weekday, time(11), time(13), outward=True)
    return found


def meals_records(stage: Stage) -> Iterator[Record]:
    """The client, her network, four kitchens, and the neighbour two steps away."""
    yield from _people(stage)
    yield from _network(stage)
    yield from _kitchens(stage)
    yield from _circle(stage)
    need = stage.need(
        s.MEALS_CLIENT,
        "daily_living.basic.meals",
        "혼자 먹자고 밥하기도 싫고, 월수금은 복지관 체조도 없어서 종일 굶을 때가 있어.",
        s.MEALS_NEED,
        high=True,
    )
    lonely = stage.need(
        s.MEALS_CLIENT,
        "social.neighbours.isolation",
        "아들 목소리 들은 지도 오래됐고, 하루 종일 테레비하고만 얘기해.",
        s.MEALS_LONELINESS,
    )
    yield from (need, lonely)
    yield stage.ask(s.MEALS_ASK, need, "communal_meal", 3, Period.WEEK, _noons(0, 2, 4))
    yield stage.ask(s.MEALS_LOOK_IN_ASK, lonely, "look_in", 2, Period.WEEK)
    yield stage.feeds(lonely, need, "말할 사람이 없으니 입맛이 없어 끼니를 거름")
    yield from _past(stage)


def _people(stage: Stage) -> Iterator[Record]:
    here = stage.place(20, -15)
    home = replace(
        stage.home(
            here,
            HouseholdType.ALONE,
            1,
            IncomeBand.UP_TO_40,
            ("medical_aid", "housing_benefit", "basic_pension"),
        ),
        home_conditions=frozenset({HomeCondition.STAIRS}),
        floor=3,
    )
    yield home
    yield replace(
        stage.person(s.MEALS_CLIENT, "박말례", Sex.FEMALE, 82, here, home),
        accepts_at_home=AcceptAtHome.ANYONE,
        walks_metres=500,
        health="고혈압, 무릎 관절염",
        allergies=frozenset(),
        tastes="무르고 싱겁게",
        strengths="젊을 때 국숫집을 해서 국물을 잘 냄",
        case_manager=stage.dong.case_managers[0],
    )
    yield replace(
        stage.person(s.MEALS_INTRODUCER, "최경숙", Sex.FEMALE, 63, stage.place(55, -40)),
        strengths="통장을 여섯 해 지내 모르는 집이 없음",
        load_limit=4,
    )
    yield replace(
        stage.person(s.MEALS_GOOD_HELPER, "한정임", Sex.FEMALE, 58, stage.place(190, 160)),
        qualifications=(
            Qualification(code=Requirement.FOOD_HYGIENE, valid_until=stage.day + timedelta(days=240)),
            Qualification(code=Requirement.NEIGHBOUR_TRAINING, valid_until=stage.day + timedelta(days=400)),
        ),
        cannot_with=frozenset({HomeCondition.DOG}),
        load_limit=5,
        strengths="학교 급식실에서 스무 해 일함",
    )
    for person, name, sex, age, at in (
        (s.MEALS_SON, "김상철", Sex.MALE, 57, (380, -90)),
        (s.MEALS_DAUGHTER, "김미정", Sex.FEMALE, 54, (-330, 210)),
        (s.MEALS_DOWNSTAIRS, "오현주", Sex.FEMALE, 41, (21, -14)),
        (s.MEALS_LANDLADY, "조영옥", Sex.FEMALE, 71, (24, -12)),
        (s.MEALS_FRIEND, "정순분", Sex.FEMALE, 80, (-150, 90)),
        (s.MEALS_CLUB_FELLOW, "윤복순", Sex.FEMALE, 77, (110, 140)),
        (s.MEALS_OTHER_GUEST, "강춘길", Sex.MALE, 79, (-60, 130)),
        (s.MEALS_OTHER_COOK, "임순례", Sex.FEMALE, 66, (330, -190)),
    ):
        limit = _LIMITS.get(person)
        yield replace(stage.person(person, name, sex, age, stage.place(*at)), load_limit=limit)
    yield from stage.consents(
        s.MEALS_CLIENT, s.MEALS_INTRODUCER, s.MEALS_GOOD_HELPER, s.MEALS_OTHER_GUEST, *_LIMITS
    )


def _network(stage: Stage) -> Iterator[Record]:
    """Nine ties of the client, and the one that leads from her introducer to the helper."""
    client, kind, near = s.MEALS_CLIENT, TieKind, Closeness
    give, take = Direction.FORWARD, Direction.BACKWARD
    talk, hand, know, goods, company = (
        SupportKind.EMOTIONAL,
        SupportKind.PRACTICAL,
        SupportKind.INFORMATIONAL,
        SupportKind.MATERIAL,
        SupportKind.COMPANY,
    )
    yield stage.tie(
        client,
        s.MEALS_SON,
        kind.FAMILY,
        near.ORDINARY,
        goods,
        direction=take,
        strain=Strain.TENSE,
        contacts=0.25,
    )
    yield stage.tie(
        client,
        s.MEALS_DAUGHTER,
        kind.FAMILY,
        near.WEAK,
        direction=None,
        strain=Strain.BROKEN,
        introduces=False,
        contacts=0.0,
    )
    yield stage.tie(
        client,
        s.MEALS_INTRODUCER,
        kind.RESIDENT_LEADER,
        near.STRONG,
        know,
        talk,
        introduces=True,
        contacts=2.0,
    )
    yield stage.tie(
        client, s.MEALS_DOWNSTAIRS, kind.NEIGHBOUR, near.ORDINARY, hand, direction=take, contacts=2.0
    )
    yield stage.tie(client, s.MEALS_LANDLADY, kind.LANDLORD, near.WEAK, know, direction=None)
    yield stage.tie(client, s.MEALS_FRIEND, kind.FRIEND, near.STRONG, talk, company, contacts=1.0)
    yield stage.tie(client, s.MEALS_CLUB_FELLOW, kind.FELLOW_MEMBER, near.ORDINARY, company, direction=give)
    office, health = stage.dong.agencies["office"], stage.dong.agencies["health"]
    yield stage.tie(client, office, kind.WORKER, near.ORDINARY, know, talk, direction=take, contacts=0.5)
    yield stage.tie(client, health, kind.AGENCY, near.WEAK, hand, direction=take, contacts=0.25)
    yield stage.tie(
        s.MEALS_INTRODUCER, s.MEALS_GOOD_HELPER, kind.FRIEND, near.STRONG, talk, introduces=True, contacts=3.0
    )


def _kitchens(stage: Stage) -> Iterator[Record]:
    """From the nearest to the farthest: closed, full, refused, right."""
    for organisation, resource, name, at, capacity, slots in (
        (s.MEALS_CLOSED_KITCHEN, s.MEALS_CLOSED_SITE, "화목국수방", (75, 30), 80, _noons(1, 3)),
        (s.MEALS_FULL_KITCHEN, s.MEALS_FULL_SITE, "작은밥상", (-90, 60), 5, _noons(0, 1, 2, 3, 4)),
        (s.MEALS_REFUSED_KITCHEN, s.MEALS_REFUSED_SITE, "큰솥식당", (140, -120), 200, _noons(0, 1, 2, 3, 4)),
        (s.MEALS_GOOD_KITCHEN, s.MEALS_GOOD_SITE, "두레박급식소", (-130, -140), 120, _noons(0, 2, 4)),
    ):
        place = stage.place(*at)
        found = stage.organisation(organisation, name, OrganisationKind.MEAL_SITE, place)
        yield found
        yield stage.offer(
            resource,
            organisation,
            "communal_meal",
            f"{name} 점심",
            weekly(capacity),
            slots,
            found.place,
            comes_home=False,
            formal=True,
        )
    helper = s.MEALS_GOOD_HELPER
    yield replace(
        stage.offer(
            s.MEALS_LUNCHBOX,
            helper,
            "lunchbox",
            "집밥 도시락",
            weekly(3),
            _noons(0, 2, 4),
            stage.place(190, 160),
        ),
        reach_metres=600,
        allergens=frozenset(),
    )
    yield replace(
        stage.offer(s.MEALS_LOOK_IN, helper, "look_in", "문 두드려 안부 묻기", weekly(3), _noons(0, 2, 4)),
        reach_metres=600,
    )


_LIMITS = {
    s.MEALS_DOWNSTAIRS: 5,
    s.MEALS_CLUB_FELLOW: 2,
    s.MEALS_FRIEND: 3,
    s.MEALS_LANDLADY: 2,
    s.MEALS_OTHER_COOK: 3,
}
"""Visits a week of those who take part in the circle, or could step in."""


def _circle(stage: Stage) -> Iterator[Record]:
    """Who besides the good helper could share the lunchbox, each a small part of it (B58, B59)."""
    calls = Slots.between(5, time(10), time(12), outward=False) | Slots.between(
        1, time(10), time(12), outward=False
    )
    for resource, giver, code, name, count, slots in (
        (
            s.MEALS_DELIVERY,
            s.MEALS_DOWNSTAIRS,
            "lunchbox_delivery",
            "올라가며 도시락 전하기",
            3,
            _noons(0, 2, 4),
        ),
        (s.MEALS_MENU, s.MEALS_CLUB_FELLOW, "menu_choice", "싱거운 식단 함께 고르기", 1, _noons(3)),
        (s.MEALS_CALL, s.MEALS_FRIEND, "phone_talk", "안부 전화", 2, calls),
        (s.MEALS_OTHER_MENU, s.MEALS_OTHER_COOK, "menu_choice", "전화로 식단 고르기", 1, calls),
        (s.MEALS_OTHER_DELIVERY, s.MEALS_LANDLADY, "lunchbox_delivery", "도시락 전하기", 2, _noons(2, 4)),
        (s.MEALS_OTHER_COOKING, s.MEALS_OTHER_COOK, "meal_cooking", "집밥 만들기", 3, _noons(0, 2, 4)),
    ):
        comes = code == "lunchbox_delivery"
        yield stage.offer(resource, giver, code, name, weekly(count), slots, comes_home=comes)
    yield stage.tie(
        s.MEALS_INTRODUCER, s.MEALS_OTHER_COOK, TieKind.NEIGHBOUR, Closeness.ORDINARY, introduces=True
    )


def _past(stage: Stage) -> Iterator[Record]:
    """The guest who fills the small kitchen, her no to the big one, and a good winter at the right one."""
    code = stage.dong.code
    need = stage.need(
        s.MEALS_OTHER_GUEST, "daily_living.basic.meals", "밥때 되면 갈 데가 있어야 사람이 움직이지."
    )
    ask = stage.ask(stage.new_id(Ask), need, "communal_meal", 5, Period.WEEK, _noons(0, 1, 2, 3, 4))
    yield from (need, replace(ask, state=AskState.SERVED))
    yield Linkage(
        id=stage.new_id(Linkage),
        dong=code,
        person=s.MEALS_OTHER_GUEST,
        resource=s.MEALS_FULL_SITE,
        giver=s.MEALS_FULL_KITCHEN,
        ask=ask.id,
        state=LinkageState.ACTIVE,
        amount=weekly(5),
        slots=_noons(0, 1, 2, 3, 4),
        proposed_on=stage.day - timedelta(days=4),
        client_answer=Answer.YES,
        helper_answer=Answer.YES,
        started_on=stage.day - timedelta(days=3),
        decided_by=stage.dong.case_managers[0],
    )
    yield Linkage(
        id=stage.new_id(Linkage),
        dong=code,
        person=s.MEALS_CLIENT,
        resource=s.MEALS_GOOD_SITE,
        giver=s.MEALS_GOOD_KITCHEN,
        state=LinkageState.ENDED,
        amount=weekly(2),
        client_answer=Answer.YES,
        helper_answer=Answer.YES,
        started_on=stage.day - timedelta(days=330),
        ended_on=stage.day - timedelta(days=240),
        outcome=LinkageOutcome.WENT_WELL,
        decided_by=stage.dong.case_managers[0],
        note="겨울 동안 다님. 봄에 무릎 수술을 하느라 쉼",
    )
    yield Refusal(
        id=stage.new_id(Refusal),
        dong=code,
        person=s.MEALS_CLIENT,
        side=Side.CLIENT,
        scope=RefusalScope.THIS_ONE,
        other=s.MEALS_REFUSED_KITCHEN,
        said_on=stage.day - timedelta(days=30),
        reason="한 번 갔다가 옛날 손님을 만나 얼굴이 화끈거렸어.",
    )
