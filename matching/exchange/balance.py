"""How often two people helped each other lately: counts of times, never prices, never a rank (D25)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.words.kinds import LinkageOutcome, LinkageState
from matching.errors import NotInSnapshot
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.snapshot.snapshot import PERSON, Snapshot

WINDOW_DAYS = 365
_STATES = word_codes(LinkageState)
_BEGUN = [_STATES[one] for one in (LinkageState.ACTIVE, LinkageState.KEPT, LinkageState.ENDED)]
_NOT_DELIVERED = word_codes(LinkageOutcome)[LinkageOutcome.NOT_DELIVERED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How often one person gave to another, and received from them, in so many days.

    It is for the two and their worker alone, and only between two: nothing adds it up or sorts by it.
    """

    gave: int
    received: int
    window_days: int


def balance_between(snapshot: Snapshot, one: str, other: str, window_days: int = WINDOW_DAYS) -> Balance:
    """What went between two people, seen from the first; a linkage counts once, when it began.

    Raises:
        NotInSnapshot: one of them is not in the region.
    """
    rows = [snapshot["people"].row(person) for person in (one, other)]
    for person, row in zip((one, other), rows, strict=True):
        if row < 0 or not snapshot["people"]["alive"][row]:
            raise NotInSnapshot(id=person)
    begun = _begun(snapshot, window_days)
    giver, client = snapshot["linkages"]["giver"], snapshot["linkages"]["person"]
    gave, received = (
        int(np.count_nonzero(begun & (giver == a * 4 + PERSON) & (client == b)))
        for a, b in (rows, reversed(rows))
    )
    return Balance(gave=gave, received=received, window_days=window_days)


def _begun(snapshot: Snapshot, window_days: int) -> NDArray[np.bool_]:
    """By linkage: whether its help began within the window and was given."""
    table = snapshot["linkages"]
    since = table["started_on"]
    found: NDArray[np.bool_] = table["alive"] & np.isin(table["state"], _BEGUN)
    found &= (since != UNKNOWN) & (since <= snapshot.today) & (since > snapshot.today - window_days)
    found &= table["outcome"] != _NOT_DELIVERED
    return found
