"""Bringing a database made by an earlier program up to date: a field added since takes its default.

A node holds no property for a field that is empty, so a field that is new has to be filled in once. What a
search looks at is kept with each version, so it is drawn anew when other fields are searched, or otherwise.
"""

import logging
from collections.abc import Collection, Sequence
from time import monotonic
from typing import Any

from graph.errors import RecordInvalid, StoreUnavailable
from graph.records.registry import RECORD_TYPES, Record
from graph.stores.checks import Checked
from graph.stores.codec import codec
from graph.stores.neo4j import queries as q
from graph.stores.neo4j.rows import FOUND_BY, found_by
from graph.stores.neo4j.running import Queries
from graph.stores.terms import found_by_fingerprint

log = logging.getLogger("pumasi.store")
_PAGE = 2_000
_EVERY = 20.0


def fields() -> list[str]:
    """The columns of all record types, as ``Person.name``."""
    return [f"{name}.{column}" for name, kind in RECORD_TYPES.items() for column in codec(kind).names]


def upgrade(queries: Queries, known: Collection[str], found: str | None) -> None:
    """Fill in what is new to a database that knows some fields, and verify that every version can be read.

    ``found`` tells how its versions are found; where that is another way, they are made to be found again.

    Doing it again, after it was broken off, does no harm.

    Raises:
        StoreUnavailable: a version cannot be read; it stays as it was.
    """
    before = set(known)
    if before.issuperset(fields()) and found == found_by_fingerprint():
        return
    told = _Told(queries)
    for kind in RECORD_TYPES.values():
        of_kind = q.of_kind(kind)
        bounds = {"first": of_kind.first, "end": of_kind.end}
        added = [c for c in codec(kind).columns if f"{kind.__name__}.{c.name}" not in before]
        for column in added:
            if column.default is not None:
                queries.write(q.FILL_IN, {**bounds, "column": column.name, "default": column.default})
        if added or found != found_by_fingerprint():
            _read_again(queries, kind, told)
    # A field that this program does not know stays known: it is not new to the one that does.
    given = {"fields": sorted(before.union(fields())), "found": found_by_fingerprint()}
    queries.write(q.SET_FIELDS, given)


class _Told:
    """Says how far it is, now and then: a city takes a quarter of an hour."""

    def __init__(self, queries: Queries) -> None:
        ((_, self._newest, *_),) = queries.read(q.MOMENT, {})
        self._done, self._next = 0, 0.0

    def more(self, count: int) -> None:
        """So many versions more were read again."""
        self._done += count
        if (now := monotonic()) >= self._next:
            self._next = now + _EVERY
            log.warning(
                "이전 판의 데이터베이스를 새 판으로 올리고 있습니다 / "
                "A database of an earlier version is brought up to date: %d / %d",
                self._done,
                self._newest,
            )


def _read_again(queries: Queries, kind: type[Record], told: _Told) -> None:
    """Read every version of a type, and keep what it is found by."""
    of_kind = q.of_kind(kind)
    after, seq = of_kind.first, 0
    while True:
        ((rows,),) = queries.read(
            q.ALL_VERSIONS,
            {
                "columns": of_kind.names,
                "end": of_kind.end,
                "after": after,
                "seq": seq,
                "limit": _PAGE,
            },
        )
        again = [{"seq": row[-1], "found": _found_by(kind, row[:-1])} for row in rows]
        if again:
            queries.write(q.FIND_AGAIN, {"rows": again})
            told.more(len(again))
        if len(rows) < _PAGE:
            return
        after, seq = rows[-1][0], rows[-1][-1]


def _found_by(kind: type[Record], row: Sequence[Any]) -> dict[str, Any]:
    of_kind: Any = codec(kind)
    try:
        record = of_kind.decode(row)
    except RecordInvalid as error:
        raise StoreUnavailable(
            "이전 판의 기록을 읽을 수 없어 새 판으로 올리지 않았습니다. 관리자에게 알리십시오.",
            "A record of an earlier version cannot be read, so there was no upgrade. Tell the administrator.",
        ) from error
    item = Checked(record, kind, record.id, record.dong, tuple(row))
    return dict.fromkeys(FOUND_BY) | found_by(item)
