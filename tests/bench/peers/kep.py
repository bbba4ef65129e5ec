"""An exchange pool solved, or its cycles found, by kep_solver or igraph: ``python kep.py POOL.npz TASK K L SECONDS``.

Runs in the peers' environment, in a process of its own, and prints one line of JSON. The pool holds ``pairs``,
``altruists``, ``src``, ``dst``; every leg counts one. kep_solver's chain length counts the altruist, its
count of transplants adds one an altruist, and it hands back an incumbent at its limit without saying so:
all three are set right here.
"""

import json
import resource
import sys
from time import monotonic, process_time
from typing import Any

import numpy as np


def cpu() -> float:
    """CPU seconds of this process and of the solvers it started and waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def an_instance(pool: Any) -> Any:
    """The pool as kep_solver holds one."""
    from kep_solver.entities import Donor, Instance, Transplant

    instance = Instance()
    pairs, altruists = int(pool["pairs"]), int(pool["altruists"])
    donors = []
    for vertex in range(pairs + altruists):
        donor = Donor(f"d{vertex}")
        if vertex < pairs:
            donor.recipient = instance.recipient(f"r{vertex}")
            donor.recipient.addDonor(donor)
        else:
            donor.NDD = True
        instance.addDonor(donor)
        donors.append(donor)
    for source, target in zip(pool["src"].tolist(), pool["dst"].tolist(), strict=True):
        instance.addTransplant(Transplant(donors[source], instance.recipient(f"r{target}"), 1.0))
    return instance


def solve(pool: Any, longest_cycle: int, longest_chain: int, seconds: float) -> dict[str, Any]:
    """People served, and CPU seconds of building and solving the position-indexed model with CBC."""
    import pulp
    from kep_solver.model import PICEF, TransplantCount
    from kep_solver.programme import Programme
    from kep_solver.solving import SolvingOptions

    instance = an_instance(pool)
    limited = SolvingOptions(solver=pulp.getSolver("PULP_CBC_CMD", msg=False, timeLimit=seconds))
    before, began = cpu(), monotonic()
    programme = Programme(
        [TransplantCount()],
        maxCycleLength=longest_cycle,
        maxChainLength=longest_chain + 1,
        description="pool",
        full_details=False,
        model=PICEF,
    )
    solution, _ = programme.solve_single(instance, solvingOptions=limited)
    spent, passed = cpu() - before, monotonic() - began
    served = -1
    if solution is not None:
        served = sum(
            len(one.exchange.vertices) - one.exchange.vertices[0].isNdd() for one in solution.selected
        )
    return {"served": served, "cpu": spent, "proven": solution is not None and passed < seconds}


def cycles(pool: Any, longest: int) -> dict[str, Any]:
    """How many cycles igraph and kep_solver find, and in how many CPU seconds."""
    import igraph
    from kep_solver.graph import CompatibilityGraph

    pairs = int(pool["pairs"])
    inside = pool["src"] < pairs
    arcs = np.column_stack([pool["src"][inside], pool["dst"][inside]])
    before = cpu()
    graph = igraph.Graph(n=pairs, edges=arcs.tolist(), directed=True)
    found = len(graph.simple_cycles(min=2, max=longest))
    by_igraph = cpu() - before
    built = CompatibilityGraph(an_instance(pool))
    before = cpu()
    theirs = len(built.findCycles(longest))
    return {"igraph": found, "igraph_cpu": by_igraph, "kep": theirs, "kep_cpu": cpu() - before}


if __name__ == "__main__":
    file, task, longest_cycle, longest_chain, seconds = sys.argv[1:]
    given = np.load(file)
    if task == "cycles":
        print(json.dumps(cycles(given, int(longest_cycle))))
    else:
        print(json.dumps(solve(given, int(longest_cycle), int(longest_chain), float(seconds))))
