"""The real public files: what each gives, with the counts measured on them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.records.areas import Area
from graph.records.people import Organisation
from graph.records.registry import IdMaker
from graph.records.resources import Resource
from graph.words.kinds import PlacePrecision, ResourceKind
from importers.errors import SheetUnreadable
from importers.known import KnownRecords, Scope
from importers.look import look
from importers.mapping import load_mapping
from importers.plan import ImportPlan, RowState
from importers.reading.sheet import read_sheet

pytestmark = pytest.mark.real_data
IDS = IdMaker(7)


def looked(
    folder: Path, mapping: str, file: str, known: KnownRecords, scope: Scope | None = None
) -> ImportPlan:
    chosen = load_mapping(mapping)
    sheet = read_sheet((folder / file).read_bytes(), file, chosen.required_headers())
    return look(sheet, chosen, known, today=date(2026, 11, 22), ids=IDS, scope=scope)


def after(known: KnownRecords, plan: ImportPlan) -> KnownRecords:
    records = dict(known.records) | {record.id: record for record in plan.records()}
    rows = dict(known.rows) | {row.key: row for row in plan.source_rows()}
    areas = [record for record in records.values() if isinstance(record, Area)]
    return KnownRecords.of(records=records.values(), rows=rows.values(), areas=areas)


@pytest.fixture(scope="module")
def dongs(shared_data: Path) -> KnownRecords:
    known = KnownRecords()
    known = after(known, looked(shared_data, "dong_codes", "KIKmix.20260301.xlsx", known))
    return after(known, looked(shared_data, "dong_boundaries", "행정동_서울특별시_2021.geojson", known))


def test_the_code_table_gives_every_dong_once(dongs: KnownRecords) -> None:
    assert len([area for area in dongs.areas if area.boundary is None or area.dong.startswith("11")]) >= 3627


def test_all_boundaries_of_seoul_find_their_dong_but_three_that_are_no_longer_in_the_table(
    shared_data: Path,
) -> None:
    known = KnownRecords()
    known = after(known, looked(shared_data, "dong_codes", "KIKmix.20260301.xlsx", known))
    plan = looked(shared_data, "dong_boundaries", "행정동_서울특별시_2021.geojson", known)
    assert plan.counts()[RowState.CHANGED] == 422
    assert plan.counts()[RowState.NEW] == 3


def test_every_row_of_the_free_meal_file_is_accounted_for(shared_data: Path, dongs: KnownRecords) -> None:
    plan = looked(shared_data, "free_meal_sites", "전국무료급식소표준데이터.csv", dongs, Scope(within="11"))
    counts = plan.counts()
    assert sum(counts.values()) == 1254
    assert counts[RowState.NEW] == 151
    assert counts[RowState.REFUSED] == 11
    assert counts[RowState.OTHER_AREA] == 1092


def test_the_same_free_meal_file_again_changes_nothing(shared_data: Path, dongs: KnownRecords) -> None:
    scope = Scope(within="11")
    first = looked(shared_data, "free_meal_sites", "전국무료급식소표준데이터.csv", dongs, scope)
    again = looked(shared_data, "free_meal_sites", "전국무료급식소표준데이터.csv", after(dongs, first), scope)
    assert again.changes_nothing
    assert again.counts()[RowState.UNCHANGED] == 151


def test_no_site_without_coordinates_is_lost(shared_data: Path, dongs: KnownRecords) -> None:
    plan = looked(shared_data, "free_meal_sites", "전국무료급식소표준데이터.csv", dongs)
    sites = [row.made[0].record for row in plan.of(RowState.NEW)]
    of_a_dong = [
        site for site in sites if isinstance(site, Organisation) and not (site.place and site.place.point)
    ]
    latitude = plan.header.index("위도")
    refused = [row for row in plan.of(RowState.REFUSED) if not row.cells[latitude]]
    assert (len(of_a_dong), len(refused)) == (71, 43)
    assert {site.place.precision for site in of_a_dong if site.place} == {PlacePrecision.DONG}


def test_weekly_times_of_the_free_meal_file_are_read_or_unknown(
    shared_data: Path, dongs: KnownRecords
) -> None:
    plan = looked(shared_data, "free_meal_sites", "전국무료급식소표준데이터.csv", dongs)
    count = next(column for column in plan.columns if column.field == "slots")
    assert count.column == "급식요일+급식시간"
    assert (count.read, count.unread) == (707, 123)


def test_a_dong_takes_the_sites_of_its_own_district(shared_data: Path, dongs: KnownRecords) -> None:
    scope = Scope(within="11215", team_dong="1121584700", keep_undecided=True)
    plan = looked(shared_data, "free_meal_sites", "전국무료급식소표준데이터.csv", dongs, scope)
    assert {state: n for state, n in plan.counts().items() if n} == {
        RowState.NEW: 2,
        RowState.OTHER_AREA: 1252,
    }


def test_childrens_centres_are_kept_by_their_own_id(shared_data: Path, dongs: KnownRecords) -> None:
    plan = looked(shared_data, "children_centres", "서울_지역아동센터.csv", dongs)
    assert plan.counts()[RowState.NEW] == 426
    assert plan.counts()[RowState.REFUSED] == 4
    assert looked(
        shared_data, "children_centres", "서울_지역아동센터.csv", after(dongs, plan)
    ).changes_nothing


def test_senior_clubs_are_taken_where_the_address_tells_the_dong(
    shared_data: Path, dongs: KnownRecords
) -> None:
    counts = looked(shared_data, "senior_clubs", "서울_경로당_2020.csv", dongs).counts()
    assert (counts[RowState.NEW], counts[RowState.REFUSED]) == (642, 2822)


def test_senior_clubs_without_a_district_are_never_put_under_the_team(
    shared_data: Path, dongs: KnownRecords
) -> None:
    scope = Scope(within="11215", team_dong="1121584700", keep_undecided=True)
    counts = looked(shared_data, "senior_clubs", "서울_경로당_2020.csv", dongs, scope).counts()
    assert (counts[RowState.NEW], counts[RowState.REFUSED]) == (95, 1258)


def test_a_service_of_bokjiro_becomes_a_public_benefit(shared_data: Path, dongs: KnownRecords) -> None:
    scope = Scope(team_dong="1121584700")
    plan = looked(shared_data, "bokjiro_service", "복지로_WLF00000056.json", dongs, scope)
    _, benefit = plan.records()
    assert isinstance(benefit, Resource)
    assert (benefit.kind, benefit.service_type) == (ResourceKind.PUBLIC_BENEFIT, "medical_aid")
    assert benefit.eligibility_text is not None
    assert benefit.eligibility_text.startswith("①")


def test_sites_whose_end_date_has_passed_are_kept_and_counted(shared_data: Path, dongs: KnownRecords) -> None:
    plan = looked(shared_data, "free_meal_sites", "전국무료급식소표준데이터.csv", dongs)
    assert plan.expired == 259


def test_the_table_of_people_living_alone_is_refused_as_statistics(shared_data: Path) -> None:
    with pytest.raises(SheetUnreadable, match="통계표입니다"):
        looked(shared_data, "free_meal_sites", "서울_독거노인현황.csv", KnownRecords())
