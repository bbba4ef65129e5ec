"""Bad files and bad disks: a sentence in both languages that says what to do, and nothing is lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from graph.errors import StoreUnavailable
from graph.records.people import Person
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.copies import check_copy, copy_in_use
from graph.testing.builders import a_neighbour, a_person, a_resource, one_of_each
from graph.testing.clauses.base import put
from tests.conftest import skip_or_fail

NOBODY = 65534
MEBIBYTE = 1 << 20


def opened(path: Path, key: bytes | None = None) -> GraphStore:
    return open_store(f"sqlite:///{path}", key=key)


def a_store(path: Path) -> Path:
    store = opened(path)
    put(store, *one_of_each())
    store.close()
    return path


def open_and_write(path: Path) -> None:
    store = opened(path)
    try:
        put(store, a_person(name="새로"))
    finally:
        store.close()


def put_many(store: GraphStore) -> None:
    for n in range(200):
        put(store, *(a_person(id=f"p-{n}-{i}", name="이름" * 50) for i in range(20)))


def people(store: GraphStore) -> list[str]:
    with store.read() as reader:
        return [kept.record.id for kept in reader.each(Person)]


def refusal(path: Path) -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as refused:
        opened(path)
    return refused.value


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir() if not one.name.endswith(".lock")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph.db"


def another_sqlite_file(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE note (text)")
    db.execute("INSERT INTO note VALUES ('남의 것')")
    db.commit()
    db.close()


def a_firefox_file(path: Path) -> None:
    another_sqlite_file(path)
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA application_id = 7")
    db.execute("INSERT INTO note VALUES ('더')")
    db.commit()
    db.close()


def cut_short(path: Path) -> None:
    whole = a_store(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])


def of_a_newer_program(path: Path) -> None:
    a_store(path)
    db = connect(path, None)
    db.execute("PRAGMA user_version = 99")
    db.close()


def with_a_broken_page(path: Path) -> None:
    whole = bytearray(a_store(path).read_bytes())
    whole[100:400] = bytes(300)
    path.write_bytes(whole)


BAD = {
    "another SQLite file": (another_sqlite_file, "다른 프로그램", "another program"),
    "another SQLite file with a log": (a_firefox_file, "다른 프로그램", "another program"),
    "random bytes": (lambda path: path.write_bytes(bytes(range(256)) * 64), "암호 키", "key"),
    "a text": (lambda path: path.write_text("이름,전화\n" * 1000, encoding="utf-8"), "암호 키", "key"),
    "an empty file": (lambda path: path.touch(), "빈 파일", "empty"),
    "a folder": (lambda path: path.mkdir(), "폴더", "folder"),
    "a link to itself": (lambda path: path.symlink_to(path), "링크", "links"),
    "a newer file": (of_a_newer_program, "새 판", "newer"),
    "a broken first page": (with_a_broken_page, "손상", "damaged"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_a_sentence_and_left_as_it_was(path: Path, case: str) -> None:
    make, ko, en = BAD[case]
    make(path)
    before = path.read_bytes() if path.is_file() else None
    there = names(path.parent)
    refused = refusal(path)
    assert ko in refused.ko
    assert en in refused.en
    assert (path.read_bytes() if path.is_file() else None) == before
    assert names(path.parent) <= there | {"graph.db-wal", "graph.db-shm"}


def test_a_file_cut_short_is_damaged_and_nothing_is_written_to_it(path: Path) -> None:
    cut_short(path)
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable) as refused:
        open_and_write(path)
    assert "백업을 복원" in refused.value.ko
    assert "Restore" in refused.value.en or "restore" in refused.value.en
    assert path.read_bytes() == before


def test_two_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    assert "링크" in refusal(tmp_path / "one" / "graph.db").ko


def test_a_name_with_marks_of_an_address_is_an_ordinary_name(tmp_path: Path) -> None:
    path = a_store(tmp_path / "우리 동?mode=ro&100%#.db")
    assert check_copy(path, None).records["Person"] == 2
    store = opened(path)
    assert people(store) == ["p-kim", "p-park"]
    store.close()


def test_a_file_locked_for_longer_than_the_wait_is_refused_and_opens_later(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.stores.sqlite.connection.BUSY_MILLISECONDS", 50)
    a_store(path)
    other = dbapi2.connect(str(path), isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    refused = refusal(path)
    assert "잠시 뒤" in refused.ko
    assert "Try again" in refused.en
    other.close()
    store = opened(path)
    assert people(store) == ["p-kim", "p-park"]
    store.close()


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Without the rights of the administrator, whom no permission stops."""
    if sys.platform == "win32":
        skip_or_fail("permissions work otherwise there")
    if os.geteuid() != 0:
        yield
        return
    os.chown(folder, NOBODY, NOBODY)
    for one in folder.iterdir():
        os.chown(one, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def office() -> Iterator[Path]:
    """A folder that everybody may go to, unlike the folders of tests."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize("closed", ["the file", "the folder", "both"])
def test_what_cannot_be_written_is_opened_to_be_read(office: Path, closed: str) -> None:
    path = a_store(office / "graph.db")
    before = path.read_bytes()
    with as_nobody(office):
        if closed != "the folder":
            path.chmod(0o444)
        if closed != "the file":
            office.chmod(0o555)
        store = opened(path)
        assert people(store) == ["p-kim", "p-park"]
        assert list(store.examine()) == []
        with store.read() as reader:
            assert reader.search("하늘") == ("p-kim",)
        with pytest.raises(StoreUnavailable) as refused:
            put(store, a_person(name="새로"))
        with pytest.raises(StoreUnavailable):
            store.forget("p-kim", by="s-lee", why="시험")
        store.close()
    assert "쓰기 권한" in refused.value.ko
    assert "writable" in refused.value.en
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_written_is_backed_up(office: Path, tmp_path: Path) -> None:
    path = a_store(office / "graph.db")
    (office / "copies").mkdir()
    with as_nobody(office):
        path.chmod(0o444)
        copy_in_use(path, None, office / "copies" / "copy.db")
        assert check_copy(office / "copies" / "copy.db", None).records["Person"] == 2


def test_an_older_file_that_cannot_be_written_says_to_copy_it(office: Path) -> None:
    path = a_store(office / "graph.db")
    db = connect(path, None)
    db.execute("UPDATE meta SET value = 'earlier' WHERE key = 'fingerprint'")
    db.close()
    with as_nobody(office):
        office.chmod(0o555)
        refused = refusal(path)
    assert "복사" in refused.ko
    assert "Copy it" in refused.en


def test_a_store_is_not_made_where_nothing_can_be_written(office: Path) -> None:
    with as_nobody(office):
        office.chmod(0o555)
        assert "폴더에 쓸 권한" in refusal(office / "graph.db").ko
    assert names(office) == set()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four mebibytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        skip_or_fail("no program `mount` here: full disks are not tested")
    if done.returncode:
        skip_or_fail("mounting is not permitted here: full disks are not tested")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path, leave: int = 0) -> Path:
    ballast = folder / "ballast"
    free = shutil.disk_usage(folder).free - leave
    ballast.write_bytes(bytes(max(free, 0)))
    return ballast


def test_a_full_disk_refuses_the_change_keeps_the_rest_and_goes_on_when_there_is_room(
    small_disk: Path,
) -> None:
    store = opened(small_disk / "graph.db")
    put(store, a_person(), a_neighbour())
    ballast = fill(small_disk)
    with pytest.raises(StoreUnavailable) as refused:
        put_many(store)
    assert "가득" in refused.value.ko or "남은 공간" in refused.value.ko
    assert "room" in refused.value.en or "space" in refused.value.en
    before = people(store)
    ballast.unlink()
    put(store, a_person(name="자리가 났다"))
    assert people(store) == before
    assert list(store.examine()) == []
    assert store.check_log().broken_at is None
    store.close()


def test_a_backup_for_which_there_is_no_room_leaves_nothing_behind(small_disk: Path) -> None:
    path = small_disk / "graph.db"
    store = opened(path)
    put(store, a_neighbour(), *(a_resource(id=f"r-{n}", name="반찬 " * 40) for n in range(500)))
    ballast = fill(small_disk, leave=300_000)
    there = names(small_disk)
    with pytest.raises(StoreUnavailable) as refused:
        copy_in_use(path, None, small_disk / "copy.db")
    assert "가득" in refused.value.ko or "남은 공간" in refused.value.ko
    assert names(small_disk) == there
    ballast.unlink()
    put(store, a_person())
    store.close()


def test_an_upgrade_for_which_there_is_no_room_leaves_the_old_file(small_disk: Path) -> None:
    path = small_disk / "graph.db"
    store = opened(path)
    put(store, a_neighbour(), *(a_resource(id=f"r-{n}", name="반찬 " * 40) for n in range(500)))
    store.close()
    db = connect(path, None)
    db.execute("UPDATE meta SET value = 'earlier' WHERE key = 'fingerprint'")
    db.close()
    before = path.read_bytes()
    ballast = fill(small_disk, leave=300_000)
    refused = refusal(path)
    assert "가득" in refused.ko or "남은 공간" in refused.ko
    ballast.unlink()
    db = connect(path, None)
    assert db.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone() == ("earlier",)
    db.close()
    assert path.read_bytes() == before
    store = opened(path)
    assert store.check_log().broken_at is None
    store.close()


def test_a_store_for_which_there_is_no_room_is_not_half_made(small_disk: Path) -> None:
    ballast = fill(small_disk, leave=20_000)
    refused = refusal(small_disk / "graph.db")
    assert "가득" in refused.ko or "남은 공간" in refused.ko
    assert names(small_disk) == {"ballast"}
    ballast.unlink()
    opened(small_disk / "graph.db").close()
