"""Invented sheets of every ready-made mapping: what a mutator starts from. Names are plain, cells are right."""

from __future__ import annotations

import io
import json
from random import Random
from typing import Any

import openpyxl
from openpyxl.styles import Font

from graph.testing.builders import FICTITIOUS_DONG, OTHER_DONG
from importers.guide import ColumnGuide, guides
from importers.mapping import Mapping

Rows = list[list[str]]
SECRETS = ("비밀이름하나", "비밀이름두리", "쉿비밀주소77", "비밀말씀입니다")
"""Values that stand in cells and must never stand in the text of an error."""
RESIDENT = (
    "900101-1234567",
    "9 0 0 1 0 1 - 2 2 3 4 5 6 7",
    "９００１０１－１２３４５６７",
    "19900101-1234567",
)
_DAYS = ("월+수", "월~금", "매일", "주 5회(월~금)", "격주", "월화수목금", "토+일(공휴일 제외)")
_TIMES = (
    "중식(11:30-12:30)",
    "09:00~10:00",
    "9시 30분~11시",
    "중식(11:30-12:30)+석식(17:00-18:00)",
    "0900~1000",
)
NEIGHBOURS = tuple(f"이웃{one}{other}" for one in "가나다라마바사" for other in "거너더러머버서")
"""Who the team knows already, so that sheets can name them."""
_CELLS: dict[str, tuple[str, ...]] = {
    "days": _DAYS,
    "times": _TIMES,
    "hours": ("월~금 09:00-12:00; 토 10:00-12:00", "월 09:00-10:00"),
    "latitude": ("37.5001", "37.49", "37.4999"),
    "longitude": ("127.0301", "127.04", "127.0502"),
    "dong_code": ("", FICTITIOUS_DONG, OTHER_DONG),
    "legal_code": ("9911000101", "9911000102", "1121510500"),
    "dong": (FICTITIOUS_DONG, OTHER_DONG),
    "provider": ("3040000", "3030000"),
    "case_manager": ("", "이담당", "s-lee"),
    "phone": ("02-450-0001", "010-0000-1234", "+82 10 0000 0001", "없음"),
    "sido": ("서울특별시", "가상시"),
    "sigungu": ("가상구", "광진구"),
    "district": ("가상구",),
    "created": ("20200101", "2020-01-01", ""),
    "abolished": ("", "", "20250101"),
    "full_name": ("가상시 가상구 품앗이동", "가상시 가상구 나눔동"),
    "qualifications": ("", "요양보호사", "운전면허(2027-05-01)"),
    "season_from": ("11-15",),
    "season_to": ("03-15",),
    "birth_year": ("",),
    "stock": ("",),
    "unlimited": ("",),
    "age_from": ("", "60"),
    "age_to": ("", "90"),
    "income_year": ("2025", "2026"),
    "geometry": (
        '{"type":"Polygon","coordinates":[[[127.0,37.4],[127.1,37.4],[127.1,37.6],[127.0,37.6],[127.0,37.4]]]}',
    ),
}
_EARLY = ("2024-11-30", "2024.10.24", "20230102", "2025년 3월 2일", "2020-05-05")
_LATE = ("2027-01-31", "2028.10.24", "20290102")
_ENDS = ("until", "_to", "closed", "resolved", "left", "ended", "last")
_HINTS = {
    "숫자": ("1", "12", "3명", "40"),
    "예 또는 아니요": ("예", "아니요", ""),
    "요일과": _CELLS["hours"],
    "대장에 있는": ("김하늘", "p-kim", "p-park", *NEIGHBOURS),
}
_SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호"


def a_word(chance: Random) -> str:
    """An invented name."""
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5)))


