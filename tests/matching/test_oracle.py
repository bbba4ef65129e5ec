"""Gates, points, introductions and order against the naive oracle, over random neighbourhoods."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.policy.load import policy_on
from graph.stores.memory import MemoryStore
from matching.criteria.every import CRITERIA
from matching.gates.every import GATES
from matching.introductions import ways_from
from matching.pairs import Pairs
from matching.rank import open_asks, order, suggest, suggestion_of
from matching.snapshot.build import build
from tests.matching.oracle import Oracle
from tests.matching.worlds import DAY, NOW, a_kind_world, a_world
from tests.proofs import Claim, proved

worlds = st.integers(0, 1 << 32).map(lambda seed: (a_kind_world if seed % 2 else a_world)(Random(seed)))


def read(records):
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put_all({record.id: record for record in records}.values())
    with store.read() as reader:
        return build(reader, now=NOW, policy=policy_on(DAY))


def pairs_of(snapshot, oracle):
    resources = oracle.all("r")
    rows = np.array([snapshot["resources"].row(one.id) for one in resources], np.int32)
    for ask in oracle.all("a"):
        yield ask, resources, Pairs(snapshot, snapshot["asks"].row(ask.id), rows)


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name.value)
@given(records=worlds)
def test_a_gate_answers_as_the_rule_read_naively(gate, records):
    oracle = Oracle(records, policy_on(DAY))
    for ask, resources, pairs in pairs_of(read(records), oracle):
        expected = {one.id: oracle.gates(ask, one)[gate.name] for one in resources}
        assert dict(zip(expected, gate.check(pairs).tolist(), strict=True)) == expected, ask.id


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.name.value)
@given(records=worlds)
def test_a_criterion_weighs_as_the_rule_read_naively(criterion, records):
    oracle = Oracle(records, policy_on(DAY))
    for ask, resources, pairs in pairs_of(read(records), oracle):
        expected = {one.id: oracle.points(ask, one)[criterion.name] for one in resources}
        assert dict(zip(expected, criterion.points(pairs).tolist(), strict=True)) == expected, ask.id


@given(records=worlds)
def test_the_order_is_that_of_the_naive_ranking(records):
    snapshot, oracle = read(records), Oracle(records, policy_on(DAY))
    for ask in oracle.all("a"):
        found = order(snapshot, snapshot["asks"].row(ask.id))
        ids = [snapshot["resources"].ids[row] for row in found.rows]
        assert list(zip(ids, found.scores.tolist(), strict=True)) == oracle.ranking(ask)
    proved(Claim.RANKING)


@given(records=worlds)
def test_introductions_are_exactly_the_allowed_ways_of_networkx(records):
    snapshot, oracle = read(records), Oracle(records, policy_on(DAY))
    givers = sorted({one.giver for one in oracle.all("r")})
    for client in oracle.all("p"):
        ways = ways_from(snapshot, snapshot["people"].row(client.id))
        found = set()
        for to, through in ((to, way.through) for to, each in ways.items() for way in each):
            found.add((client.id, *map(snapshot.person_id, through), snapshot.party_id(to)))
        expected = {
            tuple(way) for giver in givers if giver != client.id for way in oracle.ways(client.id, giver)
        }
        assert found == expected


@given(records=worlds)
def test_a_suggestion_among_many_reads_as_the_resource_looked_at_alone(records):
    snapshot = read(records)
    for ask in open_asks(snapshot):
        for one in suggest(snapshot, ask).suggestions:
            assert one == suggestion_of(snapshot, ask, one.resource)
