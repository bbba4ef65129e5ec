"""Workbooks that are made to do harm: each is refused in a sentence, in little memory, and nothing of it is run."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from random import Random

import openpyxl
import pytest

from importers.errors import SheetUnreadable
from importers.reading.limits import MAX_COLUMNS
from importers.reading.sheet import Sheet, read_sheet

NAME = [frozenset({"이름"})]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MOST = 256 * 1024 * 1024
"""Bytes of memory that no hostile workbook may take."""


@pytest.fixture(autouse=True)
def little_memory() -> Iterator[None]:
    """What a reader holds stays small, whatever a file says of itself."""
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MOST


def read(content: bytes) -> Sheet:
    return read_sheet(content, "대장.xlsx", NAME)


def refused(content: bytes) -> str:
    with pytest.raises(SheetUnreadable) as error:
        list(read(content).rows())
    return error.value.ko


def workbook() -> bytes:
    book = openpyxl.Workbook()
    page = book["Sheet"]
    page.append(["이름", "말"])
    page.append(["하나", "가"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_part(name: str, data: bytes | str, content: bytes | None = None) -> bytes:
    """A workbook with one part put in or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or workbook())) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            if part.filename != name:
                target.writestr(part, source.read(part))
        target.writestr(name, data)
    return out.getvalue()


def with_rows(rows: str, dimension: str = "A1:B2") -> bytes:
    sheet = (
        f'<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    )
    return with_part("xl/worksheets/sheet1.xml", sheet)


def text_cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADER = f'<row r="1">{text_cell("A1", "이름")}{text_cell("B1", "말")}</row>'
PARTS = [
    name for name in zipfile.ZipFile(io.BytesIO(workbook())).namelist() if name.endswith((".xml", ".rels"))
]


def test_the_workbook_that_the_others_are_made_of_is_read() -> None:
    assert list(read(workbook()).rows()) == [(2, ["하나", "가"])]
    rows = with_rows(f'{HEADER}<row r="2">{text_cell("A2", "하나")}</row>')
    assert list(read(rows).rows()) == [(2, ["하나", ""])]


def test_a_part_that_swells_a_thousandfold_is_refused() -> None:
    content = with_part("xl/worksheets/sheet1.xml", b"<a>" + b" " * 60_000_000)
    assert len(content) < 100_000
    assert "지나치게" in refused(content)


def test_a_bomb_inside_a_bomb_is_never_unpacked() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        for at in range(16):
            archive.writestr(f"{at}.zip", b"0" * 4_000_000)
    content = with_part("xl/embeddings/42.zip", inner.getvalue())
    assert list(read(content).rows()) == [(2, ["하나", "가"])]


def archive_of(names: list[str], kernel: bytes, size: int) -> bytes:
    """An archive by hand: every name of its directory points at one and the same packed part."""
    crc = zlib.crc32(b"0" * 1_000_000)
    sizes = (crc, len(kernel), size)
    body = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, *sizes, 0, 0) + kernel
    directory = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, *sizes, len(name), 0, 0, 0, 0, 0, 0)
        + name.encode()
        for name in names
    )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(names), len(names), len(directory), len(body), 0)
    return body + directory + end


@pytest.mark.parametrize("copies", [2, 7, 1000])
def test_parts_that_overlap_are_refused(copies: int) -> None:
    kernel = zlib.compress(b"0" * 1_000_000)[2:-4]
    assert refused(archive_of([f"{at}.xml" for at in range(copies)], kernel, 1_000_000))


def test_a_part_that_is_larger_than_the_directory_says_is_refused() -> None:
    content = bytearray(with_part("xl/worksheets/sheet1.xml", b"<a>" + b"x" * 500_000 + b"</a>"))
    directory = content.rindex(b"PK\x01\x02")
    name = content.index(b"xl/worksheets/sheet1.xml", directory)
    struct.pack_into("<I", content, name - 46 + 24, 1000)
    assert "손상" in refused(bytes(content))


def test_an_archive_whose_offsets_point_beyond_four_gigabytes_is_refused() -> None:
    content = bytearray(workbook())
    struct.pack_into("<I", content, content.rindex(b"PK\x01\x02") + 42, 0xFFFFFFFE)
    assert refused(bytes(content))


