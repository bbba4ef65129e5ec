"""A gu of some 350,000 people on SQLite: load, snapshot, refresh, one ask, all asks; needs a few minutes."""

import resource
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from graph.policy.load import policy_on
from graph.records.linkages import Refusal
from graph.records.people import Person
from graph.records.registry import Record
from graph.records.resources import Resource
from graph.records.ties import Tie
from graph.store import GraphStore
from graph.stores import open_store
from importers.sample.stream import sample_records
from matching.rank import open_asks, order, prepare, suggest
from matching.snapshot.keeper import SnapshotKeeper
from tests.bench.clock import say, timed

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
_BATCH = 50_000
_ASKS = 500


def run() -> None:
    """Everything in one run, in this order; memory is what the snapshot adds to the process at its peak."""
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'gu.db'}", clock=lambda: NOW)
        try:
            _load(store)
            _measure(store)
        finally:
            store.close()


def _load(store: GraphStore) -> None:
    start, total = perf_counter(), 0
    records = iter(sample_records("gu", seed=1, day=NOW.date()))
    while batch := list(islice(records, _BATCH)):
        with store.write(by="bench", why="bench") as unit:
            total += unit.put_all(batch)
    print(f"{'load of the sample':<48} {total:,} records in {perf_counter() - start:,.1f} s")


def _measure(store: GraphStore) -> None:
    keeper, before = SnapshotKeeper(store, policy_on), _peak()
    start = perf_counter()
    snapshot = keeper.snapshot((), NOW)
    took = perf_counter() - start
    print(f"{'snapshot of the gu':<48} {took:,.2f} s, {_peak() - before:,.0f} MB more at the peak")
    asks = open_asks(snapshot)
    suggest(snapshot, asks[0])
    some = asks[:: max(1, len(asks) // _ASKS)]
    say("ranking one ask", timed([lambda a=a: order(snapshot, snapshot["asks"].row(a)) for a in some])[0])
    say("suggestions for one ask, with reasons", timed([lambda a=a: suggest(snapshot, a) for a in some])[0])
    times, _ = timed([lambda: prepare(snapshot)])
    say("reckoning what stands alone, once", times)
    times, _ = timed([lambda a=a: suggest(snapshot, a) for a in asks])
    say("suggestions for all open asks", times)
    print(f"{'all open asks together':<48} {sum(times) / 1e3:,.1f} s")
    for record in _changes(store):
        with store.write(by="bench", why="bench") as unit:
            unit.put(record)
        times, found = timed([lambda: keeper.snapshot((), NOW)])
        say(f"refresh after a changed {type(record).__name__}", times)
        say("  the first ask after it", timed([lambda found=found: suggest(found[0], asks[0])])[0])


def _changes(store: GraphStore) -> Iterator[Record]:
    with store.read() as reader:
        person = next(iter(reader.each(Person))).record
        tie = next(iter(reader.each(Tie))).record
        thing = next(iter(reader.each(Resource))).record
        no = next(iter(reader.each(Refusal))).record
    yield replace(person, verified_on=date(2026, 11, 21))
    yield replace(person, id="p-bench")
    yield replace(tie, valid_to=date(2026, 12, 31))
    yield replace(thing, verified_on=date(2026, 11, 21))
    yield replace(no, id="no-bench")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
