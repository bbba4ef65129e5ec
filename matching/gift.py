"""Pairs that no ask brought together: a gift for somebody, or resources looked at by themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graph.records.fields import FieldRef
from matching.amounts import ONCE
from matching.pairs import C, Pairs
from matching.snapshot.encoders import UNKNOWN, Column
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows


class GiftPairs(Pairs):
    """A person (-1: nobody) beside resources: of one kind or their own, once, at any time from today."""

    def __init__(self, snapshot: Snapshot, person: int, rows: Rows, kind: int | None = None) -> None:
        self.kind = kind
        self.snapshot, self.rows = snapshot, rows
        self.asks, self.clients = np.array([-1], np.int32), np.array([person], np.int32)
        self.columns, self._facts = {}, {}
        self._known, self._places, self._part = {}, None, None

    def asked(self, column: str) -> Column:
        """What an ask for the resource itself would hold."""
        return np.array([self._asked(column)])

    def _asked(self, column: str) -> Any:
        match column:
            case "service_type" if self.kind is not None:
                return np.int32(self.kind)
            case "service_type":
                return self.of("service_type")[0] if len(self) else np.int32(UNKNOWN)
            case "amount":
                return 1.0
            case "period":
                return np.int8(ONCE)
            case "slots":
                return np.zeros(6, np.uint64)
            case "slots_known" | "slots_text":
                return np.int8(0)
            case _:
                return np.int32(UNKNOWN)

    def by_ask(self, find: Callable[[Pairs], C]) -> C:
        """What a function finds in what an ask for the resource would hold."""
        return find(self)

    def cite_ask(self, *fields: str) -> tuple[FieldRef, ...]:
        """The person, for want of an ask."""
        return self.cite_client("id")
