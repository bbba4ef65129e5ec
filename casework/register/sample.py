"""An invented neighbourhood for trying things out, put into an empty store."""

from __future__ import annotations

from collections.abc import Iterator

from casework.desk import Desk
from casework.errors import StoreInUse
from graph.records.people import Person, Staff
from graph.records.registry import Record
from graph.view import Viewer
from graph.words.kinds import StaffRole
from importers.progress import Progress, silent
from importers.sample.figures import Size
from importers.sample.scenes import MEALS_CLIENT
from importers.sample.stream import CENTRE, sample_records

__all__ = ["BY", "CENTRE", "Progress", "Size", "fill_with_sample", "guide_of", "is_empty"]

BY = "sample"
"""Who writes a sample, as the log tells it."""

_EXPECTED = {"dong": 8_260, "gu": 1_165_000, "city": 10_490_000}
_REPORT_EVERY = 500


def fill_with_sample(
    desk: Desk,
    size: Size,
    *,
    seed: int,
    centre: tuple[float, float] = CENTRE,
    progress: Progress = silent,
) -> int:
    """Stream a sample into the store as one unit of work; returns how many records it holds.

    Raises:
        StoreInUse: somebody is registered there already.
    """
    if not is_empty(desk):
        raise StoreInUse()
    records = sample_records(size, seed=seed, day=desk.today(), centre=centre)
    with desk.store.write(by=BY, why="가상 자료") as unit:
        return unit.put_all(_counted(records, _EXPECTED[size], progress))


def _counted(records: Iterator[Record], expected: int, progress: Progress) -> Iterator[Record]:
    done = 0
    for done, record in enumerate(records, start=1):
        if done % _REPORT_EVERY == 0:
            progress(min(done, expected), expected)
        yield record
    progress(done, done)


def is_empty(desk: Desk) -> bool:
    """Whether nobody is registered in the store."""
    with desk.store.read() as reader:
        return next(iter(reader.each(Person, limit=1)), None) is None


def guide_of(desk: Desk) -> Viewer:
    """Who shows a sample around: the case manager of the first scene's client, with a leader's rights.

    One account then sees what the responsible worker sees and may do what only a leader does.

    Raises:
        RecordMissing: the store holds no sample.
    """
    with desk.store.read() as reader:
        client = reader.get(Person, MEALS_CLIENT).record
        manager = reader.get(Staff, client.case_manager or "").record
    return Viewer(staff=manager.id, role=StaffRole.TEAM_LEADER, dong=manager.dong)
