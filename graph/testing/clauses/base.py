"""What all clauses start from: an empty store, a clock, and a way to write."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from graph.records.registry import Record
from graph.store import GraphStore
from graph.testing.clocks import Ticking

MakeStore = Callable[[Callable[[], datetime]], GraphStore]


class Clauses:
    """Base of the clauses; ``make_store`` comes from the store's own test class."""

    @pytest.fixture
    def clock(self) -> Ticking:
        return Ticking()

    @pytest.fixture
    def store(self, make_store: MakeStore, clock: Ticking) -> Iterator[GraphStore]:
        store = make_store(clock)
        yield store
        store.close()


def put(store: GraphStore, *records: Record) -> str:
    """Write records in one unit and return its id."""
    with store.write(by="s-lee", why="시험") as unit:
        unit.put_all(records)
        return unit.id


def remove(store: GraphStore, record: Record) -> None:
    """Remove a record in a unit of its own."""
    with store.write(by="s-lee", why="삭제") as unit:
        unit.remove(type(record), record.id)


def moment(store: GraphStore) -> datetime:
    """When the newest log entry was written."""
    with store.read() as reader:
        return reader.log(limit=1_000_000)[-1].at
