"""The present, read through indexes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, cast

from graph.errors import RecordMissing
from graph.records.registry import RECORD_TYPES, Record, type_of
from graph.store import Among, AsOf, Change, Columns, Kept, LogEntry, Primitive
from graph.stores.codec import codec
from graph.stores.columns import compact
from graph.stores.cursors import Cursor
from graph.stores.geometry import cells_around, distance_metres
from graph.stores.loglines import shortened
from graph.stores.moments import moment_text
from graph.stores.scan import ScanReader, among_fields, check_columns, check_reference
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection
from graph.stores.sqlite.rows import (
    as_ids,
    change_of_row,
    entry_of_row,
    kept_of_row,
    kept_of_version,
)
from graph.stores.terms import match_expression
from graph.stores.ways import simple_ways
from graph.stores.words import SearchedText, SearchQuery

R = TypeVar("R", bound=Record)
_PAGE = 1000


class Records:
    """What the present and the past answer alike: histories, units, cursor and log up to a moment."""

    def __init__(self, db: Connection, as_of: AsOf) -> None:
        """Read over a connection that holds one moment."""
        self._db = db
        self._moment = moment_text(as_of.recorded_at)
        self._day: date | None = as_of.day

    def history(self, record_id: str) -> tuple[Kept[Record], ...]:
        """See ``Reader.history``."""
        kind = type_of(record_id)
        if kind is None:
            return ()
        rows = self._db.execute(q.HISTORY, {"type": kind.__name__, "id": record_id, "moment": self._moment})
        return tuple(kept_of_version(kind, row) for row in rows)

    def written_in(self, unit: str) -> tuple[Change, ...]:
        """See ``Reader.written_in``."""
        rows = self._db.execute(q.WRITTEN_IN, {"unit": unit, "moment": self._moment})
        return tuple(change_of_row(row) for row in rows)

    def log(
        self, *, subject: str | None = None, after: int = 0, limit: int = 100, people: int | None = None
    ) -> tuple[LogEntry, ...]:
        """See ``Reader.log``."""
        rows = self._db.execute(
            q.LOG if subject is None else q.LOG_ABOUT,
            {"subject": subject, "after": after, "limit": limit, "moment": self._moment},
        )
        return tuple(shortened(entry_of_row(row), people) for row in rows)

    def log_end(self) -> int:
        """See ``Reader.log_end``."""
        return next((int(end) for (end,) in self._db.execute(q.LOG_NEWEST, {"moment": self._moment})), 0)

    def cursor(self) -> str:
        """See ``Reader.cursor``."""
        return str(cursor_of(self._db, self._moment))


def cursor_of(db: Connection, moment: str | None = None) -> Cursor:
    """Where a connection's moment stands among the changes."""
    (store,) = db.execute(q.STORE_ID).fetchone()
    (forgets,) = db.execute(q.FORGETS).fetchone()
    present = moment is None or moment == moment_text(None)
    (sequence,) = db.execute(q.SEQUENCE if present else q.PAST_SEQUENCE, {"moment": moment}).fetchone()
    return Cursor(store, sequence, forgets)


class PastReader(Records, ScanReader):
    """An earlier recorded moment, read from the versions."""

    def kept(self, record_id: str) -> Kept[Any] | None:
        """The record of an id at this moment, if it is there."""
        kind = type_of(record_id)
        if kind is None:
            return None
        row = self._db.execute(
            q.PAST_VERSION, {"type": kind.__name__, "id": record_id, "moment": self._moment}
        ).fetchone()
        return None if row is None else self._present(kind, row)

    def kept_of(self, kind: type[R]) -> Iterator[Kept[R]]:
        """All records of a type at this moment, by id."""
        last: Any = None
        for row in self._db.execute(q.PAST_VERSIONS, {"type": kind.__name__, "moment": self._moment}):
            if last is not None and last[0] != row[0]:
                yield from filter(None, [self._present(kind, last)])
            last = row
        if last is not None:
            yield from filter(None, [self._present(kind, last)])

    def _present(self, kind: type[Any], row: Sequence[Any]) -> Kept[Any] | None:
        kept = kept_of_version(kind, row)
        return None if kept.removed or not _holds(kind, kept.record, self._day) else kept


def _holds(kind: type[Any], record: Any, day: date | None) -> bool:
    if day is None or codec(kind).span is None:
        return True
    return (record.valid_from is None or record.valid_from <= day) and (
        record.valid_to is None or day <= record.valid_to
    )


