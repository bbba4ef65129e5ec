"""Examining a file: pages, log, versions, and all that is drawn from them, record by record."""

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sqlcipher3 import dbapi2

from graph.errors import RecordInvalid
from graph.records.registry import RECORD_TYPES, Record
from graph.store import Fault, FaultKind
from graph.stores.codec import codec
from graph.stores.geometry import cell_of
from graph.stores.progress import Tell
from graph.stores.sqlite import log
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection
from graph.stores.sqlite.rows import as_ids
from graph.stores.terms import terms_of
from graph.stores.words import SearchedText, searched_text

_BATCH = 1000
_MOST_PAGES = 100
_WIDTH = 2**64
_TOKEN = re.compile(r"[0-9a-z\x80-\U0010ffff]+")
"""What the index takes for one term: marks of ASCII are left out, as those of a name are."""

Versions = list[tuple[int, int, str, int, str]]
"""Of one record, oldest first: version, removed, body, unit, dong."""


def examine(db: Connection, tell: Tell) -> Iterator[Fault]:
    """Every fault of one moment of a file, over a connection that is in a read transaction.

    What a damaged page hides cannot be looked at: it is told as a damaged file, and the rest is gone on with.
    """
    (total,) = db.execute(q.HOW_MANY_VERSIONS).fetchone()
    for look in (
        _pages,
        _units,
        _log,
        lambda db: _records(db, lambda done: tell(done, total)),
        _strays,
        _terms,
    ):
        try:
            yield from look(db)
        except dbapi2.DatabaseError:
            yield Fault(FaultKind.FILE)
    tell(total, total)


def _pages(db: Connection) -> Iterator[Fault]:
    found = db.execute(f"PRAGMA integrity_check({_MOST_PAGES:d})").fetchall()
    for _ in found if found != [("ok",)] else ():
        yield Fault(FaultKind.FILE)


def _units(db: Connection) -> Iterator[Fault]:
    for kind, record_id in db.execute(q.VERSIONS_WITHOUT_UNIT):
        yield Fault(FaultKind.UNIT, kind, record_id)


def _log(db: Connection) -> Iterator[Fault]:
    found = log.check(db)
    if found.broken_at is not None:
        yield Fault(FaultKind.LOG, "", str(found.broken_at))


def _records(db: Connection, tell: Callable[[int], None]) -> Iterator[Fault]:
    forgets = db.execute(q.FORGETS).fetchone()[0]
    done = 0
    for name, kind in RECORD_TYPES.items():
        rows = db.execute(q.ALL_VERSIONS, {"type": name})
        records = groupby(rows, key=itemgetter(0))
        while batch := [(i, [row[1:] for row in group]) for i, group in islice(records, _BATCH)]:
            yield from _Batch(db, kind, batch, gaps_allowed=forgets > 0).faults()
            done += sum(len(versions) for _, versions in batch)
            tell(done)


