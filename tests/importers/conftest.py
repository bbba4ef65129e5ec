"""A desk that imports: what is known so far, looked at and taken in without a store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest

from graph.records.areas import Area
from graph.records.imports import SourceRow
from graph.records.registry import IdMaker, Record
from importers.known import KnownRecords, Scope
from importers.look import look
from importers.mapping import Mapping, load_mapping
from importers.plan import ImportPlan
from importers.reading.sheet import read_sheet

TEAM = "1121599100"
OTHER = "1121599200"
FAR = "2611099100"


def square(west: float, south: float) -> str:
    """A square of a hundredth of a degree, as GeoJSON."""
    east, north = west + 0.01, south + 0.01
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return f'{{"type":"Polygon","coordinates":[{ring}]}}'


AREAS = (
    Area(id="d-1", dong=TEAM, sido="서울특별시", sigungu="광진구", name="가람제1동",
         legal_names=frozenset({"가람동"}), boundary=square(127.07, 37.53)),
    Area(id="d-2", dong=OTHER, sido="서울특별시", sigungu="광진구", name="가람제2동",
         legal_names=frozenset({"가람동", "나래동"}), boundary=square(127.08, 37.53)),
    Area(id="d-3", dong=FAR, sido="부산광역시", sigungu="중구", name="다솜동",
         legal_names=frozenset({"다솜동1가"})),
)  # fmt: skip


@dataclass
class Desk:
    """Holds records and rows as a store would, and their versions."""

    records: dict[str, Record] = field(default_factory=dict)
    rows: dict[str, SourceRow] = field(default_factory=dict)
    versions: dict[str, list[Record]] = field(default_factory=dict)
    ids: IdMaker = field(default_factory=lambda: IdMaker(11))
    today: date = date(2026, 11, 22)

    def put(self, *records: Record) -> None:
        for record in records:
            self.records[record.id] = record
            self.versions.setdefault(record.id, []).append(record)

    def known(self) -> KnownRecords:
        return KnownRecords.of(
            records=self.records.values(),
            rows=self.rows.values(),
            areas=AREAS,
            at_version=lambda i, v: (
                self.versions[i][v - 1] if 0 < v <= len(self.versions.get(i, ())) else None
            ),
        )

    def look(
        self,
        mapping: str | Mapping,
        content: str | bytes,
        *,
        scope: Scope | None = None,
        file: str = "파일.csv",
    ) -> ImportPlan:
        chosen = load_mapping(mapping) if isinstance(mapping, str) else mapping
        data = content.encode() if isinstance(content, str) else content
        sheet = read_sheet(data, file, chosen.required_headers())
        return look(
            sheet, chosen, self.known(), today=self.today, ids=self.ids, scope=scope or Scope(team_dong=TEAM)
        )

    def apply(self, plan: ImportPlan) -> ImportPlan:
        self.put(*plan.records())
        for row in plan.source_rows():
            self.rows[row.key] = row
        return plan

    def kept(self) -> list[tuple[Record, int]]:
        return [(record, len(self.versions[record.id])) for record in self.records.values()]


@pytest.fixture
def desk() -> Desk:
    return Desk()


MEAL_HEADER = (
    "시설명,소재지도로명주소,소재지지번주소,운영기관명,전화번호,급식장소,급식대상,급식시간,급식요일,"
    "운영시작일자,운영종료일자,위도,경도,데이터기준일자,제공기관코드"
)


@pytest.fixture
def meal_file() -> Callable[..., str]:
    """A free-meal file of invented rows; each given as the cells that differ from a plain one."""
    plain = {
        "시설명": "가람나눔의집",
        "소재지도로명주소": "서울특별시 광진구 가람로 1",
        "소재지지번주소": "서울특별시 광진구 나래동 1-1",
        "운영기관명": "가람회",
        "전화번호": "02-450-0001",
        "급식장소": "1층",
        "급식대상": "독거노인+결식노인",
        "급식시간": "중식(11:30-12:30)",
        "급식요일": "월+수",
        "운영시작일자": "2024-01-01",
        "운영종료일자": "",
        "위도": "",
        "경도": "",
        "데이터기준일자": "2026-10-24",
        "제공기관코드": "3040000",
    }

    def write(*rows: dict[str, str]) -> str:
        lines = [MEAL_HEADER]
        for row in rows:
            cells = (plain | row).values()
            lines.append(",".join('"' + cell.replace('"', '""') + '"' for cell in cells))
        return "\n".join(lines) + "\n"

    return write
