"""Every store against the memory store, through long random lives."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from graph.store import GraphStore
from graph.stores import open_store
from graph.testing.machine import StoreMachine
from tests.servers.emptied import EmptiedServers

LIVES = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
# A server answers more slowly than a file; PUMASI_NEO4J_LIVES=30 lives as many lives as the others.
NEO4J_LIVES = int(os.environ.get("PUMASI_NEO4J_LIVES", "3"))


class SqliteMachine(StoreMachine):
    key: bytes | None = None

    def open_store(self, clock: Callable[[], datetime]) -> GraphStore:
        self.folder = Path(tempfile.mkdtemp())
        return open_store(f"sqlite:{self.folder / 'store.db'}", key=self.key, clock=clock)

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


class EncryptedMachine(SqliteMachine):
    key = bytes(range(32))


class MemoryMachine(StoreMachine):
    def open_store(self, clock: Callable[[], datetime]) -> GraphStore:
        return open_store("memory:", clock=clock)


class Neo4jMachine(StoreMachine):
    servers: EmptiedServers

    def open_store(self, clock: Callable[[], datetime]) -> GraphStore:
        return self.servers.store(clock)


TestSqlite = SqliteMachine.TestCase
TestSqlite.settings = LIVES
TestSqliteEncrypted = EncryptedMachine.TestCase
TestSqliteEncrypted.settings = settings(LIVES, max_examples=5)
TestMemory = MemoryMachine.TestCase
TestMemory.settings = settings(LIVES, max_examples=5)


def test_neo4j(neo4j: EmptiedServers) -> None:
    Neo4jMachine.servers = neo4j
    run_state_machine_as_test(Neo4jMachine, settings=settings(LIVES, max_examples=NEO4J_LIVES))
