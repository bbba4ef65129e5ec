"""The short form is exact, its prices too, with and without compiled kernels."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.errors import WeightsTooLarge
from matching.kernels.assignment import assign
from matching.kernels.edges import Edges, sorted_edges
from matching.kernels.linear import assign_by_highs
from tests.matching.kernels.oracle import assignments, best_total
from tests.proofs import Claim, proved

Problem = tuple[Edges, NDArray[np.int64]]


@given(assignments())
@settings(max_examples=1500, deadline=None)
def test_no_other_assignment_is_worth_more(problem: Problem) -> None:
    rows, capacity = problem
    assert assign(*rows, capacity).total == best_total(rows, capacity)
    proved(Claim.SHORT)


@given(assignments())
@settings(max_examples=500, deadline=None)
def test_an_ask_has_an_edge_of_its_own_and_no_resource_gives_more_than_it_has(problem: Problem) -> None:
    rows, capacity = problem
    edge = assign(*rows, capacity).edge
    asks = np.flatnonzero(edge >= 0)
    assert (rows.starts[asks] <= edge[asks]).all()
    assert (edge[asks] < rows.starts[asks + 1]).all()
    assert (np.bincount(rows.to[edge[asks]], minlength=len(capacity)) <= capacity).all()


@given(assignments())
@settings(max_examples=500, deadline=None)
def test_a_price_is_what_one_more_unit_adds(problem: Problem) -> None:
    rows, capacity = problem
    found = assign(*rows, capacity)
    for resource in range(len(capacity)):
        more = capacity.copy()
        more[resource] += 1
        assert best_total(rows, more) - found.total == found.prices[resource]
    proved(Claim.SHORT_PRICES, len(capacity))


@given(assignments())
@settings(max_examples=300, deadline=None)
def test_highs_finds_the_same_total_and_prices(problem: Problem) -> None:
    rows, capacity = problem
    expected, found = assign(*rows, capacity), assign_by_highs(rows, capacity)
    assert found is not None
    edge, prices = found
    assert rows.weights[edge[edge >= 0]].sum() == expected.total
    assert prices.tolist() == expected.prices.tolist()
    proved(Claim.SHORT_HIGHS)


@given(assignments(), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_pairs_in_another_order_give_the_same_answer(problem: Problem, chance: Random) -> None:
    rows, capacity = problem
    asks = np.repeat(np.arange(len(rows.starts) - 1), np.diff(rows.starts))
    order = list(range(len(asks)))
    chance.shuffle(order)
    again = sorted_edges(asks[order], rows.to[order], rows.weights[order], len(rows.starts) - 1)
    one, other = assign(*rows, capacity), assign(*again, capacity)
    assert [part.tolist() for part in rows] == [part.tolist() for part in again]
    assert (one.edge.tolist(), one.prices.tolist()) == (other.edge.tolist(), other.prices.tolist())
    proved(Claim.ORDERS)


def test_long_rows_are_sorted_best_first_and_equal_ones_by_resource() -> None:
    chance = np.random.default_rng(7)
    asks, to = chance.integers(0, 9, 5000), chance.permutation(5000)
    weights = chance.integers(1, 40, 5000)
    rows = sorted_edges(asks, to, weights, 9)
    order = np.lexsort((to, -weights, asks))
    assert rows.to.tolist() == to[order].tolist()
    assert rows.weights.tolist() == weights[order].tolist()


@pytest.mark.parametrize("seed", range(3))
def test_scarce_regions_are_solved_as_highs_solves_them(seed: int) -> None:
    chance = np.random.default_rng(seed)
    asks, to = np.repeat(np.arange(300), 12), chance.integers(0, 60, 3600)
    rows = sorted_edges(asks, to, chance.integers(1, 500, 3600), 300)
    capacity = chance.integers(0, 6, 60)
    capacity[0] = 100
    found, other = assign(*rows, capacity), assign_by_highs(rows, capacity)
    assert other is not None
    assert rows.weights[other[0][other[0] >= 0]].sum() == found.total
    assert other[1].tolist() == found.prices.tolist()
    proved(Claim.SHORT_HIGHS)


def test_nothing_asked_is_a_clear_result() -> None:
    found = assign([0], [], [], [1, 2])
    assert (found.edge.tolist(), found.prices.tolist(), found.total) == ([], [0, 0], 0)


def test_asks_without_candidates_stay_without() -> None:
    assert assign([0, 0, 0], [], [], [1]).edge.tolist() == [-1, -1]


def test_a_resource_without_capacity_serves_nobody_and_says_what_a_unit_would_be_worth() -> None:
    found = assign([0, 1, 2], [0, 0], [5, 9], [0])
    assert (found.edge.tolist(), found.prices.tolist(), found.total) == ([-1, -1], [9], 0)


def test_weights_beyond_64_bits_are_refused() -> None:
    with pytest.raises(WeightsTooLarge):
        assign([0, 1, 2], [0, 0], [1 << 61, 1 << 61], [1])
