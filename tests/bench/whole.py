"""A whole region, from its file to plans: candidates, allocation, exchanges, and what to develop."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.policy.load import policy_on
from importers.sample.figures import Size
from matching.allocate.allocate import told, worked
from matching.allocate.fairness import fairness
from matching.candidates import candidates
from matching.develop.missing import missing
from matching.develop.more import one_more_of_each
from matching.exchange.clearing import Limits
from matching.exchange.propose import propose
from matching.kernels import cycles, visits
from matching.snapshot.keeper import SnapshotKeeper
from tests.bench import loading
from tests.bench.apart import apart
from tests.bench.clock import Memory, Timer, peak, said
from tests.bench.report import Line, Table
from tests.bench.scene import NOW, opened

_MOST = 50
_SECONDS, _MEGABYTES = 60.0, 2_048.0
_STEPS = ("candidates", "allocation", "exchanges", "develop")


def run(size: Size, file: Path) -> Table:
    """Each size has a process of its own."""
    found = {size: apart(_run, file)}
    if size != "dong":
        with TemporaryDirectory() as folder:
            small = Path(folder) / "dong.db"
            loading.run("dong", small)
            found["dong"] = apart(_run, small)
    here, small_one = found[size], found["dong"]
    lines = [
        Line(
            what=step,
            figure=f"{_seconds(here[step])}, {here[f'{step} found']}",
            beside="" if here is small_one else f"dong {_seconds(small_one[step])}",
            ratio="" if here is small_one else f"{here[step].cpu / max(small_one[step].cpu, 1e-3):.0f}",
        )
        for step in _STEPS
    ]
    total = sum(here[step].wall for step in _STEPS)
    return Table(
        f"The whole of a {size}",
        f"{here['asks']:,} open asks of {here['people']:,} people beside {here['resources']:,} resources, at most "
        f"{_MOST} candidates each ({here['pairs']:,} pairs); the snapshot is there already "
        f"({_seconds(here['snapshot'])}). Beside it the same of a dong ({small_one['asks']:,} asks); the ratio is "
        "of CPU time.",
        (
            *lines,
            Line(
                what="all of it",
                figure=f"{said(total)} s",
                aim=f"under {_SECONDS:.0f} s",
                met=total < _SECONDS,
            ),
            Line(
                what="memory of the process at its peak, with the snapshot",
                figure=f"{here['peak']:,.0f} MB, {here['more']:,.0f} MB more than the snapshot",
                aim=f"under {_MEGABYTES:,.0f} MB",
                met=here["peak"] < _MEGABYTES,
            ),
        ),
    )


def _seconds(timer: Timer) -> str:
    return f"{said(timer.wall)} s (CPU {said(timer.cpu)})"


def _run(file: Path) -> dict[str, object]:
    visits.warm()
    cycles.warm()
    times = {step: Timer() for step in ("snapshot", *_STEPS)}
    with closing(opened(file)) as store, times["snapshot"]:
        snapshot = SnapshotKeeper(store, policy_on).snapshot((), NOW)
    memory = Memory()
    with times["candidates"]:
        table = candidates(snapshot, most=_MOST)
    with times["allocation"]:
        work = worked(snapshot, table=table)
        plan = told(work, explain=())
        fairness(snapshot, plan)
    with times["exchanges"]:
        exchanges = propose(snapshot, Limits(seconds=15.0), table=table)
    with times["develop"]:
        more, new = one_more_of_each(work, seconds=5.0), missing(work, seconds=5.0)
    served = f"{plan.found.clients:,} of {plan.found.clients + _without(plan):,} people served"
    gap = "proven" if plan.proven else f"gap {plan.gap:.2%}"
    return {
        **times,
        "candidates found": f"{len(table.resources):,} pairs",
        "allocation found": f"{served}, {plan.more_people} more than greedily, {gap}",
        "exchanges found": f"{len(exchanges.exchanges):,} exchanges, gap {exchanges.gap:.2%}",
        "develop found": f"{len(more):,} resources of which more would help, {len(new):,} that are missing",
        "asks": len(table),
        "pairs": len(table.resources),
        "people": plan.found.clients + _without(plan),
        "resources": len(snapshot["resources"]),
        "more": memory.more,
        "peak": peak(),
    }


def _without(plan: object) -> int:
    return len({one.client for one in plan.unserved} - {one.client for one in plan.served})
