"""Every store against the memory store, through long random lives."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from hypothesis import HealthCheck, settings

from graph.store import GraphStore
from graph.stores import open_store
from graph.testing.machine import StoreMachine

LIVES = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


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


TestSqlite = SqliteMachine.TestCase
TestSqlite.settings = LIVES
TestSqliteEncrypted = EncryptedMachine.TestCase
TestSqliteEncrypted.settings = settings(LIVES, max_examples=5)
TestMemory = MemoryMachine.TestCase
TestMemory.settings = settings(LIVES, max_examples=5)
