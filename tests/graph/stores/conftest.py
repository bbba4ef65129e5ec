"""Counts, at the end of a run, the clauses of the contract that each store kept."""

from collections import Counter

import pytest

_FILE = "graph/stores/test_contract.py::Test"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    kept: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", ()):
        _, found, rest = report.nodeid.partition(_FILE)
        if found:
            kept[rest.partition("::")[0]] += 1
    if kept:
        counts = ", ".join(f"{store} {count} clauses" for store, count in sorted(kept.items()))
        terminalreporter.write_line(f"contract kept: {counts}")
