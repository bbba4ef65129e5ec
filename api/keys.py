"""The key of the files: 32 bytes from a key file, or from what the operator types; never from anywhere else.

What is typed is the key itself when it is 64 hexadecimal digits. Else it is a passphrase, which Argon2id
turns into the key (RFC 9106) with a salt that lies beside the data: without that file it opens nothing.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from api.errors import KeyUnreadable
from api.settings import Settings
from api.upkeep.errors import FileExists, KeySaltMissing, PassphraseShort
from api.upkeep.private import write_once

KEY_BYTES = 32
SALT_FILE = "key.salt"
LEAST_CHARACTERS = 12
_KEY = re.compile(rf"[0-9a-fA-F]{{{2 * KEY_BYTES}}}")
_SALT_BYTES = 16
# The first recommended option of RFC 9106 asks 2 GiB of memory; this is its second.
_COST = {"time": 3, "kibibytes": 65_536, "lanes": 4}

Ask = Callable[[bool], str]
"""Asks the operator for a key or passphrase; a new one is asked for twice."""


class Asking:
    """How this process asks, and what was answered: each data folder is asked for once."""

    ask: ClassVar[Ask | None] = None
    answered: ClassVar[dict[Path, bytes]] = {}


def key_of(settings: Settings) -> bytes | None:
    """The key of an installation's files, or None where they are not encrypted.

    Raises:
        KeyUnreadable: the key file does not hold a key.
        KeySaltMissing: a passphrase was typed, but its salt is not in the data folder.
    """
    if settings.key_file is not None:
        return read_key(settings.key_file)
    if not settings.ask_key or Asking.ask is None:
        return None
    folder = settings.data.resolve()
    if folder not in Asking.answered:
        new = not settings.accounts_file.exists()
        Asking.answered[folder] = key_of_secret(Asking.ask(new), settings.data, new=new)
    return Asking.answered[folder]


def read_key(file: Path) -> bytes:
    """The key of a key file: 64 hexadecimal digits.

    Raises:
        KeyUnreadable: the file holds something else.
    """
    try:
        text = file.read_text(encoding="ascii").strip()
    except ValueError:
        raise KeyUnreadable() from None
    if not _KEY.fullmatch(text):
        raise KeyUnreadable()
    return bytes.fromhex(text)


def write_new_key(file: Path) -> None:
    """Make a key file that its owner alone may read.

    Raises:
        FileExists: a file of that name is there; a lost key is lost data.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        write_once(file, f"{secrets.token_hex(KEY_BYTES)}\n")
    except FileExistsError:
        raise FileExists(file=str(file)) from None


def key_of_secret(secret: str, data: Path, *, new: bool) -> bytes:
    """The key that was typed, or that a passphrase becomes; a new one may make the salt.

    Raises:
        PassphraseShort: a new passphrase is short.
        KeySaltMissing: the salt of a passphrase that is in use is not in the data folder.
    """
    if _KEY.fullmatch(secret.strip()):
        return bytes.fromhex(secret.strip())
    if new and len(secret) < LEAST_CHARACTERS:
        raise PassphraseShort(least=LEAST_CHARACTERS)
    file = data / SALT_FILE
    if not file.exists():
        if not new:
            raise KeySaltMissing(file=SALT_FILE)
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        salt = {"kdf": "argon2id", "salt": secrets.token_hex(_SALT_BYTES), **_COST}
        # Another command may have made one at the same moment: the first stays.
        with suppress(FileExistsError):
            write_once(file, json.dumps(salt) + "\n")
    try:
        held = json.loads(file.read_text(encoding="ascii"))
        return hash_secret_raw(
            secret.encode(),
            bytes.fromhex(held["salt"]),
            time_cost=int(held["time"]),
            memory_cost=int(held["kibibytes"]),
            parallelism=int(held["lanes"]),
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except (ValueError, KeyError, TypeError, HashingError):
        raise KeySaltMissing(file=SALT_FILE) from None
