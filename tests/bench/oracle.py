"""A dong: matching beside plain Python over records with a networkx walk, whose answers must be the same."""

from datetime import date
from random import Random

from graph.policy.load import policy_on
from graph.stores.memory import MemoryStore
from importers.sample.stream import sample_records
from matching.rank import open_asks, order
from matching.snapshot.build import build
from tests.bench.clock import timed
from tests.bench.report import Line, Table
from tests.bench.scene import SEED
from tests.matching.oracle import Oracle
from tests.matching.worlds import DAY, NOW

_ASKS, _ROUNDS = 10, 10


def run() -> Table:
    """Answers are compared before times are.

    Raises:
        AssertionError: the two rank differently.
    """
    records = list(sample_records("dong", seed=SEED, day=date(2026, 11, 22)))
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="bench", why="bench") as unit:
        unit.put_all(records)
    with store.read() as reader:
        snapshot = build(reader, now=NOW, policy=policy_on(DAY))
    oracle = Oracle(records, policy_on(DAY))
    every = [ask for ask in open_asks(snapshot) if len(order(snapshot, snapshot["asks"].row(ask)).rows)]
    asks = Random(1).sample(every, _ASKS)
    fast, found = timed(lambda ask: order(snapshot, snapshot["asks"].row(ask)), asks * _ROUNDS)
    slow, expected = timed(lambda ask: oracle.ranking(oracle.by_id[ask]), asks)
    ids = snapshot["resources"].ids
    for ask, ranking, naive in zip(asks, found, expected, strict=False):
        ours = [(ids[row], int(score)) for row, score in zip(ranking.rows, ranking.scores, strict=True)]
        assert ours == naive, ask
    ranked = sum(map(len, expected))
    return Table(
        "Matching beside an oracle, at a dong",
        f"{len(records):,} records, {len(snapshot['resources']):,} resources. The oracle applies every gate "
        "and criterion to plain Python records one by one and walks ties with networkx. "
        f"{_ASKS} asks with {ranked:,} ranked resources: order and points are equal.",
        (
            Line(
                what="ranking for one ask, dong",
                figure=str(fast),
                beside=str(slow),
                ratio=f"{slow.of(fast):,.0f}",
                aim="the oracle's answers",
                met=True,
            ),
        ),
    )
