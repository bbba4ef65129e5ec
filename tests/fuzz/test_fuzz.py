"""The short form of `make fuzz`, and properties that hold of any input whatever."""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.boundaries import read_geometry
from importers.errors import CellRefused, MappingInvalid, SheetUnreadable
from importers.mapping import load_mapping, read_mapping, ready_made
from importers.reading.coordinates import read_point
from importers.reading.dates import read_day
from importers.reading.numbers import read_number, read_whole, read_yes_no
from importers.reading.sheet import read_sheet
from importers.reading.text import lines, one_line
from importers.reading.weekly import read_clock, read_schedule, read_weekly
from tests.fuzz import mutate, sheets
from tests.fuzz.cases import Case
from tests.fuzz.judge import Verdict, Wrong, judge
from tests.fuzz.reached import Reached
from tests.fuzz.runner import run
from tests.fuzz.world import a_team, digest

NAME = [frozenset({"이름"})]


def test_no_mutated_file_crashes_a_reader_or_is_half_taken_in() -> None:
    told = run(seed=20261122, files=100, rows=1000, seconds=8)
    assert told.failures == []
    assert told.half == 0
    assert told.files > 0


@pytest.mark.parametrize("name", ready_made())
def test_an_invented_sheet_that_is_not_mutated_is_mostly_taken_in(name: str) -> None:
    rows = sheets.a_sheet(load_mapping(name), Random(5), 30)
    content = "\n".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    ).encode()
    verdict = judge(Case("text", name, content), a_team(), stop=True)
    assert verdict.applied
    assert verdict.stopped
    assert verdict.refused <= verdict.rows * 0.6


def test_the_judge_sees_an_import_that_leaves_something(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = sheets.a_sheet(load_mapping("organisations"), Random(5), 3)
    content = "\n".join(",".join(row) for row in rows).encode()
    monkeypatch.setattr("tests.fuzz.judge.imports.undo_import", lambda *given: None)
    with pytest.raises(Wrong, match="undone"):
        judge(Case("text", "organisations", content), a_team(), stop=False)


def test_the_judge_sees_a_value_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def tell_all(*given: object, scope: object) -> None:
        raise SheetUnreadable("대장.csv", f"{sheets.SECRETS[0]}이 있습니다.", "it says so.")

    monkeypatch.setattr("tests.fuzz.judge.imports.look_at_file", tell_all)
    with pytest.raises(Wrong, match="told"):
        judge(Case("text", "organisations", b"x"), a_team(), stop=False)


def test_an_error_of_another_kind_goes_through_the_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object, scope: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("tests.fuzz.judge.imports.look_at_file", fail)
    with pytest.raises(KeyError):
        judge(Case("text", "organisations", b"x"), a_team(), stop=False)


def test_an_input_that_reaches_new_lines_is_told_from_one_that_does_not() -> None:
    reached = Reached()
    with reached.watching() as new:
        read_sheet("이름\n하나\n".encode(), "a.csv", NAME)
    assert new() > 0
    with reached.watching() as new:
        read_sheet("이름\n두리\n".encode(), "a.csv", NAME)
    assert new() == 0
    with reached.watching() as new:
        list(read_sheet('[{"이름":"하나"}]'.encode(), "a.json", NAME).rows())
    assert new() > 0


def test_the_same_seed_makes_the_same_cases() -> None:
    rows = sheets.a_sheet(load_mapping("ties"), Random(1), 5)
    made = [mutate.as_text(mutate.mutate_rows(rows, chance), chance) for chance in (Random(2), Random(2))]
    assert made[0] == made[1]


def test_a_right_dump_is_loaded() -> None:
    from tests.fuzz.world import dump

    team = a_team()
    before = digest(team.store)
    assert judge(Case("dump", "ties", dump(team)), team, stop=False).outcome == "loaded"
    assert digest(team.store) == before


def test_a_verdict_counts_nothing_by_itself() -> None:
    assert Verdict("plan") == Verdict("plan", rows=0, refused=0, applied=False, stopped=False)


def read(content: bytes) -> None:
    """Only a clear error may come out, and rows are texts at rising lines."""
    with suppress(SheetUnreadable):
        last = 0
        for line, cells in read_sheet(content, "a.csv", NAME).rows():
            assert line > last
            assert all(isinstance(cell, str) for cell in cells)
            last = line


@given(st.binary(max_size=400))
def test_any_bytes_are_a_sheet_or_refused(content: bytes) -> None:
    read(content)


@given(
    st.lists(st.text(max_size=8), max_size=12), st.sampled_from(mutate.ENCODINGS), st.sampled_from(",;\t\n")
)
def test_any_text_below_a_header_is_a_sheet_or_refused(cells: list[str], encoding: str, joint: str) -> None:
    read(f"이름,말\n{joint.join(cells)}".encode(encoding, "replace"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("이름", "data", "type", "features", "properties", "response", "item", "list")),
            inner,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_a_sheet_or_refused(document: object) -> None:
    import json

    read(json.dumps(document).encode())


@given(JSON)
def test_any_geometry_is_degrees_or_refused(document: object) -> None:
    import json

    with suppress(CellRefused):
        read_geometry(json.dumps({"type": "Polygon", "coordinates": document}))


@given(st.text(max_size=60))
def test_any_toml_is_a_mapping_or_refused(text: str) -> None:
    with suppress(MappingInvalid):
        read_mapping(text, "대응표")


@given(st.integers(), st.sampled_from(ready_made()))
def test_any_mutated_mapping_is_a_mapping_or_refused(seed: int, name: str) -> None:
    from importlib import resources

    text = (resources.files("importers.mappings") / f"{name}.toml").read_text(encoding="utf-8")
    with suppress(MappingInvalid):
        read_mapping(mutate.mutate_mapping(text, Random(seed)), name)


CELLS = (
    st.text(max_size=30)
    | st.sampled_from(mutate.ODD)
    | st.text(alphabet="0123456789월화수~-:.,()시분년 ", max_size=20)
)


@given(CELLS, CELLS)
def test_any_cell_is_read_or_unknown(one: str, other: str) -> None:
    for reader in (read_day, read_number, read_whole, read_yes_no, read_clock, lines, one_line):
        reader(one)
    read_weekly(one, other, outward=True)
    read_schedule(one, outward=False)
    with suppress(CellRefused):
        read_point(one, other, "EPSG:5174")
