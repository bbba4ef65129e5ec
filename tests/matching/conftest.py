from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from graph.policy.load import policy_on
from graph.records.registry import Record
from graph.stores.memory import MemoryStore
from graph.testing.builders import (
    a_consent,
    a_household,
    a_need,
    a_neighbour,
    a_person,
    a_place,
    a_resource,
    an_ask,
)
from matching.snapshot.build import build
from matching.snapshot.snapshot import Snapshot

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def a_store() -> Callable[[Iterable[Record]], MemoryStore]:
    """A memory store that holds the given records; a later one replaces an earlier one of its id."""

    def make(records: Iterable[Record]) -> MemoryStore:
        store = MemoryStore(clock=lambda: NOW)
        with store.write(by="s-lee", why="test") as unit:
            unit.put_all({record.id: record for record in records}.values())
        return store

    return make


@pytest.fixture
def a_snapshot(a_store: Any) -> Callable[..., Snapshot]:
    """The snapshot of the given records."""

    def make(*records: Record, dongs: Iterable[str] = (), now: datetime = NOW) -> Snapshot:
        with a_store(records).read() as reader:
            return build(reader, dongs=dongs, now=now, policy=policy_on(now.date()))

    return make


@pytest.fixture
def two_neighbours() -> list[Record]:
    """김하늘 asks for company to the hospital; 박나래 offers it; both agreed to be matched."""
    return [
        a_household(),
        a_person(household="h-kim", place=a_place()),
        a_neighbour(place=a_place(100)),
        a_need(),
        an_ask(),
        a_resource(),
        a_consent(),
        a_consent(id="c-park", person="p-park"),
    ]
