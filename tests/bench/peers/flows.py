"""An allocation solved by another library: ``python flows.py PROBLEM.npz pylmcf|ortools|kwok|highs short|slots``.

Runs in a process of its own, in the peers' environment (HiGHS in the project's), and prints one line of JSON:
the total (null where time ran out), and CPU seconds from the arrays to it (``build`` and ``solve``). Networks
are built with numpy; with half-hours a network is ask, half-hour of the ask, half-hour of the giver, giver, and
nodes that no pair reaches are left out. HiGHS is given the same as a linear program of four rows a column.
"""

import json
import sys
from time import process_time
from typing import Any

import numpy as np

LIMIT = 240.0
"""Seconds for HiGHS alone."""

Arcs = tuple[Any, Any, Any, Any, Any]
"""Tails, heads, capacities, costs, and the supply of each node."""


def short(problem: Any) -> Arcs:
    """Each ask sends one unit to a resource, or past all of them; resources send them to one sink."""
    asks, resources = int(problem["asks"]), len(problem["capacity"])
    sink = asks + resources
    each, every = np.arange(asks), asks + np.arange(resources)
    tails = np.concatenate([problem["ask"], each, every])
    heads = np.concatenate([asks + problem["to"], np.full(asks + resources, sink)])
    capacities = np.concatenate([np.ones(len(problem["to"]) + asks, np.int64), problem["capacity"]])
    costs = np.concatenate([-problem["weight"], np.zeros(asks + resources, np.int64)])
    return tails, heads, capacities, costs, np.append(np.ones(asks, np.int64), [*np.zeros(resources), -asks])


def slots(problem: Any) -> Arcs:
    """Each ask sends its visits by its half-hours to the giver's, or past all of them."""
    asks, givers = int(problem["asks"]), len(problem["capacity"])
    common = problem["ask_slots"][problem["ask"]] & problem["giver_slots"][problem["to"]]
    edge, slot = np.nonzero(np.unpackbits(common.view(np.uint8), axis=1, bitorder="little"))
    ask, giver = problem["ask"][edge].astype(np.int64), problem["to"][edge].astype(np.int64)
    asked, ask_node = np.unique(ask * 384 + slot, return_inverse=True)
    offered, giver_node = np.unique(giver * 384 + slot, return_inverse=True)
    at_ask, at_giver = asks + givers, asks + givers + len(asked)
    sink = at_giver + len(offered)
    visits = problem["visits"].astype(np.int64)
    tails = [
        asked // 384,
        at_ask + ask_node,
        at_giver + np.arange(len(offered)),
        asks + np.arange(givers),
        np.arange(asks),
    ]
    heads = [
        at_ask + np.arange(len(asked)), at_giver + giver_node, asks + offered // 384, np.full(givers, sink),
        np.full(asks, sink),
    ]  # fmt: skip
    one = [np.ones(len(part), np.int64) for part in tails[:3]]
    costs = [np.zeros(len(part), np.int64) for part in tails]
    costs[1] = -problem["weight"][edge]
    supply = np.zeros(sink + 1, np.int64)
    supply[:asks], supply[sink] = visits, -visits.sum()
    capacities = np.concatenate([*one, problem["capacity"], visits])
    return np.concatenate(tails), np.concatenate(heads), capacities, np.concatenate(costs), supply


def by_ortools(arcs: Arcs) -> tuple[int, float]:
    """OR-Tools' cost scaling."""
    from ortools.graph.python import min_cost_flow

    tails, heads, capacities, costs, supply = arcs
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32), heads.astype(np.int32), capacities, costs
    )
    flow.set_nodes_supplies(np.arange(len(supply), dtype=np.int32), supply.astype(np.int64))
    began = process_time()
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise SystemExit(f"OR-Tools ended with {status}")
    return -flow.optimal_cost(), began


