"""Copies of a file, made while it is in use or under another key, and checked before anybody relies on them."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreUnavailable
from graph.records.registry import RECORD_TYPES
from graph.stores.sqlite import log
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection, connect, key_text, make_private, translated
from graph.stores.sqlite.files import discard, log_of, sync_file, writable
from graph.stores.sqlite.set_up import check, is_current

_PRAGMAS = ("application_id", "user_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a checked store file holds; nothing about anybody."""

    store: str
    schema: int
    versions: int
    records: dict[str, int]
    log_entries: int
    log_digest: str
    forgotten: int


def copy_in_use(file: Path, key: bytes | None, target: Path) -> None:
    """Copy one moment of a file that others may read and write meanwhile; the copy has the same key.

    Raises:
        StoreUnavailable: the file cannot be read, or the copy cannot be written.
    """
    make_private(target)
    try:
        with translated():
            db = connect(file, key, still=not writable(file) and log_of(file) is None)
            try:
                db.execute("VACUUM INTO ?", (str(target),))
            finally:
                db.close()
        check_pages(target, key)
        sync_file(target)
    except BaseException:
        discard(target)
        raise


def copy_under_key(file: Path, key: bytes | None, target: Path, target_key: bytes | None) -> None:
    """Copy a file that nobody else has open, encrypted by another key or by none, and compare all of it.

    Raises:
        StoreUnavailable: the file cannot be read, somebody has it open, or the copy is not the same.
    """
    make_private(target)
    try:
        with translated():
            db = connect(file, key)
            try:
                _fold_in(db)
                db.execute("ATTACH DATABASE ? AS copy KEY ?", (str(target), key_text(target_key)))
                db.execute("BEGIN")
                db.execute("SELECT sqlcipher_export('copy')").fetchall()
                db.execute("COMMIT")
                for pragma in _PRAGMAS:
                    (value,) = db.execute(f"PRAGMA main.{pragma}").fetchone()
                    db.execute(f"PRAGMA copy.{pragma} = {int(value):d}")
                db.execute("DETACH DATABASE copy")
                before = _contents(db)
            finally:
                db.close()
            check_pages(target, target_key)
            copied = connect(target, target_key, read_only=True, still=True)
            try:
                same = _contents(copied) == before
            finally:
                copied.close()
        if not same:
            raise StoreUnavailable(
                "사본이 원본과 달라 멈추었습니다. 원본은 그대로입니다. 디스크를 점검하십시오.",
                "The copy is not the same, so this was stopped; the file is as it was. Check the disk.",
            )
        sync_file(target)
    except BaseException:
        discard(target)
        raise


def fold_in(file: Path, key: bytes | None) -> None:
    """Bring what lies in the log beside a file into the file, which nobody else has open.

    Raises:
        StoreUnavailable: the file cannot be opened, or somebody has it open.
    """
    with translated():
        db = connect(file, key)
        try:
            _fold_in(db)
        finally:
            db.close()


def opens(file: Path, key: bytes | None) -> bool:
    """Tell whether a key opens a file, which is not changed by it."""
    try:
        connect(file, key, read_only=True, still=True).close()
    except StoreUnavailable:
        return False
    return True


def check_pages(file: Path, key: bytes | None, *, still: bool = True) -> None:
    """Look at every page and every reference of a file that nobody changes, or of one that is in use.

    Raises:
        StoreUnavailable: the file is damaged.
    """
    with translated():
        db = connect(file, key, read_only=True, still=still)
        try:
            found = db.execute("PRAGMA integrity_check(1)").fetchone()
            well = found == ("ok",) and db.execute("PRAGMA foreign_key_check").fetchone() is None
        finally:
            db.close()
    if not well:
        raise _damaged()


def check_copy(file: Path, key: bytes | None) -> Figures:
    """Look at a still store file as a whole: pages, log, and that every newest version is present.

    Raises:
        StoreUnavailable: it is damaged, no store, or newer than this program.
    """
    check_pages(file, key)
    with translated():
        db = connect(file, key, read_only=True, still=True, first=check)
        try:
            found = log.check(db)
            records = {
                name: int(db.execute(q.PRESENT_COUNT, {"type": name}).fetchone()[0]) for name in RECORD_TYPES
            }
            present = {
                name: int(db.execute(q.of_kind(kind).count, {"day": None}).fetchone()[0])
                for name, kind in RECORD_TYPES.items()
                if is_current(db)
            }
            if found.broken_at is not None or (present and present != records):
                raise _damaged()
            end = db.execute(q.LOG_END).fetchone()
            return Figures(
                store=db.execute(q.STORE_ID).fetchone()[0],
                schema=int(db.execute("PRAGMA user_version").fetchone()[0]),
                versions=int(db.execute("SELECT count(*) FROM version").fetchone()[0]),
                records={name: count for name, count in records.items() if count},
                log_entries=found.entries,
                log_digest="" if end is None else end[2],
                forgotten=int(db.execute("SELECT count(*) FROM forgotten").fetchone()[0]),
            )
        finally:
            db.close()


def _fold_in(db: Connection) -> None:
    """Without a write-ahead log, which SQLite leaves only when nobody else has the file open."""
    db.execute("PRAGMA busy_timeout = 0")
    db.execute("PRAGMA journal_mode = DELETE").fetchone()


def _contents(db: Connection) -> tuple[object, ...]:
    """What the tables of a file hold, as digests; equal for equal contents."""
    digests: list[tuple[str, str]] = []
    named = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    for name, sql in named:
        if sql is not None and sql.upper().startswith("CREATE VIRTUAL"):
            continue
        digest = hashlib.sha256()
        for row in db.execute(q.all_rows(name)):
            digest.update(repr(row).encode())
        digests.append((name, digest.hexdigest()))
    schema = db.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
    return (digests, schema, *(db.execute(f"PRAGMA {pragma}").fetchone() for pragma in _PRAGMAS))


def _damaged() -> StoreUnavailable:
    return StoreUnavailable(
        "사본을 검사하니 온전하지 않습니다. 원본을 'pumasi doctor'로 점검하고 다른 백업을 쓰십시오.",
        "The copy was checked and is not whole. Examine the store with 'pumasi doctor' and use another backup.",
    )
