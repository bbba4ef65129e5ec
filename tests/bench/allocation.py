"""Allocation by the kernels, short and with half-hours, beside libraries that solve the same network."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.kernels import assignment, resolve, visits
from matching.kernels import edges as rows
from matching.kernels.edges import Edges
from tests.bench.apart import apart
from tests.bench.clock import said
from tests.bench.report import Line, Table

_ROOT = Path(__file__).resolve().parents[2]
_PEER = _ROOT / ".venv-peers" / "bin" / "python"
_ASKS, _MOST, _KINDS, _CLIENTS = 20_000, 50, 8, 15_000
_PLACES = {"slack": 50_000, "scarce": 6_000}
_TIMES, _CHANGES, _WAIT = 5, 200, 300.0
T = TypeVar("T")
Problem = dict[str, NDArray[np.generic]]
Found = tuple[int | None, float, float]
"""A peer's total, None where it was not done in time, and CPU seconds to build and to solve."""


def run() -> Table:
    """Totals are compared before times are. Raises AssertionError: two libraries disagree."""
    lines: list[Line] = []
    with TemporaryDirectory() as folder:
        for name in _PLACES:
            file = Path(folder) / f"{name}.npz"
            apart(_keep, name, file)
            lines += apart(_short, name, file)
            lines += apart(_slots, name, file)
            lines += apart(_again, name, file)
    return Table(
        "Allocation",
        f"{_ASKS:,} asks in 50 dongs with the {_MOST} nearest of {_KINDS} kinds as candidates, in order of resources; "
        "50,000 resources (slack) or 6,000 (scarce) with 1 to 3 units each. With half-hours: 1 to 3 visits in "
        "8 of 168, givers free in 24. CPU seconds, medians of ours, one run of the others, each in a process of "
        "its own, networks built with numpy; HiGHS has four minutes. Totals are equal.",
        tuple(lines),
    )


def _keep(name: str, file: Path) -> None:
    np.savez(file, **a_region(name))


def a_region(name: str) -> Problem:
    """Invented people around the middles of dongs, seeded."""
    chance, places = np.random.default_rng(24), _PLACES[name]
    middles = chance.uniform(0, 20, (50, 2))
    homes, offers = (
        middles[chance.integers(0, 50, count)] + chance.normal(0, 0.6, (count, 2))
        for count in (_ASKS, places)
    )
    kinds, given = chance.integers(0, _KINDS, _ASKS), chance.integers(0, _KINDS, places)
    urgency = chance.choice([1, 2, 4, 8], _ASKS, p=[0.5, 0.3, 0.15, 0.05])
    parts = [_nearest(kind, homes, offers, kinds, given) for kind in range(_KINDS)]
    ask, to, far = (np.concatenate(part) for part in zip(*parts, strict=True))
    weight = ((1000 * np.exp(-far / 2) * chance.uniform(0.5, 1, len(far))).astype(np.int64) + 1) * urgency[
        ask
    ]
    order = np.lexsort((to, ask))
    return {
        "asks": np.array(_ASKS), "ask": ask[order], "to": to[order], "weight": weight[order],
        "capacity": chance.integers(1, 4, places), "visits": chance.integers(1, 4, _ASKS),
        "ask_slots": _some_slots(chance, _ASKS, 8), "giver_slots": _some_slots(chance, places, 24),
    }  # fmt: skip


