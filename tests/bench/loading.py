"""Generating a sample and loading it, beside bare inserts of the same current rows into the same tables."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from graph.records.registry import RECORD_TYPES, Record
from graph.stores import open_store
from graph.stores.codec import codec
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.queries import of_kind
from graph.stores.sqlite.schema import statements
from importers.sample.figures import Size
from importers.sample.stream import sample_records
from tests.bench.apart import apart
from tests.bench.clock import Timer, peak, said
from tests.bench.report import Line, Table
from tests.bench.scene import NOW, SEED, store_url

_BATCH = 50_000


def run(size: Size, file: Path) -> Table:
    """Loads the sample into a new file, which the parts after this one read."""
    ours, rival = apart(_ours, size, file), apart(_rival, size, file.with_suffix(".rival"))
    count = ours["count"]
    megabytes = file.stat().st_size / 1e6
    return Table(
        f"Loading a {size}",
        f"The sample with seed {SEED}, {count:,} records in one unit of work on a new SQLite file: checks, "
        "versions, references, places, words to search, log. Beside it: encoded rows of the same records "
        "into the same tables by `executemany`, with their indexes and nothing else.",
        (
            Line(what="generate", figure=_seconds(ours["made"]), beside="", ratio=""),
            Line(
                what="load",
                figure=f"{_seconds(ours['load'])}, {count / ours['load'].wall:,.0f} records/s",
                beside=_seconds(rival["load"]),
                ratio=f"{ours['load'].wall / rival['load'].wall:.1f} (CPU "
                f"{ours['load'].cpu / rival['load'].cpu:.1f})",
            ),
            Line(
                what="memory at the peak",
                figure=f"{ours['peak']:,.0f} MB",
                beside=f"{rival['peak']:,.0f} MB",
                ratio=f"{ours['peak'] / rival['peak']:.1f}",
            ),
            Line(
                what="file",
                figure=f"{megabytes:,.0f} MB",
                beside=f"{rival['file']:,.0f} MB",
                ratio=f"{megabytes / rival['file']:.1f}",
            ),
        ),
    )


def _seconds(timer: Timer) -> str:
    return f"{said(timer.wall)} s (CPU {said(timer.cpu)})"


def _batches(size: Size, made: Timer) -> Iterator[list[Record]]:
    records = iter(sample_records(size, seed=SEED, day=NOW.date()))
    while True:
        with made:
            batch = list(islice(records, _BATCH))
        if not batch:
            return
        yield batch


def _ours(size: Size, file: Path) -> dict[str, Any]:
    made, load, count = Timer(), Timer(), 0
    store = open_store(store_url(file), clock=lambda: NOW)
    with load:
        unit_of_work = store.write(by="bench", why="bench")
        unit = unit_of_work.__enter__()
    for batch in _batches(size, made):
        with load:
            count += unit.put_all(batch)
    with load:
        unit_of_work.__exit__(None, None, None)
        store.close()
    return {"made": made, "load": load, "count": count, "peak": peak()}


def _rival(size: Size, file: Path) -> dict[str, Any]:
    load = Timer()
    db = connect(file, None)
    for statement in statements():
        db.execute(statement)
    db.execute("BEGIN")
    db.execute("INSERT INTO unit VALUES (1, 'u', '', '', '')")
    for batch in _batches(size, Timer()):
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for record in batch:
            row = codec(type(record)).encode(record)
            rows.setdefault(type(record).__name__, []).append((*row, 1, 1))
        with load:
            for name, held in rows.items():
                db.executemany(of_kind(RECORD_TYPES[name]).put, held)
    with load:
        db.execute("COMMIT")
        db.close()
    found = {"load": load, "peak": peak(), "file": file.stat().st_size / 1e6}
    file.unlink()
    return found
