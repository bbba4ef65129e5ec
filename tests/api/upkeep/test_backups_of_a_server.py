"""Backups of a store on a real server: checked, restored there or into a file, and nobody forgotten comes back."""

from itertools import islice

import pytest
from neo4j import GraphDatabase

from api import wiring
from api.keys import read_key
from api.upkeep import refilling, sealed
from api.upkeep.archive import ACCOUNTS, DUMP, SEALED, contents_of, pack, unpack
from api.upkeep.backups import back_up
from api.upkeep.dumps import DumpFigures, check_dump, read_dump, write_dump
from api.upkeep.errors import (
    BackupRefused,
    FileExists,
    NothingThere,
    RestoreUnverified,
    StoreInTheWay,
    WrittenMeanwhile,
)
from api.upkeep.refilling import refill
from api.upkeep.restoring import restore
from graph.errors import CursorUnknown, StoreUnavailable
from graph.stores import open_store
from graph.stores.moving import read_lines
from graph.stores.neo4j.store import Neo4jStore
from graph.stores.remembered import list_of, remembered
from graph.testing.builders import a_person
from graph.testing.clauses.base import put
from graph.testing.clauses.moving import digest
from graph.testing.clocks import Ticking
from tests.api.upkeep.installation import (
    a_key,
    change,
    files,
    fill,
    forget,
    now,
    people,
    settings_in,
    signs_in,
)

BOTH = {"p-kim": "김하늘", "p-park": "박나래"}


@pytest.fixture
def empty(neo4j):
    """Empties the database of the installation."""
    return lambda: neo4j.store(Ticking()).close()


@pytest.fixture
def office(tmp_path, neo4j_url, empty):
    empty()
    settings = settings_in(tmp_path / "data", store=neo4j_url)
    fill(settings)
    return settings


def backup_of(settings, name="b.pumasi-backup", key=None):
    return back_up(settings, key, settings.data / name, now).file


def put_back(settings, file, *, key=None, backup_key=None, with_accounts=False, replace=False):
    return refill(
        settings,
        file,
        key=key,
        backup_key=backup_key,
        with_accounts=with_accounts,
        replace=replace,
        clock=now,
    )


def digest_of_store(settings):
    store = open_store(settings.store_url)
    try:
        return digest(store)
    finally:
        store.close()


def test_a_backup_holds_every_line_of_one_moment_and_the_accounts(office):
    made = back_up(office, None, office.data / "b.pumasi-backup", now)
    assert set(made.contents.files) == {DUMP, ACCOUNTS}
    assert made.contents.figures["versions"]["Person"] == 2
    assert made.contents.figures["digest"] == digest_of_store(office)
    assert contents_of(made.file) == made.contents
    assert made.file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExists):
        backup_of(office)


def test_a_backup_is_made_while_somebody_writes(office):
    desk = wiring.open_desk(office)
    with desk.store.write(by="s-lee", why="시험") as unit:
        unit.put(a_person(name="아직 아님"))
        file = backup_of(office)
    desk.store.close()
    put_back(office, file, replace=True)
    assert people(office) == BOTH


def test_an_empty_database_is_not_backed_up(tmp_path, neo4j_url, empty):
    empty()
    with pytest.raises(NothingThere):
        backup_of(settings_in(tmp_path, store=neo4j_url))
    assert files(tmp_path) == set()


def test_a_store_whose_log_was_changed_makes_no_backup(office, neo4j_url):
    with GraphDatabase.driver(neo4j_url, telemetry_disabled=True) as driver:
        driver.execute_query("MATCH (g:Log {number: 1}) SET g.by = 's-other'", database_="neo4j")
    with pytest.raises(StoreUnavailable) as refused:
        backup_of(office)
    assert "doctor" in refused.value.ko
    assert files(office.data) == {"accounts.db"}


def test_somebody_forgotten_during_a_backup_spoils_it(office, monkeypatch):
    dump = Neo4jStore.dump

    def forgetting(store):
        for line in dump(store):
            if getattr(line, "number", 0) == 1:
                forget(office, "p-park")
            yield line

    monkeypatch.setattr(Neo4jStore, "dump", forgetting)
    with pytest.raises(StoreUnavailable, match="forgotten meanwhile"):
        backup_of(office)
    assert "b.pumasi-backup" not in files(office.data)


def test_a_backup_is_restored_into_an_empty_database(office, empty):
    before = digest_of_store(office)
    file = backup_of(office)
    empty()
    sent = list(read_dump_of(file, office.data))
    done = put_back(office, file)
    assert (done.forgotten_again, done.aside) == (0, ())
    assert people(office) == BOTH
    store = open_store(office.store_url)
    after = list(store.dump())
    with store.read() as reader:
        assert "restored from the backup" in reader.log(limit=100)[-1].what
    store.close()
    assert after[:-1] == sent
    assert before == contents_of(file).figures["digest"]


def read_dump_of(file, folder):
    unpack(file, DUMP, folder / DUMP, contents_of(file))
    return read_lines(folder / DUMP)


def test_a_database_with_data_is_replaced_only_when_that_is_said_and_then_kept(office, empty):
    file = backup_of(office)
    change(office, "나중 이름")
    with pytest.raises(StoreInTheWay):
        put_back(office, file)
    assert people(office)["p-kim"] == "나중 이름"
    done = put_back(office, file, replace=True)
    assert people(office) == BOTH
    (aside,) = done.aside
    put_back(office, aside, replace=True)
    assert people(office)["p-kim"] == "나중 이름"


