"""Keys: from a file or typed, never from anywhere else; and the files of an installation under another one."""

import errno
import json
import os
import secrets

import pytest
from typer.testing import CliRunner

from api import wiring
from api.cli import app as cli
from api.cli.console import Speech
from api.errors import KeyUnreadable
from api.keys import Asking, key_of, key_of_secret, read_key, write_new_key
from api.upkeep.errors import FileExists, KeySaltMissing, NothingThere, PassphraseShort, SameKey
from api.upkeep.rekeying import put_under_key
from graph.errors import StoreUnavailable
from tests.api.upkeep.installation import a_key, files, fill, people, settings_in, signs_in

PHRASE = "네 글자보다 긴 암호문 하나"


@pytest.fixture(autouse=True)
def _asked_nothing(monkeypatch):
    monkeypatch.setattr(Asking, "ask", None)
    monkeypatch.setattr(Asking, "answered", {})


def typed(monkeypatch, secret):
    asked = []

    def ask(new):
        asked.append(new)
        return secret

    monkeypatch.setattr(Asking, "ask", ask)
    monkeypatch.setattr(Asking, "answered", {})
    return asked


def silent(_done, _total):
    pass


def test_a_new_key_file_holds_a_key_that_its_owner_alone_reads(tmp_path):
    write_new_key(tmp_path / "inner" / "one")
    write_new_key(tmp_path / "other")
    assert len(read_key(tmp_path / "other")) == 32
    assert read_key(tmp_path / "inner" / "one") != read_key(tmp_path / "other")
    assert (tmp_path / "other").stat().st_mode & 0o777 == 0o600


def test_a_key_file_is_never_overwritten(tmp_path):
    write_new_key(tmp_path / "key")
    before = (tmp_path / "key").read_bytes()
    with pytest.raises(FileExists):
        write_new_key(tmp_path / "key")
    assert (tmp_path / "key").read_bytes() == before


@pytest.mark.parametrize("text", ["", "ab", "ab " * 32, "g" * 64, "ab" * 33, "가" * 64])
def test_a_file_that_holds_no_key_is_refused(tmp_path, text):
    (tmp_path / "key").write_text(text, encoding="utf-8")
    with pytest.raises(KeyUnreadable):
        read_key(tmp_path / "key")


def test_the_same_passphrase_becomes_the_same_key_and_another_salt_another_key(tmp_path):
    one = key_of_secret(PHRASE, tmp_path, new=True)
    assert key_of_secret(PHRASE, tmp_path, new=False) == one
    assert key_of_secret(PHRASE, tmp_path / "elsewhere", new=True) != one
    assert (tmp_path / "key.salt").stat().st_mode & 0o777 == 0o600
    assert PHRASE not in (tmp_path / "key.salt").read_text(encoding="utf-8")


def test_sixty_four_digits_are_the_key_as_they_are(tmp_path):
    assert key_of_secret("Ab" * 32, tmp_path, new=False) == b"\xab" * 32
    assert files(tmp_path) == set()


def test_a_short_new_passphrase_is_refused(tmp_path):
    with pytest.raises(PassphraseShort):
        key_of_secret("short", tmp_path, new=True)
    assert files(tmp_path) == set()


@pytest.mark.parametrize(
    "salt",
    [
        None,
        "",
        "{}",
        '{"salt": "zz"}',
        "[]",
        json.dumps({"salt": "00" * 16, "time": 3, "kibibytes": 1, "lanes": 4}),
    ],
)
def test_a_passphrase_without_its_salt_says_where_to_find_it(tmp_path, salt):
    if salt is not None:
        (tmp_path / "key.salt").write_text(salt, encoding="ascii")
    with pytest.raises(KeySaltMissing) as refused:
        key_of_secret(PHRASE, tmp_path, new=False)
    assert "백업" in refused.value.ko


def test_of_two_salts_made_at_once_the_first_stays(tmp_path, monkeypatch):
    made = secrets.token_hex

    def meanwhile(size):
        monkeypatch.setattr(secrets, "token_hex", made)
        others.append(key_of_secret(PHRASE, tmp_path, new=True))
        return made(size)

    others: list[bytes] = []
    monkeypatch.setattr(secrets, "token_hex", meanwhile)
    assert key_of_secret(PHRASE, tmp_path, new=True) == others[0]
    assert files(tmp_path) == {"key.salt"}


@pytest.mark.parametrize("write", [write_new_key, lambda file: key_of_secret(PHRASE, file.parent, new=True)])
def test_a_key_or_salt_that_the_disk_did_not_take_leaves_no_half_file(tmp_path, monkeypatch, write):
    def full(_file):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="full"):
            write(tmp_path / "pumasi.key")
    assert files(tmp_path) == set()
    write(tmp_path / "pumasi.key")


