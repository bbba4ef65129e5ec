"""The slot form is exact, its prices too; nobody is in two places in one half-hour."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from matching.kernels.linear import visits_by_highs
from matching.kernels.visits import (
    Visits,
    VisitsAssigned,
    VisitsProblem,
    a_tiny_week,
    assign_visits,
    assign_visits_again,
    week_of,
    worth,
)
from tests.matching.kernels.oracle import best_week, weeks
from tests.proofs import Claim, proved


@given(weeks())
@settings(max_examples=1000, deadline=None)
def test_no_other_plan_is_worth_more(week: VisitsProblem) -> None:
    assert assign_visits(week).total == best_week(week)
    proved(Claim.VISITS)


@given(weeks())
@settings(max_examples=500, deadline=None)
def test_nobody_is_in_two_places_and_nobody_gives_more_than_they_have(week: VisitsProblem) -> None:
    holds(week, assign_visits(week))


def holds(week: VisitsProblem, found: VisitsAssigned) -> None:
    timed = found.slot >= 0
    giver = week.to[found.edge]
    for who in (found.ask, giver):
        assert len(set(zip(who[timed].tolist(), found.slot[timed].tolist(), strict=True))) == timed.sum()
    assert (timed == ~week.timeless[giver]).all()
    assert (np.bincount(giver, minlength=len(week.capacity)) <= week.capacity).all()
    assert (np.bincount(found.ask, minlength=len(week.visits)) <= week.visits).all()
    assert (week.starts[found.ask] <= found.edge).all()
    assert (found.edge < week.starts[found.ask + 1]).all()


@given(weeks())
@settings(max_examples=500, deadline=None)
def test_visits_are_at_half_hours_that_suit_both(week: VisitsProblem) -> None:
    found = assign_visits(week)
    for ask, edge, slot in zip(found.ask.tolist(), found.edge.tolist(), found.slot.tolist(), strict=True):
        if slot >= 0:
            both = week.ask_slots[ask, slot // 64] & week.giver_slots[week.to[edge], slot // 64]
            assert int(both) >> slot % 64 & 1


@given(weeks())
@settings(max_examples=300, deadline=None)
def test_a_price_is_what_one_visit_more_adds(week: VisitsProblem) -> None:
    found = assign_visits(week)
    for giver in range(len(week.capacity)):
        more = week.capacity.copy()
        more[giver] += 1
        assert assign_visits(replace(week, capacity=more)).total - found.total == found.prices[giver]
    proved(Claim.VISIT_PRICES, len(week.capacity))


@given(weeks())
@settings(max_examples=300, deadline=None)
def test_highs_finds_the_same_total_and_prices(week: VisitsProblem) -> None:
    expected, found = assign_visits(week), visits_by_highs(week_of(week), week.capacity)
    assert found is not None
    ask, edge, _, prices = found
    assert worth(week_of(week), ask, edge) == expected.total
    assert prices.tolist() == expected.prices.tolist()
    proved(Claim.VISITS_HIGHS)


def test_a_first_visit_of_somebody_else_comes_before_a_second_one() -> None:
    found = assign_visits(a_tiny_week())
    assert found.total == 3 + 1 + 1 + 1 + 1 + 1
    assert set(found.ask.tolist()) == {0, 1}


def test_a_crisis_comes_before_any_score() -> None:
    week = replace(a_tiny_week(), first=np.array([0, 1000]), capacity=np.array([1, 0]))
    assert assign_visits(week).ask.tolist() == [1]


def test_two_visits_of_one_ask_are_never_in_one_half_hour() -> None:
    week = replace(
        a_tiny_week(), timeless=np.zeros(2, np.bool_), ask_slots=_only_slot_0(), capacity=np.array([9, 9])
    )
    found = assign_visits(week)
    assert sorted(found.ask.tolist()) == [0, 1]


def test_a_week_of_nobody_is_a_clear_result() -> None:
    none = np.zeros(0, np.int64)
    week = replace(
        a_tiny_week(), client=none, visits=none, first=none, starts=np.zeros(1, np.int64), to=none, weights=none,
        ask_slots=np.zeros((0, 6), np.uint64),
    )  # fmt: skip
    found = assign_visits(week)
    assert (found.ask.tolist(), found.prices.tolist(), found.total) == ([], [0, 0], 0)


def _only_slot_0() -> np.ndarray[tuple[int, ...], np.dtype[np.uint64]]:
    slots = np.zeros((2, 6), np.uint64)
    slots[:, 0] = 1
    return slots


@given(weeks(), weeks())
@settings(max_examples=1000, deadline=None)
def test_any_plan_before_leads_to_the_same_total_and_prices(
    week: VisitsProblem, other: VisitsProblem
) -> None:
    expected, before = assign_visits(week), assign_visits(other)
    rows = (before.ask < len(week.client)) & (before.edge < len(week.to))
    rows &= np.searchsorted(week.starts, before.edge, side="right") - 1 == before.ask
    kept = Visits(before.ask[rows], before.edge[rows], before.slot[rows])
    found = assign_visits_again(week, kept)
    assert (found.total, found.prices.tolist()) == (expected.total, expected.prices.tolist())
    holds(week, found)
    proved(Claim.VISITS_AGAIN)
