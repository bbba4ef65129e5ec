"""How much somebody lies between others is what networkx says, with every source and with the same pivots."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.network.between import betweenness

graphs = st.builds(
    lambda nodes, edges, seed: nx.relabel_nodes(
        nx.gnm_random_graph(nodes, edges, seed=seed), {at: f"p-{at:03d}" for at in range(nodes)}
    ),
    st.integers(0, 40),
    st.integers(0, 80),
    st.integers(0, 1 << 16),
)


@given(graph=graphs)
def test_from_every_source_it_is_what_networkx_says(graph):
    assert betweenness(graph, pivots=1000, seed=1) == pytest.approx(nx.betweenness_centrality(graph))


@given(graph=graphs, pivots=st.integers(2, 30))
def test_from_drawn_pivots_it_is_what_networkx_says(graph, pivots):
    expected = nx.betweenness_centrality(graph, k=pivots if len(graph) > pivots else None, seed=1)
    assert betweenness(graph, pivots=pivots, seed=1) == pytest.approx(expected)


def test_a_tie_with_oneself_joins_nobody():
    graph = nx.path_graph(["p-1", "p-2", "p-3"])
    graph.add_edge("p-2", "p-2")
    assert betweenness(graph, pivots=10, seed=1) == {"p-1": 0.0, "p-2": 1.0, "p-3": 0.0}
