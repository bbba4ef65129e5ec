"""Records into the team's own sheets, with ids and versions, to be edited and imported again (D9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from graph.records.registry import Record
from importers.mapping import Mapping as SheetMapping
from importers.mapping import RecordRule
from importers.tables import table
from importers.writers import owned_columns, write_field, write_place, write_reference

OWN_SHEETS = ("people_households", "organisations", "resources", "needs_asks", "ties")
"""The mappings that write as well as read."""


def own_sheet(
    mapping: SheetMapping, kept: Iterable[tuple[Record, int]], names: Mapping[str, str]
) -> pd.DataFrame:
    """The filled sheet: a row for each record of the mapping's last part, in the order of ids.

    ``kept`` are records of all the mapping's parts with their versions; ``names`` tell whom ids mean, for
    columns that refer to people and organisations.
    """
    records: dict[str, Record] = {}
    versions: dict[str, int] = {}
    for record, version in kept:
        records[record.id], versions[record.id] = record, version
    rows = [_cells(mapping, parts, versions, names) for parts in _rows(mapping, records)]
    columns = list(mapping.columns)
    header = [mapping.columns[name][0] for name in columns]
    return table(header, [[row.get(name, "") for name in columns] for row in rows])


def _rows(mapping: SheetMapping, records: Mapping[str, Record]) -> list[dict[str, Record]]:
    """Which records stand on one row together, by part."""
    *outer, last = mapping.records
    found: list[dict[str, Record]] = []
    shown: set[str] = set()
    for record in _of(last, records):
        parts = {last.part: record}
        for field, source in last.fields.items():
            referred = records.get(getattr(record, field) or "") if source.record else None
            if source.record is not None and referred is not None:
                parts[source.record] = referred
                shown.add(referred.id)
        found.append(parts)
    if last.when:
        found += [{rule.part: r} for rule in outer for r in _of(rule, records) if r.id not in shown]
    return found


def _of(rule: RecordRule, records: Mapping[str, Record]) -> list[Record]:
    return [records[i] for i in sorted(records) if isinstance(records[i], rule.kind)]


def _cells(
    mapping: SheetMapping, parts: Mapping[str, Record], versions: Mapping[str, int], names: Mapping[str, str]
) -> dict[str, str]:
    cells: dict[str, str] = {}
    for rule in mapping.records:
        record: Any = parts.get(rule.part)
        if record is None:
            continue
        if rule.id is not None:
            cells[rule.id] = record.id
        if rule.version is not None:
            cells[rule.version] = str(versions[record.id])
        if mapping.dong.code is not None:
            cells[mapping.dong.code] = record.dong
        for path, source in rule.fields.items():
            if source.read == "place" and mapping.place is not None:
                # A member whose own place is not known stands in the columns of the household's.
                written_place = write_place(mapping.place, record.place)
                cells = cells | written_place if record.place is not None else written_place | cells
            elif source.read == "reference":
                cells[source.columns[0]] = write_reference(getattr(record, path), names)
            elif source.columns:
                written = write_field(rule.kind, path, source, record)
                cells |= dict(zip(owned_columns(source), written, strict=True))
    return cells
