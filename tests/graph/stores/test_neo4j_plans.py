"""No hot query reads through everything; the planner is asked, because its mind changes with what is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from neo4j import GraphDatabase, Session
from neo4j.spatial import WGS84Point

from graph.records.people import Person
from graph.records.registry import Record, references
from graph.records.ties import Tie
from graph.stores.checks import checked
from graph.stores.neo4j import queries as q
from graph.stores.neo4j.rows import version_row
from graph.testing.builders import a_person, one_of_each
from graph.testing.clauses.base import put
from graph.testing.clocks import Ticking
from tests.servers.emptied import EmptiedServers

# The queries of all types are alike but for the columns; planning takes the server long.
KINDS = (Person, Tie)
GIVEN: dict[str, Any] = {
    "s": 5,
    "day": "2026-01-05",
    "id": "p-kim",
    "ids": ["p-kim"],
    "columns": ["id", "name"],
    "more": [],
    "after": 0,
    "end": "p.",
    "limit": 10,
    "dong": "9911000100",
    "types": ["Person"],
    "terms": '"하늘"',
    "point": WGS84Point((127.0, 37.5)),
    "reach": 100.0,
    "first": 1,
    "last": 5,
    "moment": "9999",
    "subject": "p-kim",
    "people": 10,
    "unit": "u-1",
    "key": "u-1",
    "number": 1,
    "seq": 1,
    "until": 2,
    "cleared": {"household": None},
}
ROWS: dict[str, list[dict[str, Any]]] = {
    "ADD_VERSIONS": [version_row(checked(a_person()), 1, 1, None, "u-1", removed=False)],
    "REPLACE": [{"before": 1, "seq": 2}],
}
# These look at everything once, at the opening or for somebody who asks for a whole list, or at nothing.
NOT_HOT = {
    "INDEX_NAMES",
    "AWAIT_INDEXES",
    "ANYTHING",
    "STILL_THERE",
    "MAKE_META",
    "FORGOTTEN",
    "FORGOTTEN_STILL_THERE",
    "ADD_UNIT",
    "ADD_LOG",
    "ADD_ABOUT",
}
HOT = {
    name: text
    for name, text in vars(q).items()
    if name.isupper() and not name.startswith("_") and isinstance(text, str) and name not in NOT_HOT
}
HOT_BY_KIND = ("count", "count_in")


@pytest.fixture(scope="module")
def session(neo4j: EmptiedServers, neo4j_url: str) -> Iterator[Session]:
    store = neo4j.store(Ticking())
    put(store, *one_of_each())
    store.close()
    with (
        GraphDatabase.driver(neo4j_url, telemetry_disabled=True, notifications_min_severity="OFF") as driver,
        driver.session(database="neo4j") as session,
    ):
        # A plan made while something else was kept would be answered again.
        session.run("CALL db.clearQueryCaches()").consume()
        yield session


def steps(session: Session, query: str, **given: Any) -> list[str]:
    """The operators of the plan, without those of the server's own making."""
    plan = session.run(f"EXPLAIN {query}", GIVEN | given).consume().plan
    assert plan is not None
    return list(_steps(plan))


def _steps(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for part in plan.get("children", []):
        yield from _steps(part)


def scans(session: Session, query: str, **given: Any) -> list[str]:
    """Steps that read through all there is."""
    return [step for step in steps(session, query, **given) if step.endswith("Scan")]


@pytest.mark.parametrize("name", HOT)
def test_a_hot_query_scans_nothing(session: Session, name: str) -> None:
    assert scans(session, HOT[name], rows=ROWS.get(name, [])) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", HOT_BY_KIND)
def test_a_hot_query_of_a_type_scans_nothing(session: Session, kind: type[Record], name: str) -> None:
    of_kind = q.of_kind(kind)
    assert scans(session, getattr(of_kind, name), after=of_kind.first, end=of_kind.end) == []


@pytest.mark.parametrize("kind", KINDS)
def test_records_that_refer_are_found_by_what_they_refer_to(session: Session, kind: type[Record]) -> None:
    for field in references(kind):
        assert scans(session, q.of_kind(kind).referring(field), **q.many(["p-kim"])) == []
    if fields := sorted(references(kind)):
        assert scans(session, q.of_kind(kind).values_referring(fields, ["id"]), **q.many(["p-kim"])) == []


@pytest.mark.parametrize("past", [False, True])
@pytest.mark.parametrize("in_dong", [False, True])
def test_pages_come_in_order_from_the_index(session: Session, in_dong: bool, past: bool) -> None:
    for kind in KINDS:
        of_kind = q.of_kind(kind)
        for query in (
            of_kind.page(in_dong=in_dong, past=past),
            of_kind.columns(["id"], in_dong=in_dong, past=past),
        ):
            found = steps(session, query, after=of_kind.first, end=of_kind.end)
            assert not [step for step in found if step.endswith("Scan") or step == "Sort"]
            # What was replaced since is put in order; what is present comes so.
            assert found.count("Top") == (0 if past else 1)


def test_a_query_that_scans_would_be_noticed(session: Session) -> None:
    assert scans(session, "MATCH (v:Version {name: 'x'}) RETURN v") == ["NodeByLabelScan"]
