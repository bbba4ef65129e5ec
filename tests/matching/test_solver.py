"""HiGHS behind its door: every way in which a program ends is a clear answer, and answers are checked again."""

from dataclasses import replace
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import solver
from matching.errors import AnswerRejected
from matching.solver import Model, Program, Status, solve
from tests.proofs import Claim, proved


def a_program(costs, rows, most, *, upper=1.0, integral=True, least=-np.inf):
    """Columns of costs under rows ``rows @ x <= most``, 0 <= x <= upper."""
    matrix = np.array(rows, np.float64).reshape(-1, len(costs))
    columns = [np.flatnonzero(matrix[:, j]) for j in range(len(costs))]
    return Program(
        costs=costs,
        lower=np.zeros(len(costs)),
        upper=np.broadcast_to(np.asarray(upper, np.float64), len(costs)),
        starts=np.cumsum([0, *map(len, columns)]),
        indices=np.concatenate([*columns, []]),
        values=np.concatenate([*(matrix[at, j] for j, at in enumerate(columns)), []]),
        row_lower=np.full(len(matrix), least),
        row_upper=np.asarray(most, np.float64),
        integral=np.full(len(costs), integral),
    )


def a_knapsack(count, seed, rows=5):
    """A program that no solver ends at once: several knapsacks over the same things."""
    chance = np.random.default_rng(seed)
    sizes = chance.integers(100, 1_000, (rows, count))
    return a_program(sizes.sum(axis=0) + chance.integers(0, 100, count), sizes, sizes.sum(axis=1) // 2)


@st.composite
def programs(draw):
    count, rows = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    numbers = st.integers(-4, 6)
    return a_program(
        draw(st.lists(numbers, min_size=count, max_size=count)),
        draw(st.lists(st.lists(numbers, min_size=count, max_size=count), min_size=rows, max_size=rows)),
        draw(st.lists(st.integers(-3, 9), min_size=rows, max_size=rows)),
        upper=2.0,
    )


def dense(program):
    matrix = np.zeros((len(program.row_upper), len(program.costs)))
    for j in range(len(program.costs)):
        at = slice(int(program.starts[j]), int(program.starts[j + 1]))
        matrix[np.asarray(program.indices[at], int), j] = program.values[at]
    return matrix


@given(program=programs(), maximise=st.booleans())
@settings(max_examples=200)
def test_the_answer_is_the_best_of_all_choices_and_its_bound_is_met(program, maximise):
    matrix = dense(program)
    choices = [np.array(x) for x in product(range(3), repeat=len(program.costs))]
    values = [float(np.dot(program.costs, x)) for x in choices if (matrix @ x <= program.row_upper).all()]
    found = solve(program, maximise=maximise)
    if not values:
        assert (found.status, found.found) == (Status.INFEASIBLE, False)
        return
    assert found.status is Status.OPTIMAL
    assert found.objective == (max if maximise else min)(values)
    assert (found.bound, found.gap) == (found.objective, 0.0)
    assert (found.values == np.rint(found.values)).all()
    proved(Claim.SOLVER)


def test_a_program_that_nothing_fulfils_is_told_without_values():
    found = solve(a_program([1.0], [[1.0]], [-1.0]), maximise=True)
    assert (found.status, found.found, len(found.values)) == (Status.INFEASIBLE, False, 0)
    assert np.isnan(found.objective)
    assert found.gap == np.inf


@pytest.mark.parametrize("maximise", [True, False])
def test_a_program_of_nothing_has_the_objective_0(maximise):
    none = np.empty(0)
    empty = Program(
        costs=none, lower=none, upper=none, starts=[0], indices=none, values=none, row_lower=none, row_upper=none
    )  # fmt: skip
    found = solve(empty, maximise=maximise)
    assert (found.status, found.objective, found.bound, found.gap) == (Status.OPTIMAL, 0.0, 0.0, 0.0)


def test_where_time_runs_out_the_best_found_comes_with_a_bound_above_it_and_the_gap():
    program = a_knapsack(120, 1)
    found = Model(program, maximise=True).solve(seconds=0.2, start=np.zeros(120))
    assert found.status is Status.BEST_FOUND
    assert found.bound > found.objective
    assert found.gap == pytest.approx((found.bound - found.objective) / found.objective)
    assert (dense(program) @ found.values <= program.row_upper).all()


def test_a_lower_bound_of_what_is_minimised_lies_below_what_was_found():
    program = a_knapsack(120, 2)
    least = replace(
        program,
        row_lower=np.asarray(program.row_upper),
        row_upper=np.full(len(program.row_upper), np.inf),
    )
    found = Model(least, maximise=False).solve(seconds=0.2, start=np.ones(120))
    assert found.status is Status.BEST_FOUND
    assert found.bound < found.objective


def test_where_nothing_was_found_in_time_there_are_no_values():
    found = solve(a_knapsack(120, 3), maximise=True, seconds=0.0)
    assert (found.status, found.found, len(found.values)) == (Status.NOTHING_FOUND, False, 0)


def test_a_bound_of_whole_costs_is_whole():
    found = Model(a_knapsack(120, 4), maximise=True).solve(seconds=0.2, start=np.zeros(120))
    assert found.bound == int(found.bound)


def test_a_program_without_end_is_rejected():
    with pytest.raises(AnswerRejected):
        solve(a_program([1.0], [[0.0]], [1.0], upper=np.inf, integral=False), maximise=True)


def answering(values):
    """HiGHS, but with another answer."""

    def changed(self, *given):
        found = real(self, *given)
        return SimpleNamespace(col_value=values, row_dual=list(found.row_dual), col_dual=list(found.col_dual))

    real = solver.highspy.Highs.getSolution
    return changed


@pytest.mark.parametrize(
    ("values", "why"), [([0.5, 0.0], "whole"), ([1.0, 1.0], "bound"), ([-1.0, 0.0], "bound")]
)
def test_an_answer_that_does_not_hold_in_whole_numbers_is_rejected(monkeypatch, values, why):
    monkeypatch.setattr(solver.highspy.Highs, "getSolution", answering(values))
    with pytest.raises(AnswerRejected) as raised:
        solve(a_program([2.0, 1.0], [[1.0, 1.0]], [1.0]), maximise=True)
    assert why in raised.value.fields["reason"]


def test_what_is_whole_but_for_rounding_is_rounded(monkeypatch):
    monkeypatch.setattr(solver.highspy.Highs, "getSolution", answering([1.0 - 1e-9, 1e-9]))
    found = solve(a_program([2.0, 1.0], [[1.0, 1.0]], [1.0]), maximise=True)
    assert found.values.tolist() == [1.0, 0.0]


def test_duals_say_what_one_more_unit_of_a_row_is_worth():
    program = a_program([3.0, 2.0], [[1.0, 1.0]], [1.5], integral=False)
    found = solve(program, maximise=True)
    more = solve(replace(program, row_upper=[1.75]), maximise=True)
    assert found.row_duals.tolist() == [2.0]
    assert more.objective - found.objective == 0.25 * found.row_duals[0]


def test_columns_that_are_added_and_forbidden_later_count():
    model = Model(a_program([3.0], [[1.0]], [1.0]), maximise=True)
    assert model.solve().objective == 3.0
    model.add_columns(costs=[5.0], lower=[0], upper=[1], starts=[0, 1], indices=[0], values=[1.0], integral=[True])  # fmt: skip
    assert (model.columns, model.solve().objective) == (2, 5.0)
    model.bound_columns([1], [0.0], [0.0])
    assert model.solve().values.tolist() == [1.0, 0.0]
