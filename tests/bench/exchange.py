"""Exchange pools cleared beside kep_solver, and their cycles found beside igraph and kep_solver."""

from __future__ import annotations

import json
import subprocess
from contextlib import ExitStack
from math import exp, fsum, log
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any
from unittest.mock import patch

import numpy as np

from matching.exchange import clearing, relaxed, search
from matching.exchange.clearing import Limits, clear
from matching.kernels import cycles as kernel
from tests.bench.apart import apart
from tests.bench.clock import Timer, said
from tests.bench.pools import Instance, care, kidneys
from tests.bench.report import Line, Table

_ROOT = Path(__file__).resolve().parents[2]
_PEER = _ROOT / ".venv-peers" / "bin" / "python"
_LIMITS = Limits(longest_cycle=3, longest_chain=4, seconds=30.0)
_PEER_SECONDS = 120.0
_SMALL = (kidneys(64, 6, 1), kidneys(64, 6, 2), kidneys(64, 3, 3))
_LARGE = (
    care(200, 10, 5, 1.2), care(300, 15, 1, 1.2), care(300, 15, 7, 1.2), kidneys(128, 12, 4),
    kidneys(200, 20, 6), kidneys(200, 0, 8), kidneys(300, 30, 9),
)  # fmt: skip
_WIDE = care(1_000, 50, 2, 1.0)
_CYCLES = (care(300, 15, 1, 1.2), _WIDE, care(2_000, 100, 3, 1.0), kidneys(64, 6, 1), kidneys(300, 30, 9))
_LEAST_GAP = 0.005
_MANY = 200


def run() -> Table:
    """Numbers of people served, and of cycles, must be equal. Raises AssertionError: they are not."""
    with TemporaryDirectory() as folder:
        small = [_beside(one, Path(folder)) for one in _SMALL]
        large = [_beside(one, Path(folder)) for one in _LARGE]
        cycles = [_cycles(one, Path(folder)) for one in _CYCLES]
    ratios = [ratio for (_, ratio), one in zip(large, _LARGE, strict=True) if one.pairs >= _MANY]
    slowest = min(ratio for _, ratio in small + large)
    mean = exp(fsum(map(log, ratios)) / len(ratios))
    return Table(
        "Exchanges",
        "Cycles of up to 3 people and chains that help up to 4, each leg counting one; CPU seconds from the arcs "
        "to the proven answer. Beside it kep_solver with arcs by position and CBC, in a process of its own, from "
        f"its own objects; where it had no answer within {_PEER_SECONDS:.0f} s the ratio is a lower bound. Both "
        "serve the same number of people. Pools are invented; those like kidneys follow Saidman's figures.",
        (
            *(line for line, _ in small + large),
            Line(
                what=f"pools of {_MANY} people and more, geometric mean",
                figure=f"{mean:.1f} times as fast", ratio=f"{mean:.1f}",
                aim="at least 10 times faster than kep_solver", met=mean >= 10,
            ),
            Line(
                what="the pool with the least lead",
                figure=f"{slowest:.1f} times as fast", ratio=f"{slowest:.1f}",
                aim="none slower than kep_solver", met=slowest >= 1,
            ),
            apart(_wide),
            *(line for lines in cycles for line in lines),
        ),
    )  # fmt: skip


def _saved(one: Instance, folder: Path) -> Path:
    file = folder / "pool.npz"
    np.savez(file, pairs=one.pairs, altruists=one.altruists, src=one.source, dst=one.target)
    return file


def _peer(task: str, one: Instance, folder: Path) -> Any:
    script = _ROOT / "tests" / "bench" / "peers" / "kep.py"
    call = [_PEER, script, _saved(one, folder), task, "3", "4", str(_PEER_SECONDS)]
    done = subprocess.run(list(map(str, call)), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _beside(one: Instance, folder: Path) -> tuple[Line, float]:
    served, cpu = apart(_cleared, one)
    theirs = _peer("solve", one, folder)
    assert not theirs["proven"] or theirs["served"] == served, (str(one), theirs, served)
    ratio = theirs["cpu"] / cpu
    shown = f"{said(theirs['cpu'] * 1e3)} ms" + ("" if theirs["proven"] else ", not proven")
    figure = f"{said(cpu * 1e3)} ms, {served} people"
    return Line(what=str(one), figure=figure, beside=shown, ratio=f"{ratio:.1f}"), ratio


def _cleared(one: Instance) -> tuple[int, float]:
    """People served, proven, and CPU seconds: the median of three."""
    kernel.warm()
    clear(kidneys(16, 2, 0).pool, _LIMITS)
    times = []
    for _ in range(3):
        with Timer() as timer:
            found = clear(one.pool, _LIMITS)
        times.append(timer.cpu)
    assert found.proven, str(one)
    return found.total, sorted(times)[1]


def _wide() -> Line:
    """The gap after so many seconds of CPU; only what HiGHS is given for one program is by the clock on the wall."""
    kernel.warm()
    with ExitStack() as patches, Timer() as timer:
        for module in (clearing, relaxed, search):
            patches.enter_context(patch.object(module, "monotonic", process_time))
        found = clear(_WIDE.pool, _LIMITS)
    return Line(
        what=str(_WIDE),
        figure=f"{found.total} people, gap {found.gap:.2%} in {said(timer.cpu)} s of CPU ({said(timer.wall)} s)",
        aim=f"a gap of at most {_LEAST_GAP:.1%} in 30 s of CPU",
        met=found.gap <= _LEAST_GAP and timer.cpu <= _LIMITS.seconds * 1.05,
    )


def _cycles(one: Instance, folder: Path) -> list[Line]:
    count, cpu = apart(_found, one)
    theirs = _peer("cycles", one, folder)
    assert count == theirs["igraph"] == theirs["kep"], str(one)
    what, figure = f"{count:,} cycles of up to 3, {one}", f"{said(cpu * 1e3)} ms"
    return [
        Line(
            what=what, figure=figure, beside=f"{name} {said(theirs[key] * 1e3)} ms",
            ratio=f"{theirs[key] / cpu:.1f}", aim=f"at least {least} times as fast as {name}",
            met=theirs[key] / cpu >= least,
        )
        for name, key, least in (("igraph", "igraph_cpu", 1), ("kep_solver", "kep_cpu", 25))
    ]  # fmt: skip


def _found(one: Instance) -> tuple[int, float]:
    """How many cycles there are, and CPU seconds from the arcs: the median of five."""
    kernel.warm()
    times = []
    for _ in range(5):
        with Timer() as timer:
            inside = one.source < one.pairs
            order = np.argsort(one.source[inside] * one.pairs + one.target[inside], kind="stable")
            starts = np.zeros(one.pairs + 1, np.int64)
            np.cumsum(np.bincount(one.source[inside], minlength=one.pairs), out=starts[1:])
            to = one.target[inside][order].astype(np.int32)
            found = kernel.cycles(starts, to, 3, 1 << 24)
        times.append(timer.cpu)
    assert found is not None
    return len(found), sorted(times)[2]
