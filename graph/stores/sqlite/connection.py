"""Connections to the file, and what they must never be used for."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2

from graph.errors import StoreUnavailable

Connection = Any
"""A DB-API connection; the driver has no types."""

KEY_BYTES = 32
BUSY_MILLISECONDS = 15_000
_PAUSE_SECONDS = 0.02

# The driver looks for an adapter of every None that it binds, at a microsecond each; this one is found at once.
dbapi2.register_adapter(type(None), {None: None}.get)

# At most; a large unit of work writes all over its indexes and spills what does not fit.
_WRITING_KIBIBYTES = 256 * 1024
_READING_KIBIBYTES = 64 * 1024


def library_version() -> tuple[int, int, int]:
    """The version of the SQLite library in use."""
    major, minor, patch = dbapi2.sqlite_version_info
    return major, minor, patch


def write_ahead_is_safe(version: tuple[int, int, int]) -> bool:
    """Tell whether a library is free of the WAL-reset bug, which can lose committed writes.

    SQLite 3.7.0 to 3.51.2 have it; 3.51.3, 3.50.7 and 3.44.6 mended it, and 3.52.0 was withdrawn
    (sqlite.org/changes.html, 3.53.0).
    """
    mended_branches = {(3, 44): 6, (3, 50): 7, (3, 51): 3}
    branch = version[:2]
    if branch in mended_branches:
        return version[2] >= mended_branches[branch]
    return branch >= (3, 53)


def journal_pragmas(version: tuple[int, int, int]) -> tuple[str, str]:
    """How a library may journal: write-ahead where that is safe, else a rollback journal, synced hardest."""
    if write_ahead_is_safe(version):
        return "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"
    return "PRAGMA journal_mode = DELETE", "PRAGMA synchronous = EXTRA"


def key_text(key: bytes | None) -> str:
    """A key as the driver takes it: as it is, without a derivation; no key is an empty one.

    Raises:
        StoreUnavailable: it has another length.
    """
    if key is None:
        return ""
    if len(key) != KEY_BYTES:
        raise StoreUnavailable("암호 키는 32바이트여야 합니다.", "The key must have 32 bytes.")
    return f"x'{key.hex()}'"


def connect(
    path: Path,
    key: bytes | None,
    *,
    read_only: bool = False,
    still: bool = False,
    first: Callable[[Connection], None] = lambda _: None,
) -> Connection:
    """A connection with the key applied and every pragma set.

    A ``still`` file is one that nobody changes: it is read where nothing can be written beside it. ``first``
    looks at the file before a pragma changes how it is kept.

    Raises:
        StoreUnavailable: the file cannot be opened, or the key does not fit.
    """
    told = key_text(key)
    name = f"file:{quote(str(path))}?mode=ro&immutable=1" if still else str(path)
    with translated():
        db = dbapi2.connect(
            name, isolation_level=None, check_same_thread=False, cached_statements=512, uri=still
        )
        try:
            if told:
                # A key that does not fit is said once, in a sentence, and not by the library as well.
                db.execute("PRAGMA cipher_log_level = NONE")
                # The pragma takes no parameter, and hexadecimal digits cannot break out of it.
                db.execute(f'PRAGMA key = "{told}"')
            db.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS:d}")
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            first(db)
            for pragma in () if still else journal_pragmas(library_version()):
                _patiently(db, pragma)
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA secure_delete = ON")
            db.execute("PRAGMA mmap_size = 0")
            db.execute("PRAGMA trusted_schema = OFF")
            db.execute(f"PRAGMA cache_size = -{_READING_KIBIBYTES if read_only else _WRITING_KIBIBYTES:d}")
            if read_only:
                db.execute("PRAGMA query_only = ON")
        except BaseException:
            db.close()
            raise
        return db


def _patiently(db: Connection, pragma: str) -> None:
    """Run a pragma that SQLite itself does not wait for: two processes may open a new file at once."""
    until = monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            db.execute(pragma)
            return
        except dbapi2.OperationalError as error:
            if "locked" not in str(error) or monotonic() > until:
                raise
            sleep(_PAUSE_SECONDS)


_SENTENCES = (
    (
        ("locked", "busy"),
        "다른 작업이 파일을 쓰고 있습니다. 잠시 뒤 다시 하십시오.",
        "Another program is writing to the file. Try again in a moment.",
    ),
    (
        ("not a database", "encrypted", "hmac"),
        "품앗이 저장소 파일이 아니거나 암호 키가 맞지 않습니다. 파일과 키를 확인하십시오.",
        "The file is no store, or the key does not fit. Check the file and the key.",
    ),
    (
        ("readonly", "read-only"),
        "파일이나 폴더에 쓸 권한이 없습니다. 권한을 확인하십시오.",
        "The file or its folder cannot be written. Check the permissions.",
    ),
    (
        ("unable to open",),
        "파일을 열 수 없습니다. 폴더가 있는지, 권한이 있는지 확인하십시오.",
        "The file cannot be opened. Check that the folder exists and may be used.",
    ),
    (
        ("full",),
        "디스크가 가득 찼습니다. 공간을 비운 뒤 다시 하십시오.",
        "The disk is full. Make room and try again.",
    ),
    (
        ("disk i/o",),
        "디스크에서 읽거나 쓰지 못했습니다. 남은 공간과 디스크 상태를 확인한 뒤 다시 하십시오.",
        "The disk could not be read or written. Check its free space and its health, then try again.",
    ),
    (
        ("malformed", "corrupt"),
        "파일이 손상되었습니다. 파일을 그대로 두고 'pumasi restore'로 가장 최근 백업을 복원하십시오.",
        "The file is damaged. Leave it as it is and restore the newest backup with 'pumasi restore'.",
    ),
)


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into ones that say what to do; their own text is not shown."""
    try:
        yield
    except dbapi2.Error as error:
        text = str(error).lower()
        for marks, ko, en in _SENTENCES:
            if any(mark in text for mark in marks):
                raise StoreUnavailable(ko, en) from error
        raise StoreUnavailable(
            "저장소에서 오류가 났습니다. 관리자에게 기록(log)을 전하십시오.",
            "The store failed. Hand the program's log to the administrator.",
        ) from error


@contextmanager
def transaction(db: Connection) -> Iterator[None]:
    """All that the block writes, or nothing of it; others wait for its end."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        # Some errors, as a full disk, have taken everything back already.
        if db.in_transaction:
            db.rollback()
        raise


def make_private(file: Path) -> None:
    """Make an empty file that its owner alone may read, unless it is there; journals take its rights over.

    Where the folder lets nobody in, opening the file says so.
    """
    with suppress(OSError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
