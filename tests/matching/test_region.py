"""A region answers for its own asks as the whole store does, whoever it is that bears on them from elsewhere."""

import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.policy.load import policy_on
from graph.records.areas import Area
from graph.records.registry import Record, type_of
from graph.records.resources import Resource
from graph.store import Reader
from graph.stores.memory import MemoryStore
from graph.testing.builders import (
    LATITUDE,
    LONGITUDE,
    a_consent,
    a_household,
    a_keep_apart,
    a_linkage,
    a_need,
    a_neighbour,
    a_person,
    a_place,
    a_refusal,
    a_resource,
    a_tie,
    an_ask,
)
from graph.words.kinds import RefusalScope, Side
from matching.errors import NotInSnapshot
from matching.network.network import support_network
from matching.rank import open_asks, suggest, suggest_all, why_not
from matching.snapshot.build import build
from matching.snapshot.keeper import SnapshotKeeper
from matching.snapshot.ring import Ring, ring_of
from tests.matching.test_refresh import change
from tests.matching.worlds import DAY, NOW, a_kind_world, a_world

HERE, BESIDE, BEYOND, FAR = DONGS = ("9911000100", "9911000200", "9911000300", "9911000400")
"""Dongs in a row; each borders the next, the last lies by itself."""
_WIDTH = 0.02
_FROM = {HERE: 0.0, BESIDE: 0.02, BEYOND: 0.04, FAR: 0.5}
seeds = st.integers(0, 1 << 32)


def an_area(dong: str) -> Area:
    """A dong as a square of about two kilometres."""
    west, south = LONGITUDE + _FROM[dong], LATITUDE
    corners = [(0, 0), (_WIDTH, 0), (_WIDTH, _WIDTH), (0, _WIDTH), (0, 0)]
    ring = [[west + x, south + y] for x, y in corners]
    boundary = json.dumps({"type": "Polygon", "coordinates": [ring]})
    return Area(id=f"d-{dong}", dong=dong, sido="가상시", sigungu="가상구", name="가상동", boundary=boundary)


def a_store(records: list[Any]) -> MemoryStore:
    """A memory store that holds records and the dongs in a row."""
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put_all([an_area(dong) for dong in DONGS])
        unit.put_all({record.id: record for record in records}.values())
    return store


def spread(rnd: Random, world: list[Record]) -> list[Any]:
    """The records of a world, each kept by some dong."""
    dongs = rnd.choices(DONGS, weights=(4, 2, 1, 1), k=len(world))
    return [replace(record, dong=dong) for record, dong in zip(world, dongs, strict=True)]


def offered_here(store: MemoryStore) -> set[str]:
    """Resources kept in or beside the region, and those given by whoever is of the region."""
    with store.read() as reader:
        return {
            str(one)
            for one, dong, giver in reader.columns(Resource, ("id", "dong", "giver"))
            if dong in (HERE, BESIDE) or dong_of(reader, str(giver)) == HERE
        }


def dong_of(reader: Reader, record_id: str) -> str:
    """The dong that keeps a record."""
    kind = type_of(record_id)
    assert kind is not None
    return reader.get(kind, record_id).record.dong


def both(store: MemoryStore) -> tuple[Any, Any]:
    """The snapshot of the region and that of everything."""
    with store.read() as reader:
        policy = policy_on(DAY)
        return build(reader, dongs=[HERE], now=NOW, policy=policy), build(reader, now=NOW, policy=policy)


worlds = seeds.map(lambda seed: (Random(seed), (a_kind_world if seed % 4 else a_world)(Random(seed))))


@given(drawn=worlds)
def test_a_region_suggests_what_the_whole_store_does_of_what_is_offered_to_it(drawn):
    store = a_store(spread(*drawn))
    region, whole = both(store)
    here = offered_here(store)
    asks = open_asks(region)
    with store.read() as reader:
        assert asks == tuple(one for one in open_asks(whole) if dong_of(reader, one) == HERE)
    for ask in asks:
        expected = [one for one in suggest(whole, ask, k=99).suggestions if one.resource in here]
        assert list(suggest(region, ask, k=99).suggestions) == expected
        for resource in sorted(here):
            assert why_not(region, ask, resource).failed == why_not(whole, ask, resource).failed


@given(drawn=worlds)
def test_many_asks_at_once_are_answered_as_one_by_one(drawn):
    store = a_store(spread(*drawn))
    region, again = both(store)[0], both(store)[0]
    assert suggest_all(region) == tuple(suggest(again, ask) for ask in open_asks(again))


@given(seed=seeds, steps=st.integers(1, 4))
def test_a_refreshed_region_answers_as_a_fresh_one(seed, steps):
    rnd = Random(seed)
    store = a_store(spread(rnd, a_kind_world(rnd)))
    keeper = SnapshotKeeper(store, policy_on)
    keeper.snapshot([HERE], NOW)
    for _ in range(steps):
        change(store, rnd, lambda records: spread(rnd, records))
        refreshed, fresh = keeper.snapshot([HERE], NOW), both(store)[0]
        assert suggest_all(refreshed, k=99) == suggest_all(fresh, k=99)
        for ask in open_asks(fresh):
            for resource in sorted(offered_here(store)):
                assert why_not(refreshed, ask, resource) == why_not(fresh, ask, resource)


