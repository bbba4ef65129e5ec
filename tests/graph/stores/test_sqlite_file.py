"""The file of the embedded store: what it refuses to open, how it upgrades, and what is left in it."""

import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from graph.errors import StoreUnavailable
from graph.records.people import Person
from graph.records.registry import RECORD_TYPES
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.loglines import digest_of
from graph.stores.sqlite import schema
from graph.stores.sqlite.connection import (
    connect,
    journal_pragmas,
    library_version,
    write_ahead_is_safe,
)
from graph.testing.builders import a_neighbour, a_person, a_place, one_of_each
from graph.testing.clauses.base import put

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def opened(path: Path, key: bytes | None = None) -> GraphStore:
    return open_store(f"sqlite:///{path}", key=key)


def raw(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()) if file.is_file())


def everything(store: GraphStore) -> list[object]:
    with store.read() as reader:
        found: list[object] = [kept for kind in RECORD_TYPES.values() for kept in reader.each(kind)]
        return [*found, reader.cursor(), reader.log()]


@pytest.mark.parametrize(
    "version", [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 46, 1), (3, 50, 6), (3, 51, 2), (3, 52, 0)]
)
def test_a_library_with_the_wal_bug_journals_by_rollback_and_syncs_hardest(
    version: tuple[int, int, int],
) -> None:
    assert not write_ahead_is_safe(version)
    assert journal_pragmas(version) == ("PRAGMA journal_mode = DELETE", "PRAGMA synchronous = EXTRA")


@pytest.mark.parametrize("version", [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 0), (3, 53, 4), (4, 0, 0)])
def test_a_mended_library_writes_ahead(version: tuple[int, int, int]) -> None:
    assert write_ahead_is_safe(version)


def test_the_library_in_use_is_a_mended_one() -> None:
    assert write_ahead_is_safe(library_version())


@pytest.mark.parametrize("name", ["schema.py", "connection.py", "store.py", "set_up.py", "unit.py"])
def test_no_part_of_the_store_uses_the_standard_library_sqlite(name: str) -> None:
    text = (Path(schema.__file__).parent / name).read_text(encoding="utf-8")
    assert "import sqlite3" not in text


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("mmap_size", 0),
        ("secure_delete", 1),
    ],
)
def test_every_connection_is_set_up_alike(path: Path, pragma: str, value: object) -> None:
    opened(path).close()
    for read_only in (False, True):
        db = connect(path, None, read_only=read_only)
        assert db.execute(f"PRAGMA {pragma}").fetchone() == (value,)
        db.close()


def test_what_was_written_is_there_when_opened_again(path: Path) -> None:
    store = opened(path)
    put(store, *one_of_each())
    before = everything(store)
    store.close()
    again = opened(path)
    assert everything(again) == before
    again.close()


def test_a_plain_file_is_an_ordinary_sqlite_file(path: Path) -> None:
    store = opened(path)
    put(store, a_person())
    store.close()
    db = sqlite3.connect(path)
    assert db.execute('SELECT name FROM "Person"').fetchone() == ("김하늘",)
    db.close()


def test_an_encrypted_file_shows_nothing(path: Path) -> None:
    store = opened(path, KEY)
    put(store, a_person(place=a_place()))
    shown = raw(path)
    store.close()
    for text in ("김하늘", "품앗이로", "p-kim", "CREATE TABLE", "SQLite format"):
        assert text.encode() not in shown
        assert text.encode() not in raw(path)


@pytest.mark.parametrize("key", [None, bytes(32)])
def test_an_encrypted_file_does_not_open_without_its_key(path: Path, key: bytes | None) -> None:
    opened(path, KEY).close()
    with pytest.raises(StoreUnavailable) as refused:
        opened(path, key)
    assert "암호 키" in refused.value.ko


