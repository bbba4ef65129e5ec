"""Where half-hours do not bind, the week is solved in its short form: the same optimum, the same prices."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.kernels import visits
from matching.kernels.assignment import assign
from matching.kernels.short_form import as_short_form
from matching.kernels.visits import VisitsAssigned, VisitsProblem, assign_visits, week_of
from tests.matching.kernels.oracle import best_week, weeks
from tests.matching.kernels.test_visits import holds
from tests.proofs import Claim, proved


@st.composite
def short_weeks(draw: st.DrawFn) -> VisitsProblem:
    """Asks of one visit, each of a client of its own, who have a half-hour to spare with every giver."""
    week = draw(weeks())
    asks = len(week.client)
    wide = np.zeros((1, 6), np.uint64)
    wide[0, 0], wide[0, 5] = 7, 3 << 14
    return replace(
        week,
        client=np.arange(asks, dtype=np.int32),
        visits=np.ones(asks, np.int16),
        client_first=np.full(asks, draw(st.sampled_from([0, 20])), np.int64),
        ask_slots=np.repeat(wide, asks, axis=0),
        giver_slots=np.repeat(wide, len(week.capacity), axis=0),
    )


def by_half_hours(problem: VisitsProblem, patch: pytest.MonkeyPatch) -> VisitsAssigned:
    """The same by the solver of half-hours."""
    with patch.context() as without:
        without.setattr(visits, "as_short_form", lambda *_: None)
        return assign_visits(problem)


@given(short_weeks())
@settings(max_examples=500, deadline=None)
def test_no_other_plan_is_worth_more(week: VisitsProblem) -> None:
    found = assign_visits(week)
    assert found.total == best_week(week)
    holds(week, found)
    proved(Claim.VISITS)


@given(short_weeks())
@settings(max_examples=500, deadline=None)
def test_total_and_prices_are_those_of_the_half_hours(week: VisitsProblem) -> None:
    with pytest.MonkeyPatch.context() as patch:
        other = by_half_hours(week, patch)
    found = assign_visits(week)
    assert (found.total, found.prices.tolist()) == (other.total, other.prices.tolist())


@given(weeks())
@settings(max_examples=500, deadline=None)
def test_wherever_the_form_is_taken_it_is_the_same_problem(week: VisitsProblem) -> None:
    rows = as_short_form(week_of(week), week.capacity)
    if rows is not None:
        assert assign(*rows, week.capacity).total == best_week(week)


A_WEEK = VisitsProblem(
    client=np.arange(2, dtype=np.int32),
    visits=np.ones(2, np.int16),
    first=np.zeros(2, np.int64),
    client_first=np.ones(2, np.int64),
    ask_slots=np.full((2, 6), 1, np.uint64),
    starts=np.array([0, 1, 2]),
    to=np.zeros(2, np.int32),
    weights=np.array([3, 2]),
    giver_slots=np.full((1, 6), 1, np.uint64),
    capacity=np.array([5]),
    timeless=np.array([False]),
)


@pytest.mark.parametrize(
    ("change", "short"),
    [
        ({}, True),
        ({"capacity": np.array([6])}, False),
        ({"capacity": np.array([6]), "timeless": np.array([True])}, True),
        ({"visits": np.array([1, 2], np.int16)}, False),
        ({"client": np.zeros(2, np.int32)}, False),
        ({"client": np.zeros(2, np.int32), "client_first": np.zeros(2, np.int64)}, True),
    ],
)
def test_it_is_taken_only_where_nothing_of_the_week_could_bind(change: dict[str, Any], short: bool) -> None:
    week = replace(A_WEEK, **change)
    assert (as_short_form(week_of(week), week.capacity) is not None) == short
    holds(week, assign_visits(week))
