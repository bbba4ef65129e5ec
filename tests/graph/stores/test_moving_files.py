"""Files of a whole store: the same content is the same file, and a bad one is refused by name and line."""

import errno
import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dump import Line
from graph.errors import DumpRefused, GraphError
from graph.records.people import Person
from graph.records.registry import Record
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.moving import Tally, read_lines, write_lines
from graph.stores.moving.text import read_text, text_of
from graph.testing.builders import a_person, one_of_each
from graph.testing.clauses.base import put
from graph.testing.clauses.moving import digest, live
from graph.testing.machine import neighbourhood
from graph.testing.strategies import any_record

Spoil = Callable[[list[str]], list[str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    store = open_store("memory:")
    live(store)
    path = tmp_path / "store.jsonl"
    write_lines(store.dump(), path)
    return path


def loaded(path: Path) -> GraphStore:
    store = open_store("memory:")
    try:
        store.load(read_lines(path))
    except DumpRefused as refused:
        raise refused.of_file(path.name) from refused
    return store


def signed(lines: list[str]) -> list[str]:
    """The lines with a footer that fits them: what somebody would do who forges a file."""
    tally = Tally()
    for text in lines[1:-1]:
        section, line = read_text(text)
        tally.add(section, text, line)
    return [*lines[:-1], json.dumps(tally.footer(), ensure_ascii=False)]


def changed(section: str, forge: Callable[[dict[str, Any]], None], number: int = 0) -> Spoil:
    def spoil(lines: list[str]) -> list[str]:
        at = [i for i, line in enumerate(lines) if line.startswith(f'{{"{section}"')][number]
        held = json.loads(lines[at])
        forge(held[section])
        spoilt = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
        return [*lines[:at], spoilt, *lines[at + 1 :]]

    return spoil


def header(**values: object) -> Spoil:
    return lambda lines: [json.dumps(json.loads(lines[0]) | values), *lines[1:]]


UNSIGNED: dict[str, Spoil] = {
    "empty": lambda lines: [],
    "no header": lambda lines: lines[1:],
    "another program": header(format="other"),
    "a newer version": header(version=2),
    "a word for a number": header(sequence="9"),
    "a huge number": header(sequence=10**30),
    "no footer": lambda lines: lines[:-1],
    "one line short": lambda lines: [*lines[:5], *lines[6:]],
    "one line twice": lambda lines: [*lines[:5], *lines[4:]],
    "two lines swapped": lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]],
    "more behind the end": lambda lines: [*lines, lines[3]],
    "a value changed": lambda lines: [line.replace("시험", "고침") for line in lines],
    "not JSON": lambda lines: [*lines[:3], "{", *lines[4:]],
    "deeply nested": lambda lines: [*lines[:3], "[" * 100_000, *lines[4:]],
    "an unknown section": lambda lines: [*lines[:3], '{"secret":{}}', *lines[4:]],
    "log before records": lambda lines: [lines[0], lines[-2], *lines[1:-2], lines[-1]],
}
SIGNED: dict[str, Spoil] = {
    "an unknown record type": changed("version", lambda line: line.update(type="Spy")),
    "an unknown field": changed("version", lambda line: line["body"].update(secret=1)),
    "a list for a text": changed("version", lambda line: line["body"].update(dong=[])),
    "a bad moment": changed("unit", lambda line: line.update(at="yesterday")),
    "a moment without a zone": changed("unit", lambda line: line.update(at="2026-01-05T09:00:00")),
    "an unknown act": changed("log", lambda line: line.update(action="burn")),
}
FORGED: dict[str, Spoil] = {
    "an invalid record": changed("version", lambda line: line["body"].update(dong="1")),
    "another id": changed("version", lambda line: line["body"].update(id="p-1")),
    "a resident number in a record": changed(
        "version", lambda line: line["body"].update(name="900101-1234567"), 1
    ),
    "a resident number in a reason": changed("unit", lambda line: line.update(why="900101-1234567")),
    "a resident number in the log": changed("log", lambda line: line.update(what="900101-1234567")),
    "a log entry changed": changed("log", lambda line: line.update(by="s-other"), 1),
    "a sequence number changed": changed("version", lambda line: line.update(seq=999)),
    "another count of forgettings": header(forgets=4),
}


