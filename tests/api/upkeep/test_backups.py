"""Backups: made while others write, checked, never overwriting; restored with the forgotten forgotten again."""

import tempfile

import pytest

from api import wiring
from api.errors import SignInRefused
from api.keys import read_key
from api.upkeep import backups, workplace
from api.upkeep.archive import ACCOUNTS, GRAPH, contents_of, digest_of
from api.upkeep.backups import back_up, default_file, prune
from api.upkeep.errors import BackupRefused, FileExists, NoFileStore, NothingThere
from api.upkeep.rekeying import put_under_key
from graph.errors import StoreUnavailable
from graph.stores.sqlite.holding import held_alone
from graph.testing.builders import a_person
from graph.testing.clauses.base import put
from tests.api.upkeep.installation import (
    a_key,
    backup_of,
    change,
    copied,
    files,
    fill,
    forget,
    now,
    people,
    put_back,
    settings_in,
    signs_in,
)
from tests.graph.stores.killing import every_point, killed_at, killed_writing

BOTH = {"p-kim": "김하늘", "p-park": "박이웃"}


def test_a_backup_holds_graph_accounts_and_what_it_says(office):
    made = back_up(office, None, office.data / "b.pumasi-backup", now)
    assert made.digest == digest_of(made.file)
    assert set(made.contents.files) == {GRAPH, ACCOUNTS}
    assert made.contents.figures["records"]["Person"] == 2
    assert contents_of(made.file) == made.contents
    assert made.file.stat().st_mode & 0o777 == 0o600


def test_a_backup_is_made_while_somebody_writes(office):
    desk = wiring.open_desk(office)
    with desk.store.write(by="s-lee", why="시험") as unit:
        unit.put(a_person(name="아직 아님"))
        file = backup_of(office)
    put(desk.store, a_person(name="그 뒤"))
    desk.store.close()
    put_back(office, file)
    assert people(office)["p-kim"] != "아직 아님"
    assert people(office).keys() == BOTH.keys()


def test_no_file_is_exchanged_between_the_copies_of_a_backup(office, monkeypatch):
    copy = backups.copy_in_use

    def and_a_key_in_between(file, key, target):
        copy(file, key, target)
        with pytest.raises(StoreUnavailable):
            put_under_key(office, None, bytes(range(32)), lambda _done, _total: None)

    monkeypatch.setattr(backups, "copy_in_use", and_a_key_in_between)
    file = backup_of(office)
    put_back(office, file, with_accounts=True)
    assert people(office).keys() == BOTH.keys()


def test_a_backup_waits_for_whoever_exchanges_the_files_and_then_says_so(office, monkeypatch):
    monkeypatch.setattr(backups, "WAIT_SECONDS", 0.0)
    with held_alone(office.accounts_file), pytest.raises(StoreUnavailable) as refused:
        backup_of(office)
    assert "pumasi serve" in refused.value.ko
    assert not (office.data / "b.pumasi-backup").exists()


def test_two_backups_begun_at_once_do_not_clear_each_other_away(office, tmp_path, monkeypatch):
    make = tempfile.mkdtemp

    def and_another_begins(**given):
        folder = make(**given)
        monkeypatch.setattr(tempfile, "mkdtemp", make)
        with workplace.workplace(tmp_path, "pumasi-backup"):
            pass
        return folder

    monkeypatch.setattr(tempfile, "mkdtemp", and_another_begins)
    with workplace.workplace(tmp_path, "pumasi-backup") as folder:
        (folder / "graph.db").touch()


def test_a_backup_overwrites_nothing(office):
    taken = office.data / "b.pumasi-backup"
    taken.write_text("남의 것", encoding="utf-8")
    with pytest.raises(FileExists):
        back_up(office, None, taken, now)
    assert taken.read_text(encoding="utf-8") == "남의 것"


def test_the_backup_of_an_encrypted_installation_shows_nothing(tmp_path):
    settings = settings_in(tmp_path / "data", key_file=a_key(tmp_path))
    fill(settings)
    file = backup_of(settings, key=read_key(settings.key_file))
    assert contents_of(file).encrypted
    for text in ("김하늘", "p-kim", "SQLite format"):
        assert text.encode() not in file.read_bytes()


def test_a_store_that_is_no_file_is_not_backed_up_so(tmp_path):
    with pytest.raises(NoFileStore):
        back_up(settings_in(tmp_path, store="memory:"), None, tmp_path / "b", now)


