"""Guests: people and organisations beyond the region to whom its records refer."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any

from graph.store import Reader
from matching.snapshot.encode import encode_records
from matching.snapshot.schema import KINDS, PARTIES, FieldColumn, Reference, Schema
from matching.snapshot.table import Table


def invite(
    reader: Reader,
    columns: Sequence[FieldColumn],
    values: Sequence[Sequence[Any]],
    tables: MutableMapping[str, Table],
    every: Schema,
) -> None:
    """Add those to whom the values refer and whom the tables do not hold yet.

    Without them a keep-apart or a refusal that reaches across the region's border would go unseen.
    """
    wanted: dict[str, set[str]] = {}
    for column, held in zip(columns, values, strict=True):
        if isinstance(column.encoder, Reference):
            parties = [name for name in column.encoder.tables if name in PARTIES]
            missing = {
                one for one in held if one is not None and all(tables[n].row(one) < 0 for n in parties)
            }
            for name in parties:
                wanted.setdefault(name, set()).update(missing)
    for name in ("households", "organisations", "people"):
        found = reader.find(KINDS[name], sorted(wanted.get(name, ())))
        if not found:
            continue
        records = [found[one].record for one in sorted(found)]
        of_guests = [[column.value(record) for record in records] for column in every[name]]
        invite(reader, every[name], of_guests, tables, every)
        tables[name] = tables[name].extended(
            [r.id for r in records], encode_records(every[name], records, tables)
        )
