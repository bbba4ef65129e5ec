"""A kept optimum after any changes is the optimum of the changed problem."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.kernels.assignment import assign
from matching.kernels.edges import Edges
from matching.kernels.resolve import Matching
from tests.matching.kernels.oracle import assignments, best_total
from tests.proofs import Claim, proved

Problem = tuple[Edges, NDArray[np.int64]]


class Changed:
    """The problem as it stands after changes, to be solved afresh."""

    def __init__(self, rows: Edges, capacity: NDArray[np.int64]) -> None:
        self.rows, self.capacity = rows, capacity.copy()
        self.away: set[int] = set()
        self.forbidden: set[int] = set()
        self.required: dict[int, int] = {}

    def fresh(self) -> tuple[int, list[int]]:
        starts, to, weights = [0], [], []
        for ask in range(len(self.rows.starts) - 1):
            for e in range(self.rows.starts[ask], self.rows.starts[ask + 1]):
                if ask not in self.away and ask not in self.required and e not in self.forbidden:
                    to.append(int(self.rows.to[e]))
                    weights.append(int(self.rows.weights[e]))
            starts.append(len(to))
        capacity = self.capacity.copy()
        for e in self.required.values():
            capacity[self.rows.to[e]] -= 1
        found = assign(starts, to, weights, capacity)
        return found.total + sum(
            int(self.rows.weights[e]) for e in self.required.values()
        ), found.prices.tolist()


def change(matching: Matching, now: Changed, chance: Random) -> None:
    ask = chance.randrange(len(now.rows.starts) - 1)
    row = range(now.rows.starts[ask], now.rows.starts[ask + 1])
    kind = chance.randrange(6)
    if kind == 0:
        now.required.pop(ask, None)
        now.away.add(ask)
        matching.take_out(ask)
    elif kind == 1 and ask in now.away:
        now.away.discard(ask)
        matching.bring_in(ask)
    elif kind == 2:
        _resize(matching, now, chance.randrange(len(now.capacity)), chance.choice([-1, 1, 2]))
    elif kind in (3, 4) and row:
        e = chance.choice(row)
        if kind == 3:
            if now.required.get(ask) == e:
                del now.required[ask]
            now.forbidden.add(e)
            matching.forbid(e)
        elif e in now.forbidden:
            now.forbidden.discard(e)
            matching.allow(e)
    elif kind == 5 and row:
        _require(matching, now, ask, chance.choice(row))


def _resize(matching: Matching, now: Changed, resource: int, more: int) -> None:
    taken = sum(int(now.rows.to[e]) == resource for e in now.required.values())
    if now.capacity[resource] + more >= taken:
        now.capacity[resource] += more
        matching.resize(resource, more)


def _require(matching: Matching, now: Changed, ask: int, e: int) -> None:
    if ask in now.required:
        del now.required[ask]
        matching.release(ask)
        return
    resource = now.rows.to[e]
    taken = sum(int(now.rows.to[other]) == resource for other in now.required.values())
    if e not in now.forbidden and now.capacity[resource] > taken and ask not in now.away:
        now.required[ask] = e
        matching.require(e)


@given(assignments().filter(lambda problem: len(problem[0].starts) > 1), st.randoms(use_true_random=False))
@settings(max_examples=800, deadline=None)
def test_after_any_changes_total_and_prices_are_those_of_a_fresh_solve(
    problem: Problem, chance: Random
) -> None:
    rows, capacity = problem
    matching, now = Matching(*rows, capacity), Changed(rows, capacity)
    for _ in range(12):
        change(matching, now, chance)
        total, prices = now.fresh()
        assert matching.total == total
        if chance.random() < 0.3:
            found = matching.assigned()
            assert (found.total, found.prices.tolist()) == (total, prices)
    proved(Claim.SHORT_CHANGES, 12)


def test_a_required_pair_stays_though_another_would_be_worth_more() -> None:
    matching = Matching([0, 2, 3], [0, 1, 0], [9, 1, 5], [1, 1])
    matching.require(2)
    assert matching.edge.tolist() == [1, 2]
    matching.release(1)
    assert matching.total == best_total(
        Edges(np.array([0, 2, 3]), np.array([0, 1, 0]), np.array([9, 1, 5])), np.ones(2, int)
    )


def test_a_pair_that_is_forbidden_cannot_be_required() -> None:
    matching = Matching([0, 1], [0], [3], [1])
    matching.forbid(0)
    assert matching.edge.tolist() == [-1]
    with pytest.raises(ValueError, match="forbidden"):
        matching.require(0)
