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
    found = np.full(len(ids), UNKNOWN, np.int32)
    missing = np.arange(len(ids))
    for name in reference.tables:
        wanted = ids if len(missing) == len(ids) else [ids[int(i)] for i in missing]
        rows = tables[name].rows(wanted)
        here = rows >= 0
        found[missing[here]] = rows[here] if alone else rows[here] * 4 + PARTIES.index(name)
        missing = missing[~here]
        if not len(missing):
            return found
    found[[i for i in missing if ids[int(i)] is not None]] = OUTSIDE
    return found
