"""Databases on the servers of a run, emptied for every store that is made."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime

from neo4j import Driver, GraphDatabase

from graph.errors import StoreUnavailable
from graph.store import GraphStore
from graph.stores.neo4j.running import Limits
from graph.stores.neo4j.store import open_neo4j

EMPTY = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"


class EmptiedServers:
    """Opens an empty store on the first server of a run, or on the second while the first has one open."""

    def __init__(self, urls: Callable[[int], str], drivers: ExitStack) -> None:
        """Ask for a server's address once it is needed, since it is started by then."""
        self._urls, self._drivers = urls, drivers
        self._known: dict[int, Driver] = {}
        self._open: dict[int, GraphStore] = {}

    def store(self, clock: Callable[[], datetime], limits: Limits | None = None) -> GraphStore:
        """A store without a record, a unit, or an entry."""
        number = 1 if 0 in self._open and _is_open(self._open[0]) else 0
        url = self._urls(number)
        if number not in self._known:
            driver = GraphDatabase.driver(url, telemetry_disabled=True)
            self._known[number] = self._drivers.enter_context(driver)
        with self._known[number].session(database="neo4j") as session:
            session.run(EMPTY).consume()
        self._open[number] = open_neo4j(url, None, clock, limits)
        return self._open[number]


def _is_open(store: GraphStore) -> bool:
    try:
        with store.read():
            return True
    except StoreUnavailable:
        return False
