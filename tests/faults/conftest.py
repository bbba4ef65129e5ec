"""Fault tests print their counts at the end of the run; the long ones are run by `make faults`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.counting import Counts, new_seed

_LINES = pytest.StashKey[list[str]]()


@pytest.fixture
def counts(request: pytest.FixtureRequest) -> Iterator[Counts]:
    """The figures of this test, told whether it passes or fails."""
    told = Counts(request.node.name, new_seed())
    yield told
    request.config.stash.setdefault(_LINES, []).append(told.line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    lines = config.stash.get(_LINES, [])
    left_out = [
        item for item in terminalreporter.stats.get("deselected", ()) if item.get_closest_marker("faults")
    ]
    if lines or left_out:
        terminalreporter.section("faults")
    for line in lines:
        terminalreporter.write_line(line)
    if left_out:
        terminalreporter.write_line(f"{len(left_out)} long ones were left out; `make faults` runs them")
