"""Passwords and random tokens: made, hashed, checked."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# RFC 9106, second recommended option: 64 MiB, three passes, four lanes.
_HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
_READABLE = "23456789abcdefghjkmnpqrstuvwxyz"


def new_password() -> str:
    """A random password of 20 letters in groups of five (about 99 bits), easy to copy by hand."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(5)) for _ in range(4))


def hash_password(password: str) -> str:
    """The Argon2id hash that is kept."""
    return _HASHER.hash(password)


def password_fits(kept: str, password: str) -> bool:
    """Whether a password is the one whose hash is kept."""
    try:
        return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether a hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(kept)


def new_token() -> str:
    """A random token of 256 bits, fit for a cookie or a header."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What is kept of a token; it has enough randomness that a plain hash cannot be reversed."""
    return hashlib.sha256(token.encode()).digest()


@cache
def nobodys_hash() -> str:
    """Checked where no account has the name, so that the time taken does not tell."""
    return hash_password(new_token())
