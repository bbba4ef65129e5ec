"""A dong: matching beside plain Python over records with a networkx walk, whose answers must be the same."""

from datetime import UTC, date, datetime
from random import Random
from statistics import median

from graph.policy.load import policy_on
from graph.stores.memory import MemoryStore
from importers.sample.stream import sample_records
from matching.rank import open_asks, order
from matching.snapshot.build import build
from tests.bench.clock import say, timed
from tests.matching.oracle import Oracle
from tests.matching.worlds import DAY, NOW

_ASKS = 5


def run() -> None:
    """Answers are compared before times are."""
    records = list(sample_records("dong", seed=7, day=date(2026, 11, 22)))
    store = MemoryStore(clock=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    with store.write(by="bench", why="bench") as unit:
        unit.put_all(records)
    with store.read() as reader:
        snapshot = build(reader, now=NOW, policy=policy_on(DAY))
    oracle = Oracle(records, policy_on(DAY))
    asks = Random(1).sample(open_asks(snapshot), _ASKS)
    order(snapshot, snapshot["asks"].row(asks[0]))
    fast, found = timed([lambda ask=ask: order(snapshot, snapshot["asks"].row(ask)) for ask in asks * 20])
    slow, expected = timed([lambda ask=ask: oracle.ranking(oracle.by_id[ask]) for ask in asks])
    ids = snapshot["resources"].ids
    for ranking, naive in zip(found, expected, strict=False):
        assert [(ids[row], int(s)) for row, s in zip(ranking.rows, ranking.scores, strict=True)] == naive
    say("ranking one ask, snapshot", fast)
    say("ranking one ask, Python rows and networkx", slow)
    print(f"{'same answers; ratio':<48} {median(slow) / median(fast):,.0f} x")
