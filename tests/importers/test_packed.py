"""Rows of a plan, packed: they come back as they went in, and what is counted needs no unpacking."""

from datetime import date

import pytest

from graph.testing import builders as a
from importers.errors import RowRefused
from importers.merge import FieldChange
from importers.packed import PackedRows
from importers.packing import packed, unpacked
from importers.plan import Made, RowPlan, RowState

MANY = 1234


def a_row(number, state=RowState.NEW, **given):
    person = a.a_person(birth_date=date(1950, 1, 1 + number % 28))
    made = Made(person, f"{number:032x}", ("name",), f"row-{number}")
    return RowPlan(number + 2, state, (person.id,), (made,), **given)


def refused(line):
    return RowPlan(
        line, RowState.REFUSED, problem=RowRefused("파일.csv", line, "이름", "고치십시오.", "Mend.")
    )


@pytest.fixture
def rows():
    return [a_row(i, expired=i % 5 == 0) for i in range(MANY)]


@pytest.fixture
def kept(rows):
    found = PackedRows()
    for row in rows:
        found.append(row)
    return found


def test_rows_come_back_as_they_went_in(rows, kept):
    assert list(kept) == rows


def test_a_row_is_found_by_its_place(rows, kept):
    assert [kept[at] for at in (0, 499, 500, MANY - 1, -1)] == [rows[at] for at in (0, 499, 500, -1, -1)]


def test_an_amended_row_stands_in_the_place_of_the_first(rows, kept):
    kept.amend(3, refused(5))
    assert kept[3].state is RowState.REFUSED
    assert [row.line for row in kept.in_state(RowState.REFUSED)] == [5]
    assert list(kept.replaced()) == [rows[3]]


def test_counts_follow_what_was_amended(kept):
    kept.amend(700, refused(702))
    counts = kept.counts()
    assert (counts[RowState.NEW], counts[RowState.REFUSED]) == (MANY - 1, 1)


def test_expired_lines_are_told_in_the_order_of_the_file(rows, kept):
    assert list(kept.expired_lines()) == [row.line for row in rows if row.expired]


def test_only_rows_with_something_to_tell_are_told(kept):
    change = FieldChange("Person", "p-1", "phone", None, "010-0000-0000")
    kept.amend(9, a_row(9, RowState.CHANGED, changes=(change,)))
    kept.amend(10, refused(12))
    assert [row.line for row in kept.told()] == [11, 12]


def test_a_refusal_says_the_same_after_unpacking():
    (row,) = unpacked(packed([refused(7)]))
    assert row.problem is not None
    assert str(row.problem) == str(refused(7).problem)
    assert (row.problem.line, row.problem.column, row.problem.advice_ko) == (7, "이름", "고치십시오.")


def test_a_place_and_a_household_survive_packing():
    row = a_row(0)._replace(made=(Made(a.a_household(), "0" * 32, (), "row-1", {"floor": 3}, new=False),))
    assert unpacked(packed([row])) == [row]
