"""Text files, JSON and files of this machine that are made to do harm: refused in a sentence, in little memory."""

from __future__ import annotations

import os
import threading
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from importers.errors import CellRefused, SheetUnreadable
from importers.reading import files
from importers.reading.files import read_file
from importers.reading.limits import MAX_CELL, MAX_COLUMNS, MAX_LINE, MAX_LINES_OF_A_ROW
from importers.reading.sheet import MAX_BYTES, Sheet, read_sheet

NAME = [frozenset({"이름"})]
SECRET = "비밀이름하나"
RESIDENT = "900101-1234567"


def read(content: bytes | str, file: str = "대장.csv") -> Sheet:
    return read_sheet(content if isinstance(content, bytes) else content.encode(), file, NAME)


def refused(content: bytes | str) -> str:
    with pytest.raises(SheetUnreadable) as error:
        list(read(content).rows())
    assert error.value.en
    return error.value.ko


def test_a_line_without_end_is_refused_before_it_is_taken_apart() -> None:
    content = b"\xec\x9d\xb4\xeb\xa6\x84\n" + b"a," * MAX_LINE
    tracemalloc.start()
    assert "2행" in refused(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * MAX_LINE


def test_a_cell_without_end_is_refused_at_its_line() -> None:
    assert "3행" in refused("이름,말\n하나,가\n두리," + "나" * 200_000)


def test_a_row_over_endless_lines_is_refused() -> None:
    assert "2행" in refused("이름,말\n" + '"\n",' * (MAX_LINES_OF_A_ROW + 2))


def test_more_columns_than_a_sheet_has_are_refused() -> None:
    assert f"{MAX_COLUMNS:,}" in refused("이름" + ",x" * MAX_COLUMNS + "\n하나\n")


def test_a_file_larger_than_the_limit_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importers.reading.sheet.MAX_BYTES", 100)
    assert "MB보다" in refused("이름\n" + "가\n" * 50)


@pytest.mark.parametrize("content", ["이름\n하나\0두리\n".encode(), b"\0" * 1000, "이름\n".encode("utf-32")])
def test_nul_bytes_are_no_text(content: bytes) -> None:
    assert "글자" in refused(content)


def test_a_nul_in_a_text_of_two_byte_letters_stays_in_its_cell() -> None:
    assert list(read("이름,말\n하\0나,가\n".encode("utf-16")).rows()) == [(2, ["하\0나", "가"])]


@pytest.mark.parametrize("cut", range(1, 12))
def test_letters_that_are_cut_in_half_are_refused_or_read_whole(cut: int) -> None:
    for encoding in ("utf-8", "cp949", "utf-16"):
        content = "이름,말\n뷁,가나다\n".encode(encoding)[:-cut]
        try:
            rows = list(read(content).rows())
        except SheetUnreadable:
            continue
        assert all("\ufffd" not in cell for _, cells in rows for cell in cells)


def test_a_resident_number_in_the_header_is_refused_and_not_told() -> None:
    problem = refused(f"이름,{RESIDENT}\n하나,가\n")
    assert "주민등록번호" in problem
    assert RESIDENT not in problem


def test_a_resident_number_in_the_name_of_the_file_is_refused_and_not_told() -> None:
    with pytest.raises(SheetUnreadable, match="파일 이름") as error:
        read("이름\n하나\n", f"{RESIDENT}.csv")
    assert RESIDENT not in str(error.value)


@pytest.mark.parametrize(
    "content",
    [f"{SECRET},가\n{SECRET}\n", f'이름,말\n{SECRET},"가\n', f'[{{"a":"{SECRET}"}}]', f'{{"{SECRET}'],
)
def test_an_error_tells_no_cell(content: str) -> None:
    assert SECRET not in refused(content)


JSON = [
    "[" * 100_000, '{"a":' * 100_000, "[]", "{}", "null", "1", '"x"', "[1]", "[[]]", "[null]", "NaN", "[" + "9" * 5000 + "]",
    '{"type":"FeatureCollection"}', '{"type":"FeatureCollection","features":null}', '{"type":"FeatureCollection","features":{}}',
    '{"type":"FeatureCollection","features":[null]}', '{"type":"FeatureCollection","features":[{"properties":null}]}',
    '{"type":"FeatureCollection","features":[{"properties":[],"geometry":1}]}', '{"response":[]}', '{"response":{"body":[]}}',
    '{"response":{"body":{"items":{"item":[1]}}}}', '{"data":{"item":{"a":1}}}', '{"list":{},"detail":[]}', '{"data":[{}]}',
]  # fmt: skip


@pytest.mark.parametrize("text", JSON, ids=range(len(JSON)))
def test_json_of_another_shape_is_refused(text: str) -> None:
    assert refused(text)


def test_json_whose_objects_share_no_name_takes_no_memory() -> None:
    things = ",".join(f'{{"k{at}":1}}' for at in range(20_000))
    tracemalloc.start()
    refused(f"[{things}]")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 * 1024 * 1024


def test_json_with_more_values_than_can_be_held_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importers.reading.documents.MAX_VALUES", 10)
    assert "JSON" in refused('[{"이름":[1,2,3,4,5,6,7,8,9,10]}]')


def test_half_a_letter_in_json_becomes_a_whole_one() -> None:
    ((_, cells),) = read('[{"이름":"하\\ud800나"}]').rows()
    assert cells[0].encode() == "하?나".encode()


def not_taken(path: Path) -> str:
    with pytest.raises(SheetUnreadable) as error:
        read_file(path)
    assert error.value.en
    return error.value.ko


def test_an_ordinary_file_is_taken_whole(tmp_path: Path) -> None:
    path = tmp_path / "대장.csv"
    path.write_bytes("이름\n하나\n".encode())
    assert read_file(path) == path.read_bytes()


def test_a_file_of_ten_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "대장.csv"
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)
    assert f"{MAX_BYTES >> 20}MB" in not_taken(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert not_taken(tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert not_taken(tmp_path / "없음.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in its folders")
def test_a_pipe_that_nobody_writes_to_is_refused_without_waiting(tmp_path: Path) -> None:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    told: list[str] = []
    waiting = threading.Thread(target=lambda: told.append(not_taken(path)), daemon=True)
    waiting.start()
    waiting.join(timeout=30)
    assert told == [f"pipe.csv 파일을 가져올 수 없습니다: {'보통 파일이 아닙니다. 다른 파일을 고르십시오.'}"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no endless device")
def test_an_endless_device_is_refused() -> None:
    assert "보통 파일이 아닙니다" in not_taken(Path("/dev/zero"))


def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "대장.csv"
    path.write_bytes("이름\n하나\n".encode())
    seen = os.fstat

    def changed(handle: int) -> os.stat_result:
        found = seen(handle)
        with path.open("ab") as file:
            file.write("두리\n".encode())
        return found

    monkeypatch.setattr(files.os, "fstat", changed)
    assert "바뀌었습니다" in not_taken(path)


SQUARE = "[[127,37],[127.1,37],[127.1,37.1],[127,37]]"
GEOMETRIES = [
    "", "{", "null", "1", "[]", '"x"', "{}", '{"type":"Polygon"}', '{"type":"Polygon","coordinates":null}', '{"type":"Point","coordinates":[127,37]}',
    '{"type":"Polygon","coordinates":[]}', '{"type":"Polygon","coordinates":[[]]}', '{"type":"Polygon","coordinates":[[[127,37]]]}',
    '{"type":"Polygon","coordinates":[1]}', '{"type":"Polygon","coordinates":["abc"]}', '{"type":"Polygon","coordinates":{"a":1}}',
    f'{{"type":"MultiPolygon","coordinates":[{SQUARE}]}}', f'{{"type":"Polygon","coordinates":{SQUARE}}}', f'[{SQUARE}]',
    '{"type":"Polygon","coordinates":[[[NaN,NaN],[NaN,NaN],[NaN,NaN],[NaN,NaN]]]}',
    '{"type":"Polygon","coordinates":[[[127,37],[Infinity,37],[127.1,37.1],[127,37]]]}',
    '{"type":"Polygon","coordinates":[[[127,37],[1e308,37],[127.1,37.1],[127,37]]]}',
    '{"type":"Polygon","coordinates":[[[127,37],[1e999,37],[127.1,37.1],[127,37]]]}',
    f'{{"type":"Polygon","coordinates":[[[127,37],[{"9" * 400},37],[127.1,37.1],[127,37]]]}}',
    '{"type":"Polygon","coordinates":[[[200000,450000],[200010,450000],[200010,450010],[200000,450000]]]}',
    '{"type":"Polygon","coordinates":[[[127,37],[127.1],[127.1,37.1],[127,37]]]}', '{"type":"Polygon","coordinates":' + "[" * 50_000,
    '{"type":"Polygon","coordinates":' + "[" * 400 + "]" * 400 + "}", '{"type":["Polygon"],"coordinates":[]}',
]  # fmt: skip


@pytest.mark.parametrize("text", GEOMETRIES, ids=range(len(GEOMETRIES)))
def test_what_is_no_polygon_in_degrees_is_refused(text: str) -> None:
    from importers.boundaries import read_geometry

    with pytest.raises(CellRefused, match="WGS84"):
        read_geometry(text)


def test_a_huge_ring_is_kept_and_asked() -> None:
    from graph.records.areas import Area
    from importers.boundaries import Boundaries, read_geometry

    step = 0.1 / 100_000
    west = [[127.0, 37.1 - step * at] for at in range(100_000)]
    text = f'{{"type":"Polygon","coordinates":[{[[127.0, 37.1], *west, [127.1, 37.0], [127.1, 37.1], [127.0, 37.1]]}]}}'
    area = Area(id="d-1", dong="9911000100", sido="", sigungu="", name="가", boundary=read_geometry(text))
    assert Boundaries([area]).dong_at(37.05, 127.05) == "9911000100"


def look(desk: Any, header: str, *rows: str) -> Any:
    return desk.look("organisations", "\n".join((header, *rows)) + "\n")


ORGANISATIONS = "기관명,기관 종류,주소,전화번호,행정동코드"


def test_a_cell_longer_than_a_spreadsheet_holds_is_refused_with_its_column(desk: Any) -> None:
    plan = look(desk, ORGANISATIONS, f"{'가' * (MAX_CELL + 1)},사회복지관,,,1121599100")
    assert [(row.line, row.column) for row in plan.refused] == [(2, "기관명")]


def test_marks_heaped_on_a_letter_are_refused(desk: Any) -> None:
    heap = "a" + "\u0300\u0327" * 15_000
    plan = look(desk, ORGANISATIONS, f"{heap},사회복지관,,,1121599100")
    assert [row.column for row in plan.refused] == ["기관명"]


HIDDEN = ["9001\x1f01-1234567", "900101&#45;1234567", "90010\u200b1-12345\u206067", "900101&amp;#45;1234567"]


@pytest.mark.parametrize("text", HIDDEN)
def test_a_resident_number_that_shows_only_when_the_cell_is_cleaned_is_refused_and_blanked(
    desk: Any, text: str
) -> None:
    from importers.refused import refused_rows

    plan = look(desk, ORGANISATIONS, f"가람회 {text},사회복지관,,,1121599100")
    assert ["주민등록번호" in row.advice_ko for row in plan.refused] == [True]
    assert "1234567" not in refused_rows(plan).decode().replace("\u200b", "").replace("\u2060", "")


def test_a_resident_number_in_two_cells_is_refused_where_they_are_joined(desk: Any) -> None:
    header = "시설ID,시설명,자치구명,연령구분,X좌표값,Y좌표값,기본주소,상세주소,연락처,사용료,학기시작시간,학기종료시간,방학시작시간,방학종료시간,토요일운영여부,토요일운영시작시간,토요일운영종료시간,등록일시,수정일시,행정동코드"
    row = ["1", "가람", "광진구", "초등", "", "", "가람로 900101", "1234567", *[""] * 12]
    plan = desk.look("children_centres", f"{header}\n{','.join(row)}\n")
    assert ["주민등록번호" in refused.advice_ko for refused in plan.refused] == [True]


def test_a_number_beyond_all_counts_is_no_number(desk: Any) -> None:
    rows = [
        f"모임{at},사회복지관,,,1121599100,{number}"
        for at, number in enumerate(("9" * 400, "1" + "0" * 18, "12"))
    ]
    plan = look(desk, ORGANISATIONS + ",회원 수", *rows)
    assert [(row.line, row.column) for row in plan.refused] == [(2, "회원 수"), (3, "회원 수")]


def test_a_short_row_under_a_wide_header_is_kept_short(desk: Any) -> None:
    plan = look(desk, ORGANISATIONS + "," * 900, "x")
    assert [row.cells for row in plan.rows] == [("x",)]


def test_columns_that_nobody_reads_and_no_refused_row_fills_are_left_out_of_the_refused_rows(
    desk: Any,
) -> None:
    from importers.refused import refused_rows

    plan = look(desk, ORGANISATIONS + ",비고,빈칸" + "," * 900, "x,없는 종류,,,1121599100,보관")
    header = refused_rows(plan).decode("utf-8-sig").splitlines()[0]
    assert header == '"기관명","기관 종류","주소","전화번호","행정동코드","비고","행정동","오류"'


def test_long_names_at_one_number_are_compared_in_time(desk: Any) -> None:
    rows = [f"{'가나' * 15_000}{at},사회복지관,,02-450-0001,1121599100" for at in range(30)]
    assert look(desk, ORGANISATIONS, *rows).duplicates == ()


def test_a_column_that_a_new_record_needs_is_asked_for_at_each_row(desk: Any) -> None:
    from graph.records.people import Person

    desk.put(Person(id="p-1", dong="1121599100", name="김하나"))
    header = "욕구 번호,욕구 판,당사자,욕구 항목,당사자의 말,긴급도,원하는 도움"
    plan = desk.look("needs_asks", f"{header}\n,,김하나,안전,,,밑반찬 만들기\n")
    assert all(row.advice_en for row in plan.refused)
    assert not any(row.made for row in plan.rows if row.problem)
