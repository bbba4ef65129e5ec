"""Who asks for something now and gets nothing, by group: the state that a plan begins from."""

from __future__ import annotations

import numpy as np

from graph.words.kinds import LinkageState
from matching.allocate.fairness import Fairness, unmet_among
from matching.amounts import holding
from matching.network.neighbourhood import residents
from matching.rank import open_rows
from matching.snapshot.encoders import word_codes
from matching.snapshot.snapshot import Snapshot

_ASKED = word_codes(LinkageState)[LinkageState.ASKED]


def fairness_now(snapshot: Snapshot) -> Fairness:
    """Residents with an open ask or a linkage that runs, and those of them without any linkage that runs.

    A helper who was asked and has not answered helps nobody yet.
    """
    linkages, rows, here = snapshot["linkages"], holding(snapshot), residents(snapshot)
    running = linkages["person"][rows[linkages["state"][rows] != _ASKED]]
    asking = snapshot["asks"]["person"][open_rows(snapshot)]
    name = snapshot.person_id
    helped = {name(row) for row in np.intersect1d(running, here).tolist()}
    return unmet_among(
        snapshot, helped | {name(row) for row in np.intersect1d(asking, here).tolist()}, helped
    )
