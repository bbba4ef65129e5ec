"""Rows as ``Reader.columns`` gives them become columns; references become rows of the tables before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.store import Among, Reader
from matching.snapshot.encoders import OUTSIDE, UNKNOWN, Codes, Column
from matching.snapshot.index import Keys, keys_of, somebody
from matching.snapshot.schema import KINDS, PARTIES, FieldColumn, Layout, Reference, Schema
from matching.snapshot.table import Table

Row = tuple[Any, ...]

# As many rows as stay in the processor's cache while they are turned into columns.
_CHUNK = 400


def read(
    reader: Reader, schema: Schema, name: str, *, dong: str | None = None, among: Among | None = None
) -> Iterator[Row]:
    """The rows of a table as its layout asks for them."""
    return reader.columns(KINDS[name], schema[name].asked, dong=dong, among=among)


def encode(
    layout: Layout, rows: Iterable[Row], tables: Mapping[str, Table]
) -> tuple[list[str], dict[str, Column]]:
    """The ids of rows and their columns; references are looked up in the tables at hand."""
    ids: list[str] = []
    columns = [column for place in layout.alone for column in place]
    parts: dict[str, list[Column]] = {column.name: [] for column in columns}
    packs = [(pack, Codes(), list[NDArray[np.int32]]()) for pack in layout.packs]
    first_pack = 1 + len(layout.alone)
    for held in _turned(rows):
        ids.extend(held[0])
        for place, values in zip(layout.alone, held[1:], strict=False):
            for column in place:
                parts[column.name].append(_column(column, values))
        for (_, codes, numbers), texts in zip(packs, held[first_pack:], strict=True):
            numbers.append(codes.of(texts))
    found: dict[str, Column] = {}
    for column in columns:
        whole = np.concatenate(parts[column.name] or [_column(column, ())])
        encoder = column.encoder
        found[column.name] = resolve(encoder, whole, tables) if isinstance(encoder, Reference) else whole
    for pack, codes, numbers in packs:
        found.update(_unpacked(pack, codes, numbers))
    return ids, found


def _turned(rows: Iterable[Row]) -> Iterator[tuple[Sequence[Any], ...]]:
    """Rows in chunks, each as a sequence a field."""
    left = iter(rows)
    while chunk := list(islice(left, _CHUNK)):
        yield tuple(zip(*chunk, strict=True))


def _column(column: FieldColumn, values: Sequence[Any]) -> Column:
    return keys_of(values) if isinstance(column.encoder, Reference) else column.encoder.many(values)


def _unpacked(
    pack: Sequence[FieldColumn], codes: Codes, numbers: Sequence[NDArray[np.int32]]
) -> Iterator[tuple[str, Column]]:
    """The columns of a pack: each distinct text is decoded once, then dealt out to the rows."""
    distinct = json.loads(f"[{','.join(codes.distinct)}]")
    fields = list(zip(*distinct, strict=True)) or [()] * len(pack)
    of_rows = np.concatenate(numbers or [np.empty(0, np.int32)])
    for column, values in zip(pack, fields, strict=True):
        yield column.name, _column(column, values)[of_rows]


def resolve(reference: Reference, keys: Keys, tables: Mapping[str, Table]) -> NDArray[np.int32]:
    """Keys as rows or party numbers: ``UNKNOWN`` for none, ``OUTSIDE`` where no table holds them."""
    alone = len(reference.tables) == 1
    found = np.full(len(keys), UNKNOWN, np.int32)
    missing = np.flatnonzero(somebody(keys))
    for name in reference.tables:
        rows = tables[name].rows(keys[missing])
        here = rows >= 0
        found[missing[here]] = rows[here] if alone else rows[here] * 4 + PARTIES.index(name)
        missing = missing[~here]
    found[missing] = OUTSIDE
    return found
