"""The file of accounts: its rights, its key, its version."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlcipher3

from api.auth.file import SCHEMA_VERSION, AccountsFile
from api.errors import AccountsUnusable, KeyUnreadable
from api.keys import read_key
from api.settings import Settings
from api.wiring import build


def test_only_its_owner_reads_the_file(tmp_path):
    path = tmp_path / "inner" / "accounts.db"
    AccountsFile(path).close()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_with_a_key_the_file_is_unreadable_without_it(tmp_path):
    path = tmp_path / "accounts.db"
    AccountsFile(path, key=b"k" * 32).close()
    for other in (None, b"x" * 32):
        with pytest.raises(AccountsUnusable):
            AccountsFile(path, key=other)
    AccountsFile(path, key=b"k" * 32).close()


def test_a_file_of_a_later_version_is_left_alone(tmp_path):
    path = tmp_path / "accounts.db"
    AccountsFile(path).close()
    file = sqlcipher3.connect(str(path), isolation_level=None)
    file.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    file.close()
    before = path.read_bytes()
    with pytest.raises(AccountsUnusable):
        AccountsFile(path)
    assert path.read_bytes() == before


def test_a_transaction_that_fails_leaves_nothing(tmp_path):
    file = AccountsFile(tmp_path / "accounts.db")

    def change():
        with file.write():
            file.run("INSERT INTO attempt VALUES (?, 1, 1)", b"x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert file.all("SELECT * FROM attempt") == []
    file.close()


def test_two_processes_that_start_at_once_share_one_file(tmp_path):
    path = tmp_path / "accounts.db"
    with ThreadPoolExecutor(8) as pool:
        files = list(pool.map(AccountsFile, [path] * 8))
    files[0].run("INSERT INTO attempt VALUES (?, 1, 1)", b"x")
    assert files[7].one("SELECT failures FROM attempt") == (1,)
    for file in files:
        file.close()


def test_a_start_that_fails_lets_go_of_what_it_opened(tmp_path):
    AccountsFile(tmp_path / "accounts.db", key=b"k" * 32).close()
    with pytest.raises(AccountsUnusable):
        build(Settings(data=tmp_path))
    (tmp_path / "accounts.db").unlink()
    build(Settings(data=tmp_path)).close()


@pytest.mark.parametrize("text", ["", "ab" * 31, "g" * 64, "ab" * 33])
def test_a_key_file_holds_exactly_32_bytes_in_hexadecimal(tmp_path, text):
    file = tmp_path / "key"
    file.write_text(text)
    with pytest.raises(KeyUnreadable):
        read_key(file)
    file.write_text("ab" * 32 + "\n")
    assert read_key(file) == b"\xab" * 32
