"""The folder of an import made of any store's lines."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from graph.dump import DumpedForgotten, DumpedUnit, DumpedVersion, DumpHeader, Line
from graph.stores.checks import checked
from graph.stores.codec import codec
from graph.stores.moving.reading import read_lines
from graph.stores.moving.tally import line_bytes
from graph.stores.moving.text import text_of
from graph.stores.moving.writing import write_lines
from graph.stores.neo4j.bulk.folder import Expected, ImportFolder, UnitPart
from graph.stores.neo4j.bulk.writing import VersionFiles

STORE = "store.jsonl.gz"


def make_folder(folder: Path, lines: Iterable[Line]) -> Expected:
    """Write lines into a new folder of files for an import; they lie there as a file of a store as well.

    Raises:
        FileExistsError: the folder is there already.
        DumpRefused: a line is not what a store writes.
    """
    folder.mkdir(parents=True, mode=0o700)
    spool = folder / STORE
    write_lines(lines, spool)
    return _Making(folder, lambda: read_lines(spool)).make()


class _Making:
    """One folder; what took the place of what is found by reading the lines before they are written."""

    def __init__(self, folder: Path, lines: Callable[[], Iterator[Line]]) -> None:
        self._folder, self._lines = folder, lines
        self._changed = {line.id for line in lines() if isinstance(line, DumpedVersion) and line.version > 1}
        self._until: dict[int, int] = {}
        last: dict[str, int] = {}
        for line in lines():
            if isinstance(line, DumpedVersion) and line.id in self._changed:
                if line.id in last:
                    self._until[last[line.id]] = line.sequence
                last[line.id] = line.sequence

    def make(self) -> Expected:
        """Write everything."""
        folder, files = ImportFolder(self._folder), VersionFiles(self._folder, "0")
        unit: _Unit | None = None
        seen: set[str] = set()
        header = DumpHeader("", 0, 0)
        for line in self._lines():
            match line:
                case DumpHeader():
                    header = line
                case DumpedVersion() if unit is not None:
                    unit.add(line)
                    self._write(files, line, unit.unit.id, seen)
                case DumpedUnit():
                    _end(folder, unit)
                    unit = _Unit(line)
                case _:
                    _end(folder, unit)
                    unit = None
                    if isinstance(line, DumpedForgotten):
                        folder.forgotten(line)
                    elif not isinstance(line, DumpedVersion):
                        folder.entry(line)
        _end(folder, unit)
        files.close()
        return folder.close(header, files.counts)

    def _write(self, files: VersionFiles, line: DumpedVersion, unit: str, seen: set[str]) -> None:
        first = line.id not in seen
        if line.id in self._changed:
            seen.add(line.id)
        files.add(
            checked(codec(line.kind).decode(line.row)),
            version=line.version,
            sequence=line.sequence,
            unit=unit,
            first=first,
            until=self._until.get(line.sequence),
            removed=line.removed,
        )


class _Unit:
    """What a unit's versions come to so far."""

    def __init__(self, unit: DumpedUnit) -> None:
        self.unit = unit
        self.first = self.last = 0
        self.types: Counter[str] = Counter()
        self.lines = hashlib.sha256()

    def add(self, line: DumpedVersion) -> None:
        self.first, self.last = self.first or line.sequence, line.sequence
        self.types[line.kind.__name__] += 1
        self.lines.update(line_bytes(text_of(line)[1]))


def _end(folder: ImportFolder, unit: _Unit | None) -> None:
    if unit is not None:
        part = UnitPart(unit=unit.unit, first=unit.first, types=unit.types, digest=unit.lines.hexdigest())
        folder.unit(part, unit.last)
