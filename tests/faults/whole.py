"""What holds of every store at rest, whoever wrote to it: versions, history, references, log, search, places."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from graph.records.people import Person
from graph.records.registry import RECORD_TYPES, Record, references
from graph.records.resources import Resource
from graph.store import Change, GraphStore, Kept, LogAction, LogEntry, Reader

_LOG_PAGE = 1000
_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that one moment of a store holds: present records, newest changes, log, what units wrote."""

    records: dict[str, Kept[Record]]
    newest: dict[str, Change]
    log: tuple[LogEntry, ...]
    written: dict[str, tuple[Change, ...]]


def held(store: GraphStore) -> Held:
    """Read it all; nobody else may write meanwhile."""
    with store.read() as reader:
        records: dict[str, Kept[Record]] = {}
        for kind in RECORD_TYPES.values():
            records.update((kept.record.id, kept) for kept in reader.each(kind))
        log = tuple(_log(reader))
        written = {unit: reader.written_in(unit) for unit in map(unit_of, log) if unit is not None}
    newest = {change.id: change for change in store.changes("").changes}
    return Held(records, newest, log, written)


def unit_of(entry: LogEntry) -> str | None:
    """The unit of work that an entry of the log tells about."""
    return entry.what.split(", ")[0] if entry.action is LogAction.WRITE else None


def faults_in(store: GraphStore, found: Held, chance: random.Random) -> Iterator[str]:
    """A sentence for each thing that does not fit the rest."""
    check = store.check_log()
    if check.broken_at is not None or check.entries != len(found.log):
        yield f"log of {len(found.log)} says {check.entries} entries, broken at {check.broken_at}"
    if any(later.at < earlier.at for earlier, later in pairwise(found.log)):
        yield "moments of the log go back"
    yield from _present_faults(found)
    for entry in found.log:
        yield from _entry_faults(entry, found)
    ids = sorted(found.newest)
    with store.read() as reader:
        for record_id in chance.sample(ids, min(_SAMPLE, len(ids))):
            yield from _history_faults(reader, record_id, found)
        for kept in _some(found, Resource, chance):
            if kept.record.id not in reader.search(kept.record.name, kinds=[Resource]):
                yield f"search does not find {kept.record.id}"
        for kept in _some(found, Person, chance):
            place = kept.record.place
            if place is not None and place.latitude is not None and place.longitude is not None:
                near = dict(reader.near(place.latitude, place.longitude, 1.0, kinds=[Person]))
                if kept.record.id not in near:
                    yield f"near does not find {kept.record.id}"


def _log(reader: Reader) -> Iterator[LogEntry]:
    after = 0
    while page := reader.log(after=after, limit=_LOG_PAGE):
        yield from page
        after = page[-1].number


def _present_faults(found: Held) -> Iterator[str]:
    present = {change.id: change.version for change in found.newest.values() if not change.removed}
    if present != {record_id: kept.version for record_id, kept in found.records.items()}:
        yield "present records are not the newest versions"
    for kept in found.records.values():
        for name in references(type(kept.record)):
            to = getattr(kept.record, name)
            if to is not None and to not in found.records:
                yield f"{kept.record.id}.{name} points at {to}, which is not there"


def _entry_faults(entry: LogEntry, found: Held) -> Iterator[str]:
    """An entry tells what its unit wrote, no more and no less."""
    unit = unit_of(entry)
    if unit is None:
        return
    counts = Counter(change.record_type for change in found.written[unit])
    if ", ".join([unit, *(f"{name} {count}" for name, count in sorted(counts.items()))]) != entry.what:
        yield f"log {entry.number} says '{entry.what}', the unit wrote {dict(counts)}"


def _history_faults(reader: Reader, record_id: str, found: Held) -> Iterator[str]:
    history = reader.history(record_id)
    newest = found.newest[record_id]
    if [kept.version for kept in history] != list(range(1, newest.version + 1)):
        yield f"{record_id} has the versions {[kept.version for kept in history]} of {newest.version}"
    elif any(later.at < earlier.at for earlier, later in pairwise(history)):
        yield f"moments of {record_id} go back"
    elif history[-1].removed != newest.removed:
        yield f"{record_id} is removed in one place only"
    elif not newest.removed and history[-1] != found.records.get(record_id):
        yield f"{record_id} is not what its newest version says"


def _some(found: Held, kind: type[Record], chance: random.Random) -> list[Kept[Record]]:
    all_of_kind = [kept for _, kept in sorted(found.records.items()) if type(kept.record) is kind]
    return chance.sample(all_of_kind, min(_SAMPLE, len(all_of_kind)))
