"""A store in memory: plain lists and dictionaries, and the oracle that other stores are tested against."""

from graph.stores.memory.store import MemoryStore

__all__ = ["MemoryStore"]
