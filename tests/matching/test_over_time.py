"""A client's network on earlier days, equal to as-of reads and to networkx; and who could step in."""

from datetime import date, timedelta
from random import Random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.policy.load import policy_on
from graph.records.ties import Tie
from graph.store import AsOf
from graph.stores.memory import MemoryStore
from graph.testing.builders import (
    a_consent,
    a_keep_apart,
    a_linkage,
    a_need,
    a_neighbour,
    a_person,
    a_resource,
    a_tie,
    an_ask,
    an_organisation,
)
from graph.words.kinds import Direction, LinkageOutcome, LinkageState, Strain, SupportKind
from matching.errors import NotInSnapshot
from matching.network.figures import figures
from matching.network.network import support_network
from matching.network.over_time import client_over_time
from matching.network.stepping_in import who_steps_in
from matching.snapshot.build import build
from tests.matching.worlds import DAY, NOW, PEOPLE, a_world

DAYS = (DAY - timedelta(500), DAY - timedelta(100), DAY - timedelta(20), DAY)
HELPS = {"supports": frozenset({SupportKind.PRACTICAL}), "direction": Direction.FORWARD}


def a_kept(records):
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put_all({record.id: record for record in records}.values())
    with store.read() as reader:
        return store, build(reader, now=NOW, policy=policy_on(DAY))


def graph_on(store, day):
    """The ties that held on a day, read as of it, as networkx graphs: with and without their directions."""
    graph, ways = nx.Graph(), nx.DiGraph()
    with store.read(AsOf(day=day)) as reader:
        for tie in (kept.record for kept in reader.each(Tie)):
            if tie.strain in (Strain.TENSE, Strain.BROKEN):
                continue
            graph.add_edge(tie.source, tie.target)
            if tie.direction in (Direction.FORWARD, Direction.BOTH):
                ways.add_edge(tie.source, tie.target)
            if tie.direction in (Direction.BACKWARD, Direction.BOTH):
                ways.add_edge(tie.target, tie.source)
    return graph, ways


@given(seed=st.integers(0, 1 << 32))
def test_the_network_of_a_day_is_that_of_an_as_of_read_by_networkx(seed):
    records = [one for one in a_world(Random(seed)) if not one.id.startswith("l-")]
    store, snapshot = a_kept(records)
    for day in DAYS:
        graph, ways = graph_on(store, day)
        for person in PEOPLE:
            [found] = client_over_time(snapshot, person, [day])
            near = set(graph.adj[person]) if person in graph else set()
            assert found.degree == len(near)
            beyond = near.union(*(graph.adj[one] for one in near if one.startswith("p-"))) - {person}
            assert found.two_steps == len(beyond)
            among = graph.subgraph(near)
            assert found.isolates == nx.number_of_isolates(among)
            assert found.density == (nx.density(among) if len(near) > 1 else None)
            edges = found.ways_known + found.mutual
            if edges:
                assert nx.reciprocity(ways, person) == pytest.approx(2 * found.mutual / edges)
            else:
                assert person not in ways or not ways.degree(person)


@given(seed=st.integers(0, 1 << 32))
def test_today_is_what_the_figures_of_today_say(seed):
    _, snapshot = a_kept(a_world(Random(seed)))
    for person in PEOPLE:
        if snapshot["people"].row(person) < 0:
            continue
        now = figures(snapshot, support_network(snapshot, person))
        [found] = client_over_time(snapshot, person, [DAY])
        assert (found.degree, found.formal, found.density) == (now.size, now.formal, now.density)
        assert found.formality_known == now.formal + now.informal


def linked(**fields):
    agreed = (a_consent(), a_consent(id="c-park", person="p-park"))
    given = {"state": LinkageState.ACTIVE, "started_on": DAY - timedelta(30)} | fields
    return [a_person(), a_neighbour(), a_need(), an_ask(), a_resource(), *agreed, a_linkage(**given)]


def degrees(records, *days):
    _, snapshot = a_kept(records)
    return [one.degree for one in client_over_time(snapshot, "p-kim", days)]


def test_a_linkage_counts_from_the_day_it_began():
    assert degrees(linked(), DAY - timedelta(31), DAY - timedelta(30), DAY) == [0, 1, 1]


def test_a_linkage_counts_to_the_day_it_ended():
    ended = linked(state=LinkageState.ENDED, outcome=LinkageOutcome.WENT_WELL, ended_on=DAY - timedelta(10))
    assert degrees(ended, DAY - timedelta(10), DAY - timedelta(9), DAY) == [1, 0, 0]


def test_an_organisation_leads_nobody_a_step_further():
    ties = [
        a_tie(id="t-1", target="o-centre"),
        a_tie(id="t-2", source="p-park", target="o-centre"),
    ]
    _, snapshot = a_kept([a_person(), a_neighbour(), an_organisation(), *ties])
    [found] = client_over_time(snapshot, "p-kim", [DAY])
    assert (found.degree, found.two_steps) == (1, 1)


def test_the_network_of_nobody_is_refused():
    _, snapshot = a_kept([a_person()])
    with pytest.raises(NotInSnapshot):
        client_over_time(snapshot, "p-nobody", [date(2026, 1, 1)])


def another(**fields):
    return [
        a_person(id="p-choi", name="최다솜"),
        a_consent(id="c-choi", person="p-choi"),
        a_resource(**({"id": "r-choi", "giver": "p-choi"} | fields)),
    ]


def paths(*records):
    _, snapshot = a_kept(records)
    return [row.path for row in who_steps_in(snapshot, "p-kim")]


def test_the_next_best_for_the_same_ask_steps_in():
    assert paths(*linked(), *another()) == [("p-park", "p-kim", "r-choi", "p-choi")]


def test_nobody_steps_in_with_another_kind_of_help():
    assert paths(*linked(), *another(service_type="rice")) == [("p-park", "p-kim")]


def test_a_second_resource_of_the_same_helper_is_no_step_in():
    second = a_resource(id="r-second")
    assert paths(*linked(), second) == [("p-park", "p-kim")]
    assert paths(*linked(), second, *another()) == [("p-park", "p-kim", "r-choi", "p-choi")]


def test_who_must_not_meet_the_client_steps_in_for_nobody():
    assert paths(*linked(), *another(), a_keep_apart(other="p-choi")) == [("p-park", "p-kim")]


def test_who_helps_already_without_a_linkage_could_be_asked_for_more():
    help_of = [a_tie(id=f"t-{one}", source=one, target="p-kim", **HELPS) for one in ("p-park", "p-choi")]
    records = [a_person(), a_neighbour(), *another(service_type="rice"), *help_of]
    assert paths(*records) == [("p-choi", "p-kim"), ("p-park", "p-kim", "p-choi")]