def test_a_shared_text_of_gigabytes_is_refused_before_it_is_held() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(f'<sst xmlns="{MAIN}"><si><t>'.encode()) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"x" * 2**24) + packer.flush(zlib.Z_FULL_FLUSH)
    content = archive_of(["xl/sharedStrings.xml"], head + block * 192, 192 * 2**24)
    assert len(content) < 2**23
    assert "지나치게" in refused(content)


def test_one_text_without_end_is_refused_however_well_it_is_packed() -> None:
    noise = Random(1).randbytes(1_500_000).hex()
    assert "지나치게" in refused(with_rows(HEADER + f'<row r="2">{text_cell("A2", noise)}</row>'))


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1:ZZZZZZ99999999999", "x", "", "B2:A1", "A1:A1"])
def test_the_extent_that_a_sheet_says_it_has_counts_nothing(dimension: str) -> None:
    content = with_rows(f'{HEADER}<row r="2">{text_cell("A2", "하나")}</row>', dimension)
    assert list(read(content).rows()) == [(2, ["하나", ""])]


@pytest.mark.parametrize("row", ["1048577", "9999999999", "1e9", "-1", "0", "x", "²", ""])
def test_a_row_number_that_no_sheet_has_is_refused(row: str) -> None:
    assert refused(with_rows(f'{HEADER}<row r="{row}">{text_cell("A2", "하나")}</row>'))


def test_a_cell_in_the_last_row_costs_nothing() -> None:
    content = with_rows(f'{HEADER}<row r="1048576">{text_cell("A1048576", "하나")}</row>')
    assert list(read(content).rows()) == [(1_048_576, ["하나", ""])]


@pytest.mark.parametrize("column", ["XFD", "ZZZ", "ZZZZZZZ"])
def test_a_cell_far_to_the_right_is_refused(column: str) -> None:
    assert refused(with_rows(f'{HEADER}<row r="2">{text_cell(column + "2", "하나")}</row>'))


def test_more_columns_than_a_sheet_has_are_refused() -> None:
    cells = text_cell("A1", "이름") + '<c t="b"><v>1</v></c>' * MAX_COLUMNS
    assert "많" in refused(with_rows(f'<row r="1">{cells}</row>'))


def test_rows_that_go_back_are_refused() -> None:
    twice = f'<row r="2">{text_cell("A2", "하나")}</row>'
    assert refused(with_rows(HEADER + twice + twice))


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
        "<!DOCTYPE a [<!ENTITY % x \"<!ENTITY y 'z'>\"> %x;]>",
        "<!DOCTYPE a ["
        + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
        + "]>",
    ],
)
def test_a_declaration_of_entities_is_refused_in_every_part(part: str, declaration: str) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        text = archive.read(part).decode()
    head, end, rest = text.partition("?>") if text.startswith("<?xml") else ("", "", text)
    assert "DTD" in refused(with_part(part, head + end + declaration + rest))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_a_declaration_in_another_encoding_is_refused_too(encoding: str) -> None:
    text = '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    if encoding == "utf-16-be":
        text = "\ufeff" + text
    assert refused(with_part("xl/styles.xml", text.encode(encoding)))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "xl\\..\\..\\x", "xl/./x", "C:/../x", "XL/WORKBOOK.XML"]
)
def test_a_path_that_leaves_the_archive_or_comes_twice_is_refused(name: str) -> None:
    assert "경로" in refused(with_part(name, b"x"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
    assert "경로" in refused(out.getvalue())


def test_a_name_with_a_nul_is_refused() -> None:
    content = with_part("xl/evilXxml", b"x").replace(b"xl/evilXxml", b"xl/evil\0xml")
    assert "경로" in refused(content)


def test_a_workbook_with_a_password_on_its_parts_is_refused_with_the_way_out() -> None:
    content = bytearray(workbook())
    struct.pack_into("<H", content, content.index(b"PK\x01\x02") + 8, 1)
    assert "암호" in refused(bytes(content))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "옛 엑셀"),
        ("<html><table><tr><td>이름</td></tr></table></html>".encode(), "HTML"),
        (b"\xef\xbb\xbf \r\n<?xml version='1.0'?><Workbook/>", "HTML"),
        (b"%PDF-1.7", "PDF"),
        (b"", "내용이 없습니다"),
        (b" \r\n\t", "내용이 없습니다"),
        (b"PK\x05\x06" + b"\0" * 18, "글자를 읽을 수 없습니다"),
        (b"\x1f\x8b\x08\x00", "글자를 읽을 수 없습니다"),
    ],
)
def test_another_kind_of_file_under_the_name_of_a_workbook_is_told_apart(content: bytes, word: str) -> None:
    assert word in refused(content)


