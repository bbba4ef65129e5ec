"""How well every offered service type fits an asked one, and which resources offer which type."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.words.service_types import EXACT, NO_FIT, closeness, service_types
from matching.pairs import Pairs, crossed
from matching.snapshot.schema import PARTIES
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows


def fits(snapshot: Snapshot, asked: int) -> NDArray[np.int8]:
    """By type number: 3 exact, 2 substitute, 1 related, 0 no fit; a code not in the list fits itself."""
    types = snapshot.names.types
    code = types.values[asked]

    def fit(offered: str) -> int:
        if offered == code:
            return EXACT
        known = service_types()
        return closeness(code, offered) if code in known and offered in known else NO_FIT

    return types.table(("fits", code), fit, np.int8, NO_FIT)


def fit_of(pairs: Pairs) -> NDArray[np.int8]:
    """How well what is offered fits what is asked, for each pair."""
    return fit_between(pairs.snapshot, pairs.asked("service_type"), pairs.of("service_type"))


def fit_between(snapshot: Snapshot, asked: Rows, offered: Rows) -> NDArray[np.int8]:
    """How well offered types fit asked ones, all by number."""
    found: NDArray[np.int8] = crossed(asked, offered, lambda one: fits(snapshot, one))
    return found


def offering(snapshot: Snapshot, asked: int) -> Rows:
    """The rows of resources whose type fits, in order of rows."""

    def make() -> tuple[Rows, NDArray[np.int64]]:
        table = snapshot["resources"]
        rows = np.flatnonzero(snapshot.listed("resources")).astype(np.int32)
        types = table["service_type"][rows]
        order = np.argsort(types, kind="stable")
        starts = np.searchsorted(types[order], np.arange(len(snapshot.names.types.values) + 1))
        return rows[order], starts

    rows, starts = snapshot.derived("offering", ("resources", *PARTIES), make)
    fitting = np.flatnonzero(fits(snapshot, asked)[:-1] > NO_FIT)
    parts = [rows[starts[t] : starts[t + 1]] for t in fitting if t + 1 < len(starts)]
    return np.concatenate(parts) if parts else rows[:0]
