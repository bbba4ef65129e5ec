"""People with their households put by the store alone, beside bare inserts of what that leaves behind."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graph.records.areas import Area
from graph.records.people import Person, Staff
from graph.records.registry import Record
from graph.stores.codec import codec
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.queries import ADD_REF, ADD_VERSION, of_kind
from graph.stores.sqlite.schema import statements
from importers.sample.stream import sample_records
from tests.bench.clock import Memory, Timer
from tests.bench.people_sheet import people_of_two_gus
from tests.bench.scene import NOW, SEED, opened


def by_the_store(people: int) -> dict[str, Any]:
    """The time of so many people with their households in one unit of work, and the memory at its peak."""
    base = [one for one in sample_records("gu", seed=SEED, day=NOW.date()) if isinstance(one, Area | Staff)]
    put = Timer()
    with TemporaryDirectory() as folder, closing(opened(Path(folder) / "alone.db")) as store:
        with store.write(by="bench", why="bench") as unit:
            unit.put_all(base)
        memory = Memory()
        with put:
            unit_of_work = store.write(by="bench", why="bench")
            unit = unit_of_work.__enter__()
        for records in _batches(people):
            with put:
                unit.put_all(records)
        with put:
            unit_of_work.__exit__(None, None, None)
        return {"put": put, "peak": memory.more}


def by_the_tables(people: int) -> dict[str, Any]:
    """The time of bare inserts of the same records' rows, versions and references, encoded before."""
    put = Timer()
    with TemporaryDirectory() as folder, closing(connect(Path(folder) / "bare.db", None)) as db:
        for statement in statements():
            db.execute(statement)
        db.execute("BEGIN")
        db.execute("INSERT INTO unit VALUES (1, 'u', '', '', '')")
        for records in _batches(people):
            rows: dict[str, list[tuple[Any, ...]]] = {}
            for record in records:
                kind = type(record)
                row = codec(kind).encode(record)
                name = kind.__name__
                rows.setdefault(of_kind(kind).put, []).append((*row, 1, 1))
                body = codec(kind).encode_json(row)
                rows.setdefault(ADD_VERSION, []).append((name, record.id, 1, 1, record.dong, 0, body))
                if isinstance(record, Person) and record.household:
                    rows.setdefault(ADD_REF, []).append((record.household, name, "household", record.id))
            with put:
                for statement, held in rows.items():
                    db.executemany(statement, held)
        with put:
            db.execute("COMMIT")
    return {"put": put}


def _batches(people: int) -> Iterator[list[Record]]:
    """Households with the people in them, until there are so many people; none twice."""
    left, seen = people, set[str]()
    for records in people_of_two_gus():
        batch = []
        for record in records:
            if record.id in seen:
                continue
            seen.add(record.id)
            if isinstance(record, Person):
                if left == 0:
                    continue
                left -= 1
            batch.append(record)
        yield batch
        if left == 0:
            return
