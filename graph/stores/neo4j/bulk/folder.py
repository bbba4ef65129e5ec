"""The folder of an import: what is not a version, the headers, the arguments, and what must come out of it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from graph.dump import DumpedForgotten, DumpedUnit, DumpHeader
from graph.errors import DumpRefused
from graph.records.registry import RECORD_TYPES
from graph.store import LogEntry
from graph.stores.columns import compact, encode_moment
from graph.stores.moments import new_store_id
from graph.stores.moving.tally import Tally
from graph.stores.moving.text import text_of
from graph.stores.neo4j.bulk.nodes import DELIMITER, Rows, header, value_text, version_columns
from graph.stores.neo4j.bulk.writing import ENTITY, OF, PAST, PRESENT, REFERENCE
from graph.stores.neo4j.rows import properties_of
from graph.stores.neo4j.set_up import SCHEMA_VERSION
from graph.stores.neo4j.upgrade import fields
from graph.stores.terms import found_by_fingerprint

ARGUMENTS, EXPECTED = "import.args", "expected.json"

_UNIT = {"id": "string", "at": "string", "by": "string", "why": "string", "first": "long", "last": "long"}
_LOG = {
    "number": "long",
    "key": "string",
    "at": "string",
    "action": "string",
    "by": "string",
    "purpose": "string",
    "recipient": "string",
    "subjects": "string[]",
    "what": "string",
    "place": "string",
    "digest": "string",
}
_META = {
    "key": "string",
    "store": "string",
    "schema": "long",
    "fields": "string[]",
    "found": "string",
    "sequence": "long",
    "forgets": "long",
}
_SMALL = {
    "Unit": _UNIT,
    "Log": _LOG,
    "About": {"subject": "string", "number": "long", "key": "string"},
    "Forgotten": {"id": "string", "number": "long"},
    "Meta": _META,
    "LogEnd": {"key": "string", "number": "long", "at": "string", "digest": "string"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPart:
    """What the versions of one unit came to: how many of each type, and the digest of their lines."""

    unit: DumpedUnit
    first: int
    types: Mapping[str, int]
    digest: str

    @property
    def last(self) -> int:
        """The sequence number of its last version."""
        return self.first + sum(self.types.values()) - 1


class ExpectedUnit(NamedTuple):
    """A unit's sequence numbers, how many versions are left of it, and the digest of their lines."""

    id: str
    first: int
    last: int
    versions: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a database made of a folder holds, its units in the order of writing."""

    sequence: int
    forgets: int
    counts: Mapping[str, int]
    types: Mapping[str, int]
    present: Mapping[str, int]
    nodes: int
    relationships: int
    digest: str
    units: Sequence[ExpectedUnit] = ()


class ImportFolder:
    """Writes all that stands beside the versions, and says what the whole must come to."""

    def __init__(self, folder: Path) -> None:
        """Write into a folder that is there, for versions that lie there in parts."""
        self._folder = folder
        self.tally = Tally()
        self._rows = {name: Rows() for name in _SMALL}
        self._counts: Counter[str] = Counter()
        self._units: list[ExpectedUnit] = []
        self._end: LogEntry | None = None

    def unit(self, part: UnitPart, last: int | None = None) -> None:
        """A unit whose versions were written; ``last`` where numbers are missing in between."""
        unit = part.unit
        self.tally.add(*text_of(unit), unit)
        self.tally.add_versions(part.types, part.digest)
        end = part.last if last is None else last
        left = sum(part.types.values())
        self._units.append(ExpectedUnit(unit.id, part.first, end, left, part.digest))
        self._add("Unit", [unit.id, encode_moment(unit.at), unit.by, unit.why, part.first, end])

    def forgotten(self, line: DumpedForgotten) -> None:
        """Somebody who went."""
        self.tally.add(*text_of(line), line)
        self._add("Forgotten", [line.id, line.number])

    def entry(self, entry: LogEntry) -> None:
        """An entry of the log, behind the one before."""
        self.tally.add(*text_of(entry), entry)
        key = f"k-{entry.number}"
        self._add("Log", [value_text(value) for value in properties_of(entry, key).values()])
        for subject in dict.fromkeys(entry.subjects):
            self._add("About", [subject, entry.number, key])
        self._end = entry
        self._write("Log")
        self._write("About")

    def close(self, at: DumpHeader, counts: Mapping[str, int]) -> Expected:
        """Write the rest; ``counts`` says how many rows of versions each file holds."""
        self.tally.header = at
        known = [value_text(fields()), found_by_fingerprint()]
        self._add("Meta", ["store", new_store_id(), SCHEMA_VERSION, *known, at.sequence, at.forgets])
        end = self._end
        if end is None:
            self._add("LogEnd", ["log", 0, None, "0" * 64])
        else:
            self._add("LogEnd", ["log", end.number, encode_moment(end.at), end.digest])
        for name in _SMALL:
            self._write(name)
        self._headers(counts)
        arguments = [*_OPTIONS, *self._files(counts)]
        (self._folder / ARGUMENTS).write_text("\n".join(arguments) + "\n", encoding="utf-8")
        versions = {
            name: count for name, count in counts.items() if name.partition("-")[0] in (PRESENT, PAST)
        }
        edges = sum(count for name, count in counts.items() if name == OF or name.startswith(f"{REFERENCE}-"))
        footer = self.tally.footer()
        expected = Expected(
            sequence=at.sequence,
            forgets=at.forgets,
            counts=footer["counts"],
            types=footer["types"],
            present={
                name.partition("-")[2]: n for name, n in sorted(versions.items()) if name.startswith(PRESENT)
            },
            nodes=sum(versions.values()) + counts.get(ENTITY, 0) + self._counts.total(),
            relationships=edges,
            digest=self.tally.digest,
            units=self._units,
        )
        plain = {name: getattr(expected, name) for name in Expected.__slots__}
        (self._folder / EXPECTED).write_text(compact(plain) + "\n", encoding="utf-8")
        return expected

    def _add(self, name: str, row: Sequence[Any]) -> None:
        self._rows[name].add(row)
        self._counts[name] += 1

    def _write(self, name: str) -> None:
        with (self._folder / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
            file.write(self._rows[name].take())

    def _headers(self, counts: Mapping[str, int]) -> None:
        for name in counts:
            group, _, of = name.partition("-")
            if group in (PRESENT, PAST):
                text = header(version_columns(RECORD_TYPES[of]), ":ID(Version)")
            elif group == ENTITY:
                text = "id:ID(Entity)\n"
            else:
                text = ":START_ID(Version),:END_ID(Entity)\n"
            (self._folder / f"{name}.header").write_text(text, encoding="utf-8")
        for name, columns in _SMALL.items():
            (self._folder / f"{name}.header").write_text(header(columns), encoding="utf-8")

    def _files(self, counts: Mapping[str, int]) -> Iterator[str]:
        for name in sorted(counts):
            group, _, of = name.partition("-")
            files = [f"{name}.header", *sorted(path.name for path in self._folder.glob(f"{name}.*.csv"))]
            match group:
                case "present":
                    yield f"--nodes=Version:Present:{of}={','.join(files)}"
                case "past":
                    yield f"--nodes=Version:{of}={','.join(files)}"
                case "entity":
                    yield f"--nodes=Entity={','.join(files)}"
                case "of":
                    yield f"--relationships=OF={','.join(files)}"
                case _:
                    yield f"--relationships={of.upper()}={','.join(files)}"
        for name in _SMALL:
            if self._counts[name]:
                yield f"--nodes={name}={name}.header,{name}.csv"


_OPTIONS = (
    "--id-type=string",
    "--multiline-fields=true",
    f"--array-delimiter=U+{ord(DELIMITER):04X}",
    "--strict=true",
    "--overwrite-destination=true",
)


def read_expected(folder: Path) -> Expected:
    """What the database made of a folder must hold.

    Raises:
        DumpRefused: the file is damaged, or another program's.
        OSError: the folder holds no such file.
    """
    text = (folder / EXPECTED).read_bytes()
    try:
        held = json.loads(text)
        return Expected(**(held | {"units": [ExpectedUnit(*unit) for unit in held["units"]]}))
    except (ValueError, KeyError, TypeError):
        raise DumpRefused(
            1, "옮길 때 만든 파일이 아니거나 손상되었습니다.", "No move made it, or it is damaged.", EXPECTED
        ) from None


def total(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    """The rows of several parts together."""
    found: Counter[str] = Counter()
    for part in counts:
        found.update(part)
    return found
