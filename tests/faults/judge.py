"""Opens the store again and says whether all that was acknowledged is there, once, whole, and nothing else."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from graph.records.imports import Import, SourceRow
from graph.records.people import Organisation, Person
from graph.store import GraphStore
from tests.faults.deeds import COUNTERS_DONG, HUB, SHARED, Deed
from tests.faults.whole import Held, faults_in, held


@dataclass(slots=True)
class Writer:
    """What one writer was told: the units acknowledged (by number), and how often the store refused one."""

    name: str
    dong: str
    units: dict[int, str] = field(default_factory=dict)
    refusals: int = 0


@dataclass(slots=True)
class Acknowledged:
    """What all workers were told; each import brings so many ``rows``."""

    writers: list[Writer] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    rows: int = 0

    def so_far(self) -> Acknowledged:
        """The same, whatever is acknowledged later."""
        return replace(self, writers=list(self.writers), imports=list(self.imports))

    @property
    def count(self) -> int:
        """How many units of work, imports included."""
        return sum(len(writer.units) for writer in self.writers) + len(self.imports)


@dataclass(slots=True)
class Verdict:
    """``lost`` are acknowledged units that are gone, ``torn`` is whatever is there in part or twice."""

    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)


def judge(store: GraphStore, acknowledged: Acknowledged, chance: random.Random) -> Verdict:
    """Compare a store at rest with what was acknowledged."""
    found = held(store)
    verdict = Verdict(torn=list(faults_in(store, found, chance)))
    entries = Counter((entry.by, entry.purpose) for entry in found.log)
    kept = 0
    for writer in acknowledged.writers:
        counter = found.records.get(Deed(writer.name, 0, writer.dong).counter)
        there = 0 if counter is None else counter.version
        kept += there
        verdict.lost += [f"{writer.name} {n}" for n in writer.units if n >= there]
        verdict.torn += _writer_faults(writer, there, found, entries)
    verdict.torn += _sum_faults(kept, found)
    lost = [record_id for record_id in acknowledged.imports if record_id not in found.records]
    verdict.lost += [f"import {record_id}" for record_id in lost]
    verdict.torn += _import_faults(acknowledged.rows, found)
    return verdict


def as_far_as_there(store: GraphStore, writers: Iterable[Writer]) -> int:
    """Ask of writers no more than what a copy of their store holds, and no less; how many units it lacks."""
    with store.read() as reader:
        there = {kept.record.id: kept.version for kept in reader.each(Person, dong=COUNTERS_DONG)}
    lacking = 0
    for writer in writers:
        count = there.get(f"p-{writer.name}", 0)
        lacking += sum(n >= count for n in writer.units)
        writer.units = {n: unit for n, unit in writer.units.items() if n < count}
        writer.refusals = count - len(writer.units)
    return lacking


def _writer_faults(
    writer: Writer, there: int, found: Held, entries: Counter[tuple[str, str]]
) -> Iterator[str]:
    # One unit may have been kept although its word did not get out any more.
    if there - len(writer.units) > 1 + writer.refusals:
        yield f"{writer.name}: {there} units are there, {len(writer.units)} were acknowledged"
    for n in range(there):
        deed = Deed(writer.name, n, writer.dong)
        if entries[f"s-{writer.name}", deed.why] != 1:
            yield f"{deed.why}: {entries[f's-{writer.name}', deed.why]} entries in the log"
        yield from _unit_faults(deed, writer.units.get(n), found)
    yield from (
        f"{writer.name} {there}: {record.id} is there of a unit that is not"
        for record in Deed(writer.name, there, writer.dong).additions()
        if record.id in found.newest
    )


def _unit_faults(deed: Deed, acknowledged: str | None, found: Held) -> Iterator[str]:
    """All parts, each at its version, all of the one unit that was acknowledged."""
    household = deed.additions()[0].id
    unit = found.records[household].unit if household in found.records else None
    if unit is None or (acknowledged is not None and unit != acknowledged):
        yield f"{deed.why}: acknowledged as {acknowledged}, kept as {unit}"
        return
    expected = {(record.id, 1, False) for record in deed.additions()} | {(deed.counter, deed.n + 1, False)}
    if deed.removes is not None:
        expected.add((deed.removes, 2, True))
    wrote = [(change.id, change.version, change.removed) for change in found.written.get(unit, ())]
    counted = [one for one in wrote if one[0] == SHARED]
    if (
        len(counted) != 1
        or sorted(set(wrote) - set(counted)) != sorted(expected)
        or len(set(wrote)) != len(wrote)
    ):
        yield f"{deed.why}: wrote {sorted(wrote)}"
    for record in deed.additions():
        kept = found.records.get(record.id)
        newest = found.newest.get(record.id)
        taken_out = kept is None and newest is not None and newest.removed and record.id.startswith("t-")
        if not taken_out and (kept is None or kept.record != record):
            yield f"{deed.why}: {record.id} is not as it was written"


def _sum_faults(kept: int, found: Held) -> Iterator[str]:
    """No count of the shared counter was lost or made twice."""
    counters = {
        record_id: one
        for record_id, one in found.records.items()
        if one.record.dong == COUNTERS_DONG and record_id not in (HUB, SHARED)
    }
    for record_id, one in counters.items():
        if getattr(one.record, "walks_metres", None) != one.version:
            yield f"{record_id} counted {getattr(one.record, 'walks_metres', None)} at version {one.version}"
    if sum(one.version for one in counters.values()) != kept:
        yield "writers whom nobody started"
    shared = found.records.get(SHARED)
    if shared is None:
        yield "the shared counter is not there"
    elif (getattr(shared.record, "walks_metres", None), shared.version) != (kept, kept + 1):
        yield f"{kept} units, but the shared counter stands at version {shared.version}: {shared.record}"


def _import_faults(rows: int, found: Held) -> Iterator[str]:
    """Each import is there with all its rows, and no row without its import."""
    kinds = Counter(type(kept.record) for kept in found.records.values())
    for kind in (Organisation, SourceRow):
        if kinds[kind] != rows * kinds[Import]:
            yield f"{kinds[Import]} imports of {rows} rows left {kinds[kind]} of {kind.__name__}"
    for kept in found.records.values():
        if isinstance(kept.record, Import):
            wrote = Counter(change.record_type for change in found.written.get(kept.unit, ()))
            if (
                wrote != {"Import": 1, "Organisation": rows, "SourceRow": rows}
                or kept.record.unit != kept.unit
            ):
                yield f"{kept.record.id} wrote {dict(wrote)}"