def a_sheet(mapping: Mapping, chance: Random, rows: int) -> Rows:
    """A header and rows that a mapping understands, perhaps without a column, in any order."""
    names, columns = list(mapping.columns), guides(mapping)
    known = {rule.id for rule in mapping.records} | {rule.version for rule in mapping.records}
    kept = list(range(len(names)))
    if chance.random() < 0.3:
        chance.shuffle(kept)
    if chance.random() < 0.3:
        kept.remove(chance.choice([at for at in kept if names[at] not in mapping.required] or kept))
    header = [chance.choice(mapping.columns[names[at]]) for at in kept]
    body = [[_cell(names[at], columns[at], names[at] in known, chance) for at in kept] for _ in range(rows)]
    return [header, *body]


def _cell(name: str, guide: ColumnGuide, is_known: bool, chance: Random) -> str:
    """A right cell, now and then an odd one; ids and versions are those of records that are known."""
    roll = chance.random()
    if roll < 0.004:
        return chance.choice(("", "", chance.choice(SECRETS), chance.choice(RESIDENT)))
    if name == "household":
        return chance.choice(("", str(chance.randint(1, 10**6))))
    if is_known:
        return chance.choice(("p-kim", "o-none", "1", "99")) if roll > 0.998 else ""
    if name in _CELLS:
        return chance.choice(_CELLS[name])
    if guide.words:
        return str(chance.choice(guide.words))
    if guide.hint_ko.startswith("날짜"):
        return chance.choice(_LATE if any(end in name for end in _ENDS) else _EARLY)
    for start, cells in _HINTS.items():
        if guide.hint_ko.startswith(start):
            return chance.choice(cells)
    if name in ("name", "club_id", "facility_id", "service_id"):
        return f"{a_word(chance)} {chance.randint(1, 10**6)}"
    if name == "code":
        return f"99110{chance.randint(0, 99999):05}"
    if "address" in name and name != "address_detail":
        return f"가상구 나눔동 {chance.randint(1, 999)}"
    return a_word(chance) if chance.random() < 0.9 else f"{a_word(chance)} {chance.randint(1, 10**6)}"


def as_workbook(rows: Rows, chance: Random) -> bytes:
    """XLSX with what people put around a table: styles, merged and hidden cells, links, formulas, other sheets."""
    book = openpyxl.Workbook()
    page: Any = book.active
    if chance.random() < 0.3:
        page.append([chance.choice(("2026년 현황", "", None))])
    for row in rows:
        page.append([_typed(cell, chance) for cell in row])
    if chance.random() < 0.2 and len(rows) > 3:
        page.merge_cells(start_row=2, end_row=3, start_column=1, end_column=2)
    if chance.random() < 0.2:
        page.cell(1, 1).font = Font(bold=True)
        page.column_dimensions["A"].hidden = True
        page.cell(1, 1).hyperlink = "file:///etc/passwd"
    if chance.random() < 0.2:
        other = book.create_sheet("목록", 0)
        other.append(["코드", "이름"])
        other.sheet_state = chance.choice(("hidden", "veryHidden", "visible"))
        book.active = 1
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _typed(cell: str, chance: Random) -> Any:
    cell = "".join(c for c in cell if c >= " " or c in "\t\n\r")[:32_000]
    if chance.random() < 0.1:
        if cell.isascii() and cell.isdigit() and len(cell) < 300:
            return int(cell)
        return chance.choice((cell, "=1+1", "=HYPERLINK(A1)", 1e300, True, None, "#REF!", cell))
    return cell


def as_documents(rows: Rows, chance: Random) -> Any:
    """The rows as the JSON of a public service."""
    header, *body = rows
    things: list[Any] = [dict(zip(header, row, strict=False)) for row in body]
    if "geometry" in header:
        features = [{"type": "Feature", "properties": one, "geometry": _geometry(one)} for one in things]
        return {"type": "FeatureCollection", "features": features}
    return chance.choice(
        (things, {"records": things}, {"response": {"body": {"items": {"item": things}}}}, {"data": things})
    )


def _geometry(properties: dict[str, str]) -> Any:
    try:
        return json.loads(properties.pop("geometry", ""))
    except ValueError:
        return None
