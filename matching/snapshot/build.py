"""Builds the snapshot of a region from one read moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import numpy as np

from graph.policy.policy import Policy
from graph.store import Reader
from matching.snapshot.adjacency import Adjacency
from matching.snapshot.encode import Row, encode, read
from matching.snapshot.gathering import HOME, Gathering
from matching.snapshot.ring import Ring, ring_of
from matching.snapshot.schema import KINDS, PARTIES, Names, Schema, schema
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Table

NO_RING = Ring(frozenset(), drawn=True)


def build(
    reader: Reader, *, dongs: Iterable[str] = (), now: datetime, policy: Policy, ring: Ring | None = None
) -> Snapshot:
    """The snapshot of a region (empty: everything) at the reader's moment, judged at ``now`` (UTC).

    With a region comes what is offered in the ring around it (as told, else found), and everybody who bears
    on either.
    """
    names, region = Names(), frozenset(dongs)
    layouts = schema(names)
    if region:
        ring = ring or ring_of(reader, region, policy.walking.reach_metres)
        tables = _gathered(reader, region, ring, layouts)
    else:
        ring, tables = NO_RING, _all(reader, layouts)
    return Snapshot(
        dongs=region,
        ring=ring,
        now=now,
        policy=policy,
        cursor=reader.cursor(),
        tables=tables,
        names=names,
        schema=layouts,
        ties=Adjacency.of(tables["ties"]),
    )


def _all(reader: Reader, layouts: Schema) -> dict[str, Table]:
    """Every record of every table, all of them at home."""
    tables: dict[str, Table] = {}
    for name in KINDS:
        ids, columns = encode(layouts[name], read(reader, layouts, name), tables)
        if name in PARTIES:
            columns["nearness"] = np.full(len(ids), HOME, np.int8)
        tables[name] = Table.of(ids, columns)
    return tables


def _gathered(reader: Reader, region: frozenset[str], ring: Ring, layouts: Schema) -> dict[str, Table]:
    gathering = Gathering(reader, layouts, region, ring)
    gathering.read_region()
    tables: dict[str, Table] = {}
    for name, rows in gathering.rows.items():
        in_order: list[Row] = [rows[one] for one in sorted(rows)]
        ids, columns = encode(layouts[name], in_order, tables)
        if name in PARTIES:
            columns["nearness"] = np.array([gathering.nearness[one] for one in ids], np.int8)
        tables[name] = Table.of(ids, columns)
    return tables
