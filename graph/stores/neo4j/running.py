"""Running queries: one at a time with patience, or within a transaction."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any, Protocol, TypeVar

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    GraphDatabase,
    Query,
    Session,
    Transaction,
)
from neo4j.api import BookmarkManager
from neo4j.exceptions import DriverError, Neo4jError

from graph.stores.neo4j.connection import Server, translated
from graph.stores.neo4j.failures import held_up, may_pass

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.1, 2.0

T = TypeVar("T")
Row = list[Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long is waited for a server that went away, and how many versions one transaction takes.

    Whoever asks is told soon; a unit that has begun to write waits longer, since its work would be lost. Nobody
    waits longer than ``waiting_seconds`` for what another computer holds: it may hang.
    """

    asking_seconds: float = 5.0
    writing_seconds: float = 90.0
    waiting_seconds: float = 30.0
    staged_above: int = 20_000


class Run(Protocol):
    """Runs a query and gives all its rows."""

    def __call__(self, query: str, given: Mapping[str, Any]) -> list[Row]:
        """Rows in the order of the answer."""
        ...


def within(transaction: Transaction) -> Run:
    """Run in a transaction that somebody else ends."""

    def run(query: str, given: Mapping[str, Any]) -> list[Row]:
        return transaction.run(query, dict(given)).values()

    return run


def persist(act: Callable[[], T], seconds: float, failed: Callable[[], None] = lambda: None) -> T:
    """Do what may be done twice, and again while the server is away or busy, for so long at most."""
    until, pause = None, _FIRST_PAUSE_SECONDS
    while True:
        try:
            return act()
        except (DriverError, Neo4jError) as error:
            failed()
            until = until or monotonic() + seconds
            if not may_pass(error) or monotonic() > until:
                raise
        sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)


@contextmanager
def _not_for_ever() -> Iterator[None]:
    """Say who is waited for when that took too long."""
    try:
        yield
    except Neo4jError as error:
        held = held_up(error)
        if held is None:
            raise
        raise held from error


class Queries:
    """Queries that stand alone; whoever reads after a write, through any session, reads it too."""

    def __init__(self, server: Server, limits: Limits) -> None:
        """Use the connections of a server."""
        self._server, self.limits = server, limits
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

        def ask() -> list[Row]:
            with self.session(access=access) as session:
                return session.run(query, dict(given)).values()

        with translated():
            return persist(ask, self.limits.asking_seconds)

    def write(self, query: str, given: Mapping[str, Any]) -> list[Row]:
        """Run what may be run twice. Raises StoreUnavailable."""
        return self.read(query, given, access=WRITE_ACCESS)

    def wait(self, query: str, given: Mapping[str, Any]) -> list[Row]:
        """Run what waits for a lock and may be run twice.

        Raises:
            StoreUnavailable: whoever holds the lock does not let it go, or the server stayed away.
        """
        limited = Query(query, timeout=self.limits.waiting_seconds)

        def ask() -> list[Row]:
            with _not_for_ever(), self.session() as session:
                return session.run(limited, dict(given)).values()

        with translated():
            return persist(ask, self.limits.asking_seconds)

    def transact(self, act: Callable[[Run], None], seconds: float) -> None:
        """Do what may be done twice in one short transaction, and again while the server is away."""
        timeout = self.limits.waiting_seconds

        def once() -> None:
            with (
                _not_for_ever(),
                self.session() as session,
                session.begin_transaction(timeout=timeout) as transaction,
            ):
                act(within(transaction))
                transaction.commit()

        persist(once, seconds)

    def close(self) -> None:
        """Let go of the connections."""
        self._server.driver.close()
