"""A client's support network in figures, and out as GraphML."""

import networkx as nx

from graph.testing.builders import a_neighbour, a_person, a_tie, an_organisation
from graph.words.kinds import Strain, SupportKind, TieKind
from matching.network.figures import figures
from matching.network.graphml import graphml
from matching.network.network import support_network


def neighbourhood():
    """김하늘 has a neighbour, who alone knows a friend of both, and uses an agency."""
    return [
        a_person(),
        a_neighbour(),
        a_person(id="p-choi", name="최다솜"),
        an_organisation(formal=True),
        a_tie(supports=frozenset({SupportKind.PRACTICAL})),
        a_tie(id="t-kim-choi", target="p-choi", kind=TieKind.FRIEND),
        a_tie(id="t-park-choi", source="p-park", target="p-choi"),
        a_tie(id="t-centre", target="o-centre", kind=TieKind.AGENCY),
    ]


def test_the_formal_share_counts_agencies(a_snapshot):
    snapshot = a_snapshot(*neighbourhood())
    found = figures(snapshot, support_network(snapshot, "p-kim"))
    assert (found.size, found.formal, found.informal) == (3, 1, 2)


def test_density_is_among_the_supporters(a_snapshot):
    snapshot = a_snapshot(*neighbourhood())
    assert figures(snapshot, support_network(snapshot, "p-kim")).density == 1 / 3


def test_whoever_alone_gives_a_kind_of_support_is_named(a_snapshot):
    snapshot = a_snapshot(*neighbourhood())
    sole = figures(snapshot, support_network(snapshot, "p-kim")).sole
    assert [(one.supporter, one.of) for one in sole] == [("p-park", "practical")]


def test_a_broken_tie_is_no_support(a_snapshot):
    records = [*neighbourhood(), a_tie(strain=Strain.BROKEN)]
    assert "p-park" not in support_network(a_snapshot(*records), "p-kim").graph


def test_graphml_holds_aliases_and_no_ids(a_snapshot):
    network = support_network(a_snapshot(*neighbourhood()), "p-kim")
    keys = {node: f"k{i}" for i, node in enumerate(network.graph)}
    out = graphml(network, keys.__getitem__)
    assert set(nx.parse_graphml(out.decode())) == set(keys.values())
    assert not any(node.encode() in out for node in keys)
