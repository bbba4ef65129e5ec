"""Bringing a database made by an earlier program up to date: a field added since takes its default.

A node holds no property for a field that is empty, so a field that is new has to be filled in once. What a
search looks at is kept with each version, so it is drawn anew when other fields are searched, or otherwise.
"""

from collections.abc import Collection, Sequence
from typing import Any

from graph.errors import RecordInvalid, StoreUnavailable
from graph.records.registry import RECORD_TYPES, Record
from graph.stores.checks import Checked
from graph.stores.codec import codec
from graph.stores.neo4j import queries as q
from graph.stores.neo4j.rows import FOUND_BY, found_by
from graph.stores.neo4j.running import Queries
from graph.stores.terms import found_by_fingerprint

_PAGE = 2_000


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
    for kind in RECORD_TYPES.values():
        of_kind = q.of_kind(kind)
        bounds = {"first": of_kind.first, "end": of_kind.end}
        added = [c for c in codec(kind).columns if f"{kind.__name__}.{c.name}" not in before]
        for column in added:
            if column.default is not None:
                queries.write(q.FILL_IN, {**bounds, "column": column.name, "default": column.default})
        if added or found != found_by_fingerprint():
            _read_again(queries, kind)
    # A field that this program does not know stays known: it is not new to the one that does.
    given = {"fields": sorted(before.union(fields())), "found": found_by_fingerprint()}
    queries.write(q.SET_FIELDS, given)


def _read_again(queries: Queries, kind: type[Record]) -> None:
    """Read every version of a type, and keep what it is found by."""
    of_kind, after = q.of_kind(kind), 0
    while True:
        ((rows,),) = queries.read(
            q.ALL_VERSIONS,
            {
                "columns": of_kind.names,
                "first": of_kind.first,
                "end": of_kind.end,
                "after": after,
                "limit": _PAGE,
            },
        )
        again = [{"seq": row[-1], "found": _found_by(kind, row[:-1])} for row in rows]
        if again:
            queries.write(q.FIND_AGAIN, {"rows": again})
        if len(rows) < _PAGE:
            return
        after = rows[-1][-1]


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
