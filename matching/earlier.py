"""Earlier linkages by giver: who helped a client before, and how a giver's linkages went."""

from __future__ import annotations

import numpy as np

from graph.words.kinds import LinkageOutcome, LinkageState
from matching.relation import Keys, pair_keys
from matching.snapshot.encoders import word_codes
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows

_STATES, _OUTCOMES = word_codes(LinkageState), word_codes(LinkageOutcome)
_TOGETHER = np.zeros(len(_STATES) + 1, bool)
_TOGETHER[[_STATES[s] for s in (LinkageState.ACTIVE, LinkageState.KEPT, LinkageState.ENDED)]] = True
_BROKEN_OFF = np.zeros(len(_OUTCOMES) + 1, bool)
_BROKEN_OFF[
    [
        _OUTCOMES[o]
        for o in (
            LinkageOutcome.STOPPED_BY_CLIENT,
            LinkageOutcome.STOPPED_BY_HELPER,
            LinkageOutcome.NOT_DELIVERED,
        )
    ]
] = True


def together(snapshot: Snapshot, client: int) -> tuple[Rows, Rows]:
    """The client's linkages that were once under way: those not broken off, and those that were."""
    table = snapshot["linkages"]
    rows = np.flatnonzero(table["person"] == client).astype(np.int32)
    rows = rows[table["alive"][rows] & _TOGETHER[table["state"][rows]]]
    broken = _BROKEN_OFF[table["outcome"][rows]]
    return rows[~broken], rows[broken]


def together_without_break(snapshot: Snapshot) -> Keys:
    """The clients and givers, as ascending keys, of whom linkages were under way and none was broken off."""

    def make() -> Keys:
        table = snapshot["linkages"]
        rows = np.flatnonzero(table["alive"] & _TOGETHER[table["state"]])
        rows = rows[(table["person"][rows] >= 0) & (table["giver"][rows] >= 0)]
        keys = pair_keys(table["person"][rows], table["giver"][rows])
        broken = _BROKEN_OFF[table["outcome"][rows]]
        return np.setdiff1d(keys[~broken], keys[broken])

    return snapshot.derived("together_without_break", ("linkages",), make)


def went_well(snapshot: Snapshot) -> tuple[Rows, Rows]:
    """The rows of linkages that ended well, and their givers."""

    def make() -> tuple[Rows, Rows]:
        table = snapshot["linkages"]
        well = table["alive"] & (table["outcome"] == _OUTCOMES[LinkageOutcome.WENT_WELL])
        rows = np.flatnonzero(well & (table["giver"] >= 0)).astype(np.int32)
        order = np.argsort(table["giver"][rows], kind="stable")
        return rows[order], table["giver"][rows[order]]

    return snapshot.derived("went_well", ("linkages",), make)
