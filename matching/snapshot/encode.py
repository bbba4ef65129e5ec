"""Encodes values and records as columns, references as rows of the tables at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graph.records.registry import Record
from matching.snapshot.encoders import OUTSIDE, UNKNOWN, Column
from matching.snapshot.schema import PARTIES, FieldColumn, Reference
from matching.snapshot.table import Table


def encode(
    columns: Sequence[FieldColumn], values: Sequence[Sequence[Any]], tables: Mapping[str, Table]
) -> dict[str, Column]:
    """Columns of values, one sequence a column."""
    found: dict[str, Column] = {}
    for column, held in zip(columns, values, strict=True):
        if isinstance(column.encoder, Reference):
            found[column.name] = resolve(column.encoder, held, tables)
        else:
            found[column.name] = column.encoder.many(held)
    return found


def encode_records(
    columns: Sequence[FieldColumn], records: Sequence[Record], tables: Mapping[str, Table]
) -> dict[str, Column]:
    """Columns of records' values."""
    return encode(columns, [[column.value(record) for record in records] for column in columns], tables)


def resolve(reference: Reference, ids: Sequence[str | None], tables: Mapping[str, Table]) -> Column:
    """Rows or party numbers of ids."""
    alone = len(reference.tables) == 1
    step = 1 if alone else 4
    finders = [(tables[name].row, 0 if alone else PARTIES.index(name)) for name in reference.tables]

    def number(one: str | None) -> int:
        if one is None:
            return UNKNOWN
        for find, kind in finders:
            row = find(one)
            if row >= 0:
                return row * step + kind
        return OUTSIDE

    return np.fromiter(map(number, ids), np.int32, len(ids))
