"""Brings a snapshot up to a reader's moment by what changed, or builds it anew where much did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np

from graph.policy.policy import Policy
from graph.records.registry import Record
from graph.store import Changes, Reader
from matching.snapshot.build import build, touches
from matching.snapshot.encode import encode_records
from matching.snapshot.guests import invite
from matching.snapshot.schema import KINDS, WHOLE
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows, Table

REBUILD_SHARE = 0.05


def refresh(
    snapshot: Snapshot, changes: Changes, reader: Reader, *, now: datetime, policy: Policy
) -> Snapshot:
    """The snapshot at the reader's moment; ``changes`` are at least those between its cursor and then."""
    touched = _by_table(changes)
    count = sum(map(len, touched.values()))
    size = sum(map(len, snapshot.tables.values()))
    if changes.forgotten or (count > 100 and count > size * REBUILD_SHARE):
        return build(reader, dongs=snapshot.dongs, now=now, policy=policy)
    tables = dict(snapshot.tables)
    ties = snapshot.ties
    for name in KINDS:
        if name not in touched:
            continue
        before = tables[name]
        rows = _apply(snapshot, name, touched[name], reader, tables)
        if name == "ties":
            ties = ties.changed(before, tables[name], rows)
    # A newcomer's ends may have been outside until now.
    return snapshot.followed_by(tables=tables, ties=ties, cursor=reader.cursor(), now=now, policy=policy)


def _by_table(changes: Changes) -> dict[str, list[str]]:
    tables = {kind.__name__: name for name, kind in KINDS.items()}
    found: dict[str, list[str]] = {}
    for change in changes.changes:
        if change.record_type in tables:
            found.setdefault(tables[change.record_type], []).append(change.id)
    return found


def _apply(snapshot: Snapshot, name: str, ids: list[str], reader: Reader, tables: dict[str, Table]) -> Rows:
    """Write the records of some ids into a table; returns the rows touched."""
    columns, region = snapshot.schema[name], snapshot.dongs
    found = reader.find(KINDS[name], sorted(set(ids)))
    gone = sorted(one for one in set(ids) - set(found) if tables[name].row(one) >= 0)
    here: list[Record] = []
    for one in sorted(found):
        record = found[one].record
        known = tables[name].row(one) >= 0
        values = [column.value(record) for column in columns]
        if (
            not region
            or known
            or record.dong in region
            or (name in WHOLE and touches(name, columns, values, tables))
        ):
            here.append(record)
    if region and here:
        held = [[column.value(record) for record in here] for column in columns]
        invite(reader, columns, held, tables, snapshot.schema)
    old = [record for record in here if tables[name].row(record.id) >= 0]
    new = [record for record in here if tables[name].row(record.id) < 0]
    rows = np.array([tables[name].row(record.id) for record in old], np.int32)
    if old:
        values_of_old: dict[str, Any] = encode_records(columns, old, tables)
        values_of_old["alive"] = np.array([_belongs(snapshot, name, record) for record in old])
        tables[name] = tables[name].changed(rows, values_of_old)
    if gone:
        lost = np.array([tables[name].row(one) for one in gone], np.int32)
        tables[name] = tables[name].changed(lost, {"alive": np.zeros(len(lost), bool)})
        rows = np.concatenate([rows, lost])
    if new:
        first = len(tables[name])
        tables[name] = tables[name].extended([r.id for r in new], encode_records(columns, new, tables))
        rows = np.concatenate([rows, np.arange(first, first + len(new), dtype=np.int32)])
    return rows


def _belongs(snapshot: Snapshot, name: str, record: Record) -> bool:
    """Whether a record known before is still of the region; guests are people and organisations."""
    guests = name in WHOLE or name in ("people", "organisations", "households")
    return guests or not snapshot.dongs or record.dong in snapshot.dongs
