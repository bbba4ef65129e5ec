"""Dates, weekly times, points, numbers and text, as Korean files write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records.values import SLOTS_PER_WEEK, Slots
from importers.errors import CellRefused
from importers.formulas import neutralised, restored
from importers.reading.coordinates import read_point
from importers.reading.dates import read_day
from importers.reading.numbers import read_number, read_whole, read_yes_no
from importers.reading.term_hours import read_term_hours
from importers.reading.text import lines, one_line
from importers.reading.weekly import read_clock, read_days, read_schedule, read_weekly, write_schedule


def half_hours(*spans: tuple[int, int, int]) -> Slots:
    return Slots(sum(((1 << (last - first)) - 1) << (day * 48 + first) for day, first, last in spans))


@pytest.mark.parametrize(
    "text",
    ["2024-10-24", "20241024", "2024-10-24 16:55:00.0", "2024.10.24", "2024. 10. 24.", "2024년 10월 24일",
     "2024/10/24", "2024-10-24 00:00:00", "20241024.0"],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_spelling(text: str) -> None:
    assert read_day(text) == date(2024, 10, 24)


@pytest.mark.parametrize(
    "text", ["'24.10.24", "24-10-24", "2024", "2024-13-01", "2023-02-29", "미정", "10월 24일"]
)
def test_a_day_that_is_not_certain_is_unknown(text: str) -> None:
    assert read_day(text) is None


@given(st.dates(min_value=date(1880, 1, 1)))
def test_every_day_is_read_back_in_each_spelling(day: date) -> None:
    spellings = [day.isoformat(), day.strftime("%Y%m%d"), f"{day.year}년 {day.month}월 {day.day}일"]
    assert {read_day(text) for text in spellings} == {day}


@pytest.mark.parametrize(
    ("text", "days"),
    [("월+화+수", {0, 1, 2}), ("월~금", {0, 1, 2, 3, 4}), ("매일", set(range(7))), ("평일", set(range(5))),
     ("주말", {5, 6}), ("월, 수, 금", {0, 2, 4}), ("월화수목금", set(range(5))), ("주 5회(월~금)", set(range(5))),
     ("월~금(공휴일 제외)", set(range(5))), ("매주 목요일", {3}), ("월~화+목~토", {0, 1, 3, 4, 5}), ("일", {6})],
)  # fmt: skip
def test_weekdays_are_read(text: str, days: set[int]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize(
    "text",
    ["격주 화요일", "월1회(별도 공지)", "월6회", "일(1,3주)", "수(우천시 취소)", "주5일", "장날", "미운영", "", "금~월",
     "월~금, 토(대체식)"],
)  # fmt: skip
def test_weekdays_that_are_not_certain_are_unknown(text: str) -> None:
    assert read_days(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("09:00", 540), ("0900", 540), ("9시", 540), ("9시 30분", 570), ("9시 반", 570), ("오후 2시", 840), ("12.30", 750),
     ("09:00:00", 540), ("24:00", 1440), ("오후 14시", None), ("9:75", None), ("점심", None)],
)  # fmt: skip
def test_a_clock_is_read_or_unknown(text: str, minutes: int | None) -> None:
    assert read_clock(text) == minutes


@pytest.mark.parametrize(
    "times",
    ["중식(11:30-12:30)", "(11:30~12:30)", "11:30~12:30", "11시30분~12시30분", "1130~1230", "중식 11:30 ~ 12:30",
     "(중식)11:30-12:30", "11:30∼12:30(중식)"],
)  # fmt: skip
def test_times_of_a_day_are_read_in_every_usual_spelling(times: str) -> None:
    assert read_weekly("화", times, outward=False) == half_hours((1, 23, 25))


@pytest.mark.parametrize(
    "times", ["12:00", "중식(11:00~)", "00:00~00:00", "미정", "점심", "12:30-11:30", "연 2회", ""]
)
def test_an_offer_without_certain_times_has_unknown_slots(times: str) -> None:
    assert read_weekly("월+수", times, outward=False) is None


def test_several_meals_in_a_cell_are_all_kept() -> None:
    slots = read_weekly("월", "중식(12:00-13:00)+석식(17:00-18:00)", outward=False)
    assert slots == half_hours((0, 24, 26), (0, 34, 36))


def test_each_meal_keeps_its_own_days() -> None:
    slots = read_weekly("중식(월)+석식(화)", "중식(12:00-13:00)+석식(17:00-18:00)", outward=False)
    assert slots == half_hours((0, 24, 26), (1, 34, 36))


def test_offers_round_inward() -> None:
    assert read_weekly("월", "11:10-12:20", outward=False) == half_hours((0, 23, 24))


def test_asks_round_outward() -> None:
    assert read_weekly("월", "11:10-12:20", outward=True) == half_hours((0, 22, 25))


def test_an_ask_that_names_days_alone_means_the_whole_day() -> None:
    assert read_schedule("월", outward=True) == half_hours((0, 0, 48))


def test_an_offer_shorter_than_a_half_hour_slot_is_unknown() -> None:
    assert read_weekly("월", "11:10-11:40", outward=False) is None


@given(st.integers(min_value=1, max_value=(1 << SLOTS_PER_WEEK) - 1), st.booleans())
def test_every_schedule_that_is_written_is_read_back(mask: int, outward: bool) -> None:
    slots = Slots(mask)
    assert read_schedule(write_schedule(slots), outward=outward) == slots


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_breaks_the_reading_of_times(days: str, times: str) -> None:
    slots = read_weekly(days, times, outward=False)
    assert slots is None or len(slots) > 0


def test_term_hours_keep_what_is_open_all_year() -> None:
    cells = ["1000", "1900", "0900", "1800", "Y", "1000", "1200"]
    weekdays = [(day, 20, 36) for day in range(5)]
    assert read_term_hours(cells) == half_hours(*weekdays, (5, 20, 24))


def test_a_point_of_every_named_grid_becomes_degrees() -> None:
    latitude, longitude = read_point("1950195", "954919", "EPSG:5179") or (0, 0)
    assert (round(latitude, 4), round(longitude, 4)) == (37.55, 126.9896)


@pytest.mark.parametrize(
    ("latitude", "longitude", "crs", "word"),
    [("127.0", "37.5", "WGS84", "뒤바뀌었습니다"), ("1950195", "954919", "WGS84", "평면좌표"),
     ("37.5", "127.0", "EPSG:5179", "경위도로 보입니다"), ("954919", "1950195", "EPSG:5179", "뒤바뀌었습니다"),
     ("37.5", "", "WGS84", "모두 비우십시오"), ("48.8", "2.3", "WGS84", "우리나라 범위")],
)  # fmt: skip
def test_a_point_that_cannot_be_meant_is_refused_with_the_reason(
    latitude: str, longitude: str, crs: str, word: str
) -> None:
    with pytest.raises(CellRefused, match=word):
        read_point(latitude, longitude, crs)


def test_no_coordinates_are_no_point() -> None:
    assert read_point("", " ", "WGS84") is None


def test_entities_escaped_twice_are_resolved() -> None:
    assert lines("&amp;#9312; 가람&#13;나래") == "① 가람\n나래"


def test_decomposed_hangul_is_composed() -> None:
    assert one_line("가람") == "가람"


def test_numbers_are_read_with_their_units() -> None:
    assert (read_number("1,200원"), read_whole("12.0"), read_whole("12.5"), read_yes_no("예"), read_yes_no("글쎄")) == (
        1200, 12, None, True, None,
    )  # fmt: skip


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_text_that_looks_like_a_formula_comes_back_unchanged(text: str) -> None:
    assert restored(neutralised(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+82", "-", "@SUM(A1)", "=HYPERLINK(1)"])
def test_no_cell_starts_like_a_formula(text: str) -> None:
    assert neutralised(text)[0] == "'"
