"""Programs written row by row, handed over by columns as the solver wants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from matching.solver import Program


class Rows:
    """Columns with costs, and rows over them, as they come to mind; all lower bounds are 0."""

    def __init__(self) -> None:
        self._costs: list[float] = []
        self._upper: list[float] = []
        self._whole: list[bool] = []
        self._low: list[float] = []
        self._high: list[float] = []
        self._row: list[int] = []
        self._column: list[int] = []
        self._value: list[float] = []

    def column(self, cost: float = 0.0, *, upper: float = 1.0, whole: bool = True) -> int:
        """A new column's number."""
        self._costs.append(cost)
        self._upper.append(upper)
        self._whole.append(whole)
        return len(self._costs) - 1

    def row(
        self,
        plus: Sequence[int],
        minus: Iterable[int] = (),
        *,
        times: float = 1.0,
        low: float = -np.inf,
        high: float = np.inf,
    ) -> None:
        """``low <= sum of plus - times * sum of minus <= high``; each column is named once."""
        less = list(minus)
        number = len(self._low)
        self._row += [number] * (len(plus) + len(less))
        self._column += [*plus, *less]
        self._value += [1.0] * len(plus) + [-times] * len(less)
        self._low.append(low)
        self._high.append(high)

    def program(self) -> Program:
        """All of it, by columns."""
        columns = np.array(self._column, np.int32)
        order = np.argsort(columns, kind="stable")
        starts = np.zeros(len(self._costs) + 1, np.int64)
        np.cumsum(np.bincount(columns, minlength=len(self._costs)), out=starts[1:])
        return Program(
            costs=self._costs,
            lower=np.zeros(len(self._costs)),
            upper=self._upper,
            starts=starts,
            indices=np.array(self._row, np.int32)[order],
            values=np.array(self._value)[order],
            row_lower=self._low,
            row_upper=self._high,
            integral=self._whole,
        )
