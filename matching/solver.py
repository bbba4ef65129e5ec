"""HiGHS behind one door: linear and mixed-integer programs as arrays in, answers checked again out.

Nothing else imports highspy. A program is given by columns, as HiGHS keeps it::

    program = Program(
        costs=..., lower=..., upper=...,               # one a column
        starts=..., indices=..., values=...,           # column j: rows indices[starts[j]:starts[j + 1]]
        row_lower=..., row_upper=..., integral=...,    # one a row; one a column
    )
    answer = Model(program, maximise=True).solve(seconds=30)

``Model`` keeps the program and its basis: add columns, solve again, read the duals (restricted master).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray

from matching.errors import AnswerRejected

Numbers = NDArray[np.float64]
_TOLERANCE = 1e-6
_highs: Callable[[], Any] = highspy.Highs  # its stubs are partial
_SIMPLEX = {"choose": 0, "dual": 1, "primal": 4}


class Status(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    """Proven, within the gap that was asked for."""

    BEST_FOUND = "best_found"
    """Time ran out: the best found, with its bound and gap."""

    NOTHING_FOUND = "nothing_found"
    """Time ran out before anything was found; the bound may still say something."""

    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Columns x with ``lower <= x <= upper`` and rows with ``row_lower <= A x <= row_upper``.

    Use ``numpy.inf`` for no limit. ``integral`` flags the columns that must be whole; None for a linear
    program. A column names each row at most once.
    """

    costs: ArrayLike
    lower: ArrayLike
    upper: ArrayLike
    starts: ArrayLike
    indices: ArrayLike
    values: ArrayLike
    row_lower: ArrayLike
    row_upper: ArrayLike
    integral: ArrayLike | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found; where nothing was, ``values`` is empty and ``objective`` NaN.

    ``bound`` is what no solution can better, ``gap`` the distance to it relative to the objective. Integral
    columns hold whole numbers exactly, and bounds and rows were checked again with those. ``row_duals`` and
    ``reduced_costs`` are the change of the objective for one more unit of a row or a column, in the sense
    of the model (maximised: a binding ``<=`` row has a dual >= 0); empty after a mixed-integer solve.
    """

    status: Status
    values: Numbers
    objective: float
    bound: float
    gap: float
    row_duals: Numbers
    reduced_costs: Numbers

    @property
    def found(self) -> bool:
        """Whether there is a solution at all."""
        return self.status in (Status.OPTIMAL, Status.BEST_FOUND)


def solve(program: Program, *, maximise: bool, **options: Any) -> Answer:
    """The answer to a program that is solved once; options as in ``Model.solve``."""
    return Model(program, maximise=maximise).solve(**options)


class Model:
    """A program that HiGHS keeps, with the basis of the last solve; one thread, deterministic by its seed."""

    def __init__(self, program: Program, *, maximise: bool, seed: int = 0) -> None:
        """Hand the program to HiGHS."""
        self._blocks = [_Block(program.costs, program.lower, program.upper, program.integral)]
        self._matrix = [_Matrix(program.starts, program.indices, program.values)]
        self._rows = _numbers(program.row_lower), _numbers(program.row_upper)
        self._sign = 1.0 if maximise else -1.0
        self._highs = highs = _highs()
        for option, value in {"output_flag": False, "threads": 1, "random_seed": seed}.items():
            highs.setOptionValue(option, value)
        self._pass(maximise)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return sum(len(block.costs) for block in self._blocks)

    def add_columns(
        self,
        *,
        costs: ArrayLike,
        lower: ArrayLike,
        upper: ArrayLike,
        starts: ArrayLike,
        indices: ArrayLike,
        values: ArrayLike,
        integral: ArrayLike | None = None,
    ) -> None:
        """Append columns over the rows there are; the next solve goes on from the last basis."""
        block, matrix = _Block(costs, lower, upper, integral), _Matrix(starts, indices, values)
        first, count = self.columns, len(block.costs)
        self._highs.addCols(
            count, block.costs, block.lower, block.upper,
            len(matrix.indices), matrix.starts[:-1], matrix.indices, matrix.values,
        )  # fmt: skip
        whole = np.flatnonzero(block.integral).astype(np.int32) + np.int32(first)
        self._highs.changeColsIntegrality(len(whole), whole, np.ones(len(whole), np.uint8))
        self._blocks.append(block)
        self._matrix.append(matrix)

    def bound_columns(self, columns: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> None:
        """Give some columns other bounds: fix them, forbid them, free them again."""
        which, block = np.asarray(columns, np.int32), self._gathered()
        block.lower[which], block.upper[which] = lower, upper
        self._highs.changeColsBounds(len(which), which, block.lower[which], block.upper[which])

    def solve(
        self,
        *,
        seconds: float = np.inf,
        gap: float = 0.0,
        relaxed: bool = False,
        simplex: Literal["choose", "dual", "primal"] = "choose",
        start: ArrayLike | None = None,
    ) -> Answer:
        """The optimum, or the best found in time.

        ``gap`` is relative and ends a mixed-integer solve early; ``relaxed`` leaves integrality out and
        gives duals; ``start`` is a solution to begin with, one value a column. After ``add_columns`` the
        primal simplex goes on from where it was.

        Raises:
            AnswerRejected: HiGHS failed, the program is unbounded, or the answer did not stand the check.
        """
        whole = not relaxed and any(block.integral.any() for block in self._blocks)
        highs, limit = self._highs, float(seconds)
        highs.setOptionValue("time_limit", highs.getRunTime() + limit if np.isfinite(limit) else np.inf)
        highs.setOptionValue("mip_rel_gap", float(gap))
        highs.setOptionValue("solve_relaxation", relaxed)
        highs.setOptionValue("simplex_strategy", _SIMPLEX[simplex])
        if start is not None:
            self._start_from(_numbers(start))
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kSolveError:
            self._run_without_presolve()
        return self._answer(self._status(), whole)

    def _run_without_presolve(self) -> None:
        """Solve anew: HiGHS 1.15 at times undoes its presolve wrongly, and then says so itself."""
        self._highs.clearSolver()
        self._highs.setOptionValue("presolve", "off")
        self._highs.run()
        self._highs.setOptionValue("presolve", "choose")

    def _pass(self, maximise: bool) -> None:
        block, matrix, lp = self._blocks[0], self._matrix[0], highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(block.costs), len(self._rows[0])
        lp.sense_ = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = block.costs, block.lower, block.upper
        lp.row_lower_, lp.row_upper_ = self._rows
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = (
            matrix.starts,
            matrix.indices,
            matrix.values,
        )
        if block.integral.any():
            kinds = highspy.HighsVarType
            lp.integrality_ = [
                kinds.kInteger if one else kinds.kContinuous for one in block.integral.tolist()
            ]
        if self._highs.passModel(lp) == highspy.HighsStatus.kError:
            raise AnswerRejected(reason="the program was refused")

    def _start_from(self, values: Numbers) -> None:
        begin = highspy.HighsSolution()
        begin.col_value = values.tolist()
        self._highs.setSolution(begin)

    def _status(self) -> Status:
        code, kinds = self._highs.getModelStatus(), highspy.HighsModelStatus
        if code in (kinds.kOptimal, kinds.kModelEmpty):
            return Status.OPTIMAL
        if code == kinds.kInfeasible:
            return Status.INFEASIBLE
        if code == kinds.kTimeLimit:
            feasible = (
                self._highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
            )
            return Status.BEST_FOUND if feasible else Status.NOTHING_FOUND
        raise AnswerRejected(reason=self._highs.modelStatusToString(code))

    def _answer(self, status: Status, whole: bool) -> Answer:
        none, info = np.empty(0), self._highs.getInfo()
        if status in (Status.INFEASIBLE, Status.NOTHING_FOUND):
            bound = info.mip_dual_bound if whole and status == Status.NOTHING_FOUND else self._sign * np.inf
            return Answer(
                status=status, values=none, objective=np.nan, bound=bound, gap=np.inf,
                row_duals=none, reduced_costs=none,
            )  # fmt: skip
        solution, block = self._highs.getSolution(), self._gathered()
        values = np.array(solution.col_value, np.float64)
        if whole:
            values = _rounded(values, block.integral)
        self._check(values, block)
        objective = float(block.costs @ values)
        bound = self._bound(objective, status, whole, block)
        duals = (none, none) if whole else (np.array(solution.row_dual), np.array(solution.col_dual))
        return Answer(
            status=status, values=values, objective=objective, bound=bound,
            gap=abs(bound - objective) / max(abs(objective), 1e-9),
            row_duals=duals[0], reduced_costs=duals[1],
        )  # fmt: skip

    def _bound(self, objective: float, status: Status, whole: bool, block: _Block) -> float:
        if not whole:
            return objective if status == Status.OPTIMAL else self._sign * np.inf
        bound = self._sign * float(self._highs.getInfo().mip_dual_bound)
        if np.isfinite(bound) and block.counts_in_whole:
            bound = float(np.floor(bound + _TOLERANCE * max(1.0, abs(bound))))
        # What was found is itself a bound from below, whatever rounding says.
        return self._sign * max(bound, self._sign * objective)

    def _check(self, values: Numbers, block: _Block) -> None:
        matrix, (low, high) = self._joined(), self._rows
        sums = np.bincount(
            matrix.indices, matrix.values * np.repeat(values, np.diff(matrix.starts)), len(low)
        )
        for found, least, most in ((values, block.lower, block.upper), (sums, low, high)):
            slack = _TOLERANCE * 10 * np.maximum(1.0, np.abs(found))
            if (found < least - slack).any() or (found > most + slack).any():
                raise AnswerRejected(reason="a bound does not hold")

    def _gathered(self) -> _Block:
        if len(self._blocks) > 1:
            names = ("costs", "lower", "upper", "integral")
            joined = (np.concatenate([getattr(block, name) for block in self._blocks]) for name in names)
            self._blocks = [_Block(*joined)]
        return self._blocks[0]

    def _joined(self) -> _Matrix:
        if len(self._matrix) > 1:
            lengths = np.concatenate([np.diff(one.starts) for one in self._matrix])
            self._matrix = [
                _Matrix(
                    np.concatenate([[0], np.cumsum(lengths)]),
                    np.concatenate([one.indices for one in self._matrix]),
                    np.concatenate([one.values for one in self._matrix]),
                )
            ]
        return self._matrix[0]


class _Block:
    """Costs, bounds and integrality of some columns, as arrays of our own."""

    def __init__(
        self, costs: ArrayLike, lower: ArrayLike, upper: ArrayLike, integral: ArrayLike | None
    ) -> None:
        self.costs, self.lower, self.upper = _numbers(costs), _numbers(lower), _numbers(upper)
        none = np.zeros(len(self.costs), np.bool_)
        self.integral: NDArray[np.bool_] = none if integral is None else np.array(integral, np.bool_)

    @property
    def counts_in_whole(self) -> bool:
        """Whether the objective can only be a whole number."""
        whole = self.integral & (np.rint(self.costs) == self.costs)
        return bool((whole | (self.costs == 0)).all())


class _Matrix:
    """The coefficients of some columns, as HiGHS counts them."""

    def __init__(self, starts: ArrayLike, indices: ArrayLike, values: ArrayLike) -> None:
        self.starts: NDArray[np.int32] = np.array(starts, np.int32)
        self.indices: NDArray[np.int32] = np.array(indices, np.int32)
        self.values = _numbers(values)


def _numbers(given: ArrayLike) -> Numbers:
    return np.array(given, np.float64)


def _rounded(values: Numbers, integral: NDArray[np.bool_]) -> Numbers:
    whole = np.rint(values)
    if (np.abs(whole - values)[integral] > 1e-5).any():
        raise AnswerRejected(reason="a whole number is not whole")
    found: Numbers = np.where(integral, whole, values)
    return found
