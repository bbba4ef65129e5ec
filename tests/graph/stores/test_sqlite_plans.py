"""No hot query reads a whole table; the planner is asked, because its mind changes between versions."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.records.registry import RECORD_TYPES, Record, references
from graph.stores import open_store
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection, connect
from graph.testing.builders import one_of_each
from graph.testing.clauses.base import put

KINDS = list(RECORD_TYPES.values())
GIVEN: dict[str, Any] = {
    "ids": '["p-kim"]',
    "id": "p-kim",
    "to": "h-kim",
    "type": "Person",
    "field": "household",
    "day": "2026-01-05",
    "dong": "9911000100",
    "after": 0,
    "limit": 10,
    "moment": "9999",
    "unit": "u-1",
    "subject": "p-kim",
    "terms": '"하늘"',
    "types": '["Person"]',
    "norths": "[1, 2]",
    "west": 1,
    "east": 2,
}
HOT = {
    name: getattr(q, name)
    for name in (
        "HISTORY",
        "PAST_VERSION",
        "NEWEST_BODY",
        "WRITTEN_IN",
        "CHANGES",
        "CHANGES_IN",
        "NEIGHBOURS",
        "NEAR",
        "SEARCH",
        "LOG",
        "LOG_ABOUT",
        "LAST_VERSIONS",
        "FORGOTTEN_AMONG",
        "DANGLING",
        "MENTIONS",
        "HOUSEHOLDS",
        "MEMBERS",
        "UNSET_REFS",
        "DROP_CELLS",
        "DROP_TERMS",
        "DROP_SEARCHED",
        "VERSIONS_OF",
    )
}
HOT_BY_KIND = ("get", "find", "page", "page_in", "referring", "count_in", "present", "rows", "drop")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    path = tmp_path_factory.mktemp("plans") / "store.db"
    store = open_store(f"sqlite:{path}")
    put(store, *one_of_each())
    store.close()
    db = connect(Path(path), None)
    yield db
    db.close()


def scans(db: Connection, query: str) -> list[str]:
    """Steps that read a whole table; the parameter's own list and the full-text index are none."""
    given = {name: value for name, value in GIVEN.items() if f":{name}" in query}
    steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {query}", given)]
    return [
        s for s in steps if s.startswith("SCAN") and "VIRTUAL TABLE" not in s and s != "SCAN CONSTANT ROW"
    ]


@pytest.mark.parametrize("name", HOT)
def test_a_hot_query_scans_no_table(db: Connection, name: str) -> None:
    assert scans(db, HOT[name]) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", HOT_BY_KIND)
def test_a_hot_query_of_a_type_scans_no_table(db: Connection, kind: type[Record], name: str) -> None:
    assert scans(db, getattr(q.of_kind(kind), name)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_columns_stream_in_order_without_sorting(db: Connection, kind: type[Record]) -> None:
    for in_dong in (False, True):
        query = q.of_kind(kind).columns(("id", "dong"), in_dong=in_dong)
        given = {name: value for name, value in GIVEN.items() if f":{name}" in query}
        steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {query}", given)]
        assert not [step for step in steps if "TEMP B-TREE" in step]


@pytest.mark.parametrize("kind", KINDS)
def test_columns_of_records_among_ids_scan_no_table(db: Connection, kind: type[Record]) -> None:
    for in_dong in (False, True):
        each, several = [(field,) for field in references(kind)], tuple(sorted(references(kind)))
        for among in filter(None, [("id",), *each, several]):
            assert scans(db, q.of_kind(kind).columns(("id", "dong"), in_dong=in_dong, among=among)) == []


def test_a_query_that_scans_would_be_noticed(db: Connection) -> None:
    assert scans(db, 'SELECT * FROM "Person" WHERE name = 1') != []