def test_a_passphrase_is_asked_for_once_and_twice_typed_at_the_first_start(tmp_path, monkeypatch):
    asked = typed(monkeypatch, PHRASE)
    settings = settings_in(tmp_path, ask_key=True)
    password = fill(settings)
    assert asked == [True]
    asked = typed(monkeypatch, PHRASE)
    assert signs_in(settings, password)
    assert asked == [False]
    typed(monkeypatch, PHRASE + "x")
    with pytest.raises(StoreUnavailable):
        wiring.build(settings)


def test_no_key_is_asked_for_where_nobody_wants_one(tmp_path, monkeypatch):
    asked = typed(monkeypatch, PHRASE)
    assert key_of(settings_in(tmp_path)) is None
    assert asked == []


def test_an_installation_goes_through_every_change_of_key(tmp_path, monkeypatch):
    data = tmp_path / "data"
    one = a_key(tmp_path, "one.key")
    password = fill(settings_in(data))
    before = people(settings_in(data))
    put_under_key(settings_in(data), None, read_key(one), silent)
    assert people(settings_in(data, key_file=one)) == before
    with pytest.raises(StoreUnavailable):
        wiring.build(settings_in(data))
    phrase = key_of_secret(PHRASE, data, new=True)
    put_under_key(settings_in(data, key_file=one), read_key(one), phrase, silent)
    typed(monkeypatch, PHRASE)
    assert signs_in(settings_in(data, ask_key=True), password)
    put_under_key(settings_in(data, ask_key=True), phrase, None, silent)
    assert people(settings_in(data)) == before
    assert files(data) == {"graph.db", "accounts.db", "key.salt"}


def test_copies_that_the_old_key_still_opens_are_told(tmp_path):
    data = tmp_path / "data"
    fill(settings_in(data))
    kept = data / "graph.db.before-restore"
    kept.write_bytes((data / "graph.db").read_bytes())
    done = put_under_key(settings_in(data), None, bytes(range(32)), silent)
    assert done.older == (kept,)


def test_doing_it_again_with_the_same_key_does_nothing(tmp_path):
    fill(settings_in(tmp_path))
    assert len(put_under_key(settings_in(tmp_path), None, bytes(range(32)), silent).files) == 2
    assert put_under_key(settings_in(tmp_path), None, bytes(range(32)), silent).files == ()
    with pytest.raises(SameKey):
        put_under_key(settings_in(tmp_path), None, None, silent)


def test_beside_a_store_that_is_no_file_the_accounts_are_put_under_the_key(tmp_path):
    settings = settings_in(tmp_path, store="memory:")
    fill(settings)
    done = put_under_key(settings, None, bytes(range(32)), silent)
    assert done.files == (settings.accounts_file,)
    assert b"SQLite format" not in settings.accounts_file.read_bytes()


def test_an_empty_folder_has_nothing_to_encrypt(tmp_path):
    with pytest.raises(NothingThere):
        put_under_key(settings_in(tmp_path), None, bytes(range(32)), silent)