def test_an_empty_folder_is_not_backed_up(tmp_path):
    with pytest.raises(NothingThere):
        back_up(settings_in(tmp_path), None, tmp_path / "b", now)
    assert files(tmp_path) == set()


def test_a_damaged_store_makes_no_backup(office):
    graph = office.data / "graph.db"
    whole = bytearray(graph.read_bytes())
    whole[8192:16384] = bytes(8192)
    graph.write_bytes(whole)
    with pytest.raises(StoreUnavailable):
        backup_of(office)
    assert files(office.data) == {"graph.db", "accounts.db"}


def test_only_the_newest_backups_are_kept_and_only_backups_go(office):
    folder = default_file(office, now()).parent
    for day in range(1, 5):
        back_up(office, None, folder / f"pumasi-2026110{day}-030000.pumasi-backup", now)
    (folder / "pumasi-0-note.pumasi-backup").write_text("메모", encoding="utf-8")
    (folder / "pumasi-20200101-030000.txt").touch()
    gone = prune(folder, 2)
    assert [file.name[:15] for file in gone] == ["pumasi-20261102", "pumasi-20261101"]
    assert len(files(folder)) == 4


@pytest.mark.faults
def test_a_backup_killed_at_any_change_leaves_a_whole_one_or_none(office, tmp_path):
    def kill(number):
        settings = settings_in(copied(office.data, tmp_path / str(number)))
        killed = killed_at(number, lambda: backup_of(settings))
        made = settings.data / "b.pumasi-backup"
        if made.exists():
            assert contents_of(made).figures["records"]["Person"] == 2
        else:
            backup_of(settings)
        assert people(settings).keys() == BOTH.keys()
        left = {name for name in files(settings.data) if name.startswith(".")}
        assert not left or made.exists()
        return killed

    assert len(list(every_point(kill))) > 10


@pytest.mark.faults
@pytest.mark.parametrize("most_bytes", [10_000, 150_000, 300_000])
def test_a_backup_killed_while_it_is_written_has_no_name(office, most_bytes):
    assert killed_writing(most_bytes, lambda: backup_of(office))
    assert not (office.data / "b.pumasi-backup").exists()
    backup_of(office)
    assert not [name for name in files(office.data) if name.startswith(".")]


def test_a_restored_backup_is_as_it_was_and_the_present_is_kept_beside(office):
    before = people(office)
    file = backup_of(office)
    change(office, "나중 이름")
    done = put_back(office, file)
    assert people(office) == before
    assert [one.name for one in done.aside] == ["graph.db.before-restore"]
    kept = settings_in(office.data, store=f"sqlite:///{done.aside[0]}")
    assert people(kept)["p-kim"] == "나중 이름"


def test_a_second_restoration_keeps_the_first_ones_file(office):
    file = backup_of(office)
    put_back(office, file)
    put_back(office, file)
    assert {"graph.db.before-restore", "graph.db.before-restore-2"} <= files(office.data)


def test_who_was_forgotten_after_the_backup_is_forgotten_again(office):
    file = backup_of(office)
    forget(office, "p-park")
    done = put_back(office, file)
    assert done.forgotten_again == 1
    assert people(office).keys() == {"p-kim"}


def test_who_was_forgotten_stays_so_although_the_present_file_is_damaged(office):
    file = backup_of(office)
    forget(office, "p-park")
    (office.data / "graph.db").write_bytes(b"\0" * 50_000)
    done = put_back(office, file)
    assert (done.forgotten_again, done.present_was_readable) == (1, False)
    assert people(office).keys() == {"p-kim"}
    assert (office.data / "graph.db.before-restore").read_bytes() == b"\0" * 50_000


def test_who_was_forgotten_stays_so_through_two_restorations(office):
    fill(office, a_person(id="p-new", name="나중"))
    late = backup_of(office, "late.pumasi-backup")
    early = settings_in(office.data.with_name("early"))
    fill(early)
    first = backup_of(early, "early.pumasi-backup")
    forget(office, "p-new")
    put_back(office, first)
    done = put_back(office, late)
    assert done.forgotten_again == 1
    assert "p-new" not in people(office)


def test_a_restoration_is_noted_in_the_log(office):
    file = backup_of(office)
    put_back(office, file)
    desk = wiring.open_desk(office)
    with desk.store.read() as reader:
        last = reader.log(limit=1000)[-1]
    desk.store.close()
    assert last.by == "operator"
    assert "restored from the backup" in last.what


