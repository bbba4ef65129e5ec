"""The workers of the team: who acts, by the id of their record."""

from __future__ import annotations

from casework.desk import Desk
from graph.records.people import Staff
from graph.view import Viewer


def viewer_of(desk: Desk, staff: str) -> Viewer:
    """A worker as rights and Views know them.

    Raises:
        RecordMissing: no worker has that id.
    """
    with desk.store.read() as reader:
        record = reader.get(Staff, staff).record
    return Viewer(staff=record.id, role=record.role, dong=record.dong)