class _Batch:
    """Some records of one type, with all that is drawn from them."""

    def __init__(
        self, db: Connection, kind: type[Record], batch: list[tuple[str, Versions]], *, gaps_allowed: bool
    ) -> None:
        self._kind, self._name, self._batch, self._gaps_allowed = kind, kind.__name__, batch, gaps_allowed
        self._codec: Any = codec(kind)
        given = {"ids": as_ids([record_id for record_id, _ in batch])}
        self._present = {row[1]: row for row in db.execute(q.of_kind(kind).rows_and_units, given)}
        self._refs: dict[str, dict[tuple[str, str], int]] = {}
        for record_id, to, field, present in db.execute(q.REFS_OF, given | {"type": self._name}):
            self._refs.setdefault(record_id, {})[field, to] = present
        self._cells = {row[0]: row[1:] for row in db.execute(q.CELLS_OF, given)}
        self._words = {row[0]: row[1:] for row in db.execute(q.SEARCHED_OF, given)}
        self._forgotten = {i for (i,) in db.execute(q.FORGOTTEN_AMONG, given)}

    def faults(self) -> Iterator[Fault]:
        for record_id, versions in self._batch:
            for kind, detail in self._faults_of(record_id, versions):
                yield Fault(kind, self._name, record_id, detail)

    def _faults_of(self, record_id: str, versions: Versions) -> Iterator[tuple[FaultKind, str]]:
        if record_id in self._forgotten:
            yield FaultKind.FORGOTTEN, ""
        numbers = [version for version, *_ in versions]
        if not self._gaps_allowed and numbers != list(range(1, len(numbers) + 1)):
            yield FaultKind.GAP, ""
        try:
            rows = [self._codec.decode_json(body) for _, _, body, _, _ in versions]
            for row in rows:
                self._codec.decode(row)
        except (RecordInvalid, ValueError, AttributeError):
            yield FaultKind.UNREADABLE, ""
            return
        version, removed, _, unit, dong = versions[-1]
        newest = None if removed else rows[-1]
        present = self._present.get(record_id)
        expected = None if newest is None else (version, *newest, unit)
        if present != expected or (newest is not None and newest[self._codec.at["dong"]] != dong):
            yield FaultKind.PRESENT, ""
        if not self._same_references(record_id, rows, newest):
            yield FaultKind.INDEX, "ref"
        if self._cells.get(record_id) != self._cell(newest):
            yield FaultKind.INDEX, "cell"
        if self._words.get(record_id) != self._said(newest):
            yield FaultKind.INDEX, "searched"

    def _same_references(self, record_id: str, rows: Sequence[Any], newest: Any) -> bool:
        held = self._refs.get(record_id, {})
        now = self._referred([] if newest is None else [newest])
        # A forgotten version may have left what else it referred to, as past; that is harmless.
        return {at for at, present in held.items() if present} == now and self._referred(rows) <= held.keys()

    def _referred(self, rows: Sequence[Any]) -> set[tuple[str, str]]:
        at = self._codec.at
        return {
            (name, row[at[name]])
            for row in rows
            for name in self._codec.references
            if row[at[name]] is not None
        }

    def _cell(self, row: Any) -> tuple[Any, ...] | None:
        point = self._codec.point
        if row is None or point is None or row[point[0]] is None or row[point[1]] is None:
            return None
        latitude, longitude = row[point[0]], row[point[1]]
        return (self._name, *cell_of(latitude, longitude), latitude, longitude)

    def _said(self, row: Any) -> tuple[Any, ...] | None:
        text = None if row is None else searched_text(self._kind, row)
        if text is None:
            return None
        return (self._name, row[self._codec.at["dong"]], text.lines, "\n".join(text.names))


def _strays(db: Connection) -> Iterator[Fault]:
    """What stands in a table without a record that it belongs to, or points nowhere."""
    for name, kind in RECORD_TYPES.items():
        for (record_id,) in db.execute(q.of_kind(kind).strays, {"type": name}):
            yield Fault(FaultKind.PRESENT, name, record_id)
    for table, name, record_id in db.execute(q.INDEX_STRAYS):
        yield Fault(FaultKind.INDEX, name, record_id, table)
    for (record_id,) in db.execute(q.FORGOTTEN_STILL_REFERRED):
        yield Fault(FaultKind.FORGOTTEN, "", record_id, "ref")
    for name, record_id, field, _ in db.execute(q.pointing_nowhere(all_of_them=True)):
        yield Fault(FaultKind.REFERENCE, name, record_id, field)


def _terms(db: Connection) -> Iterator[Fault]:
    """Compare the full-text index with the texts, by a sum of digests for each text: order does not matter."""
    (last,) = db.execute(q.LAST_NUMBER).fetchone()
    sums = array("Q", bytes(8 * (last + 1)))
    unknown = False
    db.execute(q.SHOW_TERMS)
    try:
        term, number = "", 0
        for found, document in db.execute(q.EACH_TERM):
            if found != term:
                term, number = found, _number_of(found)
            if 0 <= document <= last:
                sums[document] = (sums[document] + number) % _WIDTH
            else:
                unknown = True
    finally:
        db.execute(q.HIDE_TERMS)
    for document, record_id, kind, lines, names in db.execute(q.ALL_SEARCHED):
        text = SearchedText(lines, tuple(names.split("\n")) if names else ())
        expected = sum(map(_number_of, set(_TOKEN.findall(terms_of(text))))) % _WIDTH
        if sums[document] != expected:
            yield Fault(FaultKind.INDEX, kind, record_id, "search")
        sums[document] = 0
    if unknown or any(sums):
        yield Fault(FaultKind.INDEX, "", "", "search")


@lru_cache(maxsize=1 << 16)
def _number_of(term: str) -> int:
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "big")
