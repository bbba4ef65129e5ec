"""Encodes values and records as columns, references as rows of the tables at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graph.records.registry import Record
from matching.snapshot.encoders import OUTSIDE, UNKNOWN, Column
from matching.snapshot.index import NOBODY, Keys, keys_of
from matching.snapshot.schema import PARTIES, FieldColumn, Reference
from matching.snapshot.table import Table


def encode(columns: Sequence[FieldColumn], values: Sequence[Sequence[Any]]) -> dict[str, Column]:
    """Columns of values, one sequence a column; of references their keys, for ``resolved``."""
    return {
        column.name: keys_of(held) if isinstance(column.encoder, Reference) else column.encoder.many(held)
        for column, held in zip(columns, values, strict=True)
    }


def resolved(
    columns: Sequence[FieldColumn], encoded: Mapping[str, Column], tables: Mapping[str, Table]
) -> dict[str, Column]:
    """The same columns with rows or party numbers in place of keys."""
    return {
        column.name: _resolve(column.encoder, encoded[column.name], tables)
        if isinstance(column.encoder, Reference)
        else encoded[column.name]
        for column in columns
    }


def encode_records(
    columns: Sequence[FieldColumn], records: Sequence[Record], tables: Mapping[str, Table]
) -> dict[str, Column]:
    """Columns of records' values."""
    held = [[column.value(record) for record in records] for column in columns]
    return resolved(columns, encode(columns, held), tables)


def _resolve(reference: Reference, keys: Keys, tables: Mapping[str, Table]) -> Column:
    alone = len(reference.tables) == 1
    found = np.full(len(keys), UNKNOWN, np.int32)
    missing = np.flatnonzero(keys != NOBODY)
    for name in reference.tables:
        rows = tables[name].rows(keys[missing])
        here = rows >= 0
        found[missing[here]] = rows[here] if alone else rows[here] * 4 + PARTIES.index(name)
        missing = missing[~here]
    found[missing] = OUTSIDE
    return found