def by_pylmcf(arcs: Arcs) -> tuple[int, float]:
    """LEMON's network simplex, for the short form."""
    from pylmcf import Graph

    *columns, supply = (np.ascontiguousarray(part, np.int64) for part in arcs)
    order = np.argsort(columns[0] * len(supply) + columns[1], kind="stable")
    tails, heads, capacities, costs = (column[order] for column in columns)
    # Costs must not be negative: whatever leaves an ask costs as much more.
    most, wanted = -int(costs.min()), supply > 0
    costs[wanted[tails]] += most
    flow = Graph(len(supply), tails, heads)
    flow.set_edge_capacities(capacities)
    flow.set_edge_costs(costs)
    flow.set_node_supply(supply)
    began = process_time()
    flow.solve()
    return most * int(supply[wanted].sum()) - flow.total_cost(), began


def by_highs(problem: Any) -> tuple[int | None, float]:
    """HiGHS, by the simplex of its choice, with half-hours; one column for each half-hour of a pair."""
    import highspy

    asks, givers = int(problem["asks"]), len(problem["capacity"])
    common = problem["ask_slots"][problem["ask"]] & problem["giver_slots"][problem["to"]]
    edge, slot = np.nonzero(np.unpackbits(common.view(np.uint8), axis=1, bitorder="little"))
    ask, giver = problem["ask"][edge].astype(np.int64), problem["to"][edge].astype(np.int64)
    asked, ask_node = np.unique(ask * 384 + slot, return_inverse=True)
    offered, giver_node = np.unique(giver * 384 + slot, return_inverse=True)
    at_ask = asks + givers
    at_giver = at_ask + len(asked)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(edge), at_giver + len(offered)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = problem["weight"][edge].astype(np.float64)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(edge)), np.ones(len(edge))
    lp.row_lower_ = np.full(lp.num_row_, -highspy.kHighsInf)
    lp.row_upper_ = np.concatenate(
        [problem["visits"], problem["capacity"], np.ones(len(asked) + len(offered))]
    ).astype(np.float64)
    rows = np.stack([ask, asks + giver, at_ask + ask_node, at_giver + giver_node], axis=1)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.arange(0, 4 * len(edge) + 1, 4, dtype=np.int32)
    lp.a_matrix_.index_ = np.sort(rows, axis=1).ravel().astype(np.int32)
    lp.a_matrix_.value_ = np.ones(4 * len(edge))
    highs = highspy.Highs()
    for option, value in {"output_flag": False, "threads": 1, "time_limit": LIMIT}.items():
        highs.setOptionValue(option, value)
    highs.passModel(lp)
    began = process_time()
    highs.run()
    if highs.getModelStatus() == highspy.HighsModelStatus.kTimeLimit:
        return None, began
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise SystemExit(f"HiGHS ended with {highs.getModelStatus()}")
    return round(highs.getInfo().objective_function_value), began


def by_kwok(problem: Any) -> tuple[int, float]:
    """Kwok's matching, each unit of a resource a column."""
    from kwok import kwok

    firsts = np.concatenate([[0], np.cumsum(problem["capacity"])])
    units = problem["capacity"][problem["to"]]
    edge = np.repeat(np.arange(len(units)), units)
    column = firsts[problem["to"]][edge] + np.arange(len(edge)) - np.repeat(np.cumsum(units) - units, units)
    starts = np.searchsorted(problem["ask"][edge], np.arange(int(problem["asks"]) + 1))
    pairs = list(zip(column.tolist(), problem["weight"][edge].tolist(), strict=True))
    rows = [pairs[low:high] for low, high in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)]
    began = process_time()
    found = kwok(rows, keeps_virtual_matching=False)
    return round(found.total_weight), began


def main(file: str, library: str, form: str) -> None:
    """Print the total and the times."""
    with np.load(file) as kept:
        problem = dict(kept)
    start = process_time()
    total: int | None
    if library == "kwok":
        total, began = by_kwok(problem)
    elif library == "highs":
        total, began = by_highs(problem)
    else:
        arcs = (short if form == "short" else slots)(problem)
        total, began = {"ortools": by_ortools, "pylmcf": by_pylmcf}[library](arcs)
    end = process_time()
    print(json.dumps({"total": total, "build": began - start, "solve": end - began}))


if __name__ == "__main__":
    main(*sys.argv[1:])