@given(drawn=worlds)
def test_two_regions_never_tell_of_each_others_people(drawn):
    store = a_store(spread(*drawn))
    keeper = SnapshotKeeper(store, policy_on)
    for dong in (HERE, FAR, HERE):
        snapshot = keeper.snapshot([dong], NOW)
        around = {HERE: {HERE, BESIDE}, FAR: {FAR}}[dong]
        with store.read() as reader:
            for found in suggest_all(snapshot, k=99):
                assert dong_of(reader, found.ask) == dong
                for one in found.suggestions:
                    kept_by = dong_of(reader, one.resource), dong_of(reader, one.giver)
                    assert kept_by[0] in around or kept_by[1] == dong


@pytest.fixture
def across() -> list[Any]:
    """김하늘 of the region asks; 박나래, whom the next dong keeps, offers in the region."""
    return [
        a_household(),
        a_person(household="h-kim", place=a_place()),
        a_neighbour(dong=BESIDE, place=a_place(100)),
        a_need(),
        an_ask(),
        a_resource(),
        a_consent(),
        a_consent(id="c-park", person="p-park", dong=BESIDE),
    ]


def test_a_giver_kept_in_another_dong_brings_their_consent(across):
    region, _ = both(a_store(across))
    assert [one.giver for one in suggest(region, "a-kim").suggestions] == ["p-park"]


def test_a_giver_kept_in_another_dong_brings_their_refusal(across):
    no = a_refusal(dong=FAR, person="p-park", other="p-kim", side=Side.HELPER, scope=RefusalScope.THIS_ONE)
    region, _ = both(a_store([*across, no]))
    assert suggest(region, "a-kim").suggestions == ()


def test_what_the_next_dong_offers_is_in_and_what_lies_beyond_is_not(across):
    more = [
        a_resource(id="r-beside", dong=BESIDE, giver="p-park"),
        a_person(id="p-far", dong=BEYOND, name="최먼길"),
        a_consent(id="c-far", dong=BEYOND, person="p-far"),
        a_resource(id="r-far", dong=BEYOND, giver="p-far"),
    ]
    region, _ = both(a_store([*across, *more]))
    assert {one.resource for one in suggest(region, "a-kim").suggestions} == {"r-escort", "r-beside"}
    with pytest.raises(NotInSnapshot):
        why_not(region, "a-kim", "r-far")


def test_the_ask_of_another_region_is_not_answered(across):
    theirs = [a_need(id="n-other", dong=BESIDE, person="p-park")]
    theirs.append(an_ask(id="a-other", dong=BESIDE, need="n-other", person="p-park"))
    region, _ = both(a_store([*across, *theirs]))
    assert open_asks(region) == ("a-kim",)
    with pytest.raises(NotInSnapshot):
        suggest(region, "a-other")


def test_the_network_of_a_guest_is_not_told(across):
    tie = a_tie(source="p-kim", target="p-park")
    region, whole = both(a_store([*across, tie]))
    assert set(support_network(whole, "p-park").graph) == {"p-kim", "p-park"}
    with pytest.raises(NotInSnapshot):
        support_network(region, "p-park")


def test_a_region_reads_no_record_that_bears_on_nobody_of_it(across):
    strangers = [a_person(id=f"p-s{i}", dong=FAR, name="남남") for i in range(3)]
    others = [
        a_tie(id="t-s", dong=FAR, source="p-s0", target="p-s1"),
        a_keep_apart(id="k-s", dong=FAR, one="p-s1", other="p-s2"),
        a_refusal(id="no-s", dong=FAR, person="p-s0", other="p-s1"),
        a_consent(id="c-s", dong=FAR, person="p-s0"),
        a_resource(id="r-s", dong=FAR, giver="p-s2"),
        a_linkage(id="l-s", dong=FAR, person="p-s0", resource="r-s", giver="p-s2", ask=None),
    ]
    region, whole = both(a_store([*across, *strangers, *others]))
    held = {one for table in region.tables.values() for one in table.ids}
    everything = {one for table in whole.tables.values() for one in table.ids}
    assert everything - held == {one.id for one in (*strangers, *others)}


def test_dongs_border_where_their_boundaries_touch():
    with a_store([]).read() as reader:
        assert ring_of(reader, [HERE], 1000) == Ring(frozenset({BESIDE}), drawn=True)
        assert ring_of(reader, [BESIDE], 1000) == Ring(frozenset({HERE, BEYOND}), drawn=True)
        assert ring_of(reader, [HERE, BESIDE], 1000) == Ring(frozenset({BEYOND}), drawn=True)
        assert ring_of(reader, [FAR], 1000) == Ring(frozenset(), drawn=True)


def test_without_boundaries_the_ring_is_where_resources_lie_within_reach():
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put_all([a_person(place=a_place()), a_neighbour(dong=BESIDE)])
        unit.put(a_resource(id="r-near", dong=BESIDE, place=a_place(700)))
        unit.put(a_resource(id="r-far", dong=BEYOND, place=a_place(1700)))
    with store.read() as reader:
        assert ring_of(reader, [HERE], 1000) == Ring(frozenset({BESIDE}), drawn=False)


def test_a_dong_without_any_point_or_boundary_has_no_ring():
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put(a_person(place=None))
    with store.read() as reader:
        assert ring_of(reader, [HERE], 1000) == Ring(frozenset(), drawn=False)


def test_a_boundary_that_moves_moves_the_ring(across):
    more = [a_resource(id="r-beside", dong=BESIDE, giver="p-park")]
    store = a_store([*across, *more])
    keeper = SnapshotKeeper(store, policy_on)
    assert len(suggest(keeper.snapshot([HERE], NOW), "a-kim").suggestions) == 2
    with store.write(by="s", why="redrawn") as unit:
        unit.put(replace(an_area(BESIDE), boundary=an_area(FAR).boundary))
    assert len(suggest(keeper.snapshot([HERE], NOW), "a-kim").suggestions) == 1