def test_macros_are_passed_over() -> None:
    content = with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0Attribute VB_Name")
    assert list(read(content).rows()) == [(2, ["하나", "가"])]


def test_links_and_links_to_other_files_are_passed_over() -> None:
    link = '<externalLink xmlns="x"><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'
    content = with_part("xl/externalLinks/externalLink1.xml", link)
    assert list(read(content).rows()) == [(2, ["하나", "가"])]


def test_a_hidden_sheet_is_not_taken_for_the_table() -> None:
    book = openpyxl.Workbook()
    book["Sheet"].append(["이름", "코드"])
    book["Sheet"].append(["숨은", "1"])
    book["Sheet"].sheet_state = "hidden"
    shown = book.create_sheet("대장")
    shown.append(["이름", "말"])
    shown.append(["하나", "가"])
    content = io.BytesIO()
    book.save(content)
    assert list(read(content.getvalue()).rows()) == [(2, ["하나", "가"])]


FORMULAS = ["=cmd|' /C calc'!A0", "=1+1", '=HYPERLINK("http://127.0.0.1")', '=DDE("cmd";"/C calc";"x")']


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_comes_in_as_the_text_it_is(formula: str) -> None:
    book = openpyxl.Workbook()
    book["Sheet"].append(["이름", "말"])
    book["Sheet"].append(["하나", formula])
    content = io.BytesIO()
    book.save(content)
    assert list(read(content.getvalue()).rows()) == [(2, ["하나", formula])]


def test_a_shared_formula_is_not_worked_out_for_each_of_its_cells() -> None:
    shared = '<c r="B2"><f t="shared" si="0" ref="B2:B9">A1+1</f></c>', '<c r="B3"><f t="shared" si="0"/></c>'
    rows = "".join(
        f'<row r="{at}">{text_cell(f"A{at}", "하나")}{cell}</row>' for at, cell in enumerate(shared, start=2)
    )
    assert [cells[1] for _, cells in read(with_rows(HEADER + rows)).rows()] == ["=A1+1", "="]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A2" t="s"><v>99</v></c>', '<c r="A2" t="s"><v>x</v></c>', '<c r="A2" s="999999"><v>1</v></c>',
        '<c r="A2" t="d"><v>never</v></c>', '<c r="A2" t="b"><v>maybe</v></c>', '<c r="2A"><v>1</v></c>',
        '<c r="A2"><v>1e999</v></c>', '<c r="A2"><v>nan</v></c>', '<c r="A2"><v></v></c>', '<c r="A2" t="zzz"><v>1</v></c>',
    ],
)  # fmt: skip
def test_a_cell_that_no_program_writes_is_read_or_refused(cell: str) -> None:
    with suppress(SheetUnreadable):
        rows = list(read(with_rows(f'{HEADER}<row r="2">{cell}</row>')).rows())
        assert all(isinstance(text, str) for _, cells in rows for text in cells)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "data", [b"", b"<a", b"<a/>", b"\0" * 100, b"<a>" * 5000, b"<a>" * 5000 + b"</a>" * 5000]
)
def test_a_broken_part_is_refused_or_not_needed(part: str, data: bytes) -> None:
    with suppress(SheetUnreadable):
        assert list(read(with_part(part, data)).rows()) == [(2, ["하나", "가"])]


def test_the_list_of_sheets_may_not_stand_among_the_sheets() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        types = (
            archive.read("[Content_Types].xml")
            .decode()
            .replace("/xl/workbook.xml", "/xl/worksheets/workbook.xml")
        )
    assert refused(with_part("[Content_Types].xml", types))
