"""API tokens: shown once, kept as a hash, for one account and one purpose, revocable."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from api.auth.accounts import Account, Clock, read_account, stamp
from api.auth.file import AccountsFile
from api.auth.hashes import digest, new_token
from api.errors import AccountMissing, TokenRefused
from graph.words.kinds import ViewPurpose

PREFIX = "pumasi_"
"""Starts every token, so that one left in a file or a log can be found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """What is known of a token after it was shown."""

    id: str
    account: str
    purpose: ViewPurpose
    label: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenUse:
    """A request's token: which, whose, and for what."""

    id: str
    account: Account
    purpose: ViewPurpose


class Tokens:
    """Issues, recognises and revokes API tokens."""

    def __init__(self, file: AccountsFile, clock: Clock) -> None:
        """Keep tokens in a file, by a clock in UTC."""
        self._file, self._clock = file, clock

    def issue(
        self, account: str, purpose: ViewPurpose, label: str, *, expires_at: datetime | None = None
    ) -> tuple[str, str]:
        """A new token; returns its id and the token itself, which is kept nowhere.

        Raises:
            AccountMissing: no account has that name.
        """
        token, token_id = PREFIX + new_token(), secrets.token_hex(5)
        with self._file.write() as file:
            if file.one("SELECT 1 FROM account WHERE name = ?", account) is None:
                raise AccountMissing(command="pumasi account list")
            file.run(
                "INSERT INTO api_token (id, token_hash, account, purpose, label, created_at, expires_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                token_id,
                digest(token),
                account,
                purpose.value,
                label,
                stamp(self._clock()),
                None if expires_at is None else stamp(expires_at),
            )
        return token_id, token

    def recognise(self, token: str) -> TokenUse:
        """Whose token this is and for what purpose.

        Raises:
            TokenRefused: it is unknown, revoked or expired.
        """
        now = stamp(self._clock())
        row = self._file.one(
            "SELECT t.id, t.purpose, t.used_at, a.name, a.staff, a.role, a.dong, a.signed_in_at "
            "FROM api_token t JOIN account a ON a.name = t.account "
            "WHERE t.token_hash = ? AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ?)",
            digest(token),
            now,
        )
        if row is None:
            raise TokenRefused()
        token_id, purpose, used_at, *account = row
        if used_at is None or now - used_at >= 60:
            self._file.run("UPDATE api_token SET used_at = ? WHERE id = ?", now, token_id)
        return TokenUse(id=token_id, account=read_account(tuple(account)), purpose=ViewPurpose(purpose))

    def revoke(self, token_id: str) -> bool:
        """End a token now; says whether there was one to end."""
        return bool(
            self._file.run(
                "UPDATE api_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                stamp(self._clock()),
                token_id,
            )
        )

    def each(self) -> tuple[ApiToken, ...]:
        """All tokens ever issued, oldest first."""
        rows = self._file.all(
            "SELECT id, account, purpose, label, created_at, expires_at, used_at, revoked_at "
            "FROM api_token ORDER BY created_at, id"
        )
        return tuple(
            ApiToken(
                id=row[0],
                account=row[1],
                purpose=ViewPurpose(row[2]),
                label=row[3],
                created_at=datetime.fromtimestamp(row[4], UTC),
                expires_at=_moment(row[5]),
                used_at=_moment(row[6]),
                revoked_at=_moment(row[7]),
            )
            for row in rows
        )


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
