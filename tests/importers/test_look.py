"""Looking at a file before it is taken in: new, changed, unchanged, refused, missing, expired, elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from graph.records.people import Organisation
from graph.records.resources import Resource
from graph.words.kinds import PlacePrecision
from importers.known import Scope
from importers.plan import RowState
from importers.refused import refused_rows

TEAM, OTHER = "1121599100", "1121599200"
MealFile = Callable[..., str]
RRN = "900101-1" + "234567"


def states(plan: Any) -> list[str]:
    return [row.state.value for row in plan.rows]


def test_a_row_makes_a_site_and_what_it_gives(desk: Any, meal_file: MealFile) -> None:
    site, meals = desk.look("free_meal_sites", meal_file({})).records()
    assert isinstance(site, Organisation)
    assert isinstance(meals, Resource)
    assert meals.giver == site.id
    assert meals.slots_text == "월+수 중식(11:30-12:30)"


def test_the_same_file_again_changes_nothing(desk: Any, meal_file: MealFile) -> None:
    content = meal_file({}, {"시설명": "나래나눔터"})
    desk.apply(desk.look("free_meal_sites", content))
    again = desk.look("free_meal_sites", content.encode("cp949"))
    assert again.changes_nothing
    assert states(again) == ["unchanged", "unchanged"]


def test_a_corrected_file_changes_its_rows_alone(desk: Any, meal_file: MealFile) -> None:
    desk.apply(desk.look("free_meal_sites", meal_file({}, {"시설명": "나래나눔터"})))
    plan = desk.look("free_meal_sites", meal_file({}, {"시설명": "나래나눔터", "급식요일": "월~금"}))
    assert states(plan) == ["unchanged", "changed"]
    assert {change.field for row in plan.rows for change in row.changes} == {"slots", "slots_text"}


def test_a_field_edited_by_hand_is_listed_and_not_overwritten(desk: Any, meal_file: MealFile) -> None:
    desk.apply(desk.look("free_meal_sites", meal_file({})))
    site = next(r for r in desk.records.values() if isinstance(r, Organisation))
    desk.put(replace(site, phone="02-450-7777"))
    plan = desk.look("free_meal_sites", meal_file({"전화번호": "02-450-0002", "운영기관명": "가람회"}))
    assert states(plan) == ["conflict"]
    assert [(e.ours, e.in_file) for e in plan.rows[0].edited] == [("02-450-7777", "02-450-0002")]
    assert plan.changes_nothing


def test_the_rest_of_a_row_in_conflict_is_taken_over(desk: Any, meal_file: MealFile) -> None:
    desk.apply(desk.look("free_meal_sites", meal_file({})))
    site = next(r for r in desk.records.values() if isinstance(r, Organisation))
    desk.put(replace(site, phone="02-450-7777"))
    edit = {"전화번호": "02-450-0002", "데이터기준일자": "2026-11-01"}
    desk.apply(desk.look("free_meal_sites", meal_file(edit)))
    kept = desk.records[site.id]
    assert (kept.phone, kept.verified_on.isoformat()) == ("02-450-7777", "2026-11-01")
    again = desk.look("free_meal_sites", meal_file(edit))
    assert again.changes_nothing
    assert states(again) == ["conflict"]


def test_a_record_removed_by_hand_is_not_made_again(desk: Any, meal_file: MealFile) -> None:
    desk.apply(desk.look("free_meal_sites", meal_file({})))
    desk.records.clear()
    plan = desk.look("free_meal_sites", meal_file({}))
    assert states(plan) == ["conflict"]
    assert plan.changes_nothing


def test_a_row_that_is_gone_is_listed_and_stays(desk: Any, meal_file: MealFile) -> None:
    desk.apply(desk.look("free_meal_sites", meal_file({}, {"시설명": "나래나눔터"})))
    plan = desk.look("free_meal_sites", meal_file({}))
    assert [(gone.record_type, gone.line_then) for gone in plan.missing_now] == [
        ("Organisation", 3),
        ("Resource", 3),
    ]
    assert plan.changes_nothing


def test_a_row_whose_span_has_passed_is_kept_and_shown(desk: Any, meal_file: MealFile) -> None:
    plan = desk.look("free_meal_sites", meal_file({"운영종료일자": "2024-12-31"}, {"시설명": "나래나눔터"}))
    assert states(plan) == ["new", "new"]
    assert [row.expired for row in plan.rows] == [True, False]


def test_the_same_key_twice_is_refused_on_both_lines(desk: Any, meal_file: MealFile) -> None:
    plan = desk.look("free_meal_sites", meal_file({}, {"시설명": "나래나눔터"}, {"급식요일": "화"}))
    assert states(plan) == ["refused", "new", "refused"]
    assert ["4행" in plan.refused[0].ko, "2행" in plan.refused[1].ko] == [True, True]


def test_a_resident_number_refuses_its_row_without_repeating_it(desk: Any, meal_file: MealFile) -> None:
    plan = desk.look("free_meal_sites", meal_file({"급식장소": f"1층 {RRN}"}))
    assert plan.refused[0].column == "급식장소"
    assert RRN not in str(plan.refused[0])


def test_a_resident_number_is_blank_in_the_refused_rows(desk: Any, meal_file: MealFile) -> None:
    content = refused_rows(desk.look("free_meal_sites", meal_file({"급식장소": f"1층 {RRN}"})))
    assert RRN not in content.decode("utf-8-sig")
    assert "******-*******" in content.decode("utf-8-sig")


def test_refused_rows_can_be_mended_and_imported(desk: Any, meal_file: MealFile) -> None:
    unclear = {"소재지지번주소": "서울특별시 광진구 가람동 1-1"}
    desk.apply(desk.look("free_meal_sites", meal_file({"시설명": "나래나눔터"}, unclear)))
    plan = desk.look("free_meal_sites", meal_file({"시설명": "나래나눔터"}, unclear))
    rows = list(csv.reader(io.StringIO(refused_rows(plan).decode("utf-8-sig"), newline="")))
    assert rows[0][-2:] == ["행정동", "오류"]
    rows[1][-2] = "가람1동"
    mended = io.StringIO(newline="")
    csv.writer(mended).writerows(rows)
    again = desk.look("free_meal_sites", mended.getvalue())
    assert states(again) == ["new"]
    assert again.missing_now == ()
    assert {record.dong for record in again.records()} == {TEAM}


def test_an_address_alone_gives_the_dong_and_no_point(desk: Any, meal_file: MealFile) -> None:
    site, _ = desk.look("free_meal_sites", meal_file({})).records()
    assert (site.dong, site.place.precision, site.place.point) == (OTHER, PlacePrecision.DONG, None)


def test_a_legal_dong_of_several_dongs_is_refused_with_their_names(desk: Any, meal_file: MealFile) -> None:
    plan = desk.look("free_meal_sites", meal_file({"소재지지번주소": "서울특별시 광진구 가람동 1-1"}))
    assert "광진구 가람제1동, 광진구 가람제2동" in plan.refused[0].ko


def test_undecided_rows_of_the_teams_own_district_are_kept_where_the_caller_says_so(
    desk: Any, meal_file: MealFile
) -> None:
    content = meal_file({"소재지지번주소": "서울특별시 광진구 가람동 1-1"})
    plan = desk.look("free_meal_sites", content, scope=Scope(team_dong=TEAM, keep_undecided=True))
    assert states(plan) == ["new"]
    assert plan.rows[0].dong_undecided
    assert {record.dong for record in plan.records()} == {TEAM}


def test_undecided_rows_of_another_district_are_never_put_under_the_team(
    desk: Any, meal_file: MealFile
) -> None:
    far = {"소재지도로명주소": "부산광역시 중구 가람로 1", "소재지지번주소": ""}
    plan = desk.look("free_meal_sites", meal_file(far), scope=Scope(team_dong=TEAM, keep_undecided=True))
    assert states(plan) == ["refused"]


def test_a_point_tells_the_dong_that_an_address_leaves_open(desk: Any, meal_file: MealFile) -> None:
    row = {"소재지지번주소": "서울특별시 광진구 가람동 1-1", "위도": "37.535", "경도": "127.075"}
    site, _ = desk.look("free_meal_sites", meal_file(row)).records()
    assert (site.dong, site.place.precision) == (TEAM, PlacePrecision.POINT)


def test_a_point_outside_its_district_is_refused(desk: Any, meal_file: MealFile) -> None:
    plan = desk.look("free_meal_sites", meal_file({"위도": "37.60", "경도": "127.075"}))
    assert "시군구 밖" in plan.refused[0].ko
    assert plan.refused[0].column == "위도"


def test_a_refused_dong_names_the_header_as_the_sheet_spells_it(desk: Any, meal_file: MealFile) -> None:
    header, row = meal_file({}).splitlines()
    plan = desk.look("free_meal_sites", f"{header},행정동명\n{row},없는동\n")
    assert plan.refused[0].column == "행정동명"


def test_rows_of_other_areas_are_counted_and_left_out(desk: Any, meal_file: MealFile) -> None:
    far = {"소재지도로명주소": "부산광역시 중구 가람로 1", "소재지지번주소": "부산광역시 중구 다솜동1가 5"}
    plan = desk.look("free_meal_sites", meal_file({}, far), scope=Scope(within="11215", team_dong=TEAM))
    assert states(plan) == ["new", "other_area"]


def test_what_could_be_read_is_counted_for_each_column(desk: Any, meal_file: MealFile) -> None:
    plan = desk.look("free_meal_sites", meal_file({}, {"시설명": "나래나눔터", "급식요일": "격주 화요일"}))
    count = next(c for c in plan.columns if c.field == "slots")
    assert (count.read, count.unread, count.examples) == (1, 1, [3])


def test_a_possible_duplicate_is_listed_and_not_merged(desk: Any, meal_file: MealFile) -> None:
    plan = desk.look(
        "free_meal_sites", meal_file({}, {"시설명": "(사)가람 나눔의집", "운영기관명": "나래회"})
    )
    assert states(plan) == ["new", "new"]
    assert len(plan.duplicates) == 1


def test_similar_names_at_different_places_are_no_duplicates(desk: Any, meal_file: MealFile) -> None:
    other = {
        "시설명": "가람나눔의집",
        "소재지도로명주소": "서울특별시 광진구 나래로 9",
        "전화번호": "02-450-0009",
    }
    assert desk.look("free_meal_sites", meal_file({}, other)).duplicates == ()


def test_the_keys_of_the_public_service_mean_the_same_columns(desk: Any) -> None:
    text = (
        '{"records":[{"FCLTY_NM":"가람나눔의집","RDNMADR":"","LNMADR":"서울특별시 광진구 나래동 1-1",'
        '"MLSV_DATE":"월+수","MLSV_TIME":"중식(11:30-12:30)","INSTT_CODE":"3040000"}]}'
    )
    assert desk.look("free_meal_sites", text).counts()[RowState.NEW] == 1


def test_progress_ends_with_all_rows_done(desk: Any, meal_file: MealFile) -> None:
    from importers.look import look
    from importers.mapping import load_mapping
    from importers.reading.sheet import read_sheet

    mapping = load_mapping("free_meal_sites")
    sheet = read_sheet(meal_file({}).encode(), "파일.csv", mapping.required_headers())
    seen: list[tuple[int, int]] = []
    look(
        sheet, mapping, desk.known(), today=desk.today, ids=desk.ids,
        progress=lambda done, total: seen.append((done, total)),
    )  # fmt: skip
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.parametrize("column", ["위도", "경도"])
def test_digits_of_coordinates_are_no_resident_number(desk: Any, meal_file: MealFile, column: str) -> None:
    row = {"위도": "37.535", "경도": "127.075", "소재지지번주소": "서울특별시 광진구 가람동 1-1"}
    row[column] = {"위도": "37.5350000900101", "경도": "127.0750000900101"}[column]
    assert desk.look("free_meal_sites", meal_file(row)).counts()[RowState.NEW] == 1


def test_a_site_near_the_team_whose_district_no_table_tells_is_kept_where_the_caller_says_so(
    desk: Any, meal_file: MealFile
) -> None:
    near = {
        "소재지도로명주소": "마루시 가온구 마루로 1",
        "소재지지번주소": "",
        "위도": "37.545",
        "경도": "127.075",
    }
    far = near | {"시설명": "먼 곳", "위도": "37.645"}
    scope = Scope(within=TEAM, team_dong=TEAM, keep_undecided=True)
    plan = desk.look("free_meal_sites", meal_file(near, far), scope=scope)
    assert states(plan) == ["new", "other_area"]
    assert {record.dong for record in plan.records()} == {TEAM}
