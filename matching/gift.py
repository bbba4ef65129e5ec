"""Pairs that no ask brought together: a gift for somebody, or resources looked at by themselves."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.records.fields import FieldRef
from matching.amounts import ONCE
from matching.pairs import Pairs
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import PERSON, Snapshot
from matching.snapshot.table import Rows


class GiftPairs(Pairs):
    """A person (-1: nobody) beside resources: of their own kind, once, at any time from today."""

    def __init__(self, snapshot: Snapshot, person: int, rows: Rows) -> None:
        self.snapshot, self.ask, self.rows = snapshot, -1, rows
        self.client, self.client_party = person, person * 4 + PERSON
        self.columns, self._facts = {}, {}

    def asked(self, column: str) -> Any:
        """What an ask for the resource itself would hold."""
        match column:
            case "service_type":
                return self.of("service_type")[0] if len(self) else UNKNOWN
            case "amount":
                return 1.0
            case "period":
                return np.int8(ONCE)
            case "slots":
                return np.zeros(6, np.uint64)
            case "slots_known" | "slots_text":
                return 0
            case _:
                return UNKNOWN

    def cite_ask(self, *fields: str) -> tuple[FieldRef, ...]:
        """The person, for want of an ask."""
        return self.cite_client("id")
