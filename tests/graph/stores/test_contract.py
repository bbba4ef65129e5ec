"""The contract, on every store."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from graph.store import GraphStore
from graph.stores import open_store
from graph.testing.contract import GraphStoreContract, MakeStore
from tests.servers.emptied import EmptiedServers


class TestMemory(GraphStoreContract):
    @pytest.fixture
    def make_store(self) -> MakeStore:
        return lambda clock: open_store("memory:", clock=clock)


class TestSqlite(GraphStoreContract):
    @pytest.fixture
    def make_store(self, tmp_path: Path) -> MakeStore:
        return _in_files(tmp_path, None)


class TestSqliteEncrypted(GraphStoreContract):
    @pytest.fixture
    def make_store(self, tmp_path: Path) -> MakeStore:
        return _in_files(tmp_path, bytes(range(32)))


class TestNeo4j(GraphStoreContract):
    @pytest.fixture
    def make_store(self, neo4j: EmptiedServers) -> MakeStore:
        return neo4j.store


def _in_files(folder: Path, key: bytes | None) -> MakeStore:
    made: list[GraphStore] = []

    def make(clock: Callable[[], datetime]) -> GraphStore:
        made.append(open_store(f"sqlite:{folder / str(len(made))}.db", key=key, clock=clock))
        return made[-1]

    return make
