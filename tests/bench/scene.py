"""What every bench reads: the sample's seed, the moment, and the store of a file."""

from datetime import UTC, datetime
from pathlib import Path

from graph.store import GraphStore
from graph.stores import open_store

SEED = 1
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def store_url(file: Path) -> str:
    """The URL of a store in a file."""
    return f"sqlite:///{file.resolve()}"


def opened(file: Path) -> GraphStore:
    """The store of a file, whose clock stands at ``NOW``."""
    return open_store(store_url(file), clock=lambda: NOW)
