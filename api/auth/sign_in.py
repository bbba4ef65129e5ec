"""Signing in: the password is checked, and repeated failures lock the name for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from threading import BoundedSemaphore

from api.auth.accounts import Account, Accounts, Clock, stamp
from api.auth.file import AccountsFile
from api.auth.hashes import digest, hash_password, nobodys_hash, outdated, password_fits
from api.errors import SignInLocked, SignInRefused

# Each check takes 64 MiB: a flood of sign-ins waits in line and cannot use up the memory.
_CHECKS = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRule:
    """After how many failures in a row a name is locked, and for how long."""

    failures: int
    lasts: timedelta


class SignIn:
    """Checks names and passwords.

    Failures are counted for names that do not exist too, so that a lock tells nothing about accounts.
    """

    def __init__(self, file: AccountsFile, accounts: Accounts, clock: Clock, rule: LockRule) -> None:
        """Check against the accounts of a file, by a clock in UTC."""
        self._file, self._accounts, self._clock, self._rule = file, accounts, clock, rule

    def check(self, name: str, password: str) -> Account:
        """The account whose password this is.

        Raises:
            SignInRefused: the name or the password is wrong.
            SignInLocked: too many failures in a row.
        """
        who = digest(name)
        self._count_attempt(who)
        row = self._file.one("SELECT password_hash FROM account WHERE name = ?", name)
        kept = nobodys_hash() if row is None else str(row[0])
        with _CHECKS:
            fits = password_fits(kept, password)
        account = self._accounts.find(name)
        if not fits or account is None:
            raise SignInRefused()
        with self._file.write() as file:
            file.run("DELETE FROM attempt WHERE name_hash = ?", who)
            file.run("UPDATE account SET signed_in_at = ? WHERE name = ?", stamp(self._clock()), name)
            if outdated(kept):
                file.run("UPDATE account SET password_hash = ? WHERE name = ?", hash_password(password), name)
        return account

    def _count_attempt(self, who: bytes) -> None:
        """Count before the check, so that attempts at the same time cannot slip past the limit."""
        now = stamp(self._clock())
        lasts = int(self._rule.lasts.total_seconds())
        with self._file.write() as file:
            file.run("DELETE FROM attempt WHERE last_at <= ?", now - lasts)
            # Where the clock went back, a lock lasts its time from now, and no longer.
            file.run("UPDATE attempt SET last_at = ? WHERE last_at > ?", now, now)
        with self._file.write() as file:
            row = file.one("SELECT failures, last_at FROM attempt WHERE name_hash = ?", who)
            failures, last_at = row or (0, now)
            if failures >= self._rule.failures:
                raise SignInLocked(minutes=-(-(last_at + lasts - now) // 60))
            file.run(
                "INSERT INTO attempt VALUES (?, 1, ?) ON CONFLICT (name_hash) "
                "DO UPDATE SET failures = failures + 1, last_at = excluded.last_at",
                who,
                now,
            )
