"""Bringing a file made by an earlier program up to date: backed up first, in one transaction, and verified."""

from pathlib import Path

from graph.errors import StoreUnavailable
from graph.records.registry import RECORD_TYPES
from graph.stores.sqlite import log
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection, transaction, translated
from graph.stores.sqlite.copies import copy_in_use
from graph.stores.sqlite.files import discard, free_name, name_finished
from graph.stores.sqlite.rebuild import rebuild
from graph.stores.sqlite.schema import SCHEMA_VERSION, fingerprint
from graph.stores.sqlite.steps import steps_after

_COUNTS = ("SELECT count(*) FROM version", "SELECT count(*) FROM unit", "SELECT count(*) FROM forgotten")


def upgrade(db: Connection, file: Path, key: bytes | None) -> None:
    """Back the file up beside it, take the steps it lacks, draw its tables anew, and verify all of it.

    A crash leaves the old file: the next opening begins again. The backup is never removed.

    Raises:
        StoreUnavailable: the records do not add up afterwards; the file stays as it was.
        RecordInvalid: a version cannot be read any more; the file stays as it was.
    """
    with translated():
        (schema,) = db.execute("PRAGMA user_version").fetchone()
        (tables,) = db.execute(q.FINGERPRINT).fetchone() or ("none",)
        back_up(file, key, f"before-upgrade-{schema}-{tables[:8]}")
        with transaction(db):
            before = _kept(db)
            for step in steps_after(schema):
                for statement in step.statements:
                    db.execute(statement)
            rebuild(db)
            db.execute(q.SET_META, ("fingerprint", fingerprint()))
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")
            _verify(db, before)


def back_up(file: Path, key: bytes | None, ending: str) -> Path:
    """A checked copy of a file beside it, under a name that no file has."""
    partial = file.with_name(f"{file.name}.{ending}.partial")
    discard(partial)
    copy_in_use(file, key, partial)
    backup = free_name(file.with_name(f"{file.name}.{ending}"))
    name_finished(partial, backup)
    return backup


def _kept(db: Connection) -> tuple[object, ...]:
    """What an upgrade must not change."""
    counts = [db.execute(count).fetchone() for count in _COUNTS]
    check = log.check(db)
    return (*counts, check.entries, check.broken_at, db.execute(q.LOG_END).fetchone())


def _verify(db: Connection, before: tuple[object, ...]) -> None:
    present = all(
        db.execute(q.of_kind(kind).count, {"day": None}).fetchone()
        == db.execute(q.PRESENT_COUNT, {"type": name}).fetchone()
        for name, kind in RECORD_TYPES.items()
    )
    whole = db.execute("PRAGMA foreign_key_check").fetchone() is None
    if not (present and whole and _kept(db) == before):
        raise StoreUnavailable(
            "새 판으로 올린 뒤 기록 수가 맞지 않아 되돌렸습니다. 파일은 그대로입니다. 관리자에게 알리십시오.",
            "The records did not add up after the upgrade, so it was undone and the file is as it was. Tell the administrator.",
        )
