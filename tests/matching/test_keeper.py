"""One process keeps several regions within a limit of memory, each as fresh as what is asked of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from graph.policy.load import policy_on
from graph.testing.builders import a_consent, a_need, a_person, a_resource, an_ask
from matching.rank import suggest
from matching.snapshot import keeper as keepers
from matching.snapshot.keeper import SnapshotKeeper
from tests.matching.test_region import BESIDE, FAR, HERE, a_store
from tests.matching.worlds import NOW


def a_dong(dong: str, n: int) -> list[Any]:
    """One who asks and one who gives, both kept by a dong."""
    asks, gives = f"p-{n}asks", f"p-{n}gives"
    return [
        a_person(id=asks, dong=dong),
        a_person(id=gives, dong=dong, name="박나래"),
        a_need(id=f"n-{n}", dong=dong, person=asks),
        an_ask(id=f"a-{n}", dong=dong, need=f"n-{n}", person=asks),
        a_resource(id=f"r-{n}", dong=dong, giver=gives),
        *(a_consent(id=f"c-{one}", dong=dong, person=one) for one in (asks, gives)),
    ]


@pytest.fixture
def two_dongs() -> Any:
    return a_store([*a_dong(HERE, 1), *a_dong(FAR, 2)])


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[frozenset[str]]:
    """The regions that were built from the store, in order."""
    built: list[frozenset[str]] = []

    def build(reader: Any, *, dongs: Any, **given: Any) -> Any:
        built.append(frozenset(dongs))
        return original(reader, dongs=dongs, **given)

    original = keepers.build
    monkeypatch.setattr(keepers, "build", build)
    monkeypatch.setattr("matching.snapshot.refresh.build", build)
    return built


def givers(snapshot: Any, ask: str) -> list[str]:
    return [one.giver for one in suggest(snapshot, ask).suggestions]


def test_each_region_is_built_once_and_kept(two_dongs, builds):
    keeper = SnapshotKeeper(two_dongs, policy_on)
    for dong in (HERE, FAR, HERE, FAR):
        keeper.snapshot([dong], NOW)
    assert builds == [{HERE}, {FAR}]


def test_above_the_limit_the_region_not_asked_for_the_longest_goes(two_dongs, builds):
    whole = SnapshotKeeper(two_dongs, policy_on)
    each = max(whole.snapshot([dong], NOW).bytes_held() for dong in (HERE, BESIDE, FAR))
    builds.clear()
    keeper = SnapshotKeeper(two_dongs, policy_on, mebibytes=0)
    keeper._bytes = int(2.5 * each)
    for dong in (HERE, BESIDE, HERE, FAR):
        keeper.snapshot([dong], NOW)
    assert keeper.regions() == ({HERE}, {FAR})
    assert builds == [{HERE}, {BESIDE}, {FAR}]
    keeper.snapshot([BESIDE], NOW)
    assert keeper.regions() == ({FAR}, {BESIDE})


def test_a_region_larger_than_the_limit_is_still_answered(two_dongs):
    keeper = SnapshotKeeper(two_dongs, policy_on, mebibytes=0)
    assert givers(keeper.snapshot([HERE], NOW), "a-1") == ["p-1gives"]
    assert givers(keeper.snapshot([FAR], NOW), "a-2") == ["p-2gives"]
    assert keeper.regions() == ({FAR},)


def test_a_snapshot_measures_what_it_holds(two_dongs):
    keeper = SnapshotKeeper(two_dongs, policy_on)
    small, large = keeper.snapshot([HERE], NOW), keeper.snapshot((), NOW)
    assert 0 < small.bytes_held() < large.bytes_held()
    before = small.bytes_held()
    suggest(small, "a-1")
    assert small.bytes_held() > before


def test_a_change_in_one_region_rebuilds_neither(two_dongs, builds):
    keeper = SnapshotKeeper(two_dongs, policy_on)
    for dong in (HERE, FAR):
        keeper.snapshot([dong], NOW)
    with two_dongs.write(by="s", why="withdrawn") as unit:
        unit.put(a_consent(id="c-p-1gives", person="p-1gives", withdrawn_on=NOW.date()))
    later = NOW + timedelta(minutes=1)
    assert givers(keeper.snapshot([HERE], later), "a-1") == []
    assert givers(keeper.snapshot([FAR], later), "a-2") == ["p-2gives"]
    assert builds == [{HERE}, {FAR}]


def test_what_changed_elsewhere_leaves_the_tables_of_a_region_as_they_are(two_dongs):
    keeper = SnapshotKeeper(two_dongs, policy_on)
    before = keeper.snapshot([HERE], NOW)
    with two_dongs.write(by="s", why="new") as unit:
        unit.put_all(a_dong(FAR, 3))
    after = keeper.snapshot([HERE], NOW)
    assert after.cursor != before.cursor
    assert all(after[name] is before[name] for name in before.tables)


def test_whoever_moves_in_is_answered_for_and_comes_with_all_that_bears_on_them(two_dongs):
    keeper = SnapshotKeeper(two_dongs, policy_on)
    assert keeper.snapshot([HERE], NOW)["people"].row("p-2gives") == -1
    with two_dongs.write(by="s", why="moved") as unit:
        moved = unit.get(type(a_person()), "p-2gives").record
        unit.put(replace(moved, dong=HERE))
    assert set(givers(keeper.snapshot([HERE], NOW), "a-1")) == {"p-1gives", "p-2gives"}


def test_whoever_was_forgotten_is_in_no_region(two_dongs):
    keeper = SnapshotKeeper(two_dongs, policy_on)
    for dong in (HERE, FAR):
        keeper.snapshot([dong], NOW)
    two_dongs.forget("p-2gives", by="s", why="asked to")
    for dong in (HERE, FAR):
        assert keeper.snapshot([dong], NOW)["people"].row("p-2gives") == -1


def test_a_small_store_is_looked_at_whole_and_a_large_one_by_region(two_dongs):
    assert SnapshotKeeper(two_dongs, policy_on).around(HERE, NOW).dongs == frozenset()
    assert SnapshotKeeper(two_dongs, policy_on, whole_up_to=3).around(HERE, NOW).dongs == {HERE}


def test_a_far_dong_asked_for_by_name_is_looked_at_too(two_dongs):
    keeper = SnapshotKeeper(two_dongs, policy_on, whole_up_to=3)
    assert keeper.around(HERE, NOW, also=[BESIDE]).dongs == {HERE}
    far = keeper.around(HERE, NOW, also=[FAR])
    assert far.dongs == {HERE, FAR}
    assert set(givers(far, "a-1")) == {"p-1gives", "p-2gives"}
