"""The real public files: what each gives, with the counts measured on them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from graph.records.areas import Area
from graph.records.registry import IdMaker
from graph.words.kinds import PlacePrecision
from importers.errors import SheetUnreadable
from importers.known import KnownRecords, Scope
from importers.look import look
from importers.mapping import load_mapping
from importers.plan import ImportPlan, RowState
from importers.reading.sheet import read_sheet

pytestmark = pytest.mark.real_data
IDS = IdMaker(7)


def looked(folder: Path, mapping: str, file: str, known: KnownRecords, scope: Scope | None = None) -> ImportPlan:
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
    assert counts[RowState.REFUSED] == 12
    assert counts[RowState.OTHER_AREA] == 1091


def test_the_same_free_meal_file_again_changes_nothing(shared_data: Path, dongs: KnownRecords) -> None:
    scope = Scope(within="11")
    first = looked(shared_data, "free_meal_sites", "전국무료급식소표준데이터.csv", dongs, scope)
    again = looked(shared_data, "free_meal_sites", "전국무료급식소표준데이터.csv", after(dongs, first), scope)
    assert again.changes_nothing
    assert again.counts()[RowState.UNCHANGED] == 151


def test_sites_without_coordinates_keep_their_dong(shared_data: Path, dongs: KnownRecords) -> None:
    plan = looked(shared_data, "free_meal_sites", "전국무료급식소표준데이터.csv", dongs)
    sites = [row.made[0].record for row in plan.of(RowState.NEW)]
    precisions = Counter(site.place.precision for site in sites if site.place)
    assert precisions[PlacePrecision.DONG] == 70


def test_sites_whose_end_date_has_passed_are_kept_and_counted(shared_data: Path, dongs: KnownRecords) -> None:
    plan = looked(shared_data, "free_meal_sites", "전국무료급식소표준데이터.csv", dongs)
    assert plan.expired == 258


def test_the_table_of_people_living_alone_is_refused_as_statistics(shared_data: Path) -> None:
    with pytest.raises(SheetUnreadable, match="통계표입니다"):
        looked(shared_data, "free_meal_sites", "서울_독거노인현황.csv", KnownRecords())
