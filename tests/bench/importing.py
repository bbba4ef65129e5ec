"""A sheet of people through the application's own import, as ``pumasi import FILE --apply`` does it."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from casework.desk import Actor, Desk
from casework.register.imports import apply_import, look_at_file, mapping_for
from casework.register.previewed import tell
from graph.policy.load import policy_on
from graph.records.areas import Area
from graph.records.people import Staff
from graph.view import Viewer
from graph.words.kinds import StaffRole, ViewPurpose
from importers.plan import RowState
from importers.sample.figures import Size
from importers.sample.stream import sample_records
from matching.snapshot.keeper import SnapshotKeeper
from tests.bench.apart import apart
from tests.bench.clock import Memory, Timer, said
from tests.bench.people_alone import by_the_store, by_the_tables
from tests.bench.people_sheet import write_people
from tests.bench.report import Line, Table
from tests.bench.scene import NOW, SEED, opened

_ROWS: dict[Size, tuple[int, ...]] = {"dong": (2_500, 7_500, 17_500), "gu": (50_000, 150_000, 350_000)}
_AT_LEAST = 10_000
_FLAT = 1.25


def run(size: Size) -> Table:
    """Three sheets, each a process and a new file of its own; the largest is the one that is aimed at."""
    with TemporaryDirectory() as folder:
        found = {rows: _imported(Path(folder), rows) for rows in _ROWS[size]}
    *fewer, most = _ROWS[size]
    last, first = found[most], found[fewer[0]]
    per_second = most / (last["look"].wall + last["apply"].wall)
    growth = (last["peak"] - first["peak"]) * 1e6 / (most - fewer[0])
    flat = last["peak"] <= _FLAT * first["peak"]
    rows = f"{most:,} rows"
    alone, bare = apart(by_the_store, most), apart(by_the_tables, most)
    return Table(
        f"Importing a sheet of people, {rows}",
        f"Invented people and households, {last['new']:,} rows new and {last['refused']:,} refused for a key that "
        "occurs twice, into a new SQLite file: the file read, each row looked at against what is held, and what "
        "a person would see told; then taken in as one unit of work with versions, source rows, references, "
        "places, words to search and log. Memory is what the process holds more than before, the file's content "
        "included.",
        (
            Line(
                what="import, from reading the file to the end of the commit",
                figure=f"{per_second:,.0f} rows/s",
                aim=f"gu at least {_AT_LEAST:,} rows/s",
                met=per_second >= _AT_LEAST,
            ),
            Line(
                what="the same people and households put by the store alone, as one unit of work",
                figure=f"{_said(alone['put'], most)}",
                beside=f"bare inserts of the rows {_said(bare['put'], most)}",
                ratio=f"{alone['put'].wall / bare['put'].wall:.1f} (CPU {alone['put'].cpu / bare['put'].cpu:.1f})",
                aim=f"gu at least {_AT_LEAST:,} people/s",
                met=most / alone["put"].wall >= _AT_LEAST,
            ),
            Line(what="memory at the peak of the store alone", figure=f"{alone['peak']:,.0f} MB"),
            Line(what="reading and looking", figure=_said(last["look"], most)),
            Line(what="taking it in", figure=_said(last["apply"], most)),
            Line(
                what="memory at the peak",
                figure=", ".join(f"{count:,} rows {one['peak']:,.0f} MB" for count, one in found.items()),
                beside=f"{growth:,.0f} bytes for a row more",
                aim=f"flat: {most:,} rows at most {_FLAT} times {fewer[0]:,}",
                met=flat,
            ),
            Line(what="file", figure=f"{last['file']:,.0f} MB"),
        ),
    )


def _said(timer: Timer, rows: int) -> str:
    return f"{said(timer.wall)} s (CPU {said(timer.cpu)}), {rows / timer.wall:,.0f} rows/s"


def _imported(folder: Path, rows: int) -> dict[str, Any]:
    sheet, file = folder / f"{rows}.csv", folder / f"{rows}.db"
    apart(write_people, sheet, rows)
    found: dict[str, Any] = apart(_run, sheet, file)
    for used in (sheet, file):
        used.unlink()
    return found


def _run(sheet: Path, file: Path) -> dict[str, Any]:
    base = [one for one in sample_records("gu", seed=SEED, day=NOW.date()) if isinstance(one, Area | Staff)]
    worker = next(one for one in base if isinstance(one, Staff) and one.role is StaffRole.TEAM_LEADER)
    viewer = Viewer(staff=worker.id, role=worker.role, dong=worker.dong)
    actor = Actor(viewer=viewer, purpose=ViewPurpose.REGISTER_UPKEEP)
    look, apply = Timer(), Timer()
    with closing(opened(file)) as store:
        with store.write(by="bench", why="bench") as unit:
            unit.put_all(base)
        desk = Desk(
            store=store, policy=policy_on, clock=lambda: NOW, snapshots=SnapshotKeeper(store, policy_on)
        )
        memory = Memory()
        with look:
            content = sheet.read_bytes()
            mapping = mapping_for(content, sheet.name)
            preview = look_at_file(desk, actor, content, sheet.name, mapping)
            tell(preview, "ko")
        with apply:
            apply_import(desk, actor, preview)
        counts = preview.counts()
        return {
            "look": look,
            "apply": apply,
            "peak": memory.more,
            "new": counts[RowState.NEW],
            "refused": counts[RowState.REFUSED],
            "file": file.stat().st_size / 1e6,
        }
