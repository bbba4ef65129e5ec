"""Exchanges chosen from pools of numbers, against every choice tried out and against one whole program."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import ExchangesTooMany
from matching.exchange import columns as columns_module
from matching.exchange.clearing import Limits, check, clear
from matching.exchange.pool import Pool
from tests.matching.exchange.pools import a_pool, every_exchange, most_by_trying
from tests.matching.exchange.preflib import by_one_program, pool_of
from tests.proofs import Claim, proved

limits = st.builds(
    Limits,
    longest_cycle=st.sampled_from((0, 1, 2, 2, 3, 3, 4, 5)),
    longest_chain=st.integers(0, 4),
    seconds=st.just(60.0),
)
seeds = st.integers(0, 1 << 32)
many = settings(max_examples=max(1_000, settings.default.max_examples))


@pytest.fixture(params=["by_position", "whole"])
def chains_held(request, monkeypatch):
    """Chains by position wherever that can be, or whole wherever that can be."""
    monkeypatch.setattr(columns_module, "FEW_CHAINS", 0 if request.param == "by_position" else 1 << 30)


@many
@given(seed=seeds, limits=limits)
@pytest.mark.usefixtures("chains_held")
def test_no_choice_has_a_higher_total(seed, limits):
    pool = a_pool(Random(seed))
    if len(every_exchange(pool, limits)) > 40:
        pool = a_pool(Random(seed), most=4)
    cleared = clear(pool, limits)
    assert cleared.proven
    assert cleared.total == most_by_trying(pool, limits)
    proved(Claim.EXCHANGES)


@given(seed=seeds, limits=limits)
def test_what_is_chosen_is_possible(seed, limits):
    pool = a_pool(Random(seed), most=12)
    cleared = clear(pool, limits)
    check(pool, list(cleared.rings), limits)
    assert cleared.total == sum(int(pool.weight[arc]) for ring in cleared.rings for arc in ring.arcs)


@given(seed=seeds, limits=limits)
def test_the_order_of_the_arcs_changes_nothing(seed, limits):
    rnd = Random(seed)
    pool = a_pool(rnd, most=10)
    order = list(range(len(pool.source)))
    rnd.shuffle(order)
    place = {arc: i for i, arc in enumerate(order)}
    shuffled = Pool(
        altruist=pool.altruist,
        owner=pool.owner,
        seats=pool.seats,
        source=pool.source[order],
        target=pool.target[order],
        weight=pool.weight[order],
        apart=pool.apart[::-1],
        clashes=np.array([[place[a], place[b]] for a, b in pool.clashes.tolist()], np.int32).reshape(-1, 2),
        people=pool.people,
    )

    def vertices(of, cleared):
        return [[(int(of.source[a]), int(of.target[a])) for a in ring.arcs] for ring in cleared.rings]

    assert vertices(pool, clear(pool, limits)) == vertices(shuffled, clear(shuffled, limits))
    proved(Claim.ORDERS)


@given(seed=seeds, limits=limits)
def test_with_whole_chains_and_with_arcs_by_position_the_total_is_the_same(seed, limits):
    pool = a_pool(Random(seed), most=14)
    totals = []
    for few in (0, 1 << 30):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(columns_module, "FEW_CHAINS", few)
            totals.append(clear(pool, limits).total)
    assert totals[0] == totals[1]


NOBODY = np.empty(0, np.int32)


def test_an_empty_pool_has_no_exchange_and_that_is_proven():
    cleared = clear(Pool.plain(0, 0, NOBODY, NOBODY, NOBODY))
    assert cleared.rings == ()
    assert cleared.proven
    assert cleared.gap == 0


def test_one_person_alone_has_no_exchange():
    assert clear(Pool.plain(1, 0, [0], [0], [5])).rings == ()


def test_two_who_help_each_other_are_a_cycle():
    cleared = clear(Pool.plain(2, 0, [0, 1], [1, 0], [3, 4]))
    assert [(ring.closed, ring.arcs) for ring in cleared.rings] == [(True, (0, 1))]
    assert cleared.total == 7


def test_a_chain_begins_at_who_asks_for_nothing_and_is_no_longer_than_allowed():
    pool = Pool.plain(3, 1, [3, 0, 1], [0, 1, 2], [1, 1, 1])
    cleared = clear(pool, Limits(longest_chain=2))
    assert [(ring.closed, ring.arcs) for ring in cleared.rings] == [(False, (0, 1))]


def test_where_all_are_kept_apart_nobody_is_brought_together():
    apart = np.array([[0, 1], [1, 2], [0, 2]], np.int32)
    source, target = np.array([0, 1, 2, 1], np.int32), np.array([1, 2, 0, 0], np.int32)
    plain = Pool.plain(3, 0, source, target, np.ones(4, np.int64))
    pool = Pool(
        altruist=plain.altruist, owner=plain.owner, seats=plain.seats, source=source, target=target,
        weight=plain.weight, apart=apart,
    )  # fmt: skip
    assert clear(pool).rings == ()


def test_where_nobody_has_a_seat_nothing_is_chosen():
    pool = Pool(
        altruist=np.zeros(2, np.bool_), owner=np.arange(2, dtype=np.int32), seats=np.zeros(2, np.int64),
        source=np.array([0, 1], np.int32), target=np.array([1, 0], np.int32), weight=np.ones(2, np.int64),
    )  # fmt: skip
    assert clear(pool).rings == ()


def test_where_everything_ties_the_same_is_chosen_every_time():
    source, target = np.nonzero(~np.eye(9, dtype=bool))
    pool = Pool.plain(9, 0, source, target, np.ones(len(source), np.int64))
    assert clear(pool) == clear(pool)
    assert clear(pool).total == 9


def test_without_time_the_best_found_comes_with_its_distance_to_the_bound():
    rnd = np.random.default_rng(3)
    source, target = np.nonzero(rnd.random((60, 55)) < 0.12)
    pool = Pool.plain(55, 5, source, target, rnd.integers(1, 90, len(source)))
    hurried, patient = clear(pool, Limits(seconds=0.0)), clear(pool, Limits(seconds=60.0))
    assert patient.proven
    assert hurried.total <= patient.total <= hurried.bound
    assert hurried.rings


def test_more_exchanges_than_can_be_held_are_an_error_that_says_what_to_do(monkeypatch):
    monkeypatch.setattr(columns_module, "MOST_COLUMNS", 10)
    source, target = np.nonzero(~np.eye(9, dtype=bool))
    with pytest.raises(ExchangesTooMany, match="fewer people"):
        clear(Pool.plain(9, 0, source, target, np.ones(len(source), np.int64)))


def test_every_public_pool_has_the_total_of_one_whole_program(shared_data):
    files = sorted((shared_data / "bench" / "preflib_00036").glob("*.txt"))
    assert files
    for file in files:
        for longest_cycle in (2, 3, 4):
            pool, bounds = pool_of(file), Limits(longest_cycle=longest_cycle)
            cleared = clear(pool, bounds)
            assert cleared.proven, file.name
            assert cleared.total == by_one_program(pool, bounds), file.name
            proved(Claim.PREFLIB)
