"""Ways of up to three ties: the application's over the snapshot's columns, and the store's, beside networkx."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import networkx as nx
import numpy as np

from graph.policy.load import policy_on
from graph.records.ties import Tie
from graph.store import Reader
from importers.sample.stream import sample_records
from matching.introductions import gives, may_introduce, may_meet, noes, ways_from, willing
from matching.kept_apart import kept_apart
from matching.rank import open_asks
from matching.snapshot.build import build
from matching.snapshot.snapshot import PERSON, Snapshot
from tests.bench.apart import apart
from tests.bench.clock import Times, timed
from tests.bench.report import Line, Table
from tests.bench.scene import NOW, SEED, opened

_CLIENTS, _PAIRS, _STEPS = 200, 200, 3
_TIMES = 20

Network: TypeAlias = "nx.Graph[Any]"
Way = tuple[str, ...]


def run() -> Table:
    """Answers are compared before times are. Raises AssertionError: they differ."""
    ours, theirs, ways, read, walked, between = apart(_run)
    return Table(
        "Ways of up to three ties, at a dong",
        f"{len(ours.wall)} clients with an open ask, and for each every way of two or three ties by which "
        "somebody could introduce them to anybody who gives something: what ranking reads, from the snapshot's "
        f"columns; {ways:,} ways in all. Beside it: networkx `all_simple_paths` with `cutoff=3` from the client "
        "to all who give, on a graph prepared of the ties that are willing and the people who may introduce; "
        "those who must not meet are taken out by the same function. Both find the same ways. For "
        f"information: {len(read.wall)} pairs of people two or three ties apart by `Reader.ways` of an SQLite "
        f"file ({between:,} ways), beside `all_simple_paths` on a prepared graph of all ties; the same ways.",
        (
            Line(
                what="all ways from a client to those who give",
                figure=str(ours),
                beside=str(theirs),
                ratio=f"{theirs.of(ours):,.1f}",
                aim=f"at least {_TIMES} times faster",
                met=theirs.of(ours) >= _TIMES,
            ),
            Line(
                what="all ways between two people, from the file",
                figure=str(read),
                beside=str(walked),
                ratio=f"{walked.of(read):,.2f}",
            ),
        ),
    )


def _run() -> tuple[Times, Times, int, Times, Times, int]:
    with TemporaryDirectory() as folder, closing(opened(Path(folder) / "ways.db")) as store:
        with store.write(by="bench", why="bench") as unit:
            unit.put_all(sample_records("dong", seed=SEED, day=NOW.date()))
        with store.read() as reader:
            snapshot = build(reader, now=NOW, policy=policy_on(NOW.date()))
            return *_from_clients(snapshot), *pairs_in(reader, _tied(reader), _PAIRS)


def _from_clients(snapshot: Snapshot) -> tuple[Times, Times, int]:
    rows = snapshot["asks"]["person"][[snapshot["asks"].row(ask) for ask in open_asks(snapshot)]]
    clients = sorted({int(row) for row in rows})[:_CLIENTS]
    graph: Network = nx.Graph()
    table = snapshot["ties"]
    giving = set(np.flatnonzero(gives(snapshot)).tolist())
    agreed = set((np.flatnonzero(may_introduce(snapshot)) * 4 + PERSON).tolist())
    on_a_way = agreed | giving | {client * 4 + PERSON for client in clients}
    for tie in np.flatnonzero(willing(snapshot)):
        ends = int(table["source"][tie]), int(table["target"][tie])
        if on_a_way.issuperset(ends):
            graph.add_edge(*ends)
    apart_, nos = kept_apart(snapshot), noes(snapshot)

    def theirs(client: int) -> set[tuple[int, ...]]:
        start = client * 4 + PERSON
        if start not in graph:
            return set()
        found = set()
        for path in nx.all_simple_paths(
            graph, start, giving & _around(graph, start) - {start}, cutoff=_STEPS
        ):
            between = path[1:-1]
            if between and agreed.issuperset(between):
                through = tuple(one >> 2 for one in between)
                if may_meet(apart_, nos, client, through, path[-1]):
                    found.add((*through, path[-1]))
        return found

    ways_from(snapshot, clients[0])
    ours, found = timed(lambda client: ways_from(snapshot, client), clients)
    slow, expected = timed(theirs, clients)
    for ways, naive in zip(found, expected, strict=True):
        assert {(*way.through, to) for to, each in ways.items() for way in each} == naive
    return ours, slow, sum(map(len, expected))


def _around(graph: Network, start: int) -> set[int]:
    return set(nx.single_source_shortest_path_length(graph, start, cutoff=_STEPS))


def _tied(reader: Reader) -> Network:
    graph: Network = nx.Graph()
    for kept in reader.each(Tie):
        graph.add_edge(kept.record.source, kept.record.target)
    return graph


def pairs_in(reader: Reader, graph: Network, count: int) -> tuple[Times, Times, int]:
    """The times of the store's ways between pairs, those of networkx, and how many ways there are."""
    pairs = list(_some_pairs(graph, count))
    read, ours = timed(lambda pair: reader.ways(*pair, max_steps=_STEPS, limit=100_000), pairs)
    walked, theirs = timed(
        lambda pair: set(map(tuple, nx.all_simple_paths(graph, *pair, cutoff=_STEPS))), pairs
    )
    for ways, naive in zip(ours, theirs, strict=True):
        assert set(ways) == naive
        assert len(ways) == len(naive)
    return read, walked, sum(map(len, theirs))


def _some_pairs(graph: Network, count: int) -> Iterator[tuple[str, str]]:
    chance = Random(SEED)
    people = sorted(one for one in graph if one.startswith("p-"))
    while count:
        start = chance.choice(people)
        near = nx.single_source_shortest_path_length(graph, start, cutoff=_STEPS)
        others = sorted(o for o, steps in near.items() if steps >= 2 and o.startswith("p-"))
        if others:
            yield start, chance.choice(others)
            count -= 1
