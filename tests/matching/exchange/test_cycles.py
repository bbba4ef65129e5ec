"""Cycles and chains of small graphs: compiled, by numpy, and by networkx the same."""

from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.exchange.clearing import clear
from matching.kernels import cycles as kernel
from tests.matching.exchange.pools import a_pool
from tests.proofs import Claim, proved


def a_graph(seed, *, sources=0):
    """Compressed rows of a random graph; the last vertices are sources, to which no arc leads."""
    rnd = np.random.default_rng(seed)
    n = int(rnd.integers(0, 12))
    there = rnd.random((n + sources, n + sources)) < rnd.choice([0.1, 0.3, 0.7])
    there[:, n:] = False
    np.fill_diagonal(there, False)
    starts = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(np.int64)
    return starts, np.nonzero(there)[1].astype(np.int32), there


def rows(found):
    return [tuple(vertex for vertex in row if vertex >= 0) for row in found.tolist()]


@given(seed=st.integers(0, 1 << 32), longest=st.integers(0, 6))
def test_every_cycle_is_found_once_from_its_lowest_vertex_in_ascending_order(seed, longest):
    starts, to, there = a_graph(seed)
    found = rows(kernel.cycles(starts, to, longest, 1 << 20))
    naive = nx.simple_cycles(nx.DiGraph(there), length_bound=longest) if len(there) and longest else []
    turned = [tuple(one[(at := one.index(min(one))) :] + one[:at]) for one in naive]
    assert found == sorted(turned)
    proved(Claim.CYCLES)


@given(seed=st.integers(0, 1 << 32), longest=st.integers(1, 4))
def test_every_chain_through_a_marked_vertex_is_found_once(seed, longest):
    starts, to, there = a_graph(seed, sources=2)
    n = len(there)
    through = np.random.default_rng(seed).random(n) < 0.3
    sources = np.arange(n - 2, n, dtype=np.int32)
    graph = nx.DiGraph(there)
    naive = [
        tuple(path)
        for source in sources.tolist()
        for target in range(n - 2)
        for path in nx.all_simple_paths(graph, source, target, cutoff=longest)
        if through[path].any()
    ]
    assert rows(kernel.chains(starts, to, sources, longest, through, 1 << 20)) == sorted(naive)
    proved(Claim.CYCLES)


@given(seed=st.integers(0, 1 << 32), longest=st.integers(1, 5))
def test_without_numba_the_same_is_found(seed, longest):
    starts, to, there = a_graph(seed, sources=2)
    sources = np.arange(len(there) - 2, len(there), dtype=np.int32)
    through = np.random.default_rng(seed).random(len(there)) < 0.5
    given_chains = (starts, to, sources, longest, through, 1 << 20)
    compiled = kernel.cycles(starts, to, longest, 1 << 20), kernel.chains(*given_chains)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "COMPILED", False)
        plain = kernel.cycles(starts, to, longest, 1 << 20), kernel.chains(*given_chains)
    for one, other in zip(compiled, plain, strict=True):
        np.testing.assert_array_equal(one, other)
    proved(Claim.NUMBA)


@given(seed=st.integers(0, 1 << 32))
def test_without_numba_the_same_is_chosen(seed):
    pool = a_pool(Random(seed), most=10)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "COMPILED", False)
        plain = clear(pool)
    assert clear(pool) == plain
    proved(Claim.NUMBA)


@pytest.mark.parametrize("compiled", [True, False])
def test_more_than_is_allowed_is_none(compiled, monkeypatch):
    monkeypatch.setattr(kernel, "COMPILED", compiled and kernel.COMPILED)
    starts, to = np.array([0, 1, 2], np.int64), np.array([1, 0], np.int32)
    assert kernel.cycles(starts, to, 2, 0) is None
    assert len(kernel.cycles(starts, to, 2, 1)) == 1


def test_more_than_there_was_room_for_at_first_is_found_whole():
    there = ~np.eye(30, dtype=bool)
    starts = np.arange(0, 30 * 29 + 1, 29, dtype=np.int64)
    found = kernel.cycles(starts, np.nonzero(there)[1].astype(np.int32), 3, 1 << 20)
    assert len(found) == 30 * 29 // 2 + 30 * 29 * 28 // 3
