"""Who could serve which ask: every pair that passes all gates, best first, for many asks at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.words.service_types import SUBSTITUTE
from matching.fit import fit_between
from matching.pairs import Pairs, Points
from matching.rank import open_rows, score
from matching.shelf import ALONE, OF_BOTH, joined, passing, within_reach
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows
from matching.words import GateName

_PAIRS_AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of asks and resources in compressed rows.

    The resources of ``asks[i]`` are ``resources[starts[i]:starts[i + 1]]``, in descending ``scores``, by id
    where those are equal; ``asks`` are rows in order of ids.
    """

    asks: Rows
    starts: NDArray[np.int64]
    resources: Rows
    scores: Points

    def __len__(self) -> int:
        return len(self.asks)

    def of(self, place: int) -> slice:
        """Where the pairs of the ask at a place lie."""
        return slice(int(self.starts[place]), int(self.starts[place + 1]))

    def serving(self, snapshot: Snapshot) -> Candidates:
        """Without kinds of help that are merely related: a person may look at those, no plan counts on them."""
        owner = np.repeat(self.asks, np.diff(self.starts))
        asked, offered = snapshot["asks"]["service_type"], snapshot["resources"]["service_type"]
        kept = fit_between(snapshot, asked[owner], offered[self.resources]) >= SUBSTITUTE
        before = np.append(0, np.cumsum(kept))
        return Candidates(
            asks=self.asks,
            starts=before[self.starts],
            resources=self.resources[kept],
            scores=self.scores[kept],
        )


def candidates(snapshot: Snapshot, asks: Rows | None = None, *, most: int | None = None) -> Candidates:
    """The candidates of the given asks, all different, or of all open ones; at most so many for each.

    Asks for the same kind of help are judged beside everything that fits it, and then all pairs within
    reach at once: the answer is that of ``rank.order`` for each ask.
    """
    rows = open_rows(snapshot) if asks is None else asks
    place = np.zeros(len(snapshot["asks"]), np.int32)
    place[rows] = np.arange(len(rows))
    size = len(snapshot["resources"])
    in_order, number = _by_id(snapshot)
    found = [(np.empty(0, np.int32),) * 3]
    found += [(place[pairs.each_ask], score(pairs), number[pairs.rows]) for pairs in _passing(snapshot, rows)]
    places, scores, numbers = (np.concatenate(column) for column in zip(*found, strict=True))
    top = int(scores.max(initial=0))
    # One number holds the ask's place, the score and the resource's place by id, and sorts at once.
    keys = np.sort((places.astype(np.int64) * (top + 1) + (top - scores)) * size + numbers)
    key, resource = np.divmod(keys, max(size, 1))
    whose, missing = np.divmod(key, top + 1)
    starts = np.searchsorted(whose, np.arange(len(rows) + 1))
    if most is not None:
        first = np.arange(len(keys)) - starts[whose] < most
        whose, missing, resource = whose[first], missing[first], resource[first]
        starts = np.searchsorted(whose, np.arange(len(rows) + 1))
    return Candidates(
        asks=rows, starts=starts, resources=in_order[resource], scores=(top - missing).astype(np.int32)
    )


def _passing(snapshot: Snapshot, rows: Rows) -> Iterator[Pairs]:
    """The pairs of asks that no gate fails, many asks at once."""
    table = snapshot["asks"]
    rows = rows[table["person"][rows] >= 0]
    types, later = table["service_type"][rows], table["from_on"][rows] > snapshot.today
    for when, gates in ((False, OF_BOTH), (True, (*OF_BOTH, *ALONE))):
        gates = tuple(gate for gate in gates if gate.name is not GateName.REACH)
        here, of_type = rows[later == when], types[later == when]
        order = of_type.argsort(kind="stable")
        each = np.split(here[order], np.flatnonzero(np.diff(of_type[order])) + 1) if len(here) else ()
        near = (pairs for asks in each for pairs in within_reach(snapshot, asks, _PAIRS_AT_ONCE))
        for some in _batches(near):
            yield passing(some, gates, keep=False)


def _batches(parts: Iterable[Pairs]) -> Iterator[Pairs]:
    """Few large batches of many small ones."""
    held: list[Pairs] = []
    count = 0
    for pairs in parts:
        held.append(pairs)
        count += len(pairs)
        if count >= _PAIRS_AT_ONCE // 2:
            yield joined(held)
            held, count = [], 0
    if held:
        yield joined(held)


def _by_id(snapshot: Snapshot) -> tuple[Rows, Rows]:
    """The rows of resources in order of ids, and by row its place in that order."""

    def make() -> tuple[Rows, Rows]:
        resources = snapshot["resources"]
        rows = np.array(sorted(range(len(resources)), key=resources.ids.__getitem__), np.int32)
        places = np.empty(len(rows), np.int32)
        places[rows] = np.arange(len(rows))
        return rows, places

    return snapshot.derived("resources_by_id", ("resources",), make)
