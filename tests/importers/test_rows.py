"""Reading the fields of rows: what is remembered of empty cells changes neither values nor counts."""

from __future__ import annotations

import pytest

from importers.errors import CellRefused
from importers.mapping import load_mapping
from importers.rows import Columns, RecordReader

HEADER = ("이름", "생년월일", "주소", "출생연도", "글 읽기", "걸을 수 있는 거리", "사용 언어")
FULL = ("김하늘", "1950-03-02", "가람1동 1", "1950", "예", "300", "한국어")
SPARSE = ("김하늘", "1950-03-02", "가람1동 1", "", "", "300", "")
WRONG = ("김하늘", "1950-03-02", "가람1동 1", "", "", "멀리", "")


def a_reader() -> RecordReader:
    mapping = load_mapping("people_households")
    rule = next(rule for rule in mapping.records if rule.part == "person")
    return RecordReader(rule, Columns(mapping, HEADER), strict=True)


def counted(reader: RecordReader) -> dict[str, tuple[int, int]]:
    return {count.field: (count.read, count.blank) for count in reader.counts}


def test_a_row_as_empty_as_an_earlier_one_is_read_alike() -> None:
    reader = a_reader()
    first, second, third = (reader.read(SPARSE, line, None) for line in (2, 3, 4))
    assert first == second == third
    assert list(first) == list(a_reader().read(FULL, 2, None))


def test_empty_cells_are_counted_in_every_row() -> None:
    reader = a_reader()
    for line in range(2, 7):
        reader.read(SPARSE, line, None)
    assert counted(reader) == {
        "birth_date": (5, 0),
        "birth_year": (0, 5),
        "can_read": (0, 5),
        "walks_metres": (5, 0),
    }
    assert counted(reader) == counted(reader)


def test_of_a_refused_row_the_cells_before_the_one_refused_are_counted() -> None:
    reader = a_reader()
    for line in (2, 3):
        reader.read(SPARSE, line, None)
    for line in (4, 5):
        with pytest.raises(CellRefused):
            reader.read(WRONG, line, None)
    assert counted(reader) == {
        "birth_date": (4, 0),
        "birth_year": (0, 4),
        "can_read": (0, 4),
        "walks_metres": (2, 0),
    }


def test_a_cell_that_must_not_be_empty_is_refused_however_many_rows_lack_it() -> None:
    mapping = load_mapping("organisations")
    rule = mapping.records[0]
    header = tuple(mapping.columns[source.columns[0]][0] for source in rule.fields.values() if source.columns)
    reader = RecordReader(rule, Columns(mapping, header), strict=True)
    for line in (2, 3, 4):
        with pytest.raises(CellRefused):
            reader.read([""] * len(header), line, None)
