"""The whole database as lines, at one sequence number, while others go on writing."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graph.dump import DumpedForgotten, DumpedUnit, DumpedVersion, DumpHeader, Line
from graph.errors import StoreUnavailable
from graph.records.registry import RECORD_TYPES
from graph.store import Primitive
from graph.stores.codec import codec
from graph.stores.moving.text import fingerprint
from graph.stores.neo4j import log
from graph.stores.neo4j import move_queries as q
from graph.stores.neo4j.reader import Moment
from graph.stores.neo4j.rows import Units
from graph.stores.neo4j.running import Run

_PAGE = 2_000


def dump(run: Run, units: Units, moment: Moment, forgets: Callable[[], int]) -> Iterator[Line]:
    """Everything that a moment holds; see ``graph.dump``. ``forgets`` counts how often somebody was forgotten.

    Raises:
        StoreUnavailable: somebody was forgotten meanwhile; what was told so far holds them still.
    """
    yield DumpHeader(fingerprint(), moment.sequence, moment.forgets)
    before = None
    for page in _pages(run, moment):
        known = units.find(run, {unit for _, _, unit in page})
        for sequence, held, unit_id in page:
            if unit_id != before:
                unit = known[unit_id]
                yield DumpedUnit(unit.id, unit.at, unit.by, unit.why)
                before = unit_id
            yield _version(sequence, held)
    for record_id, number in run(q.DUMP_FORGOTTEN, {"forgets": moment.forgets}):
        yield DumpedForgotten(record_id, number)
    yield from log.entries(run, moment.entries)
    # A forgetting may have been applied in part while the last versions were told.
    _check(forgets(), moment)


def _pages(run: Run, moment: Moment) -> Iterator[list[tuple[int, Mapping[str, Any], str]]]:
    after = 0
    while True:
        ((rows, forgets),) = run(q.DUMP, {"after": after, "s": moment.sequence, "limit": _PAGE})
        _check(forgets, moment)
        page = [(held["_seq"], held, held["_unit"]) for held in rows]
        yield page
        if len(page) < _PAGE:
            return
        after = page[-1][0]


def _check(forgets: int, moment: Moment) -> None:
    if forgets != moment.forgets:
        raise StoreUnavailable(
            "내려받는 동안 파기된 기록이 있습니다. 받은 것을 버리고 다시 하십시오.",
            "Somebody was forgotten meanwhile. Throw away what was taken out and begin again.",
        )


def _version(sequence: int, held: Mapping[str, Any]) -> DumpedVersion:
    kind = RECORD_TYPES[held["_type"]]
    row = tuple(_value(held.get(c.name), c.nullable, c.default) for c in codec(kind).columns)
    return DumpedVersion(sequence, kind, held["id"], held["_version"], bool(held.get("_removed")), row)


def _value(value: Primitive, nullable: bool, default: Primitive) -> Primitive:
    """A property that is absent is none, or what a record held before the field existed."""
    return default if value is None and not nullable else value
