"""The scene of the bread: ten loaves to share by tomorrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from graph.records.linkages import Linkage
from graph.records.needs import Ask
from graph.records.registry import Record
from graph.records.resources import Resource
from graph.records.values import Amount
from graph.words.kinds import (
    AcceptAtHome,
    Answer,
    Closeness,
    HouseholdType,
    IncomeBand,
    LinkageOutcome,
    LinkageState,
    OrganisationKind,
    Period,
    ResourceKind,
    Sex,
    SupportKind,
    TieKind,
)
from importers.sample import scenes as s
from importers.sample.scene_stage import Stage

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


def bread_records(stage: Stage) -> Iterator[Record]:
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
