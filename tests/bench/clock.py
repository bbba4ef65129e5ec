"""Timing that says the same thing everywhere: wall time, this process's CPU time, and its memory at the peak."""

import resource
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import TypeVar

G = TypeVar("G")
T = TypeVar("T")
_PEAK_ANEW = "5"


@dataclass(slots=True)
class Timer:
    """Seconds that passed within its ``with`` blocks, added up."""

    wall: float = 0.0
    cpu: float = 0.0

    def __enter__(self) -> "Timer":
        self.wall -= perf_counter()
        self.cpu -= process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall += perf_counter()
        self.cpu += process_time()


@dataclass(frozen=True, slots=True)
class Times:
    """Many calls of one kind: milliseconds of wall time and of CPU time each."""

    wall: list[float]
    cpu: list[float]

    def __str__(self) -> str:
        return f"{said(self.median)} ms (CPU {said(median(self.cpu))}), p99 {said(self.p99)} ms"

    @property
    def median(self) -> float:
        """The median of wall time."""
        return median(self.wall)

    @property
    def p99(self) -> float:
        """The 99th percentile of wall time."""
        return quantiles(self.wall, n=100, method="inclusive")[98]

    def of(self, other: "Times") -> float:
        """How many times longer these take than others, by the medians."""
        return self.median / other.median


def timed(call: Callable[[G], T], given: Iterable[G]) -> tuple[Times, list[T]]:
    """The times and the result of a call with each of what is given."""
    times, results = Times([], []), []
    for one in given:
        with Timer() as timer:
            results.append(call(one))
        times.wall.append(timer.wall * 1e3)
        times.cpu.append(timer.cpu * 1e3)
    return times, results


def said(number: float) -> str:
    """A number with as many digits as it deserves."""
    return f"{number:,.0f}" if number >= 100 else f"{number:,.1f}" if number >= 10 else f"{number:,.2f}"


class Memory:
    """What this process holds more at its peak since this was made, in MB."""

    def __init__(self) -> None:
        """Begin to watch; where the system cannot forget an earlier peak, only what exceeds that shows."""
        reset = Path("/proc/self/clear_refs")
        if reset.exists():
            reset.write_text(_PEAK_ANEW, encoding="ascii")
        self._before = peak()

    @property
    def more(self) -> float:
        """The peak until now, less what was held before."""
        return peak() - self._before


def peak() -> float:
    """The largest resident memory of this process, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
