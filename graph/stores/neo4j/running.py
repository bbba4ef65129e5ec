"""Running queries: one at a time with patience, or within a transaction."""

from collections.abc import Mapping
from time import monotonic, sleep
from typing import Any, Protocol

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    GraphDatabase,
    ManagedTransaction,
    Session,
    Transaction,
)
from neo4j.api import BookmarkManager
from neo4j.exceptions import DriverError, Neo4jError

from graph.stores.neo4j.connection import Server, translated

_PATIENCE_SECONDS = 30.0
_PAUSE_SECONDS = 0.1

Row = list[Any]


class Run(Protocol):
    """Runs a query and gives all its rows."""

    def __call__(self, query: str, given: Mapping[str, Any]) -> list[Row]:
        """Rows in the order of the answer."""
        ...


def within(transaction: Transaction | ManagedTransaction) -> Run:
    """Run in a transaction that somebody else ends."""

    def run(query: str, given: Mapping[str, Any]) -> list[Row]:
        return transaction.run(query, dict(given)).values()

    return run


class Queries:
    """Queries that stand alone; whoever reads after a write, through any session, reads it too."""

    def __init__(self, server: Server) -> None:
        """Use the connections of a server."""
        self._server = server
        self._bookmarks: BookmarkManager = GraphDatabase.bookmark_manager()

    def session(self, *, access: str = WRITE_ACCESS) -> Session:
        """A session of its own, for one thread."""
        return self._server.driver.session(
            database=self._server.database, default_access_mode=access, bookmark_manager=self._bookmarks
        )

    def read(self, query: str, given: Mapping[str, Any], *, access: str = READ_ACCESS) -> list[Row]:
        """Ask, and ask again while the server is away for a moment.

        Raises:
            StoreUnavailable: the server stayed away, or could not answer.
        """
        until = monotonic() + _PATIENCE_SECONDS
        with translated():
            while True:
                try:
                    with self.session(access=access) as session:
                        return session.run(query, dict(given)).values()
                except (DriverError, Neo4jError) as error:
                    if not error.is_retryable() or monotonic() > until:
                        raise
                sleep(_PAUSE_SECONDS)

    def write(self, query: str, given: Mapping[str, Any]) -> None:
        """Run what may be run twice. Raises StoreUnavailable."""
        self.read(query, given, access=WRITE_ACCESS)

    def close(self) -> None:
        """Let go of the connections."""
        self._server.driver.close()
