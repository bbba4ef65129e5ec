"""XLSX read row by row: every cell as text, formulas as the text they are, nothing of it run or fetched."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import iterparse

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook.defined_name import DefinedNameList
from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.xml.constants import SHEET_MAIN_NS

from importers.errors import SheetUnreadable
from importers.reading.archive import is_in_rows, refuse_hostile
from importers.reading.limits import MAX_CELLS, MAX_COLUMNS

_END_OF_ROWS = f"{{{SHEET_MAIN_NS}}}sheetData"


def workbook_rows(content: bytes, file: str) -> list[tuple[int, list[str]]]:
    """The rows of the first visible sheet that has any, with their line numbers; empty rows are left out.

    Raises:
        SheetUnreadable: not a workbook, encrypted, hostile, or too large to be meant.
    """
    refuse_hostile(content, file)
    try:
        with warnings.catch_warnings():
            # openpyxl warns with the values of cells, which must not come into a log.
            warnings.simplefilter("ignore")
            rows = _first_rows(content, file)
    except SheetUnreadable:
        raise
    except Exception as problem:
        # A foreign parser fails in any way on a broken part.
        raise SheetUnreadable(
            file,
            "엑셀 통합 문서로 열리지 않습니다. 엑셀에서 열어 XLSX나 CSV로 다시 저장하십시오.",
            "it does not open as a workbook. Open it in Excel and save it again as XLSX or CSV.",
        ) from problem
    if not rows:
        raise SheetUnreadable(
            file, "내용이 없습니다. 다른 파일을 고르십시오.", "it is empty. Choose another file."
        )
    return rows


def _first_rows(content: bytes, file: str) -> list[tuple[int, list[str]]]:
    reader = _Reader(io.BytesIO(content), read_only=True, keep_links=False)
    with reader.archive:
        reader.read()
        for part in reader.visible:
            if rows := list(_rows(reader, part, file)):
                return rows
    return []


def _rows(reader: Any, part: str, file: str) -> Iterator[tuple[int, list[str]]]:
    last, room = 0, MAX_CELLS
    for line, found in _parsed(reader, part):
        if line <= last:
            raise ValueError("rows out of order")
        cells: list[str] = []
        for cell in found:
            text = _text(cell["value"])
            if text:
                at = min(cell["column"] - 1, MAX_COLUMNS)
                cells += [""] * (at + 1 - len(cells))
                cells[at] = text
        last, room = line, room - len(cells)
        if len(cells) > MAX_COLUMNS or room < 0:
            raise SheetUnreadable(
                file,
                f"{line}행까지 칸이 지나치게 많습니다. 쓰는 열만 새 통합 문서에 옮겨 저장하십시오.",
                f"it holds far too many cells up to line {line}. Copy the columns in use to a new workbook.",
            )
        if cells:
            yield line, cells


class _Reader(ExcelReader):
    """Opens a workbook without what no cell needs: properties, themes, charts, names."""

    parser: Any
    visible: list[str]

    def read_workbook(self) -> None:
        """Read the list of sheets, which stands in a part of its own."""
        super().read_workbook()
        self.parser.defined_names = DefinedNameList()

    def read_manifest(self) -> None:
        """Read the list of parts; what is read whole is none of the large ones."""
        super().read_manifest()
        if any(
            is_in_rows(part.PartName.lstrip("/")) and part.ContentType.endswith("main+xml")
            for part in self.package.Override
        ):
            raise ValueError("the list of sheets stands among the sheets")

    def read_properties(self) -> None:
        """Pass over the properties."""

    def read_custom(self) -> None:
        """Pass over the properties of the user's own."""

    def read_theme(self) -> None:
        """Pass over the colours."""

    def read_worksheets(self) -> None:
        """Note where the visible sheets of cells are."""
        self.visible = [
            place.target
            for sheet, place in self.parser.find_sheets()
            if sheet.state == "visible" and "chartsheet" not in place.Type
        ]


class _Parser(WorkSheetParser):
    """Keeps each formula as it is written: to shift a shared one for every cell takes time without end."""

    def parse_formula(self, element: Any) -> str:
        formula = element.find(FORMULA_TAG)
        return "=" + (formula.text or "")


def _parsed(reader: Any, part: str) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Rows by openpyxl's parser without the rows and cells that it fills gaps with; what follows is not read."""
    with reader.archive.open(part) as source:
        parser: Any = _Parser(
            source,
            reader.shared_strings,
            epoch=reader.wb.epoch,
            date_formats=reader.wb._date_formats,
            timedelta_formats=reader.wb._timedelta_formats,
        )
        for _, element in iterparse(source):  # noqa: S314 - without DTD, as the archive was looked through
            if element.tag == ROW_TAG:
                yield parser.parse_row(element)
                parser.row_dimensions.clear()
                element.clear()
            elif element.tag == _END_OF_ROWS:
                return


def _text(value: Any) -> str:
    """A cell as text; what a formula failed with is no value."""
    if isinstance(value, str):
        return "" if value in ERROR_CODES else value
    if value is None or isinstance(value, ArrayFormula | DataTableFormula):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
