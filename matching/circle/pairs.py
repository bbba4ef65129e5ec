"""A role of a circle beside resources: what the client's ask for it would be, once a week in one of its visits."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.records.fields import FieldRef
from matching.amounts import WEEK
from matching.circle.templates import Role
from matching.pairs import Pairs
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import PERSON, Snapshot
from matching.snapshot.table import Rows


class RolePairs(Pairs):
    """A client beside resources of one service type that could fill a role; the ask for it is no record."""

    def __init__(self, snapshot: Snapshot, client: int, role: Role, service_type: int, rows: Rows) -> None:
        self.snapshot, self.ask, self.rows = snapshot, -1, rows
        self.client, self.client_party = client, client * 4 + PERSON
        self.role, self.service_type = role, service_type

    def take(self, keep: NDArray[Any] | slice) -> RolePairs:
        """The pairs that a mask or positions choose."""
        return RolePairs(self.snapshot, self.client, self.role, self.service_type, self.rows[keep])

    @cached_property
    def _slots(self) -> NDArray[np.uint64]:
        return np.array(self.role.slots.words(), np.uint64)

    def asked(self, column: str) -> Any:
        """What the ask would hold: the least that helps, so that nobody who could do a part is left out."""
        match column:
            case "person":
                return self.client
            case "service_type":
                return self.service_type
            case "amount":
                return 1.0
            case "period":
                return np.int8(WEEK)
            case "slots":
                return self._slots
            case "slots_known":
                return 1
            case "slots_text":
                return 0
            case _:
                return UNKNOWN

    def cite_ask(self, *fields: str) -> tuple[FieldRef, ...]:
        """The client, for want of an ask."""
        return self.cite_client("id")
