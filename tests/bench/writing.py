"""One record written and acknowledged, beside bare inserts of the very rows that it leaves behind."""

from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from shutil import copyfile
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from graph.records.people import Person
from graph.records.registry import Record
from graph.store import GraphStore
from graph.stores.codec import codec
from graph.stores.sqlite.connection import Connection, connect
from graph.stores.sqlite.queries import ADD_TERMS
from graph.stores.sqlite.schema import quoted
from graph.stores.terms import terms_of
from graph.stores.words import searched_text
from importers.sample.stream import sample_records
from tests.bench.apart import apart
from tests.bench.clock import Times, said, timed
from tests.bench.report import Line, Table
from tests.bench.scene import NOW, SEED, opened

_WRITES, _FIRST = 400, 50
_LEFT = {
    "unit": "SELECT u.* FROM version v JOIN unit u ON u.number = v.unit WHERE v.type = 'Person' AND v.id = :id",
    "version": "SELECT * FROM version WHERE type = 'Person' AND id = :id",
    "Person": 'SELECT * FROM "Person" WHERE id = :id',
    "ref": "SELECT * FROM ref WHERE id = :id",
    "cell": "SELECT * FROM cell WHERE id = :id",
    "searched": "SELECT * FROM searched WHERE id = :id",
    "log": "SELECT l.* FROM log_subject s JOIN log l ON l.number = s.number WHERE s.subject = :id",
    "log_subject": "SELECT * FROM log_subject WHERE subject = :id",
}
_AT_MOST = 2.5

Rows = list[tuple[str, list[tuple[Any, ...]]]]
"""Statements, each with the rows that it inserts."""


def run() -> Table:
    """Our writes and the bare ones take turns on two copies of one file; both must end with the same rows."""
    ours, bare = apart(_run)
    ratio, cpu = ours.of(bare), median(ours.cpu) / median(bare.cpu)
    return Table(
        "Writing one record",
        f"A dong on SQLite, and {len(ours.wall)} new people, each put by a unit of work of its own: checks, the "
        "version, the references, the place, the words to search, the log with its chain; acknowledged when "
        "it is on the disk. Beside it: the same rows of the same tables, prepared before, by bare `INSERT` "
        "in one transaction with the same pragmas. Both files hold the same rows afterwards.",
        (
            Line(
                what="write of one record, median",
                figure=f"{said(ours.median)} ms (CPU {said(median(ours.cpu))})",
                beside=f"{said(bare.median)} ms (CPU {said(median(bare.cpu))})",
                ratio=f"{ratio:.2f} (CPU {cpu:.2f})",
                aim=f"at most {_AT_MOST} times a raw insert",
                met=ratio <= _AT_MOST,
            ),
            Line(
                what="write of one record, p99",
                figure=f"{said(ours.p99)} ms",
                beside=f"{said(bare.p99)} ms",
                ratio=f"{ours.p99 / bare.p99:.2f}",
            ),
        ),
    )


def _run() -> tuple[Times, Times]:
    people = _people()
    with TemporaryDirectory() as folder:
        first = Path(folder) / "first.db"
        with closing(opened(first)) as store, store.write(by="bench", why="bench") as unit:
            unit.put_all(sample_records("dong", seed=SEED, day=NOW.date()))
        files = [first.with_name(f"{name}.db") for name in ("rehearsed", "ours", "bare")]
        for file in files:
            copyfile(first, file)
        left = _left_behind(files[0], people)
        with closing(opened(files[1])) as store, closing(connect(files[2], None)) as db:
            ours, bare = Times([], []), Times([], [])
            for number, (person, rows) in enumerate(zip(people, left, strict=True)):
                mine, _ = timed(lambda one: _put(store, one), [person])
                raw, _ = timed(lambda these: _insert(db, these), [rows])
                if number >= _FIRST:
                    for all_of, one in ((ours, mine), (bare, raw)):
                        all_of.wall.extend(one.wall)
                        all_of.cpu.extend(one.cpu)
        assert _held(files[1]) == _held(files[2])
        return ours, bare


def _people() -> list[Person]:
    """People of the sample again, as new ones."""
    found = (r for r in sample_records("dong", seed=SEED, day=NOW.date()) if isinstance(r, Person))
    return [replace(one, id=f"p-{one.id[:1:-1]}") for one in islice(found, _FIRST + _WRITES)]


def _put(store: GraphStore, record: Record) -> None:
    with store.write(by="bench", why="bench") as unit:
        unit.put(record, expected=0)


def _insert(db: Connection, rows: Rows) -> None:
    db.execute("BEGIN IMMEDIATE")
    for statement, of_table in rows:
        db.executemany(statement, of_table)
    db.execute("COMMIT")


def _left_behind(file: Path, people: list[Person]) -> list[Rows]:
    """What a rehearsal leaves in each table, write by write."""
    with closing(opened(file)) as store:
        for person in people:
            _put(store, person)
    with closing(connect(file, None, read_only=True)) as db:
        return [_rows_of(db, person) for person in people]


def _rows_of(db: Connection, person: Person) -> Rows:
    rows: Rows = []
    for table, query in _LEFT.items():
        added = db.execute(query, {"id": person.id}).fetchall()
        if added:
            marks = ", ".join("?" * len(added[0]))
            rows.append((f"INSERT INTO {quoted(table)} VALUES ({marks})", added))
    text = searched_text(Person, codec(Person).encode(person))
    if text is not None:
        ((number, *_),) = db.execute(_LEFT["searched"], {"id": person.id})
        rows.append((ADD_TERMS, [(number, terms_of(text))]))
    return rows


def _held(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row but for what is random: the ids of units, which the log chains."""
    columns = dict.fromkeys(_LEFT, "*") | {"unit": "number, at", "log": "number", "search": "rowid"}
    with closing(connect(file, None, read_only=True)) as db:
        return {
            table: sorted(db.execute(f"SELECT {names} FROM {quoted(table)}"), key=repr)
            for table, names in columns.items()
        }