def test_a_backup_is_restored_on_a_new_computer_with_its_accounts(tmp_path):
    old = settings_in(tmp_path / "old")
    password = fill(old)
    file = backup_of(old)
    new = settings_in(tmp_path / "new")
    assert put_back(new, file).accounts_restored
    assert people(new) == people(old)
    assert signs_in(new, password)


def test_present_accounts_stay_unless_asked_for(tmp_path):
    settings = settings_in(tmp_path / "data")
    old = fill(settings)
    file = backup_of(settings)
    parts = wiring.build(settings)
    new = parts.door.accounts.renew_password("team")
    parts.close()
    assert not put_back(settings, file).accounts_restored
    assert signs_in(settings, new)
    with pytest.raises(SignInRefused):
        signs_in(settings, old)
    assert put_back(settings, file, with_accounts=True).accounts_restored
    assert signs_in(settings, old)


def test_accounts_behind_a_link_are_replaced_where_they_lie(office, tmp_path):
    elsewhere = tmp_path / "another disk"
    elsewhere.mkdir()
    link = office.data / "accounts.db"
    link.rename(elsewhere / "accounts.db")
    link.symlink_to(elsewhere / "accounts.db")
    parts = wiring.build(office)
    with pytest.raises(StoreUnavailable, match="open"), held_alone(elsewhere / "accounts.db"):
        pass
    parts.close()
    put_back(office, backup_of(office), with_accounts=True)
    assert link.is_symlink()
    assert files(elsewhere) == {"accounts.db", "accounts.db.before-restore"}


def test_nobody_stays_signed_in_by_a_restored_file(office):
    parts = wiring.build(office)
    parts.door.sessions.start("team")
    assert parts.door.file.one("SELECT count(*) FROM session") == (1,)
    parts.close()
    file = backup_of(office)
    put_back(office, file, with_accounts=True)
    parts = wiring.build(office)
    assert parts.door.file.one("SELECT count(*) FROM session") == (0,)
    parts.close()


def test_a_served_store_is_not_restored(office):
    file = backup_of(office)
    parts = wiring.build(office)
    with pytest.raises(StoreUnavailable) as refused:
        put_back(office, file)
    assert "serve" in refused.value.ko
    parts.close()


@pytest.mark.parametrize("before", [False, True], ids=["plain backup", "backup of the earlier key"])
def test_a_backup_is_restored_under_the_present_key(tmp_path, before):
    one, other = a_key(tmp_path, "one.key"), a_key(tmp_path, "other.key")
    old = settings_in(tmp_path / "old", key_file=one if before else None)
    fill(old)
    old_key = read_key(one) if before else None
    file = backup_of(old, key=old_key)
    new = settings_in(tmp_path / "new", key_file=other)
    fill(new, a_person(id="p-other", name="다른"))
    put_back(new, file, key=read_key(other), backup_key=old_key)
    assert people(new).keys() == BOTH.keys()


def test_a_backup_of_another_key_says_so_and_changes_nothing(tmp_path):
    one, other = a_key(tmp_path, "one.key"), a_key(tmp_path, "other.key")
    old = settings_in(tmp_path / "old", key_file=one)
    fill(old)
    file = backup_of(old, key=read_key(one))
    new = settings_in(tmp_path / "new", key_file=other)
    fill(new, a_person(id="p-other", name="다른"))
    with pytest.raises(BackupRefused) as refused:
        put_back(new, file, key=read_key(other), backup_key=read_key(other))
    assert "--backup-key-file" in refused.value.ko
    assert people(new) == {"p-other": "다른"}
    assert not [name for name in files(new.data) if "restore" in name]


@pytest.mark.faults
def test_a_restoration_killed_at_any_change_leaves_the_old_or_the_new(office, tmp_path):
    backup = backup_of(office, "../b.pumasi-backup").resolve()
    change(office, "나중 이름")
    forget(office, "p-park")
    names = {"나중 이름", "김하늘"}

    def kill(number):
        settings = settings_in(copied(office.data, tmp_path / str(number)))
        killed = killed_at(number, lambda: put_back(settings, backup, with_accounts=True))
        left = people(settings)
        assert left.keys() == {"p-kim"}
        assert left["p-kim"] in names
        put_back(settings, backup, with_accounts=True)
        assert people(settings) == {"p-kim": "김하늘"}
        return killed

    assert len(list(every_point(kill))) > 20
