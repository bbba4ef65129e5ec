"""Fixtures over a real Neo4j: the two of a run, or one of a test's own that it may kill."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from tests.conftest import skip_or_fail
from tests.servers.emptied import EmptiedServers
from tests.servers.neo4j_server import Neo4jServer, ServerMissing, a_server

StartServer = Callable[..., Neo4jServer]
"""Starts a server of one's own; takes what ``a_server`` takes."""


@contextmanager
def _servers() -> Iterator[StartServer]:
    with ExitStack() as servers:

        def start(**given: Any) -> Neo4jServer:
            try:
                return servers.enter_context(a_server(**given))
            except ServerMissing as missing:
                skip_or_fail(f"no Neo4j can be started here: {missing}")

        yield start


def _address(variable: str) -> Iterator[str]:
    # What opens a store here empties the database first: each process of a run needs servers of its own.
    first = os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0"
    named = os.environ.get(variable) if first else None
    if named:
        yield named
        return
    with _servers() as start:
        yield start().url


@pytest.fixture(scope="session")
def neo4j_url() -> Iterator[str]:
    """The address of a server for tests: what is in its database may be thrown away at any time."""
    yield from _address("PUMASI_TEST_NEO4J")


@pytest.fixture(scope="session")
def other_neo4j_url() -> Iterator[str]:
    """The address of a second one."""
    yield from _address("PUMASI_TEST_NEO4J_OTHER")


@pytest.fixture(scope="session")
def neo4j(request: pytest.FixtureRequest) -> Iterator[EmptiedServers]:
    """Opens empty stores on the two servers; the second is started when a test needs it."""
    names = ("neo4j_url", "other_neo4j_url")
    with ExitStack() as drivers:
        yield EmptiedServers(lambda number: str(request.getfixturevalue(names[number])), drivers)


@pytest.fixture(scope="module")
def start_neo4j() -> Iterator[StartServer]:
    """Starts servers that the tests of one file may stop and kill; all of them end with it."""
    with _servers() as start:
        yield start
