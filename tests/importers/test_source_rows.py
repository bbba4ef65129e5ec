"""What is kept of the row behind a record: the fields that the file gave, against which hand edits show."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from graph.records.people import Organisation
from importers.canonical import base_of, read_base, written_base
from importers.plan import RowState

SHEET = "기관명,기관 종류,전화번호,메모\n가람회,경로당,{},{}\n"
WITHOUT_PHONE = "기관명,기관 종류,메모\n가람회,경로당,{}\n"


def taken_in(desk: Any, text: str) -> Organisation:
    desk.apply(desk.look("organisations", text))
    (organisation,) = desk.records.values()
    assert isinstance(organisation, Organisation)
    return organisation


def states(plan: Any) -> list[RowState]:
    return [row.state for row in plan.rows]


def test_a_source_row_names_only_what_the_file_gave(desk: Any) -> None:
    taken_in(desk, SHEET.format("02-450-0001", ""))
    (row,) = desk.rows.values()
    assert json.loads(row.values) == {"name": "가람회", "kind": "senior_club", "phone": "02-450-0001"}


def test_what_was_written_reads_as_all_that_was_given() -> None:
    site = Organisation(id="o-1", dong="1121599100", name="가람회", kind=None, formal=False)
    names = ("name", "kind", "formal", "phone", "place", "note")
    read = read_base(written_base(site, names), Organisation)
    assert {name: read[name] for name in names} == base_of(site, names)


@pytest.mark.parametrize("named", [True, False])
def test_a_field_that_the_file_left_empty_and_a_hand_filled_stays(desk: Any, named: bool) -> None:
    site = taken_in(desk, SHEET.format("", ""))
    if named:
        # So did earlier imports write it.
        for key, row in desk.rows.items():
            desk.rows[key] = replace(
                row, values=json.dumps({"phone": None, "note": None} | json.loads(row.values))
            )
    desk.put(replace(site, phone="02-450-7777"))
    again = desk.look("organisations", SHEET.format("", ""))
    assert (states(again), again.changes_nothing) == ([RowState.UNCHANGED], True)
    other = desk.look("organisations", SHEET.format("02-450-0002", ""))
    assert (states(other), other.changes_nothing) == ([RowState.CONFLICT], True)


def test_a_column_that_one_file_lacks_is_compared_with_the_file_before(desk: Any) -> None:
    taken_in(desk, SHEET.format("02-450-0001", ""))
    taken_in(desk, WITHOUT_PHONE.format("화요일"))
    plan = desk.look("organisations", SHEET.format("02-450-0002", "화요일"))
    assert [(change.field, change.after) for change in plan.rows[0].changes] == [("phone", "02-450-0002")]