def spoilt(file: Path, spoil: Spoil, sign: Callable[[list[str]], list[str]]) -> Path:
    lines = spoil(file.read_text(encoding="utf-8").splitlines())
    path = file.with_name("spoilt.jsonl")
    path.write_text("".join(f"{line}\n" for line in sign(lines)), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", UNSIGNED)
def test_a_damaged_file_is_refused_by_name_and_line(file: Path, name: str) -> None:
    path = spoilt(file, UNSIGNED[name], lambda lines: lines)
    with pytest.raises(DumpRefused, match=r"spoilt\.jsonl, line \d+: "):
        loaded(path)


@pytest.mark.parametrize("name", SIGNED)
def test_a_line_that_no_store_writes_is_refused_as_it_is_read(file: Path, name: str) -> None:
    path = spoilt(file, SIGNED[name], lambda lines: lines)
    with pytest.raises(DumpRefused, match=r"spoilt\.jsonl, line \d+: "):
        list(read_lines(path))


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_file_with_right_digests_is_refused(file: Path, name: str) -> None:
    path = spoilt(file, FORGED[name], signed)
    list(read_lines(path))
    with pytest.raises(DumpRefused) as refused:
        loaded(path)
    assert "900101" not in str(refused.value)


@pytest.mark.parametrize("version", [2, 7])
def test_a_gap_between_versions_is_refused_where_nobody_was_forgotten(tmp_path: Path, version: int) -> None:
    store = open_store("memory:")
    put(store, a_person())
    path = tmp_path / "store.jsonl"
    write_lines(store.dump(), path)
    forged = spoilt(path, changed("version", lambda line: line.update(version=version)), signed)
    with pytest.raises(DumpRefused, match="line 3: "):
        loaded(forged)


def test_bytes_that_are_no_text_are_refused(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace("시험".encode(), b"\xff\xfe", 1))
    with pytest.raises(DumpRefused):
        loaded(file)


def test_an_endless_line_is_not_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.stores.moving.reading.LONGEST_LINE", 1000)
    path = spoilt(file, lambda lines: [*lines[:3], "9" * 5000, *lines[4:]], lambda lines: lines)
    with pytest.raises(DumpRefused, match="line 4: "):
        loaded(path)


@pytest.mark.parametrize("left", [0, 1, 10, 100, -1])
def test_a_zipped_file_that_is_cut_off_is_refused(tmp_path: Path, left: int) -> None:
    store = open_store("memory:")
    live(store)
    path = tmp_path / "store.jsonl.gz"
    write_lines(store.dump(), path)
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(DumpRefused, match=r"store\.jsonl\.gz"):
        loaded(path)


def test_a_zipped_file_holds_the_same_and_is_the_same_each_time(file: Path) -> None:
    store = loaded(file)
    zipped = [file.with_name(f"{n}.jsonl.gz") for n in (1, 2)]
    for path in zipped:
        write_lines(store.dump(), path)
    assert gzip.decompress(zipped[0].read_bytes()) == file.read_bytes()
    assert zipped[0].read_bytes() == zipped[1].read_bytes()


def test_no_file_is_written_over(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(FileExistsError):
        write_lines(open_store("memory:").dump(), file)
    assert file.read_bytes() == before


def test_a_dump_that_fails_leaves_no_file(tmp_path: Path) -> None:
    def failing() -> Any:
        store = open_store("memory:")
        put(store, a_person())
        yield from store.dump()
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_lines(failing(), tmp_path / "store.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_what_an_interrupted_dump_left_behind_is_neither_followed_nor_kept(
    file: Path, tmp_path: Path
) -> None:
    elsewhere, again = tmp_path / "elsewhere", tmp_path / "again.jsonl"
    elsewhere.write_text("another file")
    tmp_path.joinpath(".again.jsonl.unfinished").symlink_to(elsewhere)
    write_lines(read_lines(file), again)
    assert elsewhere.read_text() == "another file"
    tmp_path.joinpath(".once-more.jsonl.unfinished").touch(0o644)
    write_lines(read_lines(file), tmp_path / "once-more.jsonl")
    assert (tmp_path / "once-more.jsonl").stat().st_mode & 0o777 == 0o600
    assert {one.name for one in tmp_path.iterdir()} == {
        "store.jsonl",
        "elsewhere",
        "again.jsonl",
        "once-more.jsonl",
    }


def test_a_dump_goes_to_a_disk_without_links(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_paths: Path) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    write_lines(read_lines(file), tmp_path / "stick.jsonl")
    assert (tmp_path / "stick.jsonl").read_bytes() == file.read_bytes()


def test_only_its_owner_may_read_the_file(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_of_an_earlier_program_takes_the_defaults_of_new_fields(tmp_path: Path) -> None:
    store = open_store("memory:")
    put(store, *one_of_each())
    path = tmp_path / "store.jsonl"
    write_lines(store.dump(), path)
    older = spoilt(path, changed("version", lambda line: line["body"].pop("fictitious")), signed)
    assert digest(loaded(older)) == digest(loaded(older))


def texts(lines: Any) -> list[str]:
    return [text_of(line)[1] for line in list(lines)[1:]]


def test_every_line_is_read_as_it_was_written(file: Path) -> None:
    lines: list[Line] = list(read_lines(file))
    again = [read_text(text)[1] for text in texts(lines)]
    assert again == lines[1:]


worlds = st.lists(
    st.lists(any_record(), max_size=4) | st.sampled_from(["p-1", "p-2", "t-1", "r-1"]), max_size=8
)


@given(worlds)
def test_any_world_moves_between_memory_files_and_sqlite(tmp_path_factory: Any, world: list[Any]) -> None:
    folder = tmp_path_factory.mktemp("world")
    memory = open_store("memory:")
    put(memory, *neighbourhood())
    for step in world:
        _live_on(memory, step)
    write_lines(memory.dump(), folder / "world.jsonl.gz")
    file = open_store(f"sqlite:{folder / 'world.db'}")
    file.load(read_lines(folder / "world.jsonl.gz"))
    back = open_store("memory:")
    back.load(file.dump())
    assert texts(memory.dump()) == texts(file.dump()) == texts(back.dump())
    assert digest(memory) == digest(file) == digest(back)
    assert memory.changes("").changes == file.changes("").changes
    file.close()


def _live_on(store: GraphStore, step: list[Record] | str) -> None:
    try:
        if isinstance(step, list):
            put(store, *step)
        elif step.startswith("p-"):
            store.forget(step, by="s-1", why="본인 요청")
        else:
            with store.read() as reader:
                (kept, *_) = reader.history(step)
            with store.write(by="s-1", why="삭제") as unit:
                unit.remove(type(kept.record), step)
    except (GraphError, ValueError):
        return


def test_a_file_says_nothing_personal_in_its_errors(file: Path) -> None:
    path = spoilt(file, changed("version", lambda line: line["body"].update(birth_year="김하늘"), 5), signed)
    with pytest.raises(DumpRefused) as refused:
        loaded(path)
    assert "하늘" not in str(refused.value)


def test_the_store_holds_a_person_after_all_this(file: Path) -> None:
    with loaded(file).read() as reader:
        assert reader.count(Person) > 0
