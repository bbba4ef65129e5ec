"""Public exchange pools as PrefLib keeps them, and their optimum by one program that shares no code."""

import re
from collections import defaultdict
from itertools import count
from pathlib import Path

import networkx as nx
import numpy as np

from matching.exchange.clearing import Limits
from matching.exchange.pool import Pool
from matching.solver import Program, solve


def pool_of(file: Path) -> Pool:
    """The pool of a .wmd file; an alternative whose name says so is an altruist."""
    text = file.read_text(encoding="utf-8")
    names = re.findall(r"^# ALTERNATIVE NAME (\d+): (.*)$", text, re.M)
    pairs = [number for number, name in names if "lturist" not in name]
    altruists = [number for number, name in names if "lturist" in name]
    vertex = {int(number): place for place, number in enumerate(pairs + altruists)}
    arcs = [line.split(",") for line in text.splitlines() if line and not line.startswith("#")]
    ends = [(vertex[int(a)], vertex[int(b)], float(w)) for a, b, w in arcs]
    kept = [(a, b, round(w)) for a, b, w in ends if b < len(pairs) and w > 0]
    columns = np.array(kept, np.int64).reshape(-1, 3).T
    return Pool.plain(len(pairs), len(altruists), *columns)


def by_one_program(pool: Pool, limits: Limits) -> int:
    """The highest total, by every cycle that networkx finds and arcs by position, all at once.

    For pools in which everybody is one vertex with one seat.
    """
    weight = {(int(a), int(b)): int(w) for a, b, w in zip(pool.source, pool.target, pool.weight, strict=True)}
    graph = nx.DiGraph([arc for arc in weight if not pool.altruist[arc[0]] and arc[0] != arc[1]])
    rows: dict[object, int] = defaultdict(count().__next__)
    columns: list[tuple[int, dict[int, int]]] = []
    for cycle in nx.simple_cycles(graph, length_bound=limits.longest_cycle):
        total = sum(weight[arc] for arc in zip(cycle, [*cycle[1:], cycle[0]], strict=True))
        columns.append((total, {rows[v]: 1 for v in cycle}))
    for position in range(1, limits.longest_chain + 1):
        for (a, b), w in weight.items():
            if a != b and bool(pool.altruist[a]) == (position == 1):
                taken = {rows[b]: 1, rows[a if position == 1 else ("reached", a, position - 1)]: 1}
                columns.append((w, taken | {rows["reached", b, position]: -1}))
    if not columns:
        return 0
    lengths = [len(taken) for _, taken in columns]
    answer = solve(
        Program(
            costs=[w for w, _ in columns],
            lower=np.zeros(len(columns)),
            upper=np.ones(len(columns)),
            starts=np.concatenate([[0], np.cumsum(lengths)]),
            indices=[row for _, taken in columns for row in taken],
            values=[sign for _, taken in columns for sign in taken.values()],
            row_lower=np.full(len(rows), -np.inf),
            row_upper=[0 if isinstance(row, tuple) else 1 for row in rows],
            integral=np.ones(len(columns), bool),
        ),
        maximise=True,
    )
    return round(answer.objective)
