"""Accounts: which worker of which dong signs in under a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from api.auth.file import AccountsFile, Row
from api.auth.hashes import hash_password, new_password
from api.errors import AccountExists, AccountMissing
from graph.view import Viewer
from graph.words.kinds import StaffRole

Clock = Callable[[], datetime]
FIRST_NAME = "team"
_SELECT = "SELECT name, staff, role, dong, signed_in_at FROM account"


def stamp(at: datetime) -> int:
    """A moment as whole seconds, as the file keeps it."""
    return int(at.timestamp())


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A name that signs in, and the worker whose rights it has."""

    name: str
    viewer: Viewer
    signed_in_at: datetime | None = None


class Accounts:
    """The accounts of one installation."""

    def __init__(self, file: AccountsFile, clock: Clock) -> None:
        """Read and change accounts in a file, by a clock in UTC."""
        self._file, self._clock = file, clock

    def find(self, name: str) -> Account | None:
        """The account of a name."""
        row = self._file.one(f"{_SELECT} WHERE name = ?", name)
        return None if row is None else read_account(row)

    def each(self) -> tuple[Account, ...]:
        """All accounts by name."""
        return tuple(map(read_account, self._file.all(f"{_SELECT} ORDER BY name")))

    def add(self, name: str, viewer: Viewer) -> str:
        """Make an account and return its password, which is kept nowhere.

        Raises:
            AccountExists: the name is taken.
        """
        password = new_password()
        with self._file.write() as file:
            if file.one("SELECT 1 FROM account WHERE name = ?", name):
                raise AccountExists()
            file.run(
                "INSERT INTO account (name, password_hash, staff, role, dong, created_at) VALUES (?,?,?,?,?,?)",
                name,
                hash_password(password),
                viewer.staff,
                viewer.role.value,
                viewer.dong,
                stamp(self._clock()),
            )
        return password

    def renew_password(self, name: str) -> str:
        """Give an account another random password, and end its sessions.

        Raises:
            AccountMissing: no account has that name.
        """
        password = new_password()
        with self._file.write() as file:
            if not file.run(
                "UPDATE account SET password_hash = ? WHERE name = ?", hash_password(password), name
            ):
                raise AccountMissing(command="pumasi account list")
            file.run("DELETE FROM session WHERE account = ?", name)
        return password


def read_account(row: Row) -> Account:
    """An account from its columns name, staff, role, dong, signed_in_at."""
    name, staff, role, dong, signed_in_at = row
    return Account(
        name=name,
        viewer=Viewer(staff=staff, role=StaffRole(role), dong=dong),
        signed_in_at=None if signed_in_at is None else datetime.fromtimestamp(signed_in_at, UTC),
    )
