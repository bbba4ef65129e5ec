"""Timing that says the same thing everywhere: median and 99th percentile of wall time, in milliseconds."""

from collections.abc import Callable, Iterable
from statistics import median
from time import perf_counter
from typing import Any


def timed(calls: Iterable[Callable[[], Any]]) -> tuple[list[float], list[Any]]:
    """The milliseconds and the result of each call."""
    times, results = [], []
    for call in calls:
        start = perf_counter()
        results.append(call())
        times.append((perf_counter() - start) * 1e3)
    return times, results


def say(what: str, times: list[float]) -> None:
    """One line: how often, median, 99th percentile."""
    ordered = sorted(times)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(f"{what:<48} n={len(times):>6}  median {median(times):>10.3f} ms  p99 {high:>10.3f} ms")
