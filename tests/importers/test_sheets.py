"""Files to rows: encodings, line numbers, headers, and what is refused as a whole."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from importers.errors import SheetUnreadable
from importers.reading.sheet import Sheet, read_sheet

NAME = [frozenset({"이름", "NAME"})]


def sheet(content: str | bytes, encoding: str = "utf-8") -> Sheet:
    return read_sheet(content if isinstance(content, bytes) else content.encode(encoding), "파일.csv", NAME)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    assert list(sheet("이름,말\n뷁,가\n", encoding).rows()) == [(2, ["뷁", "가"])]


def test_the_line_of_a_row_is_the_line_in_the_file_despite_quoted_newlines() -> None:
    rows = list(sheet('이름,주소\r\n하나,"가람로 1\r\n2층"\r\n두리,나래로\r\n').rows())
    assert [(line, cells[0]) for line, cells in rows] == [(2, "하나"), (4, "두리")]


def test_blank_lines_are_passed_over_and_counted() -> None:
    assert [line for line, _ in sheet("이름,말\n\n하나,\n,,\n두리,\n").rows()] == [3, 5]


def test_the_header_is_found_below_a_title() -> None:
    found = sheet("2026년 현황,\n,\n이름,말\n하나,가\n")
    assert (found.header, found.header_line, list(found.rows())) == (("이름", "말"), 3, [(4, ["하나", "가"])])


def test_tabs_separate_too() -> None:
    assert list(sheet("이름\t말\n하나\t가,나\n").rows()) == [(2, ["하나", "가,나"])]


def test_stacked_headers_over_totals_are_refused_as_statistics() -> None:
    text = (
        "동별(1),동별(2),2021,2021,2021\n동별(1),동별(2),합계,합계,합계\n동별(1),동별(2),계,남,여\n"
        "가람시,소계,30,10,20\n가람시,가람동,30,10,20\n"
    )
    with pytest.raises(SheetUnreadable, match="통계표입니다"):
        sheet(text)


def test_a_missing_column_is_named_with_the_one_that_looks_like_it() -> None:
    with pytest.raises(SheetUnreadable, match="비슷한 열: 이름칸"):
        read_sheet("이름칸,말\n하나,가\n".encode(), "파일.csv", [frozenset({"이름"})])


def test_a_column_given_twice_is_refused() -> None:
    with pytest.raises(SheetUnreadable, match="두 번"):
        sheet("이름,이름\n하나,둘\n")


def test_an_unclosed_quote_stops_the_file_at_its_line() -> None:
    with pytest.raises(SheetUnreadable, match="3행"):
        sheet('이름,말\n하나,가\n"두리,나\n세찬,다\n')


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 x", b"\xd0\xcf\x11\xe0 x", b"\x00\x01\x02", b"PK\x03\x04 broken"]
)
def test_what_is_no_sheet_is_refused(content: bytes) -> None:
    with pytest.raises(SheetUnreadable):
        sheet(content)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    page = book.create_sheet(index=0)
    for row in rows:
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_workbook_gives_text_with_line_numbers() -> None:
    content = workbook(
        ("제목", None, None), (None,) * 3, ("이름", "날", "수"), ("하나", date(2024, 10, 24), 12)
    )
    assert list(sheet(content).rows()) == [(4, ["하나", "2024-10-24 00:00:00", "12"])]


def test_a_formula_in_a_workbook_is_text() -> None:
    assert list(sheet(workbook(("이름", "말"), ("하나", "=1+1"))).rows()) == [(2, ["하나", "=1+1"])]


def test_a_workbook_that_unpacks_to_an_absurd_size_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    with pytest.raises(SheetUnreadable, match="지나치게"):
        sheet(content.getvalue())


def test_the_json_of_a_public_service_is_a_sheet() -> None:
    text = '{"response":{"body":{"items":{"item":{"NAME":"하나","n":1}}}}}'
    assert list(sheet(text).rows()) == [(2, ["하나", "1"])]


def test_a_workbook_with_merged_headers_over_totals_is_refused_as_statistics() -> None:
    content = workbook(
        ("동별", None, "2021", None, None, None), (None, None, "합계", None, None, "저소득"), ("가람시", "소계", 3, 1, 2, 0),
        ("가람시", "가람동", 3, 1, 2, 0), ("합계", None, 3, 1, 2, 0),
    )  # fmt: skip
    with pytest.raises(SheetUnreadable, match="통계표입니다"):
        sheet(content)
