"""All asks at once answer as each ask alone: gates, points, order and scores, whatever the size of a batch."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.policy.load import policy_on
from graph.stores.memory import MemoryStore
from graph.testing.builders import a_need, a_person, a_tie, an_ask
from importers.sample.stream import sample_records
from matching import candidates as module
from matching.acquaintance import known_to
from matching.candidates import candidates, open_rows
from matching.criteria.every import CRITERIA
from matching.gates.every import GATES
from matching.pairs import Pairs
from matching.rank import order
from matching.relation import pair_keys
from matching.snapshot.build import build
from matching.snapshot.keeper import SnapshotKeeper
from tests.matching.worlds import DAY, NOW, a_kind_world, a_world
from tests.proofs import Claim, proved

worlds = st.integers(0, 1 << 32).map(lambda seed: (a_kind_world if seed % 2 else a_world)(Random(seed)))


def read(records):
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put_all({record.id: record for record in records}.values())
    with store.read() as reader:
        return build(reader, now=NOW, policy=policy_on(DAY))


@pytest.fixture(scope="module")
def a_dong():
    return read(sample_records("dong", seed=5, day=DAY))


def everything(snapshot):
    """Every ask beside every resource, as one batch and ask by ask."""
    asks = np.flatnonzero(snapshot["asks"]["person"] >= 0).astype(np.int32)
    rows = np.arange(len(snapshot["resources"]), dtype=np.int32)
    batch = Pairs(snapshot, np.repeat(asks, len(rows)), np.tile(rows, len(asks)))
    return batch, [Pairs(snapshot, ask, rows) for ask in asks.tolist()]


def check_each_alone(snapshot, found, most=None):
    """That the candidates of each ask are its ranking."""
    for at, ask in enumerate(found.asks.tolist()):
        alone, here = order(snapshot, ask, most=most), found.of(at)
        assert found.resources[here].tolist() == alone.rows.tolist()
        assert found.scores[here].tolist() == alone.scores.tolist()


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name.value)
@given(records=worlds)
def test_a_gate_answers_for_many_asks_as_for_each(gate, records):
    batch, alone = everything(read(records))
    assert gate.check(batch).tolist() == [one for pairs in alone for one in gate.check(pairs).tolist()]


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.name.value)
@given(records=worlds)
def test_a_criterion_weighs_for_many_asks_as_for_each(criterion, records):
    batch, alone = everything(read(records))
    expected = [one for pairs in alone for one in criterion.points(pairs).tolist()]
    assert criterion.points(batch).tolist() == expected


@given(records=worlds, most=st.none() | st.integers(1, 4))
def test_candidates_are_the_ranking_of_each_ask(records, most):
    snapshot = read(records)
    check_each_alone(snapshot, candidates(snapshot, most=most), most)
    proved(Claim.CANDIDATES)


@given(records=worlds, seed=st.integers(0, 99))
def test_the_order_of_the_asks_changes_no_answer(records, seed):
    snapshot = read(records)
    rows = open_rows(snapshot)
    shuffled = np.random.default_rng(seed).permutation(rows)
    check_each_alone(snapshot, candidates(snapshot, shuffled))
    proved(Claim.ORDERS)


def test_candidates_of_a_dong_are_the_ranking_of_each_ask(a_dong):
    found = candidates(a_dong)
    assert len(found.resources) > len(found) > 50
    check_each_alone(a_dong, found)
    proved(Claim.CANDIDATES)


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_the_size_of_a_batch_changes_no_answer(a_dong, monkeypatch, at_once):
    whole = candidates(a_dong, most=20)
    monkeypatch.setattr(module, "_PAIRS_AT_ONCE", at_once)
    parts = candidates(a_dong, most=20)
    for column in ("asks", "starts", "resources", "scores"):
        assert np.array_equal(getattr(parts, column), getattr(whole, column))


def test_acquaintances_of_a_dong_are_found_for_all_as_for_each(a_dong):
    people = np.flatnonzero(a_dong["people"]["alive"]).astype(np.int32)[::7]
    keys, worth = known_to(a_dong, people)
    found = dict(zip(keys.tolist(), worth.tolist(), strict=True))
    rows = np.arange(len(a_dong["resources"]), dtype=np.int32)
    tie = next(one for one in CRITERIA if one.name.value == "tie")
    asks = a_dong["asks"]["person"]
    for ask in np.flatnonzero(np.isin(asks, people)).tolist():
        pairs = Pairs(a_dong, ask, rows)
        wanted = pair_keys(pairs.clients, pairs.givers).tolist()
        assert [found.get(key, 0) for key in wanted] == tie.points(pairs).tolist()


def test_a_region_without_asks_has_no_candidates():
    found = candidates(read([]))
    assert (len(found), found.starts.tolist(), found.resources.tolist()) == (0, [0], [])


def test_an_ask_that_nothing_fits_has_an_empty_row(a_snapshot):
    found = candidates(a_snapshot(a_person(), a_need(), an_ask(service_type="rice")))
    assert (len(found), found.starts.tolist()) == (1, [0, 0])


@given(records=worlds, seed=st.integers(0, 1 << 32))
def test_candidates_after_a_refresh_are_those_of_a_snapshot_made_anew(records, seed):
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put_all({record.id: record for record in records}.values())
    keeper = SnapshotKeeper(store, policy_on)
    candidates(keeper.snapshot((), NOW))
    changed = [one for one in a_world(Random(seed)) if one.id[:2] in ("t-", "m-", "l-", "k-")]
    changed += [a_tie(id="t-new", source="p-0", target="p-1", introduces=True)]
    with store.write(by="s", why="test") as unit:
        unit.put_all({record.id: record for record in changed}.values())
    refreshed = keeper.snapshot((), NOW)
    with store.read() as reader:
        fresh = build(reader, now=NOW, policy=policy_on(DAY))
    check_each_alone(refreshed, candidates(refreshed))
    assert by_id(refreshed) == by_id(fresh)


def by_id(snapshot):
    """The candidates of a snapshot by ids."""
    found = candidates(snapshot)
    return [
        (
            snapshot["asks"].ids[ask],
            [snapshot["resources"].ids[row] for row in found.resources[found.of(at)]],
            found.scores[found.of(at)].tolist(),
        )
        for at, ask in enumerate(found.asks.tolist())
    ]
