"""Whichever store keeps a dong, its snapshot is the same, and so are the answers."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from graph.policy.load import policy_on
from graph.records.areas import Area
from graph.records.linkages import Linkage
from graph.records.registry import Record
from graph.store import GraphStore, Reader
from graph.stores import open_store
from graph.words.kinds import LinkageOutcome, LinkageState
from importers.sample.stream import sample_records
from matching.circle.arrange import arrange
from matching.circle.templates import template_on
from matching.rank import open_asks, suggest, suggest_all
from matching.snapshot.build import build
from matching.snapshot.keeper import SnapshotKeeper
from matching.snapshot.schema import KINDS
from matching.snapshot.snapshot import Snapshot
from tests.matching.plans import plans_of
from tests.proofs import Claim, proved
from tests.servers.emptied import EmptiedServers

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def dong() -> list[Record]:
    """The sample of a dong."""
    return list(sample_records("dong", seed=1, day=NOW.date()))


@pytest.fixture(scope="module")
def code(dong: list[Record]) -> str:
    """The dong of the sample."""
    return next(record.dong for record in dong if isinstance(record, Area))


def filled(store: GraphStore, records: list[Record]) -> GraphStore:
    with store.write(by="s", why="test") as unit:
        unit.put_all(records)
    return store


@pytest.fixture(scope="module")
def in_memory(dong: list[Record]) -> Iterator[GraphStore]:
    with closing(filled(open_store("memory:", clock=lambda: NOW), dong)) as store:
        yield store


@pytest.fixture(scope="module", params=["sqlite", "neo4j"])
def in_a_database(
    request: pytest.FixtureRequest, dong: list[Record], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[GraphStore]:
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("store") / "dong.db"
        made = open_store(f"sqlite:///{file}", clock=lambda: NOW)
    else:
        servers: EmptiedServers = request.getfixturevalue("neo4j")
        made = servers.store(lambda: NOW)
    with closing(filled(made, dong)) as store:
        yield store


def snapshot_of(store: GraphStore, *dongs: str) -> Snapshot:
    with store.read() as reader:
        return build(reader, dongs=dongs, now=NOW, policy=policy_on(NOW.date()))


def told(snapshot: Snapshot) -> list[Any]:
    """The suggestions for every ask, without the store's own cursor."""
    return [(one.ask, one.of, one.suggestions) for one in suggest_all(snapshot)]


def differing(one: Snapshot, other: Snapshot) -> list[tuple[str, str]]:
    """The columns in which two snapshots differ."""
    found = [(name, "ids") for name in KINDS if one[name].ids != other[name].ids]
    for name in KINDS:
        for column in one[name].columns:
            same = one[name][column], other[name][column]
            if not np.array_equal(*same, equal_nan=same[0].dtype.kind == "f"):
                found.append((name, column))
    return found


@pytest.mark.parametrize("whole", [True, False])
def test_every_store_makes_the_same_columns(
    in_memory: GraphStore, in_a_database: GraphStore, code: str, whole: bool
) -> None:
    region = () if whole else (code,)
    one, other = snapshot_of(in_memory, *region), snapshot_of(in_a_database, *region)
    assert sum(map(len, one.tables.values())) > 8_000
    assert differing(one, other) == []
    assert told(one) == told(other)


def test_every_store_makes_the_same_circles(in_memory: GraphStore, in_a_database: GraphStore) -> None:
    one, other = snapshot_of(in_memory), snapshot_of(in_a_database)
    lunchbox = template_on("lunchbox", NOW.date())
    people = {int(one["asks"]["person"][one["asks"].row(ask)]) for ask in open_asks(one)}
    circles = [
        [replace(arrange(on, client, lunchbox).circle, data_version="") for on in (one, other)]
        for client in sorted(map(one.person_id, people))
    ]
    assert all(first == second for first, second in circles)
    assert any(first.members for first, _ in circles)
    proved(Claim.STORES)


def test_every_store_makes_the_same_plans(in_memory: GraphStore, in_a_database: GraphStore) -> None:
    one, other = plans_of(snapshot_of(in_memory)), plans_of(snapshot_of(in_a_database))
    assert one.allocation == other.allocation
    assert one.exchanges == other.exchanges
    assert one.circle == other.circle
    assert (one.more, one.missing) == (other.more, other.missing)
    proved(Claim.STORES)


def test_the_region_of_the_only_dong_is_the_whole_store(in_a_database: GraphStore, code: str) -> None:
    whole, region = snapshot_of(in_a_database), snapshot_of(in_a_database, code)
    assert differing(whole, region) == []


def test_each_table_is_read_in_one_go(in_a_database: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[type[Record]] = []
    with in_a_database.read() as reader:
        columns: Callable[..., Any] = type(reader).columns

        def counted(self: Reader, kind: type[Record], *given: Any, **more: Any) -> Any:
            asked.append(kind)
            return columns(self, kind, *given, **more)

        monkeypatch.setattr(type(reader), "columns", counted)
        build(reader, now=NOW, policy=policy_on(NOW.date()))
    assert asked == list(KINDS.values())


def test_a_region_follows_what_is_written(in_a_database: GraphStore, code: str) -> None:
    keeper = SnapshotKeeper(in_a_database, policy_on)
    before = keeper.snapshot([code], NOW)
    ask = next(one for one in open_asks(before) if suggest(before, one).suggestions)
    best = suggest(before, ask).suggestions[0]
    person = before.person_id(int(before["asks"]["person"][before["asks"].row(ask)]))
    broken = Linkage(
        id="l-broken-off",
        dong=code,
        person=person,
        resource=best.resource,
        giver=best.giver,
        state=LinkageState.ENDED,
        outcome=LinkageOutcome.STOPPED_BY_CLIENT,
    )
    with in_a_database.write(by="s", why="test") as unit:
        unit.put(broken)
    after, fresh = keeper.snapshot([code], NOW), snapshot_of(in_a_database, code)
    assert after["linkages"].row("l-broken-off") >= 0
    assert suggest(after, ask).suggestions == suggest(fresh, ask).suggestions
    with in_a_database.write(by="s", why="test") as unit:
        unit.remove(Linkage, "l-broken-off")
    assert suggest(keeper.snapshot([code], NOW), ask).suggestions == suggest(before, ask).suggestions
