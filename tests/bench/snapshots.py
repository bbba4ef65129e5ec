"""Building the snapshot beside a bare SELECT of the same columns, and refreshing it after one change."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from graph.policy.load import policy_on
from graph.records.linkages import Linkage
from graph.records.registry import Record
from graph.records.resources import Resource
from graph.records.ties import Tie
from graph.store import GraphStore
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.schema import quoted
from matching.rank import open_asks, suggest
from matching.snapshot.build import build
from matching.snapshot.keeper import SnapshotKeeper
from matching.snapshot.schema import KINDS, Names, schema, source_names
from matching.snapshot.snapshot import Snapshot
from tests.bench.apart import apart
from tests.bench.clock import Memory, Timer, Times, said, timed
from tests.bench.report import Line, Table
from tests.bench.scene import NOW, opened

_ROUNDS = 3
_CHANGES = {Resource: 18, Tie: 16, Linkage: 16}
_PAGE = 1000


def run(size: str, file: Path) -> Table:
    """Builds and bare reads take turns; each has a process of its own."""
    builds, reads = [], []
    for _ in range(_ROUNDS):
        reads.append(apart(_read, file))
        builds.append(apart(_build, file))
    took, bare = median(one["took"].wall for one in builds), median(one.wall for one in reads)
    cpu, bare_cpu = median(one["took"].cpu for one in builds), median(one.cpu for one in reads)
    memory = max(one["more"] for one in builds)
    refreshed, writes, after = apart(_refreshes, file)
    return Table(
        f"Snapshot of a {size}",
        f"{builds[0]['rows']:,} rows in {len(KINDS)} tables, read from SQLite; medians of {_ROUNDS} builds. "
        f"Beside it: the same columns by bare SELECT and `fetchmany`, nothing converted or kept. Then "
        f"{len(refreshed.wall)} changes by `put` ({', '.join(f'{n} {k.__name__}' for k, n in _CHANGES.items())}"
        "), each a unit of work, each followed by a refresh and by one ask.",
        (
            Line(
                what="snapshot, build",
                figure=f"{said(took)} s (CPU {said(cpu)})",
                beside=f"{said(bare)} s (CPU {said(bare_cpu)})",
                ratio=f"{took / bare:.1f} (CPU {cpu / bare_cpu:.1f})",
                aim="gu under 5 s",
                met=took < 5,
            ),
            Line(
                what="snapshot, memory added at the peak",
                figure=f"{memory:,.0f} MB",
                aim="gu under 500 MB",
                met=memory < 500,
            ),
            Line(what="unit of work of one change", figure=str(writes)),
            Line(
                what="refresh after one change",
                figure=str(refreshed),
                beside=f"{took * 1e3:,.0f} ms for a build",
                ratio=f"1/{took * 1e3 / refreshed.median:,.0f}",
                aim="under 10 ms",
                met=refreshed.median < 10,
            ),
            Line(what="the first ask after it", figure=str(after)),
        ),
    )


def _build(file: Path) -> dict[str, Any]:
    took = Timer()
    with closing(opened(file)) as store, store.read() as reader:
        memory = Memory()
        with took:
            snapshot = build(reader, now=NOW, policy=policy_on(NOW.date()))
        return {
            "took": took,
            "more": memory.more,
            "rows": sum(map(len, snapshot.tables.values())),
        }


def _read(file: Path) -> Timer:
    took, columns = Timer(), schema(Names())
    with closing(connect(file, None, read_only=True)) as db:
        for name, kind in KINDS.items():
            asked = ", ".join(map(quoted, source_names(columns[name])))
            with took:
                cursor = db.execute(f"SELECT {asked} FROM {quoted(kind.__name__)}")
                while cursor.fetchmany(_PAGE):
                    pass
    return took


def _refreshes(file: Path) -> tuple[Times, Times, Times]:
    with closing(opened(file)) as store:
        keeper = SnapshotKeeper(store, policy_on)
        snapshot = keeper.snapshot((), NOW)
        asks = open_asks(snapshot)
        suggest(snapshot, asks[0])
        writes, refreshed, after = Times([], []), Times([], []), Times([], [])
        for i, record in enumerate(_changes(store, snapshot)):
            _add(writes, timed(lambda one: _put(store, one), [record])[0])
            times, (snapshot,) = timed(lambda _: keeper.snapshot((), NOW), [record])
            _add(refreshed, times)
            asked = [(snapshot, asks[i * 7 % len(asks)])]
            _add(after, timed(lambda one: suggest(*one), asked)[0])
        return refreshed, writes, after


def _add(times: Times, more: Times) -> None:
    times.wall.extend(more.wall)
    times.cpu.extend(more.cpu)


def _put(store: GraphStore, record: Record) -> None:
    with store.write(by="bench", why="bench") as unit:
        unit.put(record)


def _changes(store: GraphStore, snapshot: Snapshot) -> Iterator[Record]:
    """Records changed in a field that matching reads, the types mixed."""
    chance = Random(2)
    tables = {kind: name for name, kind in KINDS.items()}
    kinds = [kind for kind, count in _CHANGES.items() for _ in range(count)]
    chance.shuffle(kinds)
    for kind in kinds:
        with store.read() as reader:
            record: Record = reader.get(kind, chance.choice(snapshot[tables[kind]].ids)).record
        yield _changed(record, NOW.date() - timedelta(days=chance.randint(1, 300)))


def _changed(record: Record, day: date) -> Record:
    match record:
        case Resource():
            return replace(record, verified_on=day)
        case Tie():
            return replace(record, valid_from=day)
        case Linkage():
            return replace(record, started_on=day, ended_on=record.ended_on and NOW.date())
    raise TypeError(type(record))
