"""A stream of bytes as an encrypted file: parts in a table, so that nothing lies on the disk in the clear."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from graph.stores.sqlite.connection import connect, make_private, translated
from graph.stores.sqlite.files import sync_file

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_PART = 1 << 20
_TABLE = "CREATE TABLE part (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT"
_ADD = "INSERT INTO part (bytes) VALUES (?)"
_PARTS = "SELECT bytes FROM part ORDER BY number"


@contextmanager
def sealed_into(file: Path, key: bytes) -> Iterator[BinaryIO]:
    """Write a new file under a key; it holds nothing unless the block ends well.

    Raises:
        StoreUnavailable: the file cannot be written.
    """
    make_private(file)
    with translated():
        db = connect(file, key)
        try:
            db.execute("PRAGMA journal_mode = DELETE").fetchone()
            db.execute(_TABLE)
            db.execute("BEGIN IMMEDIATE")
            with io.BufferedWriter(_Writing(db), _PART) as out:
                yield out
            db.execute("COMMIT")
        finally:
            db.close()
    sync_file(file)


@contextmanager
def sealed_from(file: Path, key: bytes) -> Iterator[BinaryIO]:
    """Read such a file again.

    Raises:
        StoreUnavailable: the key does not fit, or the file is damaged.
    """
    with translated():
        db = connect(file, key, read_only=True, still=True)
        try:
            yield io.BufferedReader(_Reading(db.execute(_PARTS)), _PART)
        finally:
            db.close()


class _Writing(io.RawIOBase):
    def __init__(self, db: Any) -> None:
        self._db = db

    def writable(self) -> bool:
        return True

    def write(self, given: ReadableBuffer, /) -> int:
        part = bytes(given)
        self._db.execute(_ADD, (part,))
        return len(part)


class _Reading(io.RawIOBase):
    def __init__(self, parts: Iterator[tuple[bytes]]) -> None:
        self._parts = parts
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        if not self._left:
            self._left = memoryview(next(self._parts, (b"",))[0])
        into = memoryview(buffer).cast("B")
        size = min(len(into), len(self._left))
        into[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
