"""Keeps the snapshots of a process, never older than what is asked of them, within a limit of memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import islice
from threading import Lock

from graph.policy.policy import Policy
from graph.records.people import Person
from graph.store import GraphStore
from matching.snapshot.build import build
from matching.snapshot.refresh import refresh
from matching.snapshot.snapshot import Snapshot, day_of

DEFAULT_MEBIBYTES = 1024
WHOLE_UP_TO = 400_000
"""How many people a store may hold for matching to look at all of it; a gu has about that many."""

Region = frozenset[str]


class SnapshotKeeper:
    """Hands out the snapshot of a region, brought up to the store's present by the cursor first.

    One snapshot is kept for each region asked for; a new one takes the old one's place as a whole, so
    that whoever still reads the old one is not disturbed. Above ``mebibytes`` those go that were not asked
    for the longest; the one just asked for stays, however large.
    """

    def __init__(
        self,
        store: GraphStore,
        policy_on: Callable[[date], Policy],
        *,
        mebibytes: int = DEFAULT_MEBIBYTES,
        whole_up_to: int = WHOLE_UP_TO,
    ) -> None:
        self._store, self._policy_on = store, policy_on
        self._bytes, self._whole_up_to = mebibytes << 20, whole_up_to
        self._kept: dict[Region, Snapshot] = {}
        self._locks: dict[Region, Lock] = {}
        self._lock = Lock()
        self._counted: tuple[date, bool] | None = None

    def around(self, dong: str, now: datetime, *, also: Iterable[str] = ()) -> Snapshot:
        """What matching looks at for a dong: all of a store up to the size of a gu, else the dong's region.

        ``also`` names dongs whose offers must be in, near or far.
        """
        region, wanted = Region() if self._looks_at_all(now) else Region({dong}), Region(also)
        snapshot = self.snapshot(region, now)
        return snapshot if snapshot.covers(wanted) else self.snapshot(region | wanted, now)

    def _looks_at_all(self, now: datetime) -> bool:
        """Whether the store is small enough; counted once a day, and no further than needed."""
        counted, today = self._counted, day_of(now)
        if counted is None or counted[0] != today:
            with self._store.read() as reader:
                people = islice(reader.columns(Person, ("id",)), self._whole_up_to + 1)
                counted = self._counted = today, sum(1 for _ in people) <= self._whole_up_to
        return counted[1]

    def snapshot(self, dongs: Iterable[str], now: datetime) -> Snapshot:
        """The region (empty: everything) with every change in that was committed before the call."""
        region = Region(dongs)
        policy = self._policy_on(day_of(now))
        with self._lock:
            lock = self._locks.setdefault(region, Lock())
        with lock, self._store.read() as reader:
            kept = self._kept.get(region)
            if kept is None:
                kept = build(reader, dongs=region, now=now, policy=policy)
            elif kept.cursor != reader.cursor() or kept.now != now or kept.policy is not policy:
                changes = self._store.changes(kept.cursor)
                kept = refresh(kept, changes, reader, now=now, policy=policy)
            self._keep(region, kept)
            return kept

    def _keep(self, region: Region, snapshot: Snapshot) -> None:
        """Put the snapshot last, and let the first ones go while all together are too large."""
        with self._lock:
            self._kept.pop(region, None)
            self._kept[region] = snapshot
            held = sum(one.bytes_held() for one in self._kept.values())
            for other in list(self._kept):
                if held <= self._bytes or other == region:
                    break
                held -= self._kept.pop(other).bytes_held()

    def regions(self) -> tuple[Region, ...]:
        """The regions that are kept, the one asked for last at the end."""
        return tuple(self._kept)

    def let_go(self) -> None:
        """Forget every snapshot, as after something was forgotten in the store."""
        with self._lock:
            self._kept.clear()
