"""Examining a file finds every damage, names ids alone, and drawing anew mends what is derived."""

from pathlib import Path

import pytest

from graph.errors import StoreUnavailable
from graph.records.registry import RECORD_TYPES
from graph.store import Fault, FaultKind, GraphStore
from graph.stores import open_store
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.repair import repair
from graph.testing.builders import a_neighbour, a_person, a_place, one_of_each
from graph.testing.clauses.base import put

KEY = bytes(range(32))

DERIVED = {
    "a present record is gone": ('DELETE FROM "Need" WHERE id = \'n-kim\'', FaultKind.PRESENT, "n-kim"),
    "a present value differs": ("UPDATE \"Person\" SET name = '박' WHERE id = 'p-kim'", FaultKind.PRESENT, "p-kim"),
    "a present version differs": ('UPDATE "Person" SET _version = 9 WHERE id = \'p-kim\'', FaultKind.PRESENT, "p-kim"),
    "a record has no version": ("DELETE FROM version WHERE id = 'no-kim'", FaultKind.PRESENT, "no-kim"),
    "a reference is gone": ("DELETE FROM ref WHERE id = 'n-kim'", FaultKind.INDEX, "n-kim"),
    "a reference is past": ("UPDATE ref SET present = 0 WHERE id = 'n-kim'", FaultKind.INDEX, "n-kim"),
    "a reference too many": (
        "INSERT INTO ref VALUES ('p-park', 'Need', 'person', 'n-kim', 1)",
        FaultKind.INDEX,
        "n-kim",
    ),
    "a reference of nothing": (
        "INSERT INTO ref VALUES ('p-park', 'Need', 'person', 'n-none', 0)",
        FaultKind.INDEX,
        "n-none",
    ),
    "a place is gone": ("DELETE FROM cell WHERE id = 'p-kim'", FaultKind.INDEX, "p-kim"),
    "a place differs": ("UPDATE cell SET latitude = 33.3 WHERE id = 'p-kim'", FaultKind.INDEX, "p-kim"),
    "a place of nothing": ("INSERT INTO cell VALUES ('Person', 1, 1, 'p-none', 33.3, 126.5)", FaultKind.INDEX, "p-none"),
    "a text is gone": ("DELETE FROM searched WHERE id = 'p-kim'", FaultKind.INDEX, "p-kim"),
    "a text differs": ("UPDATE searched SET lines = '박' WHERE id = 'p-kim'", FaultKind.INDEX, "p-kim"),
    "terms are gone": (
        "DELETE FROM search WHERE rowid = (SELECT number FROM searched WHERE id = 'p-kim')",
        FaultKind.INDEX,
        "p-kim",
    ),
    "terms are too many": (
        "INSERT INTO search (rowid, terms) VALUES ((SELECT max(number) + 1 FROM searched), '하늘')",
        FaultKind.INDEX,
        "",
    ),
}  # fmt: skip
KEPT = {
    "a version is gone": ("DELETE FROM version WHERE id = 'p-kim' AND version = 1", FaultKind.GAP, "p-kim"),
    "a version cannot be read": ("UPDATE version SET body = '{' WHERE id = 'n-kim'", FaultKind.UNREADABLE, "n-kim"),
    "a version has no unit": ("UPDATE version SET unit = 99 WHERE id = 'n-kim'", FaultKind.UNIT, "n-kim"),
    "a record is gone altogether": (
        "DELETE FROM version WHERE id = 's-lee'; DELETE FROM \"Staff\" WHERE id = 's-lee'",
        FaultKind.REFERENCE,
        "l-kim",
    ),
    "the forgotten is there": ("INSERT INTO forgotten VALUES ('p-park', 1)", FaultKind.FORGOTTEN, "p-park"),
    "the log was changed": ("UPDATE log SET by = 's-other' WHERE number = 2", FaultKind.LOG, "2"),
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "store.db"
    store = opened(file)
    put(store, *one_of_each())
    put(store, a_person(name="새 이름", place=a_place(50), household="h-kim"))
    store.close()
    return file


def opened(path: Path, key: bytes | None = None) -> GraphStore:
    return open_store(f"sqlite:///{path}", key=key)


def damage(path: Path, *statements: str, key: bytes | None = None) -> None:
    db = connect(path, key)
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("DROP TRIGGER log_stays")
    for statement in "; ".join(statements).split("; "):
        db.execute(statement)
    db.close()


def faults(path: Path, key: bytes | None = None) -> list[Fault]:
    store = opened(path, key)
    try:
        return list(store.examine())
    finally:
        store.close()


def everything(path: Path) -> list[object]:
    store = opened(path)
    with store.read() as reader:
        found: list[object] = [kept for kind in RECORD_TYPES.values() for kept in reader.each(kind)]
        found += [reader.cursor(), reader.log(), reader.search("새 이름"), reader.near(37.5, 127.0, 50_000)]
    store.close()
    return found


@pytest.mark.parametrize("case", [*DERIVED, *KEPT])
def test_examining_finds(path: Path, case: str) -> None:
    statement, kind, record_id = (DERIVED | KEPT)[case]
    damage(path, statement)
    assert (kind, record_id) in {(fault.kind, fault.id) for fault in faults(path)}


@pytest.mark.parametrize("case", [case for case in DERIVED if case != "a record has no version"])
def test_repair_mends_what_is_derived(path: Path, case: str) -> None:
    before = everything(path)
    damage(path, DERIVED[case][0])
    repair(path, None)
    assert faults(path) == []
    assert everything(path) == before


def test_repair_backs_up_first_and_leaves_the_versions_alone(path: Path) -> None:
    damage(path, "DELETE FROM cell", "UPDATE version SET unit = 99 WHERE id = 'n-kim'")
    db = connect(path, None)
    versions = db.execute("SELECT * FROM version").fetchall()
    db.close()
    with pytest.raises(StoreUnavailable):
        repair(path, None)
    damage_undone = connect(path, None)
    damage_undone.execute("UPDATE version SET unit = 1 WHERE id = 'n-kim'")
    damage_undone.close()
    backup = repair(path, None)
    kept = connect(backup, None, still=True)
    assert kept.execute("SELECT count(*) FROM cell").fetchone() == (0,)
    kept.close()
    db = connect(path, None)
    assert [row[:1] for row in db.execute("SELECT * FROM version")] == [row[:1] for row in versions]
    db.close()


def test_repair_waits_for_nobody_and_refuses_a_file_in_use(path: Path) -> None:
    store = opened(path)
    with pytest.raises(StoreUnavailable) as refused:
        repair(path, None)
    assert "serve" in refused.value.ko
    store.close()


def test_a_damaged_page_is_a_damaged_file_and_the_rest_is_looked_at(path: Path) -> None:
    db = connect(path, None)
    page_size = db.execute("PRAGMA page_size").fetchone()[0]
    (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'ref_of'").fetchone()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * page_size)
        file.write(b"\xff" * 64)
    found = faults(path)
    assert FaultKind.FILE in {fault.kind for fault in found}


def test_faults_hold_ids_and_no_personal_value(path: Path) -> None:
    damage(path, *(statement for statement, _, _ in DERIVED.values()))
    told = repr(faults(path))
    for text in ("김하늘", "새 이름", "박", "하늘", "품앗이로"):
        assert text not in told


def test_an_encrypted_file_is_examined_and_mended_as_well(tmp_path: Path) -> None:
    file = tmp_path / "closed.db"
    store = opened(file, KEY)
    put(store, a_person(place=a_place()), a_neighbour())
    store.close()
    damage(file, "DELETE FROM cell", key=KEY)
    assert [fault.kind for fault in faults(file, KEY)] == [FaultKind.INDEX]
    repair(file, KEY)
    assert faults(file, KEY) == []
    assert not [one for one in tmp_path.iterdir() if "김하늘".encode() in one.read_bytes()]


def test_a_store_is_examined_while_somebody_writes(path: Path) -> None:
    store = opened(path)
    looking = store.examine()
    first = next(looking, None)
    put(store, a_person(name="그사이"))
    assert [first, *looking] == [None]
    store.close()


@pytest.mark.parametrize("name", ['김 "하늘"', "가-나", "O'Neil (이웃)", "…", "A.B,C"])
def test_a_name_with_marks_is_no_fault(path: Path, name: str) -> None:
    store = opened(path)
    put(store, a_person(id="p-marks", name=name))
    store.close()
    assert faults(path) == []
