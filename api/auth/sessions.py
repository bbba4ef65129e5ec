"""Sessions of signed-in workers: only a hash of the cookie is kept, and an idle one ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from api.auth.accounts import Account, Clock, read_account, stamp
from api.auth.file import AccountsFile
from api.auth.hashes import digest, new_token

# A page in use need not write at every request; idle time is exact to this many seconds.
_SEEN_EVERY = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRule:
    """How long a session lasts unused, and at most."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in browser: whose, and the token that its forms must carry."""

    account: Account
    form_token: str


class Sessions:
    """Starts, finds and ends sessions."""

    def __init__(self, file: AccountsFile, clock: Clock, rule: SessionRule) -> None:
        """Keep sessions in a file, by a clock in UTC."""
        self._file, self._clock = file, clock
        self._idle, self._longest = int(rule.idle.total_seconds()), int(rule.longest.total_seconds())

    def start(self, account: str) -> str:
        """A new session; returns the token for its cookie."""
        token, now = new_token(), stamp(self._clock())
        with self._file.write() as file:
            file.run(
                "DELETE FROM session WHERE abs(? - seen_at) >= ? OR ? - started_at >= ?",
                now,
                self._idle,
                now,
                self._longest,
            )
            file.run(
                "INSERT INTO session VALUES (?, ?, ?, ?, ?)", digest(token), account, new_token(), now, now
            )
        return token

    def find(self, token: str) -> Session | None:
        """The session of a cookie, kept alive by being found; none where it ended."""
        now, kept = stamp(self._clock()), digest(token)
        row = self._file.one(
            "SELECT s.form_token, s.started_at, s.seen_at, a.name, a.staff, a.role, a.dong, a.signed_in_at "
            "FROM session s JOIN account a ON a.name = s.account WHERE s.token_hash = ?",
            kept,
        )
        if row is None:
            return None
        form_token, started_at, seen_at, *account = row
        # A session last seen in the future is no fresher: the clock was wrong then, or is now.
        if abs(now - seen_at) >= self._idle or now - started_at >= self._longest:
            self.end(token)
            return None
        if abs(now - seen_at) >= _SEEN_EVERY:
            self._file.run("UPDATE session SET seen_at = ? WHERE token_hash = ?", now, kept)
        return Session(account=read_account(tuple(account)), form_token=form_token)

    def end_all(self) -> None:
        """Sign everybody out."""
        self._file.run("DELETE FROM session")

    def end(self, token: str) -> None:
        """End the session of a cookie, if there is one."""
        self._file.run("DELETE FROM session WHERE token_hash = ?", digest(token))
