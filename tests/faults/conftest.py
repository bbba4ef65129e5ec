"""Fault tests print their counts at the end of the run; the long ones are run by `make faults`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.conftest import skip_or_fail
from tests.faults.counting import Counts, new_seed
from tests.servers.neo4j_server import Neo4jServer, ServerMissing, a_server

_LINES = pytest.StashKey[list[str]]()


@pytest.fixture
def counts(request: pytest.FixtureRequest) -> Iterator[Counts]:
    """The figures of this test, told whether it passes or fails."""
    told = Counts(request.node.name, new_seed())
    yield told
    request.config.stash.setdefault(_LINES, []).append(told.line)


@pytest.fixture(scope="session")
def server() -> Iterator[Neo4jServer]:
    """A server of the fault tests' own, which they kill and start again."""
    with ExitStack() as servers:
        try:
            server = servers.enter_context(a_server())
        except ServerMissing as missing:
            skip_or_fail(f"no Neo4j can be started here: {missing}")
        yield server


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    lines = config.stash.get(_LINES, [])
    deselected = (
        terminalreporter.stats.get("deselected", ()) if config.option.markexpr == "not faults" else ()
    )
    left_out = [item for item in deselected if item.get_closest_marker("faults")]
    if lines or left_out:
        terminalreporter.section("faults")
    for line in lines:
        terminalreporter.write_line(line)
    if left_out:
        terminalreporter.write_line(f"{len(left_out)} long ones were left out; `make faults` runs them")
