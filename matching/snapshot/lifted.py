"""A snapshot as it would be if some linkages held nothing."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matching.snapshot.snapshot import Snapshot


def without_linkages(snapshot: Snapshot, linkages: Iterable[str]) -> Snapshot:
    """The same with those linkages gone, so that what was agreed in a circle does not stand in its own way."""
    table = snapshot["linkages"]
    rows = np.array(sorted({row for one in linkages if (row := table.row(one)) >= 0}), np.int32)
    if not len(rows):
        return snapshot
    lifted = table.changed(rows, {"alive": np.zeros(len(rows), np.bool_)})
    return snapshot.followed_by(tables={**snapshot.tables, "linkages": lifted})