def _nearest(
    kind: int,
    homes: NDArray[np.float64],
    offers: NDArray[np.float64],
    kinds: NDArray[np.int64],
    given: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    asks, those = np.flatnonzero(kinds == kind), np.flatnonzero(given == kind)
    to, far = [], []
    for part in np.array_split(asks, max(1, len(asks) // 250)):
        apart_by = np.hypot(*(homes[part, None, axis] - offers[None, those, axis] for axis in (0, 1)))
        near = np.argpartition(apart_by, _MOST, axis=1)[:, :_MOST]
        to.append(those[near].ravel())
        far.append(np.take_along_axis(apart_by, near, 1).ravel())
    return np.repeat(asks, _MOST), np.concatenate(to), np.concatenate(far)


def _some_slots(chance: np.random.Generator, count: int, many: int) -> NDArray[np.uint64]:
    bits = np.zeros((count, 384), np.uint8)
    chosen = np.argsort(chance.random((count, 168)), axis=1)[:, :many]
    np.put_along_axis(bits, chosen, 1, 1)
    return np.packbits(bits, axis=1, bitorder="little").view("<u8").astype(np.uint64)


def _short(name: str, file: Path) -> list[Line]:
    problem = _read(file)
    rows.warm()
    assignment.warm()
    sorting, edges = _timed(lambda: _sorted(problem))
    solving, found = _timed(lambda: assignment.assign(*edges, problem["capacity"]))
    peers = {
        one: _peer(one, "short", file)
        for one in ("pylmcf", "ortools", "kwok")
        if name == "slack" or one != "kwok"
    }
    _equal(found.total, peers)
    best = min(solve for _, _, solve in peers.values())
    whole = min(build + solve for _, build, solve in peers.values())
    alone, from_pairs = (30.0, 5.0) if name == "slack" else (0.0, 2.0)
    return [
        _line(f"short form, {name}, kernel alone, beside the best of {_names(peers)}", solving, best, alone),
        _line(f"short form, {name}, from unsorted candidates", sorting + solving, whole, from_pairs),
    ]


def _slots(name: str, file: Path) -> list[Line]:
    problem = _read(file)
    edges = _sorted(problem)
    visits.warm()
    week = visits.VisitsProblem(
        client=np.arange(_ASKS, dtype=np.int32),
        visits=problem["visits"],
        first=np.zeros(_ASKS, np.int64),
        client_first=np.zeros(_ASKS, np.int64),
        ask_slots=problem["ask_slots"],
        starts=edges.starts,
        to=edges.to,
        weights=edges.weights,
        giver_slots=problem["giver_slots"],
        capacity=problem["capacity"],
        timeless=np.zeros(len(problem["capacity"]), np.bool_),
    )
    took, found = _timed(lambda: visits.assign_visits(week))
    peers = {one: _peer(one, "slots", file) for one in ("ortools", "highs")}
    _equal(found.total, {one: peer for one, peer in peers.items() if peer[0] is not None})
    return [
        _line(f"half-hours, {name}, beside OR-Tools", took, sum(peers["ortools"][1:]), 5.0),
        _line(
            f"half-hours, {name}, beside HiGHS"
            + (" (not done by then)" if peers["highs"][0] is None else ""),
            took,
            sum(peers["highs"][1:]),
            10.0,
        ),
        *_tiers(name, week),
    ]


def _tiers(name: str, week: visits.VisitsProblem) -> Iterator[Line]:
    """In tiers, afresh; then with a place fewer, from the plan that was found."""
    chance = np.random.default_rng(5)
    client = np.sort(chance.integers(0, _CLIENTS, _ASKS)).astype(np.int32)
    tiers = replace(
        week,
        first=(chance.random(_ASKS) < 0.05) * 10**13,
        client=client,
        client_first=np.full(_CLIENTS, 10**9),
    )
    fresh, found = _timed(lambda: visits.assign_visits(tiers))
    capacity = week.capacity.copy()
    capacity[week.to[found.edge[0]]] -= 1
    fewer = replace(tiers, capacity=capacity)
    expected = visits.assign_visits(fewer)
    kept = visits.Visits(found.ask, found.edge, found.slot)
    change, again = _timed(lambda: visits.assign_visits_again(fewer, kept))
    assert (again.total, again.prices.tolist()) == (expected.total, expected.prices.tolist())
    what = f"half-hours, {name}, {_CLIENTS:,} clients with one ask or more, crises and clients first"
    yield Line(what=what, figure=_time(fresh))
    yield _line("the same with a place fewer, from the last plan", change, fresh, 0.0)


def _again(name: str, file: Path) -> list[Line]:
    problem = _read(file)
    edges = _sorted(problem)
    resolve.warm()
    fresh, found = _timed(lambda: assignment.assign(*edges, problem["capacity"]))
    kept, chance = resolve.Matching(*edges, problem["capacity"]), np.random.default_rng(7)
    began = process_time()
    for ask in chance.integers(0, _ASKS, _CHANGES).tolist():
        kept.take_out(ask)
        kept.bring_in(ask)
    for resource in chance.integers(0, _PLACES[name], _CHANGES).tolist():
        kept.resize(resource, 1)
        kept.resize(resource, -1)
    change = (process_time() - began) / (4 * _CHANGES)
    began = process_time()
    again = kept.assigned()
    prices = process_time() - began
    assert (again.total, again.prices.tolist()) == (found.total, found.prices.tolist())
    return [
        _line(f"one change, {name}, beside a fresh solve of sorted rows", change, fresh, 50.0),
        Line(
            what=f"exact value of one more unit of every resource, {name}", figure=f"{said(prices * 1e3)} ms",
            beside=f"{said(fresh * 1e3)} ms (the matching)", ratio=f"{prices / fresh:.2f}",
            aim="at most 1.5 times the matching", met=prices <= 1.5 * fresh,
        ),
    ]  # fmt: skip


def _sorted(problem: dict[str, NDArray[np.int64]]) -> Edges:
    return rows.sorted_edges(problem["ask"], problem["to"], problem["weight"], _ASKS)


def _read(file: Path) -> dict[str, NDArray[np.int64]]:
    with np.load(file) as kept:
        return dict(kept)


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    times = []
    for _ in range(_TIMES):
        began = process_time()
        found = call()
        times.append(process_time() - began)
    return median(times), found


def _peer(library: str, form: str, file: Path) -> Found:
    script = _ROOT / "tests" / "bench" / "peers" / "flows.py"
    python = sys.executable if library == "highs" else _PEER
    done = subprocess.run(
        [python, script, file, library, form], capture_output=True, text=True, check=True, timeout=_WAIT
    )
    said_back = json.loads(done.stdout)
    return said_back["total"], said_back["build"], said_back["solve"]


def _equal(total: int, peers: dict[str, Found]) -> None:
    totals = {one: found[0] for one, found in peers.items()}
    assert set(totals.values()) == {total}, f"{totals} beside {total}"


def _names(peers: dict[str, Found]) -> str:
    return ", ".join(peers)


def _line(what: str, took: float, beside: float, least: float) -> Line:
    ratio = beside / took
    aimed: dict[str, Any] = (
        {"aim": f"at least {least:.0f} times faster", "met": ratio >= least} if least else {}
    )
    return Line(what=what, figure=_time(took), beside=_time(beside), ratio=f"{ratio:.1f}", **aimed)


def _time(seconds: float) -> str:
    return f"{said(seconds)} s" if seconds >= 1 else f"{said(seconds * 1e3)} ms"
