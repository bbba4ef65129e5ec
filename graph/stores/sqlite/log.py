"""The append-only log of the file."""

from collections.abc import Iterator
from datetime import datetime

from graph.store import LogCheck, LogEntry, LogNote
from graph.stores.loglines import START, chained, check_chain
from graph.stores.moments import moment_text
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection
from graph.stores.sqlite.rows import entry_of_row, row_of_entry

_PAGE = 1000


def last_moment(db: Connection) -> datetime | None:
    """When the newest entry was written, if there is one."""
    row = db.execute(q.LOG_END).fetchone()
    return None if row is None else datetime.fromisoformat(row[1])


def append(db: Connection, note: LogNote, at: datetime) -> None:
    """Add an entry to the chain, within the transaction of what it tells about."""
    number, _, digest = db.execute(q.LOG_END).fetchone() or (0, "", START)
    entry = chained(note, number + 1, at, digest)
    db.execute(q.ADD_LOG, row_of_entry(entry))
    db.executemany(q.ADD_SUBJECT, ((subject, entry.number) for subject in entry.subjects))


def check(db: Connection) -> LogCheck:
    """Walk the chain; entries missing at its end show by the count that the file keeps."""
    (expected,) = db.execute(q.LOG_LENGTH).fetchone()
    return check_chain(entries(db), expected)


def entries(db: Connection) -> Iterator[LogEntry]:
    """Every entry by number."""
    after = 0
    while True:
        given = {"after": after, "limit": _PAGE, "moment": moment_text(None)}
        rows = db.execute(q.LOG, given).fetchall()
        yield from map(entry_of_row, rows)
        if len(rows) < _PAGE:
            return
        after = rows[-1][0]
