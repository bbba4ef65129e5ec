"""Several processes at one file, and processes that are killed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.records.people import Person
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.sqlite.connection import connect

ROOT = Path(__file__).parents[3]

WRITE_ONE_BY_ONE = """
import sys
from graph.stores import open_store
from graph.testing.builders import a_person
store = open_store("sqlite:" + sys.argv[1])
for n in range(int(sys.argv[3])):
    with store.write(by="s-lee", why="시험") as unit:
        unit.put(a_person(id=f"p-{sys.argv[2]}-{n:06}"))
    print(n, flush=True)
store.close()
"""

WRITE_MANY_AND_WAIT = """
import sys, time
from graph.stores import open_store
from graph.testing.builders import a_person
store = open_store("sqlite:" + sys.argv[1])
with store.write(by="s-lee", why="시험") as unit:
    unit.put_all(a_person(id=f"p-big-{n:06}") for n in range(20_000))
    print("written", flush=True)
    time.sleep(600)
"""


def start(script: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def acknowledged(process: "subprocess.Popen[str]", enough: int) -> int:
    """Kill a process once it has acknowledged so many units; how many it acknowledged in all."""
    assert process.stdout is not None
    count = 0
    for _ in process.stdout:
        count += 1
        if count == enough:
            process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return count


def finish(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None
    process.stdout.read()
    process.stdout.close()
    assert process.wait() == 0


def ids(store: GraphStore) -> set[str]:
    with store.read() as reader:
        return {kept.record.id for kept in reader.each(Person)}


def check_whole(path: Path) -> None:
    db = connect(path, None)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("PRAGMA foreign_key_check").fetchone() is None
    db.close()


def test_several_processes_may_open_a_new_file_at_the_same_moment(tmp_path: Path) -> None:
    for round_ in range(5):
        for process in [start(WRITE_ONE_BY_ONE, tmp_path / f"{round_}.db", name, 1) for name in "abcd"]:
            finish(process)


def test_two_processes_write_at_once_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    both = [start(WRITE_ONE_BY_ONE, path, name, 40) for name in ("one", "other")]
    for process in both:
        finish(process)
    store = open_store(f"sqlite:{path}")
    assert ids(store) == {f"p-{name}-{n:06}" for name in ("one", "other") for n in range(40)}
    check = store.check_log()
    assert (check.entries, check.broken_at) == (80, None)
    store.close()


def test_a_process_sees_what_another_wrote(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(f"sqlite:{path}")
    with store.read() as reader:
        before = reader.cursor()
    finish(start(WRITE_ONE_BY_ONE, path, "other", 2))
    assert [change.id for change in store.changes(before).changes] == ["p-other-000000", "p-other-000001"]
    store.close()


@pytest.mark.parametrize("enough", [1, 7, 23])
def test_a_killed_process_loses_nothing_it_acknowledged(tmp_path: Path, enough: int) -> None:
    path = tmp_path / "store.db"
    count = acknowledged(start(WRITE_ONE_BY_ONE, path, "one", 100_000), enough)
    assert count >= enough
    store = open_store(f"sqlite:{path}")
    kept = ids(store)
    assert kept >= {f"p-one-{n:06}" for n in range(count)}
    # A unit may have been kept although its word did not get out any more.
    assert len(kept) <= count + 1
    assert store.check_log().entries == len(kept)
    assert store.check_log().broken_at is None
    store.close()
    check_whole(path)


def test_a_killed_big_unit_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    finish(start(WRITE_ONE_BY_ONE, path, "one", 3))
    assert acknowledged(start(WRITE_MANY_AND_WAIT, path), 1) == 1
    store = open_store(f"sqlite:{path}")
    assert ids(store) == {f"p-one-{n:06}" for n in range(3)}
    with store.read() as reader:
        assert len(reader.search("하늘")) == 3
        assert reader.log()[-1].number == 3
    store.close()
    check_whole(path)
