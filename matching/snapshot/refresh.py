"""Brings a snapshot up to a reader's moment by what changed, or builds it anew where much did."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from graph.policy.policy import Policy
from graph.store import Changes, Reader
from matching.snapshot.build import build
from matching.snapshot.encode import Row, encode, read
from matching.snapshot.gathering import HOME, SEEN, Gathering
from matching.snapshot.ring import ring_of
from matching.snapshot.schema import KINDS, PARTIES
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows, Table

REBUILD_SHARE = 0.05
_TABLES = {kind.__name__: name for name, kind in KINDS.items()}


def refresh(
    snapshot: Snapshot, changes: Changes, reader: Reader, *, now: datetime, policy: Policy
) -> Snapshot:
    """The snapshot at the reader's moment; ``changes`` are at least those between its cursor and then."""
    touched: dict[str, dict[str, str]] = {}
    for change in changes.changes:
        if change.record_type in _TABLES:
            touched.setdefault(_TABLES[change.record_type], {})[change.id] = change.dong
    count = sum(map(len, touched.values()))
    size = sum(map(len, snapshot.tables.values()))
    much = changes.forgotten or (count > 100 and count > size * REBUILD_SHARE)
    if much or _ring_moved(snapshot, changes, reader, policy):
        return build(reader, dongs=snapshot.dongs, now=now, policy=policy)
    gathering = _gathered(snapshot, touched, reader)
    tables, ties = dict(snapshot.tables), snapshot.ties
    for name in KINDS:
        gone = sorted(touched.get(name, {}).keys() - gathering.rows[name].keys())
        lost = np.array([row for one in gone if (row := tables[name].row(one)) >= 0], np.int32)
        if not gathering.rows[name] and not len(lost):
            continue
        before = tables[name]
        rows = np.concatenate([_apply(snapshot, name, gathering, tables), lost])
        if len(lost):
            tables[name] = tables[name].changed(lost, {"alive": np.zeros(len(lost), bool)})
        if name == "ties":
            ties = ties.changed(before, tables[name], rows)
    return snapshot.followed_by(tables=tables, ties=ties, cursor=reader.cursor(), now=now, policy=policy)


def _ring_moved(snapshot: Snapshot, changes: Changes, reader: Reader, policy: Policy) -> bool:
    """Whether other dongs are around the region now."""
    if not snapshot.dongs:
        return False
    types = {change.record_type for change in changes.changes}
    told_by = {"Area"} if snapshot.ring.drawn else {"Area", "Resource", "Organisation"}
    reach = policy.walking.reach_metres
    moved = bool(types & told_by) or reach != snapshot.policy.walking.reach_metres
    return moved and ring_of(reader, snapshot.dongs, reach) != snapshot.ring


def _gathered(snapshot: Snapshot, touched: dict[str, dict[str, str]], reader: Reader) -> Gathering:
    """The changed records that the snapshot holds or must hold, with whatever comes near by them."""
    gathering = Gathering(reader, snapshot.schema, snapshot.dongs, snapshot.ring, snapshot.tables)
    for name in KINDS:
        ids = touched.get(name)
        if not ids:
            continue
        for row in list(read(reader, snapshot.schema, name, among=("id", sorted(ids)))):
            own = not snapshot.dongs or gathering.belongs(name, ids[row[0]])
            if not snapshot.dongs:
                gathering.rows[name][row[0]] = row
                continue
            if own or gathering.holds(row[0]) or _counts(snapshot, gathering, name, row, ids[row[0]]):
                gathering.take(name, [row], own=own)
    if snapshot.dongs:
        gathering.settle()
    return gathering


def _counts(snapshot: Snapshot, gathering: Gathering, name: str, row: Row, dong: str) -> bool:
    if name == "walking_times":
        return dong in snapshot.lived_in()
    return gathering.concerns(name, row)


def _apply(snapshot: Snapshot, name: str, gathering: Gathering, tables: dict[str, Table]) -> Rows:
    """Write gathered rows into a table; returns the rows touched."""
    gathered = gathering.rows[name]
    table = tables[name]
    known = {one: table.row(one) for one in sorted(gathered)}
    rows = np.array([row for row in known.values() if row >= 0], np.int32)
    old = [gathered[one] for one, row in known.items() if row >= 0]
    new = [gathered[one] for one, row in known.items() if row < 0]
    if old:
        ids, values = encode(snapshot.schema[name], old, tables)
        values["alive"] = np.ones(len(old), bool)
        if name in PARTIES:
            values["nearness"] = _nearness(snapshot, gathering, ids)
        tables[name] = tables[name].changed(rows, values)
    if new:
        ids, values = encode(snapshot.schema[name], new, tables)
        if name in PARTIES:
            values["nearness"] = _nearness(snapshot, gathering, ids)
        first = len(tables[name])
        tables[name] = tables[name].extended(ids, values)
        rows = np.concatenate([rows, np.arange(first, first + len(new), dtype=np.int32)])
    return rows


def _nearness(
    snapshot: Snapshot, gathering: Gathering, ids: list[str]
) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    if not snapshot.dongs:
        return np.full(len(ids), HOME, np.int8)
    return np.array([max(gathering.near(one), SEEN) for one in ids], np.int8)
