"""A snapshot brought up to date answers as one built anew, whatever changed; and never is too old."""

from datetime import timedelta
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.policy.load import policy_on
from graph.records.registry import type_of
from graph.stores.memory import MemoryStore
from graph.testing.builders import a_consent, a_keep_apart, a_person, a_resource
from graph.words.kinds import LinkageState
from matching.offer import offer_first
from matching.rank import suggest, suggest_all, why_not
from matching.snapshot.build import build
from matching.snapshot.keeper import SnapshotKeeper
from tests.matching.worlds import NOW, a_kind_world

seeds = st.integers(0, 1 << 32)
REMOVABLE = ("t-", "l-", "no-", "k-", "m-", "c-", "w-")


def answers(snapshot):
    asks = [f"a-{i}" for i in range(3)]
    resources = [f"r-{i}" for i in range(6)]
    return (
        suggest_all(snapshot),
        [why_not(snapshot, ask, one) for ask in asks for one in resources],
        [offer_first(snapshot, one) for one in resources],
    )


def change(store, rnd, kept_by=list):
    """Put some records of another world, and remove some that nobody refers to."""
    other = {record.id: record for record in kept_by(a_kind_world(rnd))}
    with store.read() as reader:
        held = [one for one in other if one.startswith(REMOVABLE) and reader.history(one)]
        there = {one for one in held if not reader.history(one)[-1].removed}
    with store.write(by="s", why="change") as unit:
        unit.put_all(rnd.sample(list(other.values()), min(len(other), rnd.randint(1, 12))))
        for one in sorted(there):
            if rnd.random() < 0.15 and type_of(one) is not None:
                unit.remove(type_of(one), one)


@given(seed=seeds, steps=st.integers(1, 4))
def test_after_any_changes_the_refreshed_snapshot_answers_as_a_fresh_one(seed, steps):
    rnd = Random(seed)
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put_all({record.id: record for record in a_kind_world(rnd)}.values())
    keeper = SnapshotKeeper(store, policy_on)
    answers(keeper.snapshot((), NOW))
    for _ in range(steps):
        change(store, rnd)
        refreshed = keeper.snapshot((), NOW)
        with store.read() as reader:
            fresh = build(reader, now=NOW, policy=policy_on(NOW.date()))
        assert answers(refreshed) == answers(fresh)


@given(seed=seeds)
def test_one_ask_alone_is_answered_as_among_all(seed):
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put_all({record.id: record for record in a_kind_world(Random(seed))}.values())
    with store.read() as reader:
        alone, among_all = (build(reader, now=NOW, policy=policy_on(NOW.date())) for _ in range(2))
    assert suggest_all(among_all) == tuple(suggest(alone, f"a-{i}") for i in range(3))


def test_an_older_snapshot_stays_as_it_was(a_store, two_neighbours):
    store = a_store(two_neighbours)
    keeper = SnapshotKeeper(store, policy_on)
    before = keeper.snapshot((), NOW)
    with store.write(by="s", why="new") as unit:
        unit.put(a_resource(id="r-second"))
    assert len(suggest(keeper.snapshot((), NOW), "a-kim").suggestions) == 2
    assert len(suggest(before, "a-kim").suggestions) == 1


def test_a_keep_apart_written_just_before_is_heeded(a_store, two_neighbours):
    store = a_store(two_neighbours)
    keeper = SnapshotKeeper(store, policy_on)
    keeper.snapshot((), NOW)
    with store.write(by="s", why="protect") as unit:
        unit.put(a_keep_apart())
    assert suggest(keeper.snapshot((), NOW), "a-kim").suggestions == ()


def test_whoever_was_forgotten_is_in_no_snapshot(a_store, two_neighbours):
    store = a_store(two_neighbours)
    keeper = SnapshotKeeper(store, policy_on)
    keeper.snapshot((), NOW)
    store.forget("p-park", by="s", why="asked to")
    assert keeper.snapshot((), NOW)["people"].ids == ["p-kim"]


def test_an_open_ask_holds_capacity_until_its_hour_only(a_store, two_neighbours):
    from graph.records.values import Amount
    from graph.testing.builders import a_linkage
    from graph.words.kinds import Period

    hold = a_linkage(
        state=LinkageState.ASKED,
        amount=Amount(count=2, period=Period.WEEK),
        hold_until=NOW + timedelta(hours=1),
    )
    keeper = SnapshotKeeper(a_store([*two_neighbours, hold]), policy_on)
    assert suggest(keeper.snapshot((), NOW), "a-kim").suggestions == ()
    assert len(suggest(keeper.snapshot((), NOW + timedelta(hours=2)), "a-kim").suggestions) == 1


def test_a_region_heeds_a_keep_apart_that_another_dong_keeps(a_store, two_neighbours):
    across = [
        a_person(id="p-far", dong="9911000200", household="h-kim"),
        a_keep_apart(dong="9911000200", one="p-far", other="p-park"),
    ]
    keeper = SnapshotKeeper(a_store([*two_neighbours, *across]), policy_on)
    assert suggest(keeper.snapshot(["9911000100"], NOW), "a-kim").suggestions == ()


def test_columns_cannot_be_written(a_snapshot, two_neighbours):
    column = a_snapshot(*two_neighbours)["people"]["sex"]
    assert not column.flags.writeable
    assert isinstance(column, np.ndarray)


def test_no_name_is_in_a_snapshot(a_snapshot, two_neighbours):
    snapshot = a_snapshot(*two_neighbours, a_consent(id="c-2"))
    assert "김하늘" not in repr([(t.ids, {n: t[n] for n in t.columns}) for t in snapshot.tables.values()])
    assert "name" not in snapshot["people"].columns
