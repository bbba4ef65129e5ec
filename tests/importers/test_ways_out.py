"""No cell that leaves the house runs in a spreadsheet: every way out, opened again."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records.people import Organisation
from graph.words.kinds import OrganisationKind
from importers.export import own_sheet
from importers.formulas import neutralised, restored, writable
from importers.mapping import load_mapping
from importers.reading.sheet import read_sheet
from importers.refused import refused_rows
from importers.tables import as_csv, as_workbook, as_xlsx, table
from tests.importers.conftest import TEAM

RUNS = [
    "=cmd|' /C calc'!A0", "=1+1", "+1+1", "+82 10-0000-0001", "-1+1", "-2+3+cmd|' /C calc'!D2", "@SUM(1+1)", "\t=1+1", "\r=1+1",
    "\n=1+1", " =1+1", "\u3000=1+1", "\u00a0=1+1", "＝1+1", "＋1", "－1+1", "＠SUM(1)", "'=1+1", "''=1+1", '=HYPERLINK("x")', "=DDE(1;2)",
    "\x00=1+1", "\x1f=1", '"=1+1', ";=1+1", ",=1+1", "=", "-", "+", "@",
]  # fmt: skip
ERRORS = ["#REF!", "#N/A", "#DIV/0!"]


def is_held(cell: str) -> bool:
    """Written without the code that it judges: nothing that a spreadsheet would take for a formula stands first."""
    bare = cell.lstrip()
    number = bare[1:].replace(".", "", 1)
    if bare[:1] == "-" and number.isascii() and number.isdigit():
        return True
    return bare[:1] not in tuple("=+-@＝＋－＠") and cell[:1] not in ("\t", "\r", "\n")


@pytest.mark.parametrize("text", RUNS)
def test_a_cell_of_csv_has_a_guard_in_front(text: str) -> None:
    content = as_csv(table([text], [[text]]))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert all(is_held(cell) for row in rows for cell in row)


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_no_cell_is_found_inside_a_cell_by_another_separator(separator: str) -> None:
    content = as_csv(table(["말"], [[f"가{separator}=1+1"]])).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=separator))
    assert rows == [["말"], [f"가{separator}=1+1"]]


@pytest.mark.parametrize("text", [*RUNS, *ERRORS])
def test_a_cell_of_a_workbook_is_a_text(text: str) -> None:
    pages = {"대장": table([text, "말"], [[text, "가"]])}
    for content in (as_xlsx(pages["대장"], "대장"), as_workbook(pages)):
        page: Any = openpyxl.load_workbook(io.BytesIO(content))["대장"]
        assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s"}
        assert all(is_held(cell.value) for row in page.iter_rows() for cell in row)


@pytest.mark.parametrize("text", RUNS)
def test_a_record_that_looks_like_a_formula_goes_out_held_and_comes_back_as_it_was(
    desk: Any, text: str
) -> None:
    name = f"{text} 모임"
    desk.put(Organisation(id="o-1", dong=TEAM, name=name, kind=OrganisationKind.WELFARE_CENTRE, formal=True))
    mapping = load_mapping("organisations")
    sheet = own_sheet(mapping, desk.kept(), {})
    for content in (as_csv(sheet), as_xlsx(sheet, "기관")):
        rows = list(read_sheet(content, "기관", mapping.required_headers()).rows())
        assert [writable(name) in cells for _, cells in rows] == [True]
        assert desk.look("organisations", content).changes_nothing


@pytest.mark.parametrize("text", RUNS)
def test_refused_rows_and_their_header_go_out_held(desk: Any, text: str) -> None:
    source = io.StringIO(newline="")
    csv.writer(source).writerows(
        [["기관명", "기관 종류", "주소", "행정동코드", text], [text, "없는 종류", "", TEAM, text]]
    )
    plan = desk.look("organisations", source.getvalue().encode("utf-16"))
    assert len(plan.refused) == 1
    content = refused_rows(plan).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    assert all(is_held(cell) for row in rows for cell in row)


@given(st.text(max_size=20))
def test_any_text_is_held_and_given_back(text: str) -> None:
    assert is_held(neutralised(text))
    assert restored(neutralised(text)) == writable(text)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4))
def test_any_cells_are_read_again_from_csv_as_they_were(cells: list[str]) -> None:
    content = as_csv(table(["이름", *map(str, range(len(cells)))], [["하나", *cells]]))
    ((_, found),) = read_sheet(content, "a.csv", [frozenset({"이름"})]).rows()
    assert found[1 : len(cells) + 1] == [writable(cell) for cell in cells]


def test_a_drawing_as_a_table_goes_out_held() -> None:
    from markupsafe import Markup

    from casework.overview.drawings import Drawing

    drawn = Drawing(
        title="", svg=Markup(""), caption="", head=("=1", "말"), rows=(("=1+1", " @x"), ("＝1", "\t-1"))
    )
    rows = list(csv.reader(io.StringIO(drawn.csv().decode("utf-8-sig"), newline=""), strict=True))
    assert all(is_held(cell) for row in rows for cell in row)