class PresentReader(Records):
    """The present, all of it or as it holds on a day."""

    @property
    def _on(self) -> dict[str, Any]:
        return {"day": None if self._day is None else self._day.isoformat()}

    def get(self, kind: type[R], record_id: str) -> Kept[R]:
        """See ``Reader.get``."""
        row = self._db.execute(q.of_kind(kind).get, self._on | {"id": record_id}).fetchone()
        if row is None:
            raise RecordMissing(id=record_id)
        return kept_of_row(kind, row)

    def find(self, kind: type[R], ids: Iterable[str]) -> dict[str, Kept[R]]:
        """See ``Reader.find``."""
        rows = self._db.execute(q.of_kind(kind).find, self._on | {"ids": as_ids(set(ids))})
        return {row[0]: kept_of_row(kind, row) for row in rows.fetchall()}

    def each(
        self, kind: type[R], *, dong: str | None = None, after: str | None = None, limit: int | None = None
    ) -> Iterator[Kept[R]]:
        """See ``Reader.each``."""
        of_kind = q.of_kind(kind)
        query = of_kind.page if dong is None else of_kind.page_in
        given = self._on | {"dong": dong, "after": after or ""}
        left = limit
        while left is None or left > 0:
            size = _PAGE if left is None else min(_PAGE, left)
            rows = self._db.execute(query, given | {"limit": size}).fetchall()
            for row in rows:
                yield kept_of_row(kind, row)
            if len(rows) < size:
                return
            given["after"] = rows[-1][0]
            left = None if left is None else left - size

    def referring(self, kind: type[R], field: str, to: str) -> tuple[Kept[R], ...]:
        """See ``Reader.referring``."""
        check_reference(kind, field)
        rows = self._db.execute(
            q.of_kind(kind).referring, self._on | {"to": to, "type": kind.__name__, "field": field}
        )
        return tuple(kept_of_row(kind, row) for row in rows)

    def count(self, kind: type[Record], *, dong: str | None = None) -> int:
        """See ``Reader.count``."""
        of_kind = q.of_kind(kind)
        query = of_kind.count if dong is None else of_kind.count_in
        return int(self._db.execute(query, self._on | {"dong": dong}).fetchone()[0])

    def adjacent(self, record_id: str) -> tuple[str, ...]:
        """See ``Reader.adjacent``."""
        return tuple(sorted(self._neighbours({record_id}).get(record_id, ())))

    def ways(
        self, start: str, goal: str, *, max_steps: int = 3, limit: int = 100
    ) -> tuple[tuple[str, ...], ...]:
        """See ``Reader.ways``."""
        return simple_ways(self._neighbours, start, goal, max_steps=max_steps, limit=limit)

    def _neighbours(self, ids: Collection[str]) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for end, source, target in self._db.execute(q.NEIGHBOURS, self._on | {"ids": as_ids(ids)}):
            found.setdefault(end, set()).add(target if end == source else source)
        return found

    def search(
        self, text: str, *, kinds: Sequence[type[Record]] = (), dong: str | None = None, limit: int = 50
    ) -> tuple[str, ...]:
        """See ``Reader.search``."""
        query = SearchQuery.of(text)
        terms = match_expression(query)
        if terms is None or limit < 1:
            return ()
        types = compact([kind.__name__ for kind in kinds]) if kinds else None
        found: list[str] = []
        for record_id, kind, lines, names in self._db.execute(
            q.SEARCH, {"terms": terms, "dong": dong, "types": types}
        ):
            told = SearchedText(lines, tuple(names.split("\n")))
            if query.found_in(told) and self._holds_now(RECORD_TYPES[kind], record_id):
                found.append(record_id)
                if len(found) == limit:
                    break
        return tuple(found)

    def near(
        self, latitude: float, longitude: float, radius_metres: float, *, kinds: Sequence[type[Record]] = ()
    ) -> tuple[tuple[str, float], ...]:
        """See ``Reader.near``."""
        (low, high), (west, east) = cells_around(latitude, longitude, radius_metres)
        found: dict[str, float] = {}
        norths = compact(list(range(low, high + 1)))
        for kind in kinds or RECORD_TYPES.values():
            given = {"type": kind.__name__, "norths": norths, "west": west, "east": east}
            for record_id, to_latitude, to_longitude in self._db.execute(q.NEAR, given):
                metres = distance_metres(latitude, longitude, to_latitude, to_longitude)
                if metres <= radius_metres and self._holds_now(kind, record_id):
                    found[record_id] = metres
        return tuple(sorted(found.items(), key=lambda item: (item[1], item[0])))

    def _holds_now(self, kind: type[Record], record_id: str) -> bool:
        if self._day is None or codec(kind).span is None:
            return True
        given = self._on | {"ids": as_ids({record_id})}
        return self._db.execute(q.of_kind(kind).present, given).fetchone() is not None

    def columns(
        self, kind: type[Record], names: Columns, *, dong: str | None = None, among: Among | None = None
    ) -> Iterator[tuple[Primitive, ...]]:
        """See ``Reader.columns``."""
        check_columns(kind, names, among)
        query = q.of_kind(kind).columns(names, in_dong=dong is not None, among=among_fields(among))
        given = {"dong": dong, "ids": as_ids(among[1] if among else ()), "type": kind.__name__}
        return cast("Iterator[tuple[Primitive, ...]]", iter(self._db.execute(query, self._on | given)))
