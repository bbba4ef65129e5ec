"""An invented file of free-meal sites with the dirt of the real one, around the client of the meals scene."""

import csv
import io

from importers.sample.geography import Ground
from importers.sample.stream import CENTRE

COLUMNS = (
    "시설명,소재지도로명주소,소재지지번주소,운영기관명,전화번호,급식장소,급식대상,급식시간,급식요일,"
    "운영시작일자,운영종료일자,위도,경도,데이터기준일자,제공기관코드,제공기관명,행정동"
)
CLOSER, FITTING, EXPIRED, VAGUE, REFUSED = (
    "한걸음국수나눔",
    "모퉁이밥상",
    "옛우물급식소",
    "넉넉한솥",
    "어디인지모를곳",
)
DONG = "품앗이1동"


def row(name, east, north, days, hours, *, until="", dong=DONG, day="2026-11-01"):
    latitude, longitude = Ground(*CENTRE).point(east, north)
    return (
        name, f"가상시 품앗이구 품앗이길 {abs(east)}", "", f"{name} 운영회", "02-0000-0000", "본관\n1층 식당",
        "독거노인+결식노인", hours, days, "20230101", until, latitude, longitude, day, "9999999", "가상시 품앗이구", dong,
    )  # fmt: skip


def content():
    """The file in CP949, with quoted newlines, compact dates and hours in three spellings."""
    return _sheet(
        [
            row(CLOSER, 40, -10, "토+일", "중식(11:30-12:30)"),
            row(FITTING, 90, 30, "월+수+금", "중식(11:00-13:00)", day="20261101"),
            row(EXPIRED, 60, 60, "월~금", "1100", until="20241231"),
            row(VAGUE, 200, 200, "매일", "넉넉히"),
            row(REFUSED, 80, 80, "월~금", "중식(11:30-12:30)", dong="없는동"),
        ]
    )


def many(count):
    """A large file of sites that differ in name and place."""
    return _sheet(
        row(f"가상급식소 {at}", at % 700, at // 700, "월~금", "중식(11:30-12:30)") for at in range(count)
    )


def _sheet(rows):
    sheet = io.StringIO()
    csv.writer(sheet).writerows([COLUMNS.split(","), *rows])
    return sheet.getvalue().encode("cp949")
