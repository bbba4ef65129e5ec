"""An invented city, written straight into the files of an import: too large to be sent record by record."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path

from graph.dump import DumpedUnit, DumpedVersion, DumpHeader
from graph.records.registry import Record
from graph.store import LogAction
from graph.stores.checks import checked, people_in
from graph.stores.loglines import START, chained, note_of_unit
from graph.stores.moving.tally import line_bytes
from graph.stores.moving.text import fingerprint, text_of
from graph.stores.neo4j.bulk.folder import Expected, ImportFolder, UnitPart, total
from graph.stores.neo4j.bulk.writing import VersionFiles
from importers.progress import Progress, silent
from importers.sample.figures import FIGURES, Size
from importers.sample.stream import CENTRE, gu_records

BY, WHY = "sample", "가상 자료"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sample:
    """What sample is written, and where."""

    folder: Path
    size: Size
    seed: int
    day: date
    at: datetime
    centre: tuple[float, float]

    def dongs(self, gu: int) -> Iterator[Iterator[Record]]:
        return gu_records(self.size, gu, seed=self.seed, day=self.day, centre=self.centre)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dong:
    """A dong that was written: one unit of work, and whom its log entry names."""

    part: UnitPart
    people: Sequence[str]
    touched: Counter[type[Record]]


def write_sample_files(
    folder: Path,
    size: Size,
    *,
    seed: int,
    day: date,
    at: datetime,
    centre: tuple[float, float] = CENTRE,
    processes: int = 2,
    progress: Progress = silent,
) -> Expected:
    """Write a sample as a store holds it, a dong a unit of work, into a new folder of files for an import.

    Every gu is made by a process of its own, once to count and once to write, so memory stays flat.

    Raises:
        FileExistsError: the folder is there already.
    """
    folder.mkdir(parents=True, mode=0o700)
    sample = _Sample(folder=folder, size=size, seed=seed, day=day, at=at, centre=centre)
    gus = range(FIGURES[size].gus)
    result = ImportFolder(folder)
    rows: list[Counter[str]] = []
    digest, number = START, 0
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        sizes = list(pool.map(partial(_count, sample), gus))
        whole = sum(map(sum, sizes))
        firsts = [0, *accumulate(map(sum, sizes))]
        for written, counts in pool.map(partial(_write, sample), gus, firsts):
            rows.append(counts)
            for dong in written:
                number += 1
                result.unit(dong.part)
                note = note_of_unit(
                    LogAction.WRITE,
                    by=BY,
                    why=WHY,
                    subjects=dong.people,
                    unit=dong.part.unit.id,
                    touched=dong.touched.elements(),
                )
                entry = chained(note, number, at, digest)
                result.entry(entry)
                digest = entry.digest
            progress(dong.part.last, whole)
    return result.close(DumpHeader(fingerprint(), whole, 0), total(rows))


def _count(sample: _Sample, gu: int) -> list[int]:
    return [sum(1 for _ in records) for records in sample.dongs(gu)]


def _write(sample: _Sample, gu: int, before: int) -> tuple[list[_Dong], Counter[str]]:
    files = VersionFiles(sample.folder, str(gu))
    written: list[_Dong] = []
    for number, records in enumerate(sample.dongs(gu)):
        unit_id = "u-" + hashlib.sha256(f"{sample.seed}:{gu}:{number}".encode()).hexdigest()[:16]
        unit = DumpedUnit(unit_id, sample.at, BY, WHY)
        dong = _write_dong(files, records, unit, before)
        before = dong.part.last
        written.append(dong)
    files.close()
    return written, files.counts


def _write_dong(files: VersionFiles, records: Iterator[Record], unit: DumpedUnit, before: int) -> _Dong:
    lines = hashlib.sha256()
    kinds: Counter[type[Record]] = Counter()
    people: set[str] = set()
    for sequence, record in enumerate(records, start=before + 1):
        item = checked(record)
        files.add(item, version=1, sequence=sequence, unit=unit.id)
        line = DumpedVersion(sequence, item.kind, item.id, 1, False, item.row)
        lines.update(line_bytes(text_of(line)[1]))
        kinds[item.kind] += 1
        people.update(people_in(item.kind, item.row))
    types = {kind.__name__: count for kind, count in kinds.items()}
    part = UnitPart(unit=unit, first=before + 1, types=types, digest=lines.hexdigest())
    return _Dong(part=part, people=sorted(people), touched=kinds)
