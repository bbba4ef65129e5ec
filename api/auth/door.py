"""Everything about who comes in, opened together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from api.auth.accounts import Accounts, Clock
from api.auth.file import AccountsFile
from api.auth.sessions import SessionRule, Sessions
from api.auth.sign_in import LockRule, SignIn
from api.auth.tokens import Tokens
from api.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Accounts, signing in, sessions and tokens over one file."""

    file: AccountsFile
    accounts: Accounts
    sign_in: SignIn
    sessions: Sessions
    tokens: Tokens

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()


def open_door(settings: Settings, clock: Clock, *, key: bytes | None = None) -> Door:
    """Open the file of accounts as the settings say.

    Raises:
        AccountsUnusable: it cannot be opened.
    """
    file = AccountsFile(settings.accounts_file, key=key)
    accounts = Accounts(file, clock)
    lock = LockRule(failures=settings.failures_before_lock, lasts=timedelta(minutes=settings.lock_minutes))
    return Door(
        file=file,
        accounts=accounts,
        sign_in=SignIn(file, accounts, clock, lock),
        sessions=Sessions(file, clock, session_rule(settings)),
        tokens=Tokens(file, clock),
    )


def session_rule(settings: Settings) -> SessionRule:
    """How long somebody stays signed in."""
    return SessionRule(
        idle=timedelta(minutes=settings.idle_minutes), longest=timedelta(hours=settings.session_hours)
    )
