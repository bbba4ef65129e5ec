"""Who could serve which ask: every pair that passes all gates, best first, for many asks at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.words.kinds import AskState
from matching.pairs import Points
from matching.rank import order
from matching.snapshot.encoders import word_codes
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows

_OPEN = word_codes(AskState)[AskState.OPEN]


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


def open_rows(snapshot: Snapshot) -> Rows:
    """The rows of the region's open asks, in order of ids."""
    asks = snapshot["asks"]
    rows = np.flatnonzero(snapshot.listed("asks") & (asks["state"] == _OPEN) & (asks["person"] >= 0))
    return np.array(sorted(rows.tolist(), key=lambda row: asks.ids[row]), np.int32)


def candidates(snapshot: Snapshot, asks: Rows | None = None, *, most: int | None = None) -> Candidates:
    """The candidates of the given asks, of all open ones where none are given; at most so many for each."""
    rows = open_rows(snapshot) if asks is None else asks
    found = [order(snapshot, row, most=most) for row in rows.tolist()]
    resources = [one.rows for one in found]
    return Candidates(
        asks=rows,
        starts=_starts([len(one) for one in resources]),
        resources=np.concatenate([np.empty(0, np.int32), *resources]),
        scores=np.concatenate([np.empty(0, np.int32), *(one.scores for one in found)]),
    )


def _starts(lengths: Sequence[int]) -> NDArray[np.int64]:
    starts: NDArray[np.int64] = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts
