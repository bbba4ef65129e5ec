"""Bringing a database made by an earlier program up to date: a field added since takes its default.

A node holds no property for a field that is empty, so a field that is new has to be filled in once.
"""

from collections.abc import Collection

from graph.errors import RecordInvalid, StoreUnavailable
from graph.records.registry import RECORD_TYPES, Record
from graph.stores.codec import codec
from graph.stores.neo4j import queries as q
from graph.stores.neo4j.running import Queries

_PAGE = 2_000


def fields() -> list[str]:
    """The columns of all record types, as ``Person.name``."""
    return [f"{name}.{column}" for name, kind in RECORD_TYPES.items() for column in codec(kind).names]


def upgrade(queries: Queries, known: Collection[str]) -> None:
    """Fill in what is new to a database that knows some fields, and verify that every version can be read.

    Doing it again, after it was broken off, does no harm.

    Raises:
        StoreUnavailable: a version cannot be read; it stays as it was.
    """
    before = set(known)
    if before.issuperset(fields()):
        return
    for kind in RECORD_TYPES.values():
        of_kind = q.of_kind(kind)
        bounds = {"first": of_kind.first, "end": of_kind.end}
        added = [c for c in codec(kind).columns if f"{kind.__name__}.{c.name}" not in before]
        for column in added:
            if column.default is not None:
                queries.write(q.FILL_IN, {**bounds, "column": column.name, "default": column.default})
        if added:
            _verify(queries, kind)
    # A field that this program does not know stays known: it is not new to the one that does.
    queries.write(q.SET_FIELDS, {"fields": sorted(before.union(fields()))})


def _verify(queries: Queries, kind: type[Record]) -> None:
    of_kind, after = q.of_kind(kind), 0
    while True:
        ((rows,),) = queries.read(
            of_kind.all_versions,
            {"first": of_kind.first, "end": of_kind.end, "after": after, "limit": _PAGE},
        )
        for row in rows:
            try:
                codec(kind).decode(row)
            except RecordInvalid as error:
                raise StoreUnavailable(
                    "이전 판의 기록을 읽을 수 없어 새 판으로 올리지 않았습니다. 관리자에게 알리십시오.",
                    "A record of an earlier version cannot be read, so there was no upgrade. Tell the administrator.",
                ) from error
        if len(rows) < _PAGE:
            return
        after = rows[-1][-1]
