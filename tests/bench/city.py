"""A city on a Neo4j server: regions read beside bare grouped queries, and single acts as a worker waits for them.

The server is named by ``PUMASI_BENCH_NEO4J``. It is written to a little: people are put beside those it holds.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import islice, pairwise
from random import Random
from statistics import median
from typing import Any

from neo4j import Driver, GraphDatabase, NotificationMinimumSeverity

from graph.policy.load import policy_on
from graph.records.areas import Area
from graph.records.people import Person
from graph.records.registry import IdMaker
from graph.store import GraphStore, Reader
from graph.stores import open_store
from graph.stores.neo4j.queries import many, of_kind, plain
from graph.stores.scan import check_columns
from matching.snapshot.build import NO_RING, build
from matching.snapshot.ring import Ring
from matching.snapshot.schema import KINDS, Names, schema
from matching.snapshot.snapshot import Snapshot
from tests.bench.apart import apart
from tests.bench.clock import Timer, Times, said, timed
from tests.bench.report import Line, Table
from tests.bench.scene import NOW

_ROUNDS, _AT_ONCE = 3, 10_000
_AT_MOST = 2.0
_ACTS = 200

Ids = Mapping[str, list[str]]


def url() -> str | None:
    """The address of a server that holds a city, where one is named."""
    return os.environ.get("PUMASI_BENCH_NEO4J")


def run(address: str | None) -> Iterator[Table]:
    """Regions first, then single acts; without a server, that they were left out."""
    if address is None:
        yield Table(
            "A city on Neo4j",
            "**Left out**: `PUMASI_BENCH_NEO4J` names no server that holds a city.",
            (),
        )
        return
    yield apart(_regions, address)
    yield apart(_acts, address)


def _opened(address: str) -> GraphStore:
    return open_store(address, clock=lambda: NOW)


def _driver(address: str) -> Driver:
    return GraphDatabase.driver(
        address, telemetry_disabled=True, notifications_min_severity=NotificationMinimumSeverity.OFF
    )


def _regions(address: str) -> Table:
    lines: list[Line] = []
    with closing(_opened(address)) as store, store.read() as reader:
        areas = [str(dong) for (dong,) in reader.columns(Area, ("dong",))]
        people = reader.count(Person, dong=areas[3])
        for what, ring in (("alone", NO_RING), ("with its ring", None)):
            lines += _region(address, reader, areas[3], what, ring)
    return Table(
        "A dong out of a city on Neo4j",
        f"One of {len(areas)} dongs, with {people:,} people; warm, medians of {_ROUNDS}, reads and builds in "
        "turns. Beside it: the very records the snapshot ends with, by their ids, their columns grouped by "
        f"`collect`, {_AT_ONCE:,} records a query, through the same driver; values as the driver gives them, "
        "nothing converted or kept. The build must find out first whom a region concerns. The second figure "
        "beside it is the same read with the columns packed into texts by the server, as the store asks for them.",
        tuple(lines),
    )


def _region(address: str, reader: Reader, dong: str, what: str, ring: Ring | None) -> list[Line]:
    ours: list[Timer] = []
    plain: list[Timer] = []
    packed: list[Timer] = []
    snapshot = _build(reader, dong, ring)
    ids = {name: table.ids for name, table in snapshot.tables.items()}
    rows = sum(map(len, ids.values()))
    with _driver(address) as driver:
        for _ in range(_ROUNDS):
            for took, act in (
                (plain, lambda: _grouped(driver, ids, _plain)),
                (packed, lambda: _grouped(driver, ids, _packed)),
                (ours, lambda: _build(reader, dong, ring)),
            ):
                with Timer() as timer:
                    act()
                took.append(timer)
    wall, cpu = _medians(ours)
    bare, bare_cpu = _medians(plain)
    text, text_cpu = _medians(packed)
    return [
        Line(
            what=f"snapshot of a dong {what}, {rows:,} rows",
            figure=f"{said(wall)} s (CPU {said(cpu)})",
            beside=f"{said(bare)} s (CPU {said(bare_cpu)})",
            ratio=f"{wall / bare:.2f} (CPU {cpu / bare_cpu:.2f})",
            aim=f"at most {_AT_MOST:.0f} times the grouped read",
            met=wall <= _AT_MOST * bare,
        ),
        Line(
            what="the same, beside packed texts",
            figure=f"{said(wall)} s (CPU {said(cpu)})",
            beside=f"{said(text)} s (CPU {said(text_cpu)})",
            ratio=f"{wall / text:.2f} (CPU {cpu / text_cpu:.2f})",
        ),
    ]


def _medians(timers: list[Timer]) -> tuple[float, float]:
    return median(one.wall for one in timers), median(one.cpu for one in timers)


def _build(reader: Reader, dong: str, ring: Ring | None) -> Snapshot:
    return build(reader, dongs=(dong,), now=NOW, policy=policy_on(NOW.date()), ring=ring)


def _plain(name: str) -> str:
    """The columns of a table, each value by itself."""
    columns = schema(Names())[name].columns
    fields = ", ".join(f"v.`{one}`" for one in dict.fromkeys(["id", *(column.source for column in columns)]))
    return f"UNWIND split($ids, '|') AS id MATCH (v:Present {{id: id}}) RETURN collect([{fields}])"


def _packed(name: str) -> str:
    layout = schema(Names())[name]
    check_columns(KINDS[name], layout.asked, None)
    return of_kind(KINDS[name]).values(layout.asked)


def _grouped(driver: Driver, ids: Ids, query: Callable[[str], str]) -> None:
    given: dict[str, Any] = {"dong": None, "day": None, "s": 1 << 60}
    count = 0
    with driver.session(database="neo4j") as session:
        for name, wanted in ids.items():
            asked = schema(Names())[name].asked
            for start in range(0, len(wanted), _AT_ONCE):
                some = many(wanted[start : start + _AT_ONCE]) | {"columns": plain(asked)}
                ((rows,),) = session.run(query(name), given | some).values()
                count += len(rows)
    assert count == sum(map(len, ids.values())), "the read must give the records of the snapshot"


def _acts(address: str) -> Table:
    with closing(_opened(address)) as store:
        with store.read() as reader:
            dong = [str(one) for (one,) in reader.columns(Area, ("dong",))][3]
            people = [kept.record for kept in islice(reader.each(Person, dong=dong), _ACTS)]
            acts = _reads(reader, people)
        acts["a put, acknowledged"] = _puts(store, people)
    with _driver(address) as driver:
        raw = _raw(driver, people)
    lines = [Line(what=what, figure=_told(times)) for what, times in acts.items()]
    put = acts["a put, acknowledged"]
    lines[-1] = replace(lines[-1], beside=_told(raw), ratio=f"{put.of(raw):.2f}")
    return Table(
        "Single acts in a city on Neo4j",
        f"{_ACTS} of each, for information: p50 and p95 of wall time. Beside a put: the nodes and relationships "
        "that it leaves behind (version, entity, unit, entry of the log, whom it is about), created by one bare "
        "transaction of the driver.",
        tuple(lines),
    )


def _told(times: Times) -> str:
    late = sorted(times.wall)[int(len(times.wall) * 0.95)]
    return f"p50 {said(times.median)} ms (CPU {said(median(times.cpu))}), p95 {said(late)} ms"


def _reads(reader: Reader, people: list[Person]) -> dict[str, Times]:
    chance = Random(1)
    points = [one.place.point for one in people if one.place is not None and one.place.point is not None]
    found = {
        "get by id": timed(lambda one: reader.get(Person, one.id), people)[0],
        "search by a name within the dong": timed(
            lambda one: reader.search(one.name or "", kinds=(Person,), dong=one.dong), people
        )[0],
    }
    if points:
        chosen = [chance.choice(points) for _ in people]
        found["near, within 300 m"] = timed(lambda one: reader.near(*one, 300), chosen)[0]
    pairs = list(pairwise(people))
    found["ways of up to three ties between two people"] = timed(
        lambda pair: reader.ways(pair[0].id, pair[1].id), pairs
    )[0]
    return found


def _puts(store: GraphStore, people: list[Person]) -> Times:
    def put(person: Person) -> None:
        with store.write(by="bench", why="bench") as unit:
            unit.put(person, expected=0)

    ids = IdMaker()
    return timed(put, [replace(one, id=ids.new(Person), household=None) for one in people])[0]


_CREATE = """CREATE (v:BenchVersion) SET v = $version CREATE (e:BenchEntity {id: $id}) CREATE (v)-[:OF]->(e)
  CREATE (:BenchUnit {id: $id}) CREATE (:BenchLog {key: $id, what: $id}) CREATE (:BenchAbout {subject: $id})"""
_CLEAR = """MATCH (n:BenchVersion|BenchEntity|BenchUnit|BenchLog|BenchAbout) DETACH DELETE n"""


def _raw(driver: Driver, people: list[Person]) -> Times:
    def create(given: dict[str, Any]) -> None:
        with driver.session(database="neo4j") as session, session.begin_transaction() as transaction:
            transaction.run(_CREATE, given).consume()
            transaction.commit()

    with driver.session(database="neo4j") as session:
        read = "MATCH (v:Version {id: $id}) RETURN properties(v)"
        given = [
            {"id": f"bench-{one.id}", "version": session.run(read, id=one.id).single(strict=True)[0]}
            for one in people
        ]
        try:
            return timed(create, given)[0]
        finally:
            session.run(_CLEAR).consume()
