"""Reading one moment: the present, or an earlier one, by the sequence number at which it stood."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from neo4j.spatial import WGS84Point

from graph.errors import RecordMissing, StoreUnavailable
from graph.records.registry import RECORD_TYPES, Record, type_of
from graph.store import Among, Change, Columns, Kept, LogEntry, Primitive
from graph.stores.codec import codec
from graph.stores.columns import compact
from graph.stores.cursors import Cursor
from graph.stores.geometry import distance_metres
from graph.stores.loglines import entry_of
from graph.stores.neo4j import queries as q
from graph.stores.neo4j.rows import UnitRow, Units, change_of, kept_of, lucene
from graph.stores.neo4j.running import Row, Run
from graph.stores.scan import among_fields, check_columns, check_reference
from graph.stores.ways import simple_ways
from graph.stores.words import SearchedText, SearchQuery

R = TypeVar("R", bound=Record)
Item = TypeVar("Item")

PAGE = 2_000
_COLUMNS_PAGE = 10_000
_AMONG = 50_000
_ASKED_AT_ONCE = 2_000
# The server's own sphere is a little larger than ours; what it finds is measured again.
_WIDER, _FURTHER = 1.002, 1.0


@dataclass(frozen=True, slots=True)
class Moment:
    """What is read: versions up to a sequence number, log entries up to a number and a moment, and a day."""

    store: str
    sequence: int
    forgets: int
    entries: int
    moment: str
    past: bool
    day: date | None


class MomentReader:
    """See ``Reader``; every query says which moment it is about, so nothing is held on the server."""

    def __init__(self, run: Run, units: Units, moment: Moment) -> None:
        """Ask by ``run`` about a moment."""
        self._run, self._units, self._moment = run, units, moment

    def _ask(self, query: str, **given: Any) -> list[Row]:
        day = self._moment.day
        known = {"s": self._moment.sequence, "day": None if day is None else day.isoformat()}
        return self._run(query, known | given)

    def _units_of(self, ids: Collection[str]) -> Mapping[str, UnitRow]:
        return self._units.find(self._run, ids)

    def _kept(self, kind: type[R], rows: Collection[Row]) -> list[Kept[R]]:
        units = self._units_of({row[len(codec(kind).names) + 1] for row in rows})
        return [kept_of(kind, row, units) for row in rows]

    def get(self, kind: type[R], record_id: str) -> Kept[R]:
        """See ``Reader.get``."""
        columns = q.of_kind(kind).names
        rows = self._ask(q.GET, id=record_id, columns=columns) if type_of(record_id) is kind else []
        if not rows:
            raise RecordMissing(id=record_id)
        return self._kept(kind, rows[0])[0]

    def find(self, kind: type[R], ids: Iterable[str]) -> dict[str, Kept[R]]:
        """See ``Reader.find``."""
        wanted = sorted({i for i in ids if type_of(i) is kind})
        found: dict[str, Kept[R]] = {}
        columns = q.of_kind(kind).names
        for some in in_batches(wanted):
            rows = [row for (row,) in self._ask(q.FIND, ids=some, columns=columns)]
            found |= {kept.record.id: kept for kept in self._kept(kind, rows)}
        return dict(sorted(found.items()))

    def each(
        self, kind: type[R], *, dong: str | None = None, after: str | None = None, limit: int | None = None
    ) -> Iterator[Kept[R]]:
        """See ``Reader.each``."""
        query = q.of_kind(kind).page(in_dong=dong is not None, past=self._moment.past)
        for rows in self._pages(query, kind, q.of_kind(kind).names, dong, after, limit, PAGE):
            yield from self._kept(kind, rows)

    def _pages(
        self,
        query: str,
        kind: type[Record],
        columns: Sequence[str],
        dong: str | None,
        after: str | None,
        limit: int | None,
        most: int,
    ) -> Iterator[list[Row]]:
        of_kind = q.of_kind(kind)
        after = max(after or "", of_kind.first)
        left = limit
        while left is None or left > 0:
            size = most if left is None else min(most, left)
            ((forgets, here, replaced),) = self._ask(
                query, columns=columns, dong=dong, after=after, end=of_kind.end, limit=size
            )
            if forgets != self._moment.forgets:
                raise StoreUnavailable(
                    "읽는 동안 파기된 기록이 있습니다. 다시 읽으십시오.",
                    "Somebody was forgotten while this was read. Read it again.",
                )
            rows = _by_id([*here, *replaced])[:size] if replaced else here
            yield rows
            if len(rows) < size:
                return
            after = rows[-1][0]
            left = None if left is None else left - size

    def referring(self, kind: type[R], field: str, to: str) -> tuple[Kept[R], ...]:
        """See ``Reader.referring``."""
        check_reference(kind, field)
        of_kind = q.of_kind(kind)
        ((rows,),) = self._ask(of_kind.referring(field), columns=of_kind.names, dong=None, **q.many([to]))
        return tuple(self._kept(kind, rows))

    def count(self, kind: type[Record], *, dong: str | None = None) -> int:
        """See ``Reader.count``."""
        of_kind = q.of_kind(kind)
        query = of_kind.count if dong is None else of_kind.count_in
        ((count,),) = self._ask(query, dong=dong, after=of_kind.first, end=of_kind.end)
        return int(count)

    def adjacent(self, record_id: str) -> tuple[str, ...]:
        """See ``Reader.adjacent``."""
        return tuple(sorted(self._neighbours({record_id}).get(record_id, ())))

    def ways(
        self, start: str, goal: str, *, max_steps: int = 3, limit: int = 100
    ) -> tuple[tuple[str, ...], ...]:
        """See ``Reader.ways``."""
        return simple_ways(self._neighbours, start, goal, max_steps=max_steps, limit=limit)

    def _neighbours(self, ids: Collection[str]) -> Mapping[str, list[str]]:
        return {
            record_id: found
            for some in in_batches(sorted(ids))
            for record_id, found in self._ask(q.NEIGHBOURS, ids=some)
        }

    def search(
        self, text: str, *, kinds: Sequence[type[Record]] = (), dong: str | None = None, limit: int = 50
    ) -> tuple[str, ...]:
        """See ``Reader.search``."""
        query = SearchQuery.of(text)
        terms = lucene(query, kinds, dong)
        if terms is None or limit < 1:
            return ()
        ((rows,),) = self._ask(q.SEARCH, terms=terms, dong=dong, types=_types(kinds))
        found = [i for i, lines, names in rows if query.found_in(SearchedText(lines, tuple(names or ())))]
        return tuple(sorted(found)[:limit])

    def near(
        self, latitude: float, longitude: float, radius_metres: float, *, kinds: Sequence[type[Record]] = ()
    ) -> tuple[tuple[str, float], ...]:
        """See ``Reader.near``."""
        ((rows,),) = self._ask(
            q.NEAR,
            point=WGS84Point((longitude, latitude)),
            reach=radius_metres * _WIDER + _FURTHER,
            types=_types(kinds),
        )
        found = {i: distance_metres(latitude, longitude, north, east) for i, north, east in rows}
        within = ((i, metres) for i, metres in found.items() if metres <= radius_metres)
        return tuple(sorted(within, key=lambda item: (item[1], item[0])))

    def history(self, record_id: str) -> tuple[Kept[Record], ...]:
        """See ``Reader.history``."""
        kind = type_of(record_id)
        if kind is None:
            return ()
        rows = [row for (row,) in self._ask(q.HISTORY, id=record_id, columns=q.of_kind(kind).names)]
        units = self._units_of({row[-2] for row in rows})
        return tuple(kept_of(kind, row, units, removed=bool(row[-1])) for row in rows)

    def written_in(self, unit: str) -> tuple[Change, ...]:
        """See ``Reader.written_in``."""
        found = self._units_of([unit]).get(unit)
        return () if found is None else self._written_between(found.first, found.last)

    def _written_between(self, first: int, last: int) -> tuple[Change, ...]:
        last = min(last, self._moment.sequence)
        ((rows,),) = self._ask(q.WRITTEN, first=first, last=last)
        return tuple(map(change_of, rows))

    def columns(
        self, kind: type[Record], names: Columns, *, dong: str | None = None, among: Among | None = None
    ) -> Iterator[tuple[Primitive, ...]]:
        """See ``Reader.columns``."""
        check_columns(kind, names, among)
        told = names if names[:1] == ("id",) else ("id", *names)
        packs = [place for place, name in enumerate(told) if not isinstance(name, str)]
        of_kind = q.of_kind(kind)
        if among is None:
            query = of_kind.columns(told, in_dong=dong is not None, past=self._moment.past)
            pages = self._pages(query, kind, q.plain(told), dong, None, None, _COLUMNS_PAGE)
        else:
            pages = self._among(kind, told, dong, among)
        first, texts = len(told) - len(names), _Packed()
        for rows in pages:
            for row in rows:
                for place in packs:
                    row[place] = texts[row[place]]
                yield tuple(row[first:])

    def _among(
        self, kind: type[Record], names: Columns, dong: str | None, among: Among
    ) -> Iterator[list[Row]]:
        fields, ids = among_fields(among), among[1]
        of_kind, by_id = q.of_kind(kind), fields == ("id",)
        query = of_kind.values(names) if by_id else of_kind.values_referring(fields, names)
        wanted = sorted({i for i in ids if not by_id or type_of(i) is kind})
        rows: list[Row] = []
        for some in in_batches(wanted, _AMONG):
            rows += self._ask(query, columns=q.plain(names), dong=dong, **q.many(some))[0][0]
        yield _by_id(rows)

    def cursor(self) -> str:
        """See ``Reader.cursor``."""
        sequence = self._moment.sequence
        if self._moment.past:
            sequence = next((int(found) for (found,) in self._ask(q.PAST_CURSOR)), 0)
        return str(Cursor(self._moment.store, sequence, self._moment.forgets))

    def log(
        self, *, subject: str | None = None, after: int = 0, limit: int = 100, people: int | None = None
    ) -> tuple[LogEntry, ...]:
        """See ``Reader.log``."""
        ((rows,),) = self._ask(
            q.LOG if subject is None else q.LOG_ABOUT,
            subject=subject,
            after=after,
            last=self._moment.entries,
            limit=limit,
            moment=self._moment.moment,
            people=people,
        )
        return tuple(map(entry_of, rows))

    def log_end(self) -> int:
        """See ``Reader.log_end``."""
        if not self._moment.past:
            return self._moment.entries
        rows = self._ask(q.LOG_NEWEST, last=self._moment.entries, moment=self._moment.moment)
        return next((int(number) for (number,) in rows), 0)


class _Packed(dict[str, str]):
    """Packs as the server writes them, and as they are told; one with control characters is written anew."""

    def __missing__(self, text: str) -> str:
        found = self[text] = text if text.isprintable() else compact(json.loads(text, strict=False))
        return found


def _by_id(rows: Iterable[Row]) -> list[Row]:
    """Rows by the id they begin with, each once."""
    found = {row[0]: row for row in rows}
    return [found[record_id] for record_id in sorted(found)]


def _types(kinds: Sequence[type[Record]]) -> list[str] | None:
    names = [kind.__name__ for kind in kinds]
    return names if names and len(names) < len(RECORD_TYPES) else None


def in_batches(ids: Sequence[Item], size: int = _ASKED_AT_ONCE) -> Iterator[Sequence[Item]]:
    """Parts of a list, each as long as one question may be."""
    return (ids[i : i + size] for i in range(0, len(ids), size))
