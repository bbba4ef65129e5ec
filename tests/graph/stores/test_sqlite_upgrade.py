"""Files of earlier programs: backed up, brought up to date with all they hold, and whole after any kill."""

import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from graph.errors import StoreUnavailable
from graph.records.people import Person
from graph.records.registry import RECORD_TYPES
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.codec import codec
from graph.stores.sqlite import schema, set_up, steps, upgrade
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.copies import check_copy
from graph.stores.sqlite.holding import Hold
from graph.stores.sqlite.steps import STEPS, Step
from graph.testing.builders import a_person
from graph.testing.clauses.base import put
from tests.graph.stores.earlier import fewer_fields_searched
from tests.graph.stores.killing import every_point, killed_at, killed_writing

DATA = Path(__file__).with_name("data")
KEPT = ("unit", "version", "log", "log_subject", "forgotten")
LATER = ("left_on", "career", "tastes")


def an_older_file(path: Path, *, fewer_fields: bool = False) -> Path:
    """A file of schema 1 from its statements; with fewer fields, also before some fields of a person were added."""
    db = dbapi2.connect(str(path), isolation_level=None)
    for statement in (DATA / "schema-1.sql").read_text(encoding="utf-8").split(";\n"):
        db.execute(statement)
    if fewer_fields:
        for name in LATER:
            db.execute(f'ALTER TABLE "Person" DROP COLUMN {name}')
            db.execute("UPDATE version SET body = json_remove(body, ?) WHERE type = 'Person'", (f"$.{name}",))
        db.execute('DROP TABLE "Refusal"')
    db.execute("UPDATE meta SET value = '0123456789abcdef' WHERE key = 'fingerprint'")
    db.close()
    return path


def kept(path: Path) -> list[object]:
    """What no upgrade changes, as it lies in the file."""
    db = connect(path, None, read_only=True)
    rows = [db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in KEPT]
    rows.append(db.execute("SELECT value FROM meta WHERE key = 'store'").fetchall())
    db.close()
    return rows


def opened(path: Path) -> GraphStore:
    return open_store(f"sqlite:///{path}")


def check_up_to_date(path: Path, before: list[object]) -> None:
    store = opened(path)
    assert list(store.examine()) == []
    assert store.check_log().broken_at is None
    assert store.forgotten() == ("p-gone",)
    with store.read() as reader:
        assert reader.get(Person, "p-kim").record.name == "김하늘 둘"
        assert reader.get(Person, "p-kim").record.left_on is None
        assert reader.search("하늘") == ("p-kim",)
        assert [one.removed for one in reader.history("no-kim")] == [False, True]
    store.close()
    assert kept(path) == before


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.before-upgrade-*"))


