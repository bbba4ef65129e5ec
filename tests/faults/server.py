"""A database on a server, emptied for a trial."""

from __future__ import annotations

from neo4j import GraphDatabase

from tests.faults.place import Place
from tests.servers.emptied import EMPTY

STAGED_ABOVE = 500
"""Versions: an import of a thousand rows is staged as one of a whole gu would be."""


def emptied(url: str) -> Place:
    """The database of a server, with nothing in it."""
    with (
        GraphDatabase.driver(url, telemetry_disabled=True) as driver,
        driver.session(database="neo4j") as session,
    ):
        session.run(EMPTY).consume()
    return Place(url=url, staged_above=STAGED_ABOVE)
