"""A role of a circle beside resources: what the client's ask for it would be, once a week in one of its visits."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.amounts import WEEK
from matching.circle.templates import Role
from matching.gift import GiftPairs
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows


class RolePairs(GiftPairs):
    """A client beside resources of one service type that could fill a role; the ask for it is no record.

    It asks for the least that helps, so that nobody who could do a part is left out, unless ``visits`` are named.
    """

    def __init__(
        self, snapshot: Snapshot, client: int, role: Role, service_type: int, rows: Rows, visits: int = 1
    ) -> None:
        super().__init__(snapshot, client, rows)
        self.role, self.service_type, self.visits = role, service_type, visits

    @cached_property
    def _slots(self) -> NDArray[np.uint64]:
        return np.array(self.role.slots.words(), np.uint64)

    def _asked(self, column: str) -> Any:
        match column:
            case "person":
                return np.int32(self.client)
            case "service_type":
                return np.int32(self.service_type)
            case "amount":
                return float(self.visits)
            case "period":
                return np.int8(WEEK)
            case "slots":
                return self._slots
            case "slots_known":
                return np.int8(1)
            case _:
                return super()._asked(column)
