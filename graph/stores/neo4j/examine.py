"""Examining a database: log, units, versions, and all that is drawn from them, record by record."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from graph.errors import RecordInvalid
from graph.records.registry import RECORD_TYPES, Record
from graph.store import Fault, FaultKind, LogCheck
from graph.stores.checks import Checked
from graph.stores.codec import codec
from graph.stores.neo4j import queries as q
from graph.stores.neo4j.reader import Moment
from graph.stores.neo4j.rows import FOUND_BY, version_row
from graph.stores.neo4j.running import Row, Run
from graph.stores.progress import Tell

_PAGE = 2_000


def examine(run: Run, moment: Moment, log: LogCheck, tell: Tell) -> Iterator[Fault]:
    """Every fault of a moment; ``log`` is what was found when its chain was walked."""
    if log.broken_at is not None:
        yield Fault(FaultKind.LOG, "", str(log.broken_at))
    ((total,),) = run(q.HOW_MANY, {"s": moment.sequence})
    done = 0
    for kind in RECORD_TYPES.values():
        for versions in _pages(run, kind, moment.sequence):
            yield from _faults(run, moment, kind, versions)
            done += len(versions)
            tell(done, total)
    for (record_id,) in run(q.FORGOTTEN_STILL_THERE, {}):
        yield Fault(FaultKind.FORGOTTEN, "", record_id)
    tell(total, total)


def _pages(run: Run, kind: type[Record], sequence: int) -> Iterator[list[Row]]:
    """Versions of a type by id and number; all those of a record come in one page."""
    of_kind = q.of_kind(kind)
    after, size = of_kind.first, _PAGE
    while True:
        given = {"after": after, "end": of_kind.end, "s": sequence, "limit": size}
        ((rows,),) = run(q.EXAMINED, given)
        whole = [row for row in rows if len(rows) < size or row[0] != rows[-1][0]]
        if whole:
            yield whole
            after, size = whole[-1][0], _PAGE
        elif rows:
            # One record fills the page.
            size *= 2
        if len(rows) < size and len(whole) == len(rows):
            return


def _faults(run: Run, moment: Moment, kind: type[Record], rows: Sequence[Row]) -> Iterator[Fault]:
    name = kind.__name__
    ids = sorted({row[0] for row in rows})
    for (record_id,) in run(q.FORGOTTEN_AMONG, {"ids": ids}):
        yield Fault(FaultKind.FORGOTTEN, name, record_id)
    for record_id, group in groupby(rows, key=itemgetter(0)):
        for fault, detail in _faults_of(kind, list(group), gaps_allowed=moment.forgets > 0):
            yield Fault(fault, name, record_id, detail)
    for _, record_id, field, _ in run(q.POINTING_NOWHERE, {"ids": ids, "s": moment.sequence}):
        yield Fault(FaultKind.REFERENCE, name, record_id, field)


def _faults_of(
    kind: type[Record], versions: Sequence[Row], *, gaps_allowed: bool
) -> Iterator[tuple[FaultKind, str]]:
    numbers = [row[1].get("_version") for row in versions]
    if not gaps_allowed and numbers != list(range(1, len(numbers) + 1)):
        yield FaultKind.GAP, ""
    if not all(known for *_, known in versions):
        yield FaultKind.UNIT, ""
    try:
        expected = [_expected(kind, row[1]) for row in versions]
    except (RecordInvalid, KeyError, ValueError, AttributeError):
        yield FaultKind.UNREADABLE, ""
        return
    for (_, one, *_), (_, other, *_) in pairwise(versions):
        if one.get("_until") != other.get("_seq"):
            yield FaultKind.PRESENT, "_until"
    _, newest, labels, *_ = versions[-1]
    present = newest.get("_removed") is None
    if newest.get("_until") is not None or ("Present" in labels) != present:
        yield FaultKind.PRESENT, ""
    for (_, held, _, referred, own, _), (properties, references) in zip(versions, expected, strict=True):
        if not own or sorted(map(tuple, referred)) != references:
            yield FaultKind.INDEX, "ref"
        if any(held.get(name) != properties.get(name) for name in FOUND_BY):
            yield FaultKind.INDEX, "searched"


def _expected(kind: type[Record], held: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The properties by which a version is found, and what it refers to, as they were written."""
    of_kind: Any = codec(kind)
    row = tuple(held.get(name) for name in of_kind.names)
    item = Checked(of_kind.decode(row), kind, held["id"], held["dong"], row)
    made = version_row(item, held["_version"], held["_seq"], None, held["_unit"], removed="_removed" in held)
    references = sorted((one["type"], one["to"]) for one in made["references"])
    return made["properties"], references
