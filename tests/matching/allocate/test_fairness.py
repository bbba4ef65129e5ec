"""Counts that are too small are not told, and do not follow from those that are."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.allocate.fairness import cells

LEAST = 3
groups = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda one: sum(one)), min_size=1, max_size=3
)


def table(parts):
    met, without = (np.array(one, np.int64) for one in zip(*parts, strict=True))
    return cells([str(i) for i in range(len(parts))], met + without, without, LEAST)


def told(parts):
    total = sum(met + without for met, without in parts)
    unmet = sum(without for _, without in parts)
    open_total = 0 if 0 < unmet < LEAST or 0 < total - unmet < LEAST else 1
    shown = [(cell.people, cell.unmet) for cell in table(parts)]
    return (None if 0 < total < LEAST else total, unmet if open_total else None, *shown)


@given(parts=groups)
def test_no_count_below_the_least_is_told(parts):
    for (met, without), cell in zip(parts, table(parts), strict=True):
        if 0 < met + without < LEAST:
            assert cell.people is None
        if cell.people is not None and (0 < without < LEAST or 0 < met < LEAST):
            assert cell.unmet is None


@given(parts=groups.filter(lambda parts: len(parts) < 3))
def test_no_small_count_follows_from_what_is_told(parts):
    shown = told(parts)
    possible = [
        other
        for other in product(*(product(range(9), range(9)) for _ in parts))
        if all(sum(one) for one in other) and fits(other, shown)
    ]
    for at, (met, without) in enumerate(parts):
        if 0 < met + without < LEAST:
            assert len({sum(other[at]) for other in possible}) > 1
        if 0 < without < LEAST:
            assert len({other[at][1] for other in possible}) > 1
        if 0 < met < LEAST:
            assert len({other[at][0] for other in possible}) > 1


def fits(parts, shown):
    """Whether counts agree with everything that is told."""
    total, unmet, *pairs = shown
    if total is not None and total != sum(map(sum, parts)):
        return False
    if unmet is not None and unmet != sum(without for _, without in parts):
        return False
    return all(
        (people is None or people == sum(one)) and (without is None or without == one[1])
        for one, (people, without) in zip(parts, pairs, strict=True)
    )


def test_large_counts_are_told():
    assert [(cell.people, cell.unmet) for cell in table([(9, 5), (7, 4)])] == [(14, 5), (11, 4)]
