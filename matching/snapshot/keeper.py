"""Keeps one snapshot a region and process, never older than what is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from threading import Lock

from graph.policy.policy import Policy
from graph.store import GraphStore
from matching.snapshot.build import build
from matching.snapshot.refresh import refresh
from matching.snapshot.snapshot import SEOUL, Snapshot


class SnapshotKeeper:
    """Hands out the snapshot of a region, brought up to the store's present by the cursor first.

    One snapshot is kept for each region asked for; a new one takes the old one's place as a whole, so
    that whoever still reads the old one is not disturbed.
    """

    def __init__(self, store: GraphStore, policy_on: Callable[[date], Policy]) -> None:
        self._store, self._policy_on = store, policy_on
        self._kept: dict[frozenset[str], Snapshot] = {}
        self._locks: dict[frozenset[str], Lock] = {}
        self._lock = Lock()

    def snapshot(self, dongs: Iterable[str], now: datetime) -> Snapshot:
        """The region (empty: everything) with every change in that was committed before the call."""
        region = frozenset(dongs)
        policy = self._policy_on(now.astimezone(SEOUL).date())
        with self._lock:
            lock = self._locks.setdefault(region, Lock())
        with lock, self._store.read() as reader:
            kept = self._kept.get(region)
            if kept is None:
                kept = build(reader, dongs=region, now=now, policy=policy)
            elif kept.cursor != reader.cursor() or kept.now != now or kept.policy is not policy:
                changes = self._store.changes(kept.cursor)
                kept = refresh(kept, changes, reader, now=now, policy=policy)
            self._kept[region] = kept
            return kept

    def let_go(self) -> None:
        """Forget every snapshot, as after something was forgotten in the store."""
        self._kept.clear()
