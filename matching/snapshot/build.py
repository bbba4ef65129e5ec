"""Builds the snapshot of a region from one read moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any

import numpy as np

from graph.policy.policy import Policy
from graph.store import Reader
from matching.snapshot.adjacency import Adjacency
from matching.snapshot.encode import encode, resolved
from matching.snapshot.encoders import Column
from matching.snapshot.guests import invite
from matching.snapshot.schema import KINDS, PARTIES, WHOLE, FieldColumn, Names, Schema, schema, source_names
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Table

# As many rows as stay in the processor's cache while they are turned into columns.
_CHUNK = 400


def build(reader: Reader, *, dongs: Iterable[str] = (), now: datetime, policy: Policy) -> Snapshot:
    """The snapshot of a region (empty: everything) at the reader's moment, judged at ``now`` (UTC)."""
    names, region = Names(), frozenset(dongs)
    columns = schema(names)
    tables: dict[str, Table] = {}
    for name in KINDS:
        tables[name] = _read(reader, name, columns, tables, region)
    return Snapshot(
        dongs=region,
        now=now,
        policy=policy,
        cursor=reader.cursor(),
        tables=tables,
        names=names,
        schema=columns,
        ties=Adjacency.of(tables["ties"]),
    )


def _read(
    reader: Reader, name: str, columns: Schema, tables: dict[str, Table], region: frozenset[str]
) -> Table:
    ids: list[str] = []
    parts: list[dict[str, Column]] = []
    for chunk in _chunks(_rows(reader, name, columns[name], region)):
        if region and name in WHOLE:
            chunk = [row for row in chunk if touches(name, columns[name], row[1:], tables)]
        held: list[tuple[Any, ...]] = list(zip(*chunk, strict=True))
        if not held:
            continue
        if region:
            invite(reader, columns[name], held[1:], tables, columns)
        ids.extend(held[0])
        parts.append(encode(columns[name], held[1:]))
    if not parts:
        parts = [encode(columns[name], [()] * len(columns[name]))]
    whole = {c.name: np.concatenate([part[c.name] for part in parts]) for c in columns[name]}
    return Table.of(ids, resolved(columns[name], whole, tables))


def touches(
    name: str, columns: Sequence[FieldColumn], values: Sequence[Any], tables: Mapping[str, Table]
) -> bool:
    """Whether a row of a table that is read whole concerns anybody or anything of the region."""
    held = {column.name: value for column, value in zip(columns, values, strict=True)}
    ends = [held[column] for column in _CONCERNS[name]]
    return any(
        one is not None and any(tables[table].row(one) >= 0 for table in (*PARTIES, "resources"))
        for one in ends
    )


_CONCERNS = {
    "linkages": ("person", "resource", "giver"),
    "refusals": ("person", "other"),
    "keep_aparts": ("one", "other"),
}


def _rows(
    reader: Reader, name: str, columns: Sequence[FieldColumn], region: frozenset[str]
) -> Iterator[tuple[Any, ...]]:
    asked = source_names(columns)
    if not region or name in WHOLE:
        return reader.columns(KINDS[name], asked)
    return chain.from_iterable(reader.columns(KINDS[name], asked, dong=dong) for dong in sorted(region))


def _chunks(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk
