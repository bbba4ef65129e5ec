"""The SQLite file of accounts: opened, checked and upgraded here alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

import sqlcipher3

from api.errors import AccountsUnusable

Row = tuple[Any, ...]

SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE account (
    name TEXT PRIMARY KEY,
    password_hash TEXT NOT NULL,
    staff TEXT NOT NULL,
    role TEXT NOT NULL,
    dong TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    signed_in_at INTEGER
) STRICT;
CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account(name) ON DELETE CASCADE,
    form_token TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;
CREATE TABLE attempt (
    name_hash BLOB PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT;
CREATE TABLE api_token (
    id TEXT PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account(name) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    label TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    used_at INTEGER,
    revoked_at INTEGER
) STRICT;
"""


@contextmanager
def _told() -> Iterator[None]:
    """What keeps the file from being used while the application runs, in a sentence."""
    try:
        yield
    except sqlcipher3.OperationalError as error:
        raise AccountsUnusable(
            ko="디스크가 가득 찼거나 다른 프로그램이 쓰고 있습니다. 공간을 비우고 잠시 뒤 다시 하십시오.",
            en="the disk is full, or another program is writing to it. Make room, and try again in a moment.",
        ) from error


class AccountsFile:
    """One connection to the file of accounts, shared by threads behind a lock.

    Every statement is short; ``PRAGMA synchronous = FULL`` keeps a revoked token revoked after power loss.
    """

    def __init__(self, path: Path, *, key: bytes | None = None) -> None:
        """Open the file, or make it readable by its owner alone.

        Raises:
            AccountsUnusable: it is of a later version, or the key does not open it.
        """
        self._lock = RLock()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._connection = sqlcipher3.connect(str(path), isolation_level=None, check_same_thread=False)
        try:
            self._prepare(key)
        except sqlcipher3.DatabaseError as error:
            self._connection.close()
            raise AccountsUnusable(
                ko="키가 다르거나 파일이 손상되었습니다. 키 파일을 확인하고, 손상되었으면 백업에서 되살리십시오.",
                en="the key is another one, or the file is damaged. Check the key file, or restore a backup.",
            ) from error
        except AccountsUnusable:
            self._connection.close()
            raise

    @contextmanager
    def write(self) -> Iterator[AccountsFile]:
        """One transaction: all of it or nothing."""
        with self._lock, _told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk may have ended it already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def run(self, statement: str, *values: object) -> int:
        """Run one statement; returns how many rows it touched."""
        with self._lock, _told():
            return int(self._connection.execute(statement, values).rowcount)

    def one(self, query: str, *values: object) -> Row | None:
        """The first row of a query, if any."""
        with self._lock, _told():
            row: Row | None = self._connection.execute(query, values).fetchone()
            return row

    def all(self, query: str, *values: object) -> list[Row]:
        """Every row of a query."""
        with self._lock, _told():
            return list(self._connection.execute(query, values).fetchall())

    def close(self) -> None:
        """Let go of the file; closing twice is harmless."""
        with self._lock:
            self._connection.close()

    def _prepare(self, key: bytes | None) -> None:
        if key is not None:
            # A raw key of 32 bytes; the pragma takes no parameter, and hex digits cannot break out of it.
            self._connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        # First of all, so that another process that is at work is waited for.
        self._connection.execute("PRAGMA busy_timeout = 5000")
        version = self._version()
        if version > SCHEMA_VERSION:
            raise AccountsUnusable(
                ko="이 프로그램보다 새로운 판에서 만든 파일입니다. 프로그램을 새 판으로 올리십시오.",
                en="a later version made it. Upgrade the application.",
            )
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        if version == 0:
            self._create()

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def _create(self) -> None:
        with self.write():
            # Another process may have made it while this one waited.
            if self._version() == 0:
                for statement in filter(str.strip, SCHEMA.split(";")):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
