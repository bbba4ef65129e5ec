"""Building the snapshot beside the fastest way found to read the same columns, and refreshing it after a change."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from graph.policy.load import policy_on
from graph.records.areas import Area
from graph.records.linkages import Linkage
from graph.records.registry import Record
from graph.records.resources import Resource
from graph.records.ties import Tie
from graph.store import GraphStore
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.queries import of_kind
from graph.stores.sqlite.schema import quoted
from matching.rank import open_asks, suggest
from matching.snapshot.build import build
from matching.snapshot.keeper import SnapshotKeeper
from matching.snapshot.schema import KINDS, Names, schema
from matching.snapshot.snapshot import Snapshot
from tests.bench.apart import apart
from tests.bench.clock import Memory, Timer, Times, said, timed
from tests.bench.report import Line, Table
from tests.bench.scene import NOW, opened

_ROUNDS = 3
_CHANGES = {Resource: 18, Tie: 16, Linkage: 16}
_PAGE = 400


def run(size: str, file: Path) -> Table:
    """Builds and bare reads take turns; each has a process of its own."""
    builds: list[dict[str, Any]] = []
    reads: dict[str, list[Timer]] = {way: [] for way in _WAYS}
    for _ in range(_ROUNDS):
        for way, taken in reads.items():
            taken.append(apart(_read, file, way))
        builds.append(apart(_build, file, ()))
    took, cpu = (median(getattr(one["took"], what) for one in builds) for what in ("wall", "cpu"))
    walls = {way: median(one.wall for one in taken) for way, taken in reads.items()}
    fastest = min(walls, key=walls.__getitem__)
    bare, bare_cpu = walls[fastest], median(one.cpu for one in reads[fastest])
    memory = max(one["more"] for one in builds)
    region = apart(_build, file, apart(_some_dong, file))
    refreshed, writes, after = apart(_refreshes, file)
    ways = ", ".join(f"{_WAYS[way]} {said(wall)} s" for way, wall in walls.items())
    return Table(
        f"Snapshot of a {size}",
        f"{builds[0]['rows']:,} rows in {len(KINDS)} tables, read from SQLite; medians of {_ROUNDS} builds. "
        f"Beside it: the same columns as Python values, nothing made of them, by the fastest way found: {ways}. "
        f"Then {len(refreshed.wall)} changes by `put` "
        f"({', '.join(f'{n} {k.__name__}' for k, n in _CHANGES.items())}"
        "), each a unit of work, each followed by a refresh and by one ask.",
        (
            Line(
                what="snapshot, build",
                figure=f"{said(took)} s (CPU {said(cpu)})",
                beside=f"{said(bare)} s (CPU {said(bare_cpu)})",
                ratio=f"{took / bare:.1f} (CPU {cpu / bare_cpu:.1f})",
                aim="gu under 5 s, at most 1.5 times the read",
                met=took < 5 and took <= 1.5 * bare,
            ),
            Line(
                what=f"snapshot of one dong with its ring, {region['rows']:,} rows, "
                f"{region['held'] / 2**20:,.0f} MiB",
                figure=f"{said(region['took'].wall)} s (CPU {said(region['took'].cpu)})",
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


def _build(file: Path, dongs: tuple[str, ...]) -> dict[str, Any]:
    took = Timer()
    with closing(opened(file)) as store, store.read() as reader:
        memory = Memory()
        with took:
            snapshot = build(reader, dongs=dongs, now=NOW, policy=policy_on(NOW.date()))
        return {
            "took": took,
            "more": memory.more,
            "rows": sum(map(len, snapshot.tables.values())),
            "held": snapshot.bytes_held(),
        }


def _some_dong(file: Path) -> tuple[str]:
    with closing(opened(file)) as store, store.read() as reader:
        return (min(str(dong) for (dong,) in reader.columns(Area, ("dong",))),)


_WAYS = {
    "rows": "rows by `fetchmany`",
    "packed": "rows with packed columns, each distinct pack decoded,",
    "arrays": "whole columns as JSON arrays",
}


def _read(file: Path, way: str) -> Timer:
    took, layouts = Timer(), schema(Names())
    with closing(connect(file, None, read_only=True)) as db:
        for name, kind in KINDS.items():
            table, layout = quoted(kind.__name__), layouts[name]
            plain = ", ".join(map(quoted, dict.fromkeys(["id", *(one.source for one in layout.columns)])))
            with took:
                if way == "rows":
                    _fetched(db.execute(f"SELECT {plain} FROM {table}"), 0)
                elif way == "packed":
                    query = of_kind(kind).columns(layout.asked, in_dong=False)
                    _fetched(db.execute(query, {"day": None}), len(layout.packs))
                else:
                    arrays = ", ".join(f"json_group_array({one})" for one in plain.split(", "))
                    for text in db.execute(f"SELECT {arrays} FROM {table}").fetchone():
                        json.loads(text)
    return took


def _fetched(cursor: Any, packs: int) -> None:
    """Fetch all rows; the last columns are packs, of which each distinct one is decoded."""
    distinct: list[dict[str, None]] = [{} for _ in range(packs)]
    while rows := cursor.fetchmany(_PAGE):
        if packs:
            for known, texts in zip(distinct, list(zip(*rows, strict=True))[-packs:], strict=True):
                known.update(dict.fromkeys(texts))
    for known in distinct:
        json.loads(f"[{','.join(known)}]")


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
