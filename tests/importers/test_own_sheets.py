"""The team's own sheets: out with ids and versions, edited, and in again (D9)."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.records.areas import Area
from graph.records.needs import Ask, Need
from graph.records.people import Household, Organisation, Person
from graph.records.registry import IdMaker
from graph.records.resources import Resource
from graph.records.ties import Tie
from graph.records.values import Amount, Eligibility, Place, Qualification, Slots
from graph.text.resident_number import find_resident_number
from graph.words.kinds import (
    Closeness,
    Direction,
    HomeCondition,
    HouseholdType,
    IncomeBand,
    OrganisationKind,
    Period,
    PlacePrecision,
    ResourceKind,
    Sex,
    SpokenLanguage,
    SupportKind,
    TieKind,
    Urgency,
)
from importers.export import OWN_SHEETS, own_sheet
from importers.known import KnownRecords, Scope
from importers.look import look
from importers.mapping import load_mapping
from importers.plan import RowState
from importers.reading.sheet import read_sheet
from importers.tables import as_csv, as_xlsx

TEAM = "1121599100"
HOME = Place(address="서울특별시 광진구 가람로 1", tong="3통")
POINT = Place(address="가람로 2", latitude=37.531, longitude=127.071, precision=PlacePrecision.POINT)
PEOPLE = (
    Household(id="h-1", dong=TEAM, type=HouseholdType.COUPLE, members=2, place=HOME, has_lift=False,
              income_band=IncomeBand.UP_TO_50, home_conditions=frozenset({HomeCondition.STAIRS, HomeCondition.DOG})),
    Person(id="p-1", dong=TEAM, name="김하나", birth_year=1940, sex=Sex.FEMALE, household="h-1", place=HOME,
           phone="+82 없음", languages=frozenset({SpokenLanguage.KOREAN, SpokenLanguage.KOREAN_SIGN}),
           health="=무릎  통증\n오래 서지 못함", allergies=frozenset({"땅콩"}), can_read=True),
    Person(id="p-2", dong=TEAM, name="이두리", household="h-1", place=HOME, load_limit=2,
           qualifications=(Qualification(code="care_worker"),)),
    Person(id="p-3", dong=TEAM, known_as="윗집", place=POINT),
    Person(id="p-4", dong=TEAM, name="김막내", household="h-1"),
)  # fmt: skip
ORGANISATIONS = (
    Organisation(id="o-1", dong=TEAM, name="가람복지관", kind=OrganisationKind.WELFARE_CENTRE, formal=True,
                 phone="02-450-0001", place=POINT, note="-확인 필요"),
)  # fmt: skip
RESOURCES = (
    Resource(id="r-1", dong=TEAM, name="가람 반찬", kind=ResourceKind.GOODS, service_type="side_dishes", giver="o-1",
             capacity=Amount(count=2.5, period=Period.WEEK), slots=Slots(0b1111 << 20), slots_text="월 오전",
             eligibility=Eligibility(age_from=65, sex=Sex.FEMALE), won_each=0, season_from="11-15", season_to="03-15"),
    Resource(id="r-2", dong=TEAM, name="말벗", kind=ResourceKind.HUMAN, service_type="companionship", giver="p-2",
             slots_text="격주 화요일", unlimited=True, eligibility=Eligibility()),
)  # fmt: skip
NEEDS = (
    Need(id="n-1", dong=TEAM, person="p-1", item="daily_living.basic.meals", own_words="밥을 못 먹어요",
         urgency=Urgency.HIGH),
    Need(id="n-2", dong=TEAM, person="p-3", item="social.neighbours.isolation"),
    Ask(id="a-1", dong=TEAM, need="n-1", person="p-1", service_type="side_dishes",
        amount=Amount(count=2, period=Period.WEEK), slots=Slots(0b11 << 100)),
    Ask(id="a-2", dong=TEAM, need="n-1", person="p-1", service_type="look_in",
        amount=Amount(count=1, period=Period.DAY)),
)  # fmt: skip
TIES = (
    Tie(id="t-1", dong=TEAM, source="p-1", target="p-2", kind=TieKind.NEIGHBOUR, closeness=Closeness.STRONG,
        direction=Direction.BOTH, supports=frozenset({SupportKind.EMOTIONAL, SupportKind.COMPANY}),
        contacts_per_week=0.5),
)  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(
    lambda text: text == "" or bool(text.strip())
)
NAMES = {"p-1": "김하나", "p-2": "이두리", "o-1": "가람복지관"}
PARTS = dict(zip(OWN_SHEETS, (PEOPLE, ORGANISATIONS, RESOURCES, NEEDS, TIES), strict=True))


def filled(desk: Any) -> Any:
    for records in PARTS.values():
        desk.put(*records)
    return desk


def exported(desk: Any, name: str) -> bytes:
    return as_csv(own_sheet(load_mapping(name), desk.kept(), NAMES))


def edited(content: bytes, line: int, column: str, value: str) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    rows[line][rows[0].index(column)] = value
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize("name", OWN_SHEETS)
def test_a_sheet_that_comes_back_as_it_went_changes_nothing(desk: Any, name: str) -> None:
    plan = filled(desk).look(name, exported(desk, name))
    assert [str(problem) for problem in plan.refused] == []
    assert plan.changes_nothing
    assert plan.counts()[RowState.UNCHANGED] == len(plan.rows) > 0


@pytest.mark.parametrize("name", OWN_SHEETS)
def test_a_workbook_that_comes_back_as_it_went_changes_nothing(desk: Any, name: str) -> None:
    frame = own_sheet(load_mapping(name), filled(desk).kept(), NAMES)
    plan = desk.look(name, as_xlsx(frame, name), file="대장.xlsx")
    assert [str(problem) for problem in plan.refused] == []
    assert plan.changes_nothing


def test_an_edited_cell_changes_that_field_alone(desk: Any) -> None:
    content = edited(exported(filled(desk), "people_households"), 2, "주당 도움 한도", "3")
    plan = desk.look("people_households", content)
    assert [(c.record, c.field, c.before, c.after) for row in plan.rows for c in row.changes] == [
        ("p-2", "load_limit", 2, 3)
    ]


def test_a_row_that_is_absent_deletes_nothing(desk: Any) -> None:
    lines = exported(filled(desk), "organisations").splitlines(keepends=True)
    plan = desk.look("organisations", lines[0] + b'"",,' + b"," * 30 + b"\n")
    assert plan.changes_nothing


def test_an_edit_since_the_export_is_kept_and_listed(desk: Any) -> None:
    sheet = exported(filled(desk), "organisations")
    mine = Organisation(
        id="o-1", dong=TEAM, name="가람복지관", kind=OrganisationKind.WELFARE_CENTRE, formal=True,
        phone="02-450-9999", place=POINT, note="-확인 필요",
    )  # fmt: skip
    desk.put(mine)
    plan = desk.look("organisations", edited(sheet, 1, "전화번호", "02-450-0002"))
    assert plan.counts()[RowState.CONFLICT] == 1
    assert [(e.field, e.ours, e.file_changed) for e in plan.rows[0].edited] == [
        ("phone", "02-450-9999", True)
    ]
    assert plan.changes_nothing


def test_an_old_sheet_does_not_take_back_an_edit_made_since(desk: Any) -> None:
    sheet = exported(filled(desk), "organisations")
    desk.put(
        Organisation(id="o-1", dong=TEAM, name="가람복지관", kind=OrganisationKind.WELFARE_CENTRE, formal=True,
                     phone="02-450-9999", place=POINT, note="-확인 필요")
    )  # fmt: skip
    plan = desk.look("organisations", sheet)
    assert plan.changes_nothing
    assert plan.counts()[RowState.UNCHANGED] == 1
    assert plan.rows[0].edited[0].file_changed is False


def test_new_people_of_one_household_share_it(desk: Any) -> None:
    text = (
        "이름,생년월일,주소,가구,가구 유형\n"
        "김하나,1940-03-01,가람로 1,가-1,부부 가구\n"
        "이두리,1942-05-05,가람로 1,가-1,\n"
    )
    plan = desk.look("people_households", text)
    households = [record for record in plan.records() if isinstance(record, Household)]
    people = [record for record in plan.records() if isinstance(record, Person)]
    assert len(households) == 1
    assert {person.household for person in people} == {households[0].id}


def test_rows_that_contradict_each_other_about_a_household_are_refused(desk: Any) -> None:
    text = (
        "이름,생년월일,주소,가구,가구 유형\n"
        "김하나,1940-03-01,가람로 1,가-1,부부 가구\n"
        "이두리,1942-05-05,가람로 1,가-1,1인 가구\n"
    )
    plan = desk.look("people_households", text)
    assert [(p.line, p.column) for p in plan.refused] == [(3, "가구 유형")]


def test_an_unknown_id_is_refused_with_what_to_do(desk: Any) -> None:
    plan = desk.look("organisations", "번호,기관명,기관 종류\no-zzzz1234,가람회,경로당\n")
    assert "번호 칸을 비우십시오" in plan.refused[0].ko


def test_a_name_that_two_people_have_must_be_given_by_id(desk: Any) -> None:
    desk.put(
        Person(id="p-8", dong=TEAM, name="박세찬"), Person(id="p-9", dong=TEAM, name="박세찬"), *ORGANISATIONS
    )
    plan = desk.look("ties", "한쪽,다른 쪽,관계\n박세찬,가람복지관,기관 이용\n")
    assert plan.refused[0].column == "한쪽"
    assert "2건" in plan.refused[0].ko


def test_times_that_cannot_be_read_stay_as_written_and_are_no_slots(desk: Any) -> None:
    desk.put(*ORGANISATIONS)
    text = "자원명,자원 종류,서비스 종류,제공자,가능 시간\n말벗,인적 자원,말벗,가람복지관,격주 화요일\n"
    (resource,) = desk.look("resources", text).records()
    assert isinstance(resource, Resource)
    assert (resource.slots, resource.slots_text) == (None, "격주 화요일")


def test_a_word_outside_the_vocabulary_is_refused_with_the_words_there_are(desk: Any) -> None:
    plan = desk.look("organisations", "기관명,기관 종류\n가람회,동호회\n")
    assert "경로당" in plan.refused[0].ko
    assert "동호회" not in str(plan.refused[0])


def test_a_household_whose_first_row_is_refused_is_carried_by_the_next(desk: Any) -> None:
    text = (
        "이름,생년월일,주소,가구,가구 유형\n"
        "김하나,어느 봄날,가람로 1,가-1,부부 가구\n"
        "이두리,1942-05-05,가람로 1,가-1,부부 가구\n"
    )
    plan = desk.look("people_households", text)
    household, person = plan.records()
    assert isinstance(household, Household)
    assert isinstance(person, Person)
    assert person.household == household.id


def test_a_tie_without_one_end_is_refused(desk: Any) -> None:
    desk.put(*ORGANISATIONS)
    plan = desk.look("ties", "한쪽,다른 쪽,관계\n,가람복지관,기관 이용\n")
    assert [(problem.line, problem.column) for problem in plan.refused] == [(2, "한쪽")]


@settings(max_examples=25)
@given(
    name=TEXT, known_as=TEXT, health=TEXT, phone=TEXT, address=TEXT, birth=st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    limit=st.none() | st.integers(0, 168), languages=st.none() | st.frozensets(st.sampled_from(SpokenLanguage), min_size=1),
)  # fmt: skip
def test_whatever_people_are_like_their_sheet_comes_back_unchanged(
    name: str, known_as: str, health: str, phone: str, address: str, birth: date, limit: int | None,
    languages: frozenset[SpokenLanguage] | None,
) -> None:  # fmt: skip
    texts = (name, known_as, health, phone, address)
    assume(not any(find_resident_number(text) for text in texts))
    person = Person(
        id="p-1", dong=TEAM, name=name or "김", known_as=known_as or None, health=health or None, phone=phone or None,
        place=Place(address=address) if address else None, birth_date=birth, load_limit=limit, languages=languages,
    )  # fmt: skip
    mapping = load_mapping("people_households")
    area = Area(id="d-1", dong=TEAM, sido="서울특별시", sigungu="광진구", name="가람제1동")
    known = KnownRecords.of(records=[person], areas=[area])
    for content in (own := own_sheet(mapping, [(person, 1)], {}), as_csv(own), as_xlsx(own, "대장"))[1:]:
        assert isinstance(content, bytes)
        sheet = read_sheet(content, "대장", mapping.required_headers())
        plan = look(
            sheet, mapping, known, today=date(2026, 11, 22), ids=IdMaker(3), scope=Scope(team_dong=TEAM)
        )
        assert [str(problem) for problem in plan.refused] == []
        assert plan.changes_nothing


def test_a_facility_across_the_border_that_the_team_keeps_comes_back_as_it_went(desk: Any) -> None:
    far = Place(
        address="부산광역시 중구 다솜로 1", latitude=35.1, longitude=129.03, precision=PlacePrecision.POINT
    )
    desk.put(Organisation(id="o-far", dong=TEAM, name="먼 복지관", kind=OrganisationKind.OTHER, place=far))
    content = exported(desk, "organisations")
    assert desk.look("organisations", content).counts()[RowState.UNCHANGED] == 1
    moved = edited(content, 1, "위도", "35.2")
    assert desk.look("organisations", moved).counts()[RowState.REFUSED] == 1