@pytest.fixture
def next_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program whose shared tables have gone one step further."""
    step = Step(schema.SCHEMA_VERSION + 1, ("CREATE INDEX version_where ON version (dong, type)",))
    monkeypatch.setattr(steps, "STEPS", (*STEPS, step))
    for module in (schema, set_up, upgrade):
        monkeypatch.setattr(module, "SCHEMA_VERSION", step.to)


def test_the_steps_lead_from_the_first_schema_to_the_present_one() -> None:
    assert [step.to for step in STEPS] == list(range(2, schema.SCHEMA_VERSION + 1))


@pytest.mark.parametrize("fewer_fields", [False, True], ids=["same fields", "fewer fields"])
def test_a_file_of_schema_1_is_brought_up_to_date(tmp_path: Path, fewer_fields: bool) -> None:
    path = an_older_file(tmp_path / "graph.db", fewer_fields=fewer_fields)
    before = kept(path)
    check_up_to_date(path, before)
    (backup,) = backups(path)
    assert backup.name == "graph.db.before-upgrade-1-01234567"
    assert backup.stat().st_mode & 0o777 == 0o600
    assert check_copy(backup, None).schema == 1
    assert kept(backup) == before


@pytest.mark.usefixtures("next_schema")
def test_a_file_takes_the_steps_it_lacks(tmp_path: Path) -> None:
    path = an_older_file(tmp_path / "graph.db", fewer_fields=True)
    before = kept(path)
    check_up_to_date(path, before)
    db = connect(path, None)
    assert db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'version_where'").fetchone() == (1,)
    assert db.execute("PRAGMA user_version").fetchone() == (schema.SCHEMA_VERSION,)
    db.close()


@pytest.mark.usefixtures("next_schema")
def test_a_file_that_is_up_to_date_is_not_backed_up_again(tmp_path: Path) -> None:
    path = an_older_file(tmp_path / "graph.db")
    opened(path).close()
    opened(path).close()
    assert len(backups(path)) == 1


def test_an_upgraded_file_is_used_only_while_it_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, share, shared = an_older_file(tmp_path / "graph.db"), Hold.share, []

    def and_somebody_is_quicker(self: Hold, wait_seconds: float = 0.0) -> bool:
        shared.append(wait_seconds)
        if len(shared) == 2:
            other = Hold(path)
            self.close()
            assert other.alone()
            other.close()
            return False
        return share(self, wait_seconds)

    monkeypatch.setattr(Hold, "share", and_somebody_is_quicker)
    store = opened(path)
    held = Hold(path)
    assert not held.alone()
    held.close()
    store.close()


def test_an_earlier_program_refuses_what_a_later_one_upgraded(tmp_path: Path) -> None:
    path = an_older_file(tmp_path / "graph.db")
    with pytest.MonkeyPatch.context() as later:
        for module in (schema, set_up, upgrade):
            later.setattr(module, "SCHEMA_VERSION", 99)
        opened(path).close()
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable) as refused:
        opened(path)
    assert "새 판" in refused.value.ko
    assert path.read_bytes() == before


@pytest.mark.faults
@pytest.mark.usefixtures("next_schema")
def test_a_kill_at_any_change_leaves_the_old_file_and_the_next_opening_finishes(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    ready.mkdir()
    before = kept(an_older_file(ready / "graph.db", fewer_fields=True))

    def kill(number: int) -> bool:
        path = tmp_path / str(number) / "graph.db"
        shutil.copytree(ready, path.parent)
        killed = killed_at(number, lambda: opened(path))
        assert kept(path) == before
        check_up_to_date(path, before)
        for backup in backups(path):
            assert kept(backup) == before
        return killed

    assert len(list(every_point(kill))) > 5


@pytest.mark.faults
@pytest.mark.parametrize("most_bytes", [4_096, 100_000, 200_000])
def test_a_kill_in_the_middle_of_writing_loses_nothing(tmp_path: Path, most_bytes: int) -> None:
    path = an_older_file(tmp_path / "graph.db")
    before = kept(path)
    path.with_name("graph.db.lock").touch()
    assert killed_writing(most_bytes, lambda: opened(path))
    assert kept(path) == before
    check_up_to_date(path, before)


def test_an_upgrade_that_does_not_add_up_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = an_older_file(tmp_path / "graph.db")
    before = kept(path)
    with monkeypatch.context() as broken:
        broken.setattr(upgrade, "rebuild", lambda db: db.execute('DELETE FROM "Need"'))
        with pytest.raises(StoreUnavailable) as refused:
            opened(path)
    assert "되돌렸습니다" in refused.value.ko
    assert kept(path) == before
    check_up_to_date(path, before)
    assert len(backups(path)) == 2


def test_a_version_that_cannot_be_read_stops_the_upgrade_and_changes_nothing(tmp_path: Path) -> None:
    path = an_older_file(tmp_path / "graph.db")
    db = connect(path, None)
    db.execute("UPDATE version SET body = json_set(body, '$.kind', 'no such kind') WHERE id = 't-kim-park'")
    changed = db.execute("SELECT changes()").fetchone()
    db.close()
    before = kept(path)
    assert changed == (1,)
    with pytest.raises(Exception, match="저장된 값을 읽을 수 없습니다"):
        opened(path)
    assert kept(path) == before


def test_an_older_file_that_somebody_has_open_waits_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.stores.sqlite.connection.BUSY_MILLISECONDS", 50)
    path = an_older_file(tmp_path / "graph.db")
    other = Hold(path)
    assert other.share()
    with pytest.raises(StoreUnavailable) as refused:
        opened(path)
    assert "serve" in refused.value.ko
    other.close()
    opened(path).close()


@pytest.mark.parametrize("key", [None, bytes(range(32))])
def test_records_of_every_type_survive_drawing_anew(tmp_path: Path, key: bytes | None) -> None:
    path = tmp_path / "graph.db"
    store = open_store(f"sqlite:///{path}", key=key)
    put(store, a_person())
    store.close()
    db = connect(path, key)
    db.execute("UPDATE meta SET value = 'earlier' WHERE key = 'fingerprint'")
    db.close()
    again = open_store(f"sqlite:///{path}", key=key)
    with again.read() as reader:
        for kind in RECORD_TYPES.values():
            for one in reader.each(kind):
                assert codec(kind).decode(codec(kind).encode(one.record)) == one.record
    again.close()
    for backup in backups(path):
        assert (b"SQLite format 3" in backup.read_bytes()) == (key is None)


def test_what_an_earlier_program_did_not_search_is_found_after_the_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    with fewer_fields_searched():
        store = opened(path)
        put(store, a_person(known_as="별명이"))
        with store.read() as reader:
            assert reader.search("별명") == ()
        store.close()
    store = opened(path)
    with store.read() as reader:
        assert reader.search("별명") == reader.search("ㅂㅁ") == ("p-kim",)
    assert list(store.examine()) == []
    store.close()
    assert len(backups(path)) == 1
