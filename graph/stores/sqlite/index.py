"""The tables beside the records that make references, places and words quick to find."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from graph.stores.checks import Checked
from graph.stores.codec import codec
from graph.stores.geometry import cell_of
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection
from graph.stores.sqlite.rows import as_ids
from graph.stores.terms import terms_of
from graph.stores.words import searched_text

Rows = Mapping[str, tuple[Any, ...]]
"""Column values that records had before, by id."""


def index_references(db: Connection, items: Sequence[Checked], written_before: Collection[str]) -> set[str]:
    """Note what records of one type refer to now, and return it; what they referred to before stays, as past."""
    of_kind = codec(items[0].kind)
    at = [(name, of_kind.at[name]) for name in of_kind.references]
    if not at:
        return set()
    if written_before:
        db.execute(q.UNSET_REFS, {"ids": as_ids(written_before)})
    name = items[0].kind.__name__
    found = sorted(
        (str(item.row[i]), name, field, item.id)
        for item in items
        for field, i in at
        if item.row[i] is not None
    )
    if found:
        db.executemany(q.ADD_REF, found)
    return {to for to, *_ in found}


def index_places(db: Connection, items: Sequence[Checked], before: Rows) -> None:
    """Note the cell of every record of one type that has a point."""
    point = codec(items[0].kind).point
    if point is None:
        return
    moved = [i for i in items if i.id not in before or _differs(before[i.id], i.row, point)]
    stale = [i.id for i in moved if i.id in before]
    if stale:
        db.execute(q.DROP_CELLS, {"ids": as_ids(stale)})
    cells = []
    for item in moved:
        latitude, longitude = item.row[point[0]], item.row[point[1]]
        if isinstance(latitude, float) and isinstance(longitude, float):
            north, east = cell_of(latitude, longitude)
            cells.append((item.kind.__name__, north, east, item.id, latitude, longitude))
    if cells:
        db.executemany(q.ADD_CELL, cells)


def index_words(db: Connection, items: Sequence[Checked], before: Rows) -> None:
    """Note the searchable text of records of one type."""
    kind = items[0].kind
    texts = [(item, text) for item in items if (text := searched_text(kind, item.row)) is not None]
    stale = [item.id for item in items if item.id in before]
    if stale:
        _drop_words(db, stale)
    if not texts:
        return
    first = db.execute(q.LAST_NUMBER).fetchone()[0] + 1
    name = kind.__name__
    db.executemany(
        q.ADD_SEARCHED,
        [
            (n, item.id, name, item.dong, text.lines, "\n".join(text.names))
            for n, (item, text) in enumerate(texts, first)
        ],
    )
    db.executemany(q.ADD_TERMS, [(n, terms_of(text)) for n, (_, text) in enumerate(texts, first)])


def drop_from_indexes(db: Connection, ids: Collection[str]) -> None:
    """Take records that are no longer present out of every index; references stay, as past."""
    given = {"ids": as_ids(ids)}
    db.execute(q.UNSET_REFS, given)
    db.execute(q.DROP_CELLS, given)
    _drop_words(db, ids)


def _drop_words(db: Connection, ids: Collection[str]) -> None:
    given = {"ids": as_ids(ids)}
    db.execute(q.DROP_TERMS, given)
    db.execute(q.DROP_SEARCHED, given)


def _differs(one: Sequence[Any], other: Sequence[Any], places: Sequence[int]) -> bool:
    return any(one[i] != other[i] for i in places)
