"""Suggestions with their reasons for one ask, and for all that are open."""

from contextlib import closing
from pathlib import Path

from graph.policy.load import policy_on
from matching.candidates import candidates
from matching.rank import open_asks, order, suggest
from matching.snapshot.keeper import SnapshotKeeper
from tests.bench.apart import apart
from tests.bench.clock import Memory, Timer, said, timed
from tests.bench.report import Line, Table
from tests.bench.scene import NOW, opened

_ASKS = 300


def run(size: str, file: Path) -> Table:
    """One ask at a time, on one core."""
    return apart(_run, size, file)


def _run(size: str, file: Path) -> Table:
    with closing(opened(file)) as store:
        snapshot = SnapshotKeeper(store, policy_on).snapshot((), NOW)
    asks = open_asks(snapshot)
    some = asks[:: max(1, len(asks) // _ASKS)][:_ASKS]
    first, _ = timed(lambda ask: suggest(snapshot, ask), asks[:1])
    ranked, _ = timed(lambda ask: order(snapshot, snapshot["asks"].row(ask)), some)
    one, _ = timed(lambda ask: suggest(snapshot, ask), some)
    ranking, suggesting, at_once, found, pairs = Timer(), Timer(), Timer(), 0, 0
    with ranking:
        for ask in asks:
            of_one = len(order(snapshot, snapshot["asks"].row(ask)).rows)
            found, pairs = found + bool(of_one), pairs + of_one
    memory = Memory()
    with at_once:
        table = candidates(snapshot)
    if len(table.resources) != pairs:
        raise AssertionError("the candidates of all asks are not those of each")
    with suggesting:
        for ask in asks:
            suggest(snapshot, ask)
    return Table(
        f"Asks of a {size}",
        f"{len(snapshot['resources']):,} resources and {len(asks):,} open asks, of which {found:,} find "
        f"somebody. The best five with every reason, caution and introduction, for {len(some)} asks spread "
        "over all.",
        (
            Line(what="the first ask on a new snapshot", figure=f"{said(first.wall[0])} ms"),
            Line(what="ranking for one ask", figure=str(ranked)),
            Line(
                what="suggestions for one ask",
                figure=str(one),
                aim="gu under 5 ms median",
                met=one.median < 5,
            ),
            Line(
                what="ranking for all open asks",
                figure=f"{said(ranking.wall)} s (CPU {said(ranking.cpu)})",
            ),
            Line(
                what=f"candidates of all open asks in one pass, {pairs:,} pairs",
                figure=f"{said(at_once.wall)} s (CPU {said(at_once.cpu)}), {said(memory.more)} MB more at the peak",
                beside=f"{said(ranking.wall)} s (CPU {said(ranking.cpu)})",
                ratio=f"{ranking.wall / at_once.wall:.1f} (CPU {ranking.cpu / at_once.cpu:.1f})",
            ),
            Line(
                what="suggestions with reasons for all open asks",
                figure=f"{said(suggesting.wall)} s (CPU {said(suggesting.cpu)})",
            ),
        ),
    )
