"""`pumasi move`: out of a store, into another, under keys of their own, and never into one that is in use."""

import json
import re
from dataclasses import replace

import pytest

from api.cli.options import acting
from casework.errors import MoveUnverified, ReasonMissing, RightMissing
from casework.register.moving import move_store
from casework.sharing.access import read_log
from graph.dump import DumpedVersion
from graph.errors import DumpRefused, StoreOccupied, StoreUnavailable
from graph.records.people import Person
from graph.stores import open_store
from graph.testing.builders import a_person
from graph.testing.clauses.base import put
from graph.words.kinds import StaffRole, ViewPurpose

KEY = bytes(range(32))


@pytest.fixture
def home(folder):
    return f"sqlite:{folder / 'graph.db'}"


def digest(said):
    return re.search(r"SHA-256 ([0-9a-f]{64})", said)[1]


def test_a_store_goes_into_a_file_and_into_an_encrypted_store(run, home, tmp_path):
    key = tmp_path / "key"
    key.write_text(KEY.hex())
    file, store = tmp_path / "store.jsonl.gz", f"sqlite:{tmp_path / 'moved.db'}"
    saved = run("move", home, str(file), "--why", "이사")
    loaded = run("move", str(file), store, "--to-key-file", str(key))
    assert digest(saved.stdout) == digest(loaded.stdout)
    with pytest.raises(StoreUnavailable):
        open_store(store)
    with open_store(store, key=KEY).read() as reader:
        assert [entry.what for entry in reader.log()][-1] == "move: 이사"


def test_what_lies_in_the_clear_afterwards_is_said(run, home, tmp_path):
    key = tmp_path / "key"
    key.write_text(KEY.hex())
    in_the_clear = (
        (home, str(tmp_path / "store.jsonl.gz")),
        (home, f"sqlite:{tmp_path / 'plain.db'}"),
        (home, "--to-admin-files", str(tmp_path / "files")),
        (str(tmp_path / "store.jsonl.gz"), f"sqlite:{tmp_path / 'again.db'}"),
    )
    for words in in_the_clear:
        assert "암호화되지 않" in run("move", *words, "--why", "이사").stderr, words
    moved = run("move", home, f"sqlite:{tmp_path / 'moved.db'}", "--to-key-file", str(key), "--why", "이사")
    assert "암호화되지 않" not in moved.stderr


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"units": [[1]]}', "\x00"])
def test_a_folder_that_holds_no_import_is_refused_in_a_sentence(run, tmp_path, text):
    (tmp_path / "expected.json").write_text(text)
    with pytest.raises(DumpRefused) as refused:
        run("move", "--check", "memory:", "--against", str(tmp_path))
    assert refused.value.fields["file"] == "expected.json"


def test_moving_is_logged_as_an_export_and_shows_nothing_personal(run, folder, home, tmp_path):
    result = run("move", home, f"sqlite:{tmp_path / 'moved.db'}", "--why", "서버 교체")
    with acting(folder, None, "team", ViewPurpose.OPERATION) as (parts, actor):
        newest = read_log(parts.desk, actor, limit=10_000)[-1]
    assert "서버 교체" in str(newest)
    assert "박말례" not in result.output
    assert re.search(r"8,\d{3}", result.stdout)


def test_a_store_in_use_is_left_as_it_is(run, home, tmp_path):
    url = f"sqlite:{tmp_path / 'used.db'}"
    used = open_store(url)
    put(used, a_person())
    used.close()
    with pytest.raises(StoreOccupied):
        run("move", home, url, "--why", "이사")
    with open_store(url).read() as reader:
        assert reader.count(Person) == 1


def test_moving_needs_a_reason(run, home, tmp_path):
    with pytest.raises(ReasonMissing):
        run("move", home, str(tmp_path / "store.jsonl"))
    assert not (tmp_path / "store.jsonl").exists()


@pytest.mark.parametrize("role", [StaffRole.CASE_MANAGER, StaffRole.RESOURCE_KEEPER])
def test_who_works_with_clients_does_not_move_the_store(folder, role):
    with acting(folder, None, "team", ViewPurpose.OPERATION) as (parts, actor):
        other = replace(actor, viewer=replace(actor.viewer, role=role))
        with pytest.raises(RightMissing):
            move_store(parts.desk, other, open_store("memory:"), why="이사")


def test_a_file_that_was_changed_is_refused_by_its_line(run, home, tmp_path):
    file = tmp_path / "store.jsonl"
    run("move", home, str(file), "--why", "보관")
    file.write_text(file.read_text(encoding="utf-8").replace("박말례", "박말자"), encoding="utf-8")
    with pytest.raises(DumpRefused, match=r"store\.jsonl \d+행"):
        run("move", str(file), f"sqlite:{tmp_path / 'moved.db'}")


def test_what_arrives_changed_is_told(folder):
    class Forgetful:
        def __init__(self):
            self.store = open_store("memory:")

        def load(self, lines):
            self.store.load(lines)

        def dump(self):
            return (line for line in self.store.dump() if not isinstance(line, DumpedVersion))

    with (
        acting(folder, None, "team", ViewPurpose.OPERATION) as (parts, actor),
        pytest.raises(MoveUnverified),
    ):
        move_store(parts.desk, actor, Forgetful(), why="이사")


def test_files_for_an_import_come_with_their_command(run, home, tmp_path):
    said = run("move", home, "--to-admin-files", str(tmp_path / "files"), "--why", "이사").stdout
    assert "neo4j-admin database import full neo4j @import.args" in said
    expected = json.loads((tmp_path / "files" / "expected.json").read_text(encoding="utf-8"))
    assert expected["counts"]["version"] > 8_000
    arguments = (tmp_path / "files" / "import.args").read_text(encoding="utf-8").split()
    named = {
        name for word in arguments for name in word.partition("=")[2].partition("=")[2].split(",") if name
    }
    assert all((tmp_path / "files" / name).is_file() for name in named)


@pytest.mark.parametrize(
    "words", [(), ("a",), ("a", "b", "--to-admin-files", "c"), ("x.jsonl", "y.jsonl"), ("--check", "a")]
)
def test_it_says_what_it_takes(run, words):
    assert run("move", *words).exit_code == 2