@pytest.mark.parametrize("opened", ["both", "accounts"])
def test_a_served_installation_keeps_its_key(tmp_path, opened):
    fill(settings_in(tmp_path))
    parts = wiring.build(settings_in(tmp_path))
    if opened == "accounts":
        parts.desk.store.close()
    with pytest.raises(StoreUnavailable):
        put_under_key(settings_in(tmp_path), None, bytes(range(32)), silent)
    parts.close()
    assert people(settings_in(tmp_path))


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs commands over one data folder; what they set in the environment goes with the test."""
    monkeypatch.setattr(Speech, "language", "ko")
    monkeypatch.setenv("PUMASI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PUMASI_DONG", "9911000100")
    for name in ("PUMASI_KEY_FILE", "PUMASI_ASK_KEY"):
        monkeypatch.setenv(name, "x")
        monkeypatch.delenv(name)

    def command(*words, typed=""):
        for name in ("PUMASI_KEY_FILE", "PUMASI_ASK_KEY"):
            monkeypatch.delenv(name, raising=False)
        Asking.answered.clear()
        return CliRunner().invoke(cli.app, list(words), input=typed)

    return command


def test_the_commands_encrypt_back_up_and_restore(run, tmp_path):
    fill(settings_in(tmp_path / "data"))
    key = str(tmp_path / "pumasi.key")
    assert run("key", "new", key).exit_code == 0
    assert run("rekey", "--new-key-file", key).exit_code == 0
    assert isinstance(run("account", "list").exception, StoreUnavailable)
    assert run("--key-file", key, "account", "list").exit_code == 0
    made = run("--key-file", key, "backup", str(tmp_path / "b"))
    assert "SHA-256" in made.stdout
    assert "Person 2" in made.stdout
    assert "암호화되지 않았습니다" not in made.output
    assert run("--key-file", key, "restore", str(tmp_path / "b"), typed="n\n").exit_code == 1
    done = run("--key-file", key, "restore", str(tmp_path / "b"), "--yes")
    assert done.exit_code == 0
    assert "다시 파기" in done.stdout
    assert run("--key-file", key, "doctor").exit_code == 0


def test_a_passphrase_comes_from_the_standard_input_and_is_never_shown(run, tmp_path):
    fill(settings_in(tmp_path / "data"))
    told = run("rekey", "--ask-new-key", typed=f"{PHRASE}\n")
    assert told.exit_code == 0
    told_again = run("--ask-key", "backup", typed=f"{PHRASE}\n")
    assert told_again.exit_code == 0
    assert PHRASE not in told.output + told_again.output


def test_a_backup_with_a_passphrase_opens_on_a_new_computer(run, tmp_path, monkeypatch):
    fill(settings_in(tmp_path / "data"))
    run("rekey", "--ask-new-key", typed=f"{PHRASE}\n")
    run("--ask-key", "backup", str(tmp_path / "b"), typed=f"{PHRASE}\n")
    monkeypatch.setenv("PUMASI_DATA", str(tmp_path / "new"))
    done = run("--ask-key", "restore", "--yes", str(tmp_path / "b"), typed=f"{PHRASE}\n")
    assert done.exit_code == 0, done.output
    assert run("--ask-key", "doctor", typed=f"{PHRASE}\n").exit_code == 0


def test_a_backup_with_a_passphrase_opens_where_another_passphrase_is_in_use(run, tmp_path, monkeypatch):
    fill(settings_in(tmp_path / "data"))
    fill(settings_in(tmp_path / "new"))
    run("rekey", "--ask-new-key", typed=f"{PHRASE}\n")
    run("--ask-key", "backup", str(tmp_path / "b"), typed=f"{PHRASE}\n")
    monkeypatch.setenv("PUMASI_DATA", str(tmp_path / "new"))
    run("rekey", "--ask-new-key", typed="새 컴퓨터의 다른 암호문\n")
    words = ("--ask-key", "restore", "--ask-backup-key", "--yes", str(tmp_path / "b"))
    done = run(*words, typed=f"새 컴퓨터의 다른 암호문\n{PHRASE}\n")
    assert done.exit_code == 0, done.exception
    assert run("--ask-key", "doctor", typed="새 컴퓨터의 다른 암호문\n").exit_code == 0
    assert files(tmp_path / "new") >= {"graph.db", "graph.db.before-restore", "accounts.db", "key.salt"}


def test_what_is_asked_for_comes_before_the_key_file_of_the_environment(run, tmp_path, monkeypatch):
    fill(settings_in(tmp_path / "data"))
    run("rekey", "--ask-new-key", typed=f"{PHRASE}\n")
    monkeypatch.setenv("PUMASI_KEY_FILE", str(a_key(tmp_path, "another.key")))
    told = CliRunner().invoke(cli.app, ["--ask-key", "account", "list"], input=f"{PHRASE}\n")
    assert told.exit_code == 0
    assert run("--ask-key", "--key-file", str(a_key(tmp_path)), "account", "list").exit_code == 2


def test_taking_the_encryption_off_is_asked_about(run, tmp_path):
    key = a_key(tmp_path)
    fill(settings_in(tmp_path / "data", key_file=key))
    assert run("--key-file", str(key), "rekey", "--no-key", typed="n\n").exit_code == 1
    assert run("--key-file", str(key), "account", "list").exit_code == 0
    assert run("--key-file", str(key), "rekey", "--no-key", typed="y\n").exit_code == 0
    assert run("account", "list").exit_code == 0


@pytest.mark.parametrize("words", [(), ("--no-key", "--ask-new-key")])
def test_exactly_one_new_key_is_named(run, tmp_path, words):
    fill(settings_in(tmp_path / "data"))
    assert "--no-key" in str(run("rekey", *words).exception)


def test_backups_are_kept_to_a_number(run, tmp_path):
    fill(settings_in(tmp_path / "data"))
    folder = tmp_path / "data" / "backups"
    assert run("backup", "--keep", "1").exit_code == 0
    first = files(folder).pop()
    (folder / first).rename(folder / "pumasi-20200101-000000.pumasi-backup")
    assert "pumasi-20200101-000000" in run("backup", "--keep", "1").output
    assert len(files(folder)) == 1
