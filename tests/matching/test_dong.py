"""The network of a dong in figures, equal to networkx over the same ties."""

from datetime import date, timedelta

import networkx as nx
import pytest

from graph.policy.load import policy_on
from graph.stores.memory import MemoryStore
from graph.testing.builders import a_neighbour, a_person, a_tie, an_organisation
from graph.words.kinds import Direction, Strain, SupportKind
from importers.sample.stream import sample_records
from matching.network.dong import dong_figures, over_time, overloaded
from matching.network.neighbourhood import neighbourhood
from matching.snapshot.build import build
from tests.matching.conftest import NOW

TODAY = date(2026, 11, 23)
FORWARD = {"direction": Direction.FORWARD}


def a_street():
    """김하늘 knows 박나래, who alone knows two others; 한가람 knows nobody."""
    names = {"p-choi": "최다솜", "p-jung": "정가온", "p-han": "한가람"}
    return [
        a_person(),
        a_neighbour(),
        *(a_person(id=one, name=name) for one, name in names.items()),
        a_tie(),
        a_tie(id="t-choi", source="p-park", target="p-choi"),
        a_tie(id="t-jung", source="p-park", target="p-jung"),
    ]


def test_whoever_has_no_tie_is_an_isolate(a_snapshot):
    assert dong_figures(a_snapshot(*a_street())).isolates == ("p-han",)


def test_a_tie_under_strain_joins_nobody(a_snapshot):
    strained = a_tie(id="t-jung", source="p-park", target="p-jung", strain=Strain.BROKEN)
    assert dong_figures(a_snapshot(*a_street(), strained)).isolates == ("p-han", "p-jung")


def test_without_a_bridge_somebody_is_cut_off(a_snapshot):
    found = dong_figures(a_snapshot(*a_street()))
    assert found.bridges == ("p-park",)
    assert [one.party for one in found.between] == ["p-park"]


def test_help_along_ties_counts_to_the_load(a_snapshot):
    helps = frozenset({SupportKind.PRACTICAL})
    ties = [
        a_tie(id=f"t-{one}", source="p-park", target=one, supports=helps, contacts_per_week=2.0, **FORWARD)
        for one in ("p-kim", "p-choi", "p-jung")
    ]
    [found] = overloaded(a_snapshot(*a_street(), a_neighbour(load_limit=3), *ties))
    assert (found.person, found.visits, found.informally, found.limit) == ("p-park", 6.0, 3, 3)


def test_the_network_of_another_day_is_of_the_ties_that_held_then(a_snapshot):
    ended = a_tie(id="t-han", source="p-han", target="p-park", valid_to=TODAY - timedelta(10))
    before, now = over_time(a_snapshot(*a_street(), ended), [TODAY - timedelta(20), TODAY])
    assert (before.isolates, now.isolates) == (0, 1)
    assert before.ties == now.ties + 1


def test_an_agency_is_a_party_and_no_resident(a_snapshot):
    records = [*a_street(), an_organisation(), a_tie(id="t-o", source="p-han", target="o-centre")]
    found = dong_figures(a_snapshot(*records))
    assert (found.residents, found.parties, found.isolates) == (5, 6, ())


def test_an_empty_region_has_figures():
    store = MemoryStore(clock=lambda: NOW)
    with store.read() as reader:
        found = dong_figures(build(reader, now=NOW, policy=policy_on(TODAY)))
    assert (found.residents, found.density, found.components, found.between) == (0, None, 0, ())


@pytest.fixture(scope="module")
def a_dong():
    store = MemoryStore(clock=lambda: NOW)
    records = list(sample_records("dong", seed=1, day=TODAY))
    with store.write(by="s", why="test") as unit:
        unit.put_all(records)
    with store.read() as reader:
        return records, build(reader, now=NOW, policy=policy_on(TODAY))


def test_the_figures_of_a_dong_are_those_of_networkx(a_dong):
    records, snapshot = a_dong
    graph = nx.Graph()
    people = [one for one in records if type(one).__name__ == "Person"]
    graph.add_nodes_from(one.id for one in people if one.left_on is None or one.left_on > TODAY)
    residents = set(graph)
    for tie in (one for one in records if type(one).__name__ == "Tie"):
        held = (tie.valid_from or TODAY) <= TODAY and (tie.valid_to is None or tie.valid_to >= TODAY)
        sound = tie.strain not in (Strain.TENSE, Strain.BROKEN) and tie.source != tie.target
        if held and sound and residents & {tie.source, tie.target}:
            graph.add_edge(tie.source, tie.target)
    found = dong_figures(snapshot)
    assert nx.utils.graphs_equal(nx.Graph(neighbourhood(snapshot).edges), nx.Graph(graph.edges))
    assert found.density == nx.density(graph)
    assert (found.parties, found.components) == (len(graph), nx.number_connected_components(graph))
    assert set(found.bridges) == set(nx.articulation_points(graph))
    assert set(found.isolates) == set(nx.isolates(graph))