def test_a_key_of_the_wrong_length_is_refused(path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        opened(path, b"short")


@pytest.mark.parametrize("url", ["", "sqlite:", "sqlite:///", "postgres://x", "memory:x", "store.db"])
def test_an_unknown_address_is_refused(url: str) -> None:
    with pytest.raises(StoreUnavailable):
        open_store(url)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        opened(tmp_path / "nowhere" / "store.db")
    assert "폴더" in refused.value.ko
    assert "folder" in refused.value.en


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        opened(tmp_path)


def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE theirs (x)")
    db.commit()
    db.close()
    with pytest.raises(StoreUnavailable) as refused:
        opened(path)
    assert "다른 프로그램" in refused.value.ko
    db = sqlite3.connect(path)
    assert db.execute("SELECT name FROM sqlite_schema").fetchall() == [("theirs",)]
    db.close()


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_text("이름,생년월일\n" * 500, encoding="utf-8")
    with pytest.raises(StoreUnavailable):
        opened(path)


def test_a_file_of_a_newer_program_is_refused(path: Path) -> None:
    opened(path).close()
    db = dbapi2.connect(str(path))
    db.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    db.close()
    with pytest.raises(StoreUnavailable) as refused:
        opened(path)
    assert "새로운 판" in refused.value.ko


def test_a_file_that_another_holds_is_unavailable(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.stores.sqlite.connection.BUSY_MILLISECONDS", 50)
    store = opened(path)
    other = dbapi2.connect(str(path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnavailable) as refused:
        put(store, a_person())
    assert "다른 작업" in refused.value.ko
    other.rollback()
    other.close()
    put(store, a_person())
    store.close()


def test_the_log_takes_no_change_and_no_removal(path: Path) -> None:
    store = opened(path)
    put(store, a_person())
    store.close()
    db = connect(path, None)
    for statement in ("UPDATE log SET by = 'x'", "DELETE FROM log"):
        with pytest.raises(dbapi2.Error):
            db.execute(statement)
    db.close()


@pytest.mark.parametrize(
    ("tampering", "broken_at"),
    [
        ("UPDATE log SET by = 's-other' WHERE number = 2", 2),
        ("DELETE FROM log WHERE number = 1", 1),
        ("DELETE FROM log WHERE number = 3", 3),
        ("UPDATE log SET digest = 'x' WHERE number = 3", 3),
    ],
)
def test_tampering_with_the_log_shows(path: Path, tampering: str, broken_at: int) -> None:
    store = opened(path)
    for name in ("하나", "둘", "셋"):
        put(store, a_person(name=name))
    db = dbapi2.connect(str(path), isolation_level=None)
    db.execute("DROP TRIGGER log_stays")
    db.execute("DROP TRIGGER log_remains")
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute(tampering)
    db.close()
    assert store.check_log().broken_at == broken_at
    store.close()


def test_an_entry_rewritten_with_a_digest_that_fits_breaks_the_next(path: Path) -> None:
    store = opened(path)
    for name in ("하나", "둘", "셋"):
        put(store, a_person(name=name))
    with store.read() as reader:
        first, second, _ = reader.log()
    forged = digest_of(replace(second, by="s-other"), first.digest)
    db = dbapi2.connect(str(path), isolation_level=None)
    db.execute("DROP TRIGGER log_stays")
    db.execute("UPDATE log SET by = 's-other', digest = ? WHERE number = 2", (forged,))
    db.close()
    assert store.check_log().broken_at == 3
    store.close()


def test_no_byte_of_the_forgotten_is_left_in_the_file(path: Path) -> None:
    store = opened(path)
    put(store, a_person(name="뷁쀍", place=a_place(address="쀏뜷로 7")), a_neighbour())
    put(store, a_person(name="뷁쀍쏅"))
    assert "뷁쀍".encode() in raw(path)
    store.forget("p-kim", by="s-lee", why="본인 요청")
    left = raw(path)
    store.close()
    for text in ("뷁쀍", "쀍쏅", "쀏뜷"):
        assert text.encode() not in left


def test_a_file_with_older_tables_is_backed_up_and_upgraded(path: Path) -> None:
    store = opened(path)
    put(store, *one_of_each())
    put(store, a_person(name="새 이름", household="h-kim"))
    before = everything(store)
    store.close()
    db = connect(path, None)
    db.execute('ALTER TABLE "Person" DROP COLUMN left_on')
    db.execute('ALTER TABLE "Resource" ADD COLUMN gone_since TEXT')
    db.execute("UPDATE meta SET value = 'earlier' WHERE key = 'fingerprint'")
    db.close()
    again = opened(path)
    assert everything(again) == before
    with again.read() as reader:
        assert list(reader.columns(Person, ["left_on"])) == [(None,), (None,)]
        assert reader.search("새 이름") == ("p-kim",)
    again.close()
    backup = path.with_name("store.db.before-upgrade-1-earlier")
    assert dbapi2.connect(str(backup)).execute('SELECT count(*) FROM "Person"').fetchone() == (2,)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
def test_only_its_owner_reads_the_store_and_its_backup(path: Path) -> None:
    store = opened(path)
    put(store, a_person())
    beside = [one for one in path.parent.iterdir() if one.name.startswith(path.name)]
    assert len(beside) > 1
    assert {one.stat().st_mode & 0o777 for one in beside} == {0o600}
    store.close()
    db = connect(path, None)
    db.execute("UPDATE meta SET value = 'earlier' WHERE key = 'fingerprint'")
    db.close()
    opened(path).close()
    backups = list(path.parent.glob("*.before-*"))
    assert [one.stat().st_mode & 0o777 for one in backups] == [0o600]


def test_an_upgrade_of_an_encrypted_file_leaves_no_plain_backup(path: Path) -> None:
    store = opened(path, KEY)
    put(store, a_person())
    store.close()
    db = connect(path, KEY)
    db.execute("UPDATE meta SET value = 'earlier' WHERE key = 'fingerprint'")
    db.close()
    opened(path, KEY).close()
    assert path.with_name("store.db.before-upgrade-1-earlier").exists()
    assert "김하늘".encode() not in raw(path)
