"""Another key for a file: a compared copy takes its place, and a crash leaves the old one or the new one."""

import shutil
from pathlib import Path

import pytest

from graph.errors import StoreUnavailable
from graph.records.registry import RECORD_TYPES
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.sqlite.connection import connect
from graph.stores.sqlite.copies import check_pages, opens
from graph.stores.sqlite.holding import held_alone
from graph.stores.sqlite.rekey import rekey
from graph.testing.builders import a_person, one_of_each
from graph.testing.clauses.base import put
from tests.graph.stores.killing import every_point, killed_after, killed_at, killed_writing

ONE, OTHER = bytes(range(32)), bytes(range(32, 64))


def opened(path: Path, key: bytes | None) -> GraphStore:
    return open_store(f"sqlite:///{path}", key=key)


def everything(path: Path, key: bytes | None) -> list[object]:
    store = opened(path, key)
    try:
        with store.read() as reader:
            found: list[object] = [kept for kind in RECORD_TYPES.values() for kept in reader.each(kind)]
            found += [
                reader.cursor(),
                reader.log(),
                reader.search("하늘"),
                reader.near(37.5, 127.0, 9_000_000),
            ]
        return [*found, list(store.examine()), store.check_log()]
    finally:
        store.close()


def a_file(folder: Path, key: bytes | None) -> Path:
    path = folder / "graph.db"
    store = opened(path, key)
    put(store, *one_of_each())
    put(store, a_person(name="김하늘 둘"))
    store.close()
    return path


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir() if not file.name.endswith(".lock")}


@pytest.mark.parametrize(
    ("key", "new"), [(None, ONE), (ONE, OTHER), (ONE, None)], ids=["encrypt", "another key", "decrypt"]
)
def test_a_file_is_the_same_under_another_key(tmp_path: Path, key: bytes | None, new: bytes | None) -> None:
    path = a_file(tmp_path, key)
    before = everything(path, key)
    assert rekey([path], key, new) == (path,)
    assert everything(path, new) == before
    assert not opens(path, key)
    assert names(tmp_path) == {"graph.db"}
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_encrypted_file_shows_nothing_of_what_it_was(tmp_path: Path) -> None:
    path = a_file(tmp_path, None)
    rekey([path], None, ONE)
    assert not [one for one in tmp_path.iterdir() if "김하늘".encode() in one.read_bytes()]


def test_what_lies_in_the_log_of_a_killed_process_comes_along(tmp_path: Path) -> None:
    path = a_file(tmp_path, None)

    def write_and_hang_on() -> GraphStore:
        store = opened(path, None)
        put(store, a_person(name="마지막"))
        return store

    killed_after(write_and_hang_on)
    assert path.with_name("graph.db-wal").stat().st_size
    rekey([path], None, ONE)
    store = opened(path, ONE)
    with store.read() as reader:
        assert reader.search("마지막") == ("p-kim",)
    store.close()


def test_a_file_in_use_is_left_alone(tmp_path: Path) -> None:
    path = a_file(tmp_path, None)
    store = opened(path, None)
    with pytest.raises(StoreUnavailable) as refused:
        rekey([path], None, ONE)
    assert "serve" in refused.value.ko
    put(store, a_person(name="그대로"))
    store.close()
    assert opens(path, None)


def test_a_file_that_is_being_replaced_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.stores.sqlite.connection.BUSY_MILLISECONDS", 50)
    path = a_file(tmp_path, None)
    with held_alone(path), pytest.raises(StoreUnavailable):
        opened(path, None)
    opened(path, None).close()


def test_a_wrong_key_changes_nothing(tmp_path: Path) -> None:
    path = a_file(tmp_path, ONE)
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable):
        rekey([path], OTHER, None)
    assert path.read_bytes() == before
    assert names(tmp_path) == {"graph.db"}


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    path = a_file(tmp_path / "disk", None)
    link = tmp_path / "graph.db"
    link.symlink_to(path)
    rekey([link], None, ONE)
    assert link.is_symlink()
    assert opens(path, ONE)


@pytest.mark.faults
def test_a_kill_at_any_change_leaves_every_file_under_the_old_or_the_new_key(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    ready.mkdir()
    shutil.copy2(a_file(ready, ONE), ready / "accounts.db")
    before = everything(ready / "graph.db", ONE)

    def kill(number: int) -> bool:
        folder = tmp_path / str(number)
        shutil.copytree(ready, folder, ignore=shutil.ignore_patterns("*.lock"))
        files = [folder / "graph.db", folder / "accounts.db"]
        killed = killed_at(number, lambda: rekey(files, ONE, OTHER))
        for file in files:
            assert opens(file, ONE) != opens(file, OTHER)
            check_pages(file, ONE if opens(file, ONE) else OTHER)
        rekey(files, ONE, OTHER)
        assert everything(files[number % 2], OTHER) == before
        assert names(folder) == {"graph.db", "accounts.db"}
        return killed

    assert len(list(every_point(kill))) > 10


@pytest.mark.faults
@pytest.mark.parametrize("most_bytes", [5_000, 100_000, 200_000])
def test_a_kill_while_the_copy_is_written_leaves_the_old_file(tmp_path: Path, most_bytes: int) -> None:
    path = a_file(tmp_path, None)
    before = everything(path, None)
    assert path.stat().st_size > most_bytes
    assert killed_writing(most_bytes, lambda: rekey([path], None, ONE))
    assert everything(path, None) == before
    rekey([path], None, ONE)
    assert everything(path, ONE) == before
    assert names(tmp_path) == {"graph.db"}


def test_a_copy_that_is_not_the_same_takes_nobodys_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path, None)
    tables = "graph.stores.sqlite.copies.check_pages"

    def spoil(file: Path, key: bytes | None) -> None:
        db = connect(file, key)
        db.execute("DELETE FROM cell")
        db.execute("PRAGMA journal_mode = DELETE").fetchone()
        db.close()

    monkeypatch.setattr(tables, spoil)
    with pytest.raises(StoreUnavailable) as refused:
        rekey([path], None, ONE)
    assert "원본은 그대로" in refused.value.ko
    assert opens(path, None)
    assert names(tmp_path) == {"graph.db"}
