"""The embedded store: opening the file, reading moments, units of work."""

import queue
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from graph.dump import Line
from graph.errors import StoreUnavailable
from graph.store import AsOf, Changes, Fault, Forgotten, LogCheck, LogNote, Reader, Unit
from graph.stores.checks import check_note, check_reason
from graph.stores.cursors import Cursor
from graph.stores.moments import never_back
from graph.stores.progress import Tell, silent
from graph.stores.remembered import remember
from graph.stores.sqlite import log
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection, connect, transaction, translated
from graph.stores.sqlite.dump import dump
from graph.stores.sqlite.examine import examine
from graph.stores.sqlite.files import log_of
from graph.stores.sqlite.forget import forget
from graph.stores.sqlite.holding import Hold
from graph.stores.sqlite.load import load
from graph.stores.sqlite.reader import PastReader, PresentReader, cursor_of
from graph.stores.sqlite.rows import change_of_row
from graph.stores.sqlite.unit import SqliteUnit
from graph.stores.turns import Turns

_IDLE_READERS = 8
_ALL = -1


class SqliteStore:
    """See ``GraphStore``."""

    def __init__(
        self,
        path: Path,
        key: bytes | None,
        clock: Callable[[], datetime],
        writer: Connection | None,
        hold: Hold,
    ) -> None:
        """Keep one connection to write with, or none for a file that cannot be; readers get their own."""
        self._path, self._key, self._clock = path, key, clock
        self._writer, self._hold = writer, hold
        self._turns = Turns()
        self._idle: queue.SimpleQueue[Connection] = queue.SimpleQueue()
        self._closed = False

    @contextmanager
    def read(self, as_of: AsOf | None = None) -> Iterator[Reader]:
        """See ``GraphStore.read``."""
        as_of = as_of or AsOf()
        with translated(), self._moment() as db:
            yield PresentReader(db, as_of) if as_of.recorded_at is None else PastReader(db, as_of)

    @contextmanager
    def write(self, *, by: str, why: str) -> Iterator[Unit]:
        """See ``GraphStore.write``."""
        check_reason(by, why)
        with self._transaction() as db:
            now = self._now(db)
            (forgets,) = db.execute(q.FORGETS).fetchone()
            unit = SqliteUnit(db, now, by, why, forgets=forgets)
            yield unit
            unit.check_references()
            note = unit.note()
            if note is not None:
                log.append(db, note, now)

    def changes(self, cursor: str, *, dong: str | None = None, limit: int | None = None) -> Changes:
        """See ``GraphStore.changes``."""
        with translated(), self._moment() as db:
            now = cursor_of(db)
            since = Cursor.read(cursor, now)
            given = {
                "after": since.sequence,
                "dong": dong,
                "limit": _ALL if limit is None else limit + 1,
            }
            rows = db.execute(q.CHANGES if dong is None else q.CHANGES_IN, given).fetchall()
        told = rows if limit is None else rows[:limit]
        reached = now.sequence
        if len(told) < len(rows):
            reached = told[-1][5] if told else since.sequence
        return Changes(
            str(Cursor(now.store, reached, now.forgets)),
            tuple(change_of_row(row) for row in told),
            since.forgets < now.forgets,
        )

    def forget(self, person: str, *, by: str, why: str) -> Forgotten:
        """See ``GraphStore.forget``."""
        check_reason(by, why)
        with self._transaction() as db:
            forgotten = forget(db, person, now=lambda: self._now(db), by=by, why=why)
        with self._turns.take(), translated():
            # What was erased must not linger in the write-ahead file either.
            self._written().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        remember(self._path, self.forgotten())
        return forgotten

    def forgotten(self) -> tuple[str, ...]:
        """See ``GraphStore.forgotten``."""
        with translated(), self._moment() as db:
            return tuple(record_id for (record_id,) in db.execute(q.FORGOTTEN))

    def note(self, note: LogNote) -> None:
        """See ``GraphStore.note``."""
        check_note(note)
        with self._transaction() as db:
            log.append(db, note, self._now(db))

    def check_log(self) -> LogCheck:
        """See ``GraphStore.check_log``."""
        with translated(), self._moment() as db:
            return log.check(db)

    def examine(self, tell: Tell = silent) -> Iterator[Fault]:
        """See ``GraphStore.examine``."""
        self._check_open()
        still = self._writer is None and log_of(self._path) is None
        # Not read-only: the full-text index is looked into through a table that lasts as long as this.
        with translated():
            db = connect(self._path, self._key, still=still)
            try:
                db.execute("BEGIN")
                yield from examine(db, tell)
            finally:
                db.close()

    def dump(self) -> Iterator[Line]:
        """See ``GraphStore.dump``."""
        with translated(), self._moment() as db:
            yield from dump(db)

    def load(self, lines: Iterable[Line]) -> None:
        """See ``GraphStore.load``."""
        with self._transaction() as db:
            load(db, lines)

    def close(self) -> None:
        """See ``GraphStore.close``."""
        if self._closed:
            return
        self._closed = True
        while not self._idle.empty():
            self._idle.get_nowait().close()
        if self._writer is not None:
            self._writer.close()
        self._hold.close()

    def _now(self, db: Connection) -> datetime:
        return never_back(self._clock(), log.last_moment(db))

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        self._check_open()
        with translated(), self._turns.take():
            db = self._written()
            with transaction(db):
                yield db

    @contextmanager
    def _moment(self) -> Iterator[Connection]:
        """A connection of its own in one read transaction: one moment."""
        self._check_open()
        try:
            db = self._idle.get_nowait()
        except queue.Empty:
            still = self._writer is None and log_of(self._path) is None
            db = connect(self._path, self._key, read_only=True, still=still)
        try:
            db.execute("BEGIN")
            # A deferred transaction begins with its first read.
            db.execute(q.STORE_ID).fetchone()
            yield db
        finally:
            if db.in_transaction:
                db.rollback()
            if self._closed or self._writer is None or self._idle.qsize() >= _IDLE_READERS:
                db.close()
            else:
                self._idle.put(db)

    def _written(self) -> Connection:
        if self._writer is None:
            raise StoreUnavailable(
                "읽기 전용으로 열려 저장할 수 없습니다. 파일과 폴더의 쓰기 권한을 확인한 뒤 다시 여십시오.",
                "It is open for reading alone, so nothing can be saved. Make the file and its folder writable and open it again.",
            )
        return self._writer

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailable("이미 닫았습니다. 다시 여십시오.", "It was closed. Open it again.")
