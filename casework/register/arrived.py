"""Whether a server holds what the files of an import said: counts of everything, the log, digests of units."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from casework.errors import MoveUnverified
from graph.dump import DumpedVersion
from graph.records.registry import RECORD_TYPES
from graph.store import Change, GraphStore, Kept, Reader
from graph.stores.codec import Codec, codec
from graph.stores.moving import Tally, tallied
from graph.stores.moving.tally import line_bytes
from graph.stores.moving.text import text_of
from graph.stores.neo4j.bulk.folder import Expected, ExpectedUnit, read_expected
from importers.progress import Progress, silent

__all__ = ["Arrived", "check_arrived", "read_expected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What was looked at: records by type, log entries, and how many units line by line."""

    records: int
    entries: int
    units: int


def check_arrived(
    store: GraphStore, expected: Expected, *, whole: bool = False, progress: Progress = silent
) -> Arrived:
    """Compare a store with what it must hold: all counts, the log's chain, and some units or all of it.

    Raises:
        MoveUnverified: something is missing, or differs.
    """
    with store.read() as reader:
        found = {name: reader.count(kind) for name, kind in RECORD_TYPES.items()}
        _same({name: count for name, count in found.items() if count}, dict(expected.present))
        log = store.check_log()
        _same((log.entries, log.broken_at), (expected.counts["log"], None))
        _same(len(store.forgotten()), expected.counts["forgotten"])
        units = _some_of(expected.units)
        if not whole:
            for done, unit in enumerate(units, start=1):
                _same(_digest_of(reader, unit), unit.digest)
                progress(done, len(units))
    if whole:
        tally = Tally()
        for done, _ in enumerate(tallied(store.dump(), tally)):
            if done % 1000 == 0:
                progress(done, max(done, expected.sequence))
        _same(tally.digest, expected.digest)
    looked = len(expected.units) if whole else len(units)
    return Arrived(records=sum(found.values()), entries=log.entries, units=looked)


def _same(found: object, wanted: object) -> None:
    if found != wanted:
        raise MoveUnverified()


def _some_of(units: Sequence[ExpectedUnit]) -> list[ExpectedUnit]:
    """The first unit, the last, and one between, among those of which nothing was forgotten."""
    whole = [unit for unit in units if unit.last - unit.first + 1 == unit.versions]
    last = len(whole) - 1
    return [whole[i] for i in sorted({0, last // 2, last})] if whole else []


def _digest_of(reader: Reader, unit: ExpectedUnit) -> str:
    lines = hashlib.sha256()
    changes = reader.written_in(unit.id)
    kept = _newest(reader, changes)
    for sequence, change in enumerate(changes, start=unit.first):
        found = kept.get(change.id)
        if found is None or found.version != change.version:
            found = next((one for one in reader.history(change.id) if one.version == change.version), found)
        if found is None:
            raise MoveUnverified()
        of_kind: Codec[Any] = codec(type(found.record))
        row = of_kind.encode(found.record)
        line = DumpedVersion(sequence, of_kind.kind, change.id, change.version, change.removed, row)
        lines.update(line_bytes(text_of(line)[1]))
    return lines.hexdigest()


def _newest(reader: Reader, changes: Sequence[Change]) -> dict[str, Kept[Any]]:
    ids: dict[str, list[str]] = {}
    for change in changes:
        ids.setdefault(change.record_type, []).append(change.id)
    found: dict[str, Kept[Any]] = {}
    for name, some in ids.items():
        found |= reader.find(RECORD_TYPES[name], some)
    return found
