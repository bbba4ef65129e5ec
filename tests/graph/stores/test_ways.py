"""Ways between two people are those that networkx finds, in their order, and few reads find them."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from graph.stores.ways import simple_ways

_people = st.sampled_from("abcdefgh")
_networks = st.sets(st.tuples(_people, _people), max_size=18).map(nx.Graph)


class Ties:
    """The neighbours in a network, and how often they were read."""

    def __init__(self, network):
        self.network, self.reads = network, 0

    def __call__(self, ids):
        self.reads += 1
        return {one: set(self.network[one]) for one in ids if one in self.network}


def expected(network, start, goal, steps):
    if start == goal or start not in network or goal not in network:
        return []
    ways = set(map(tuple, nx.all_simple_paths(network, start, goal, cutoff=steps)))
    return sorted(ways, key=lambda way: (len(way), way))


@given(network=_networks, start=_people, goal=_people, steps=st.integers(1, 5))
def test_the_ways_are_those_of_networkx_shortest_first_and_then_by_ids(network, start, goal, steps):
    found = simple_ways(Ties(network), start, goal, max_steps=steps, limit=10_000)
    assert list(found) == expected(network, start, goal, steps)


@given(network=_networks, start=_people, goal=_people, limit=st.integers(1, 4))
def test_a_limit_keeps_the_first_ways(network, start, goal, limit):
    found = simple_ways(Ties(network), start, goal, max_steps=4, limit=limit)
    assert list(found) == expected(network, start, goal, 4)[:limit]


def test_three_steps_are_found_by_two_reads():
    ties = Ties(nx.path_graph(["a", "b", "c", "d"], nx.Graph))
    assert simple_ways(ties, "a", "d", max_steps=3, limit=10) == (("a", "b", "c", "d"),)
    assert ties.reads == 2