def test_cursors_from_before_a_restoration_are_unknown_after_it(office):
    store = open_store(office.store_url)
    with store.read() as reader:
        cursor = reader.cursor()
    put_back(office, backup_of(office), replace=True)
    with pytest.raises(CursorUnknown):
        store.changes(cursor)
    store.close()


def test_who_was_forgotten_after_the_backup_is_never_published_again(office, empty, monkeypatch):
    file = backup_of(office)
    forget(office, "p-park")
    assert "p-park" in list_of(office.graph_file).read_text(encoding="ascii")
    empty()
    sent = []
    send = refilling._send
    monkeypatch.setattr(refilling, "_send", lambda store, lines: sent.extend(lines()) or send(store, lines))
    done = put_back(office, file)
    assert done.forgotten_again == 1
    assert people(office).keys() == {"p-kim"}
    assert "p-park" not in {line.id for line in sent if hasattr(line, "version")}


def test_who_another_computer_forgot_is_in_the_list_once_the_store_was_opened(office):
    elsewhere = settings_in(office.data.with_name("elsewhere"), store=office.store_url)
    forget(elsewhere, "p-park")
    assert "p-park" not in remembered(office.graph_file)
    backup_of(office)
    assert "p-park" in remembered(office.graph_file)


def test_what_is_written_between_the_backup_of_the_present_and_its_end_is_not_lost(office, monkeypatch):
    file = backup_of(office)
    kept = refilling.back_up_held

    def written_after(*given):
        made = kept(*given)
        change(office, "막 고친 이름")
        return made

    monkeypatch.setattr(refilling, "back_up_held", written_after)
    with pytest.raises(WrittenMeanwhile):
        put_back(office, file, replace=True)
    assert people(office)["p-kim"] == "막 고친 이름"


def test_a_restoration_that_was_cut_short_is_done_again(office, monkeypatch):
    file = backup_of(office)

    def dies(store, lines):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(refilling, "_send", dies)
        with pytest.raises(KeyboardInterrupt):
            put_back(office, file, replace=True)
    with pytest.raises(StoreUnavailable, match="no whole store"):
        people(office)
    put_back(office, file)
    assert people(office) == BOTH


def test_what_arrives_otherwise_than_it_was_sent_is_told(office, empty, monkeypatch):
    file = backup_of(office)
    empty()
    load = Neo4jStore.load

    def writing_after(store, lines):
        load(store, lines)
        put(store, a_person(name="그사이"))

    monkeypatch.setattr(Neo4jStore, "load", writing_after)
    with pytest.raises(RestoreUnverified):
        put_back(office, file)


def test_a_backup_of_a_server_is_practised_in_a_file_and_one_of_a_file_goes_to_a_server(office, tmp_path):
    drill = settings_in(tmp_path / "drill")
    done = restore(drill, backup_of(office), key=None, backup_key=None, with_accounts=False, clock=now)
    assert done.accounts_restored
    assert people(drill) == BOTH
    change(drill, "연습 이름")
    put_back(office, backup_of(drill), replace=True)
    assert people(office)["p-kim"] == "연습 이름"


def test_the_backup_of_an_installation_with_a_key_shows_nothing_and_opens_by_that_key_alone(
    tmp_path, neo4j_url, empty
):
    empty()
    settings = settings_in(tmp_path / "data", store=neo4j_url, key_file=a_key(tmp_path))
    password = fill(settings)
    key = read_key(settings.key_file)
    file = backup_of(settings, key=key)
    assert set(contents_of(file).files) == {SEALED, ACCOUNTS}
    for secret in ("김하늘".encode(), b"p-kim", b"SQLite format", b"\x1f\x8b\x08"):
        assert secret not in file.read_bytes()
    empty()
    other = read_key(a_key(tmp_path, "other.key"))
    with pytest.raises(BackupRefused, match="another key"):
        put_back(settings, file, key=key, backup_key=other)
    put_back(settings, file, key=key, backup_key=key, with_accounts=True)
    assert people(settings) == BOTH
    assert signs_in(settings, password)


def test_a_dump_of_many_parts_goes_through_an_encrypted_file_unchanged(tmp_path, monkeypatch):
    monkeypatch.setattr(sealed, "_PART", 1000)
    store = open_store("memory:")
    put(store, *(a_person(id=f"p-{n:05}", name=f"{n * 7919:x} 이웃") for n in range(2_000)))
    key = bytes(range(32))
    figures = write_dump(store.dump(), tmp_path / "sealed", key)
    assert (tmp_path / "sealed").stat().st_size > 20_000
    assert list(read_dump(tmp_path / "sealed", key)) == list(store.dump())
    assert check_dump(read_dump(tmp_path / "sealed", key)) == figures


def test_a_changed_backup_is_refused_before_anything_is_touched(office, tmp_path):
    file = backup_of(office)
    contents = contents_of(file)
    shorter = tmp_path / DUMP
    write_dump(islice(read_dump_of(file, tmp_path / "data"), 4), shorter, None)
    forged = tmp_path / "forged.pumasi-backup"

    pack(
        {DUMP: shorter},
        forged,
        made_at=contents.made_at,
        program=contents.program,
        encrypted=False,
        figures=DumpFigures(**contents.figures),
    )
    with pytest.raises(BackupRefused):
        put_back(office, forged, replace=True)
    assert people(office) == BOTH


def test_a_served_installation_is_not_restored(office):
    file = backup_of(office)
    parts = wiring.build(office)
    with pytest.raises(StoreUnavailable) as refused:
        put_back(office, file, replace=True)
    assert "serve" in refused.value.ko
    parts.close()
