"""The append-only log; whoever adds to it holds its end until the transaction is over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from graph.store import LogEntry, LogNote
from graph.stores.loglines import chained, entry_of
from graph.stores.moments import FOREVER, never_back
from graph.stores.neo4j import queries as q
from graph.stores.neo4j.failures import no_store
from graph.stores.neo4j.rows import properties_of
from graph.stores.neo4j.running import Run

_PAGE = 1_000
_SUBJECTS = 2_000


@dataclass(frozen=True, slots=True)
class LogEnd:
    """The newest entry, and whether the one about to be added is there already."""

    number: int
    at: datetime | None
    digest: str
    done: bool

    def moment(self, now: datetime) -> datetime:
        """Now, but never before the newest entry."""
        return never_back(now, self.at)


def take_end(run: Run, key: str) -> LogEnd:
    """The end of the log, held from here on; ``key`` is that of the entry to be added."""
    rows = run(q.LOG_END, {"key": key})
    if not rows:
        raise no_store()
    ((number, at, digest, done),) = rows
    return LogEnd(number, None if at is None else datetime.fromisoformat(at), digest, done)


def append(run: Run, end: LogEnd, note: LogNote, at: datetime, key: str) -> None:
    """Add an entry behind the end that was taken."""
    entry = chained(note, end.number + 1, at, end.digest)
    run(q.ADD_LOG, {"entry": properties_of(entry, key)})
    about = [{"subject": i, "number": entry.number, "key": key} for i in dict.fromkeys(entry.subjects)]
    for first in range(0, len(about), _SUBJECTS):
        run(q.ADD_ABOUT, {"rows": about[first : first + _SUBJECTS]})


def entries(run: Run, last: int) -> Iterator[LogEntry]:
    """All entries up to a number."""
    after = 0
    while True:
        asked = {"after": after, "last": last, "limit": _PAGE, "moment": FOREVER, "people": None}
        ((rows,),) = run(q.LOG, asked)
        yield from map(entry_of, rows)
        if len(rows) < _PAGE:
            return
        after = rows[-1][0]
