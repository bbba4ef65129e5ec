"""The store on a server: opening the database, reading moments, units of work."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from graph.dump import Line
from graph.errors import StoreUnavailable
from graph.store import AsOf, Changes, Fault, Forgotten, LogCheck, LogNote, Reader, Unit
from graph.stores.checks import check_note, check_reason
from graph.stores.credentials import Credentials
from graph.stores.cursors import Cursor
from graph.stores.loglines import check_chain
from graph.stores.moments import FOREVER, moment_text, never_back, new_unit_id
from graph.stores.neo4j import log
from graph.stores.neo4j import queries as q
from graph.stores.neo4j.connection import connect, translated
from graph.stores.neo4j.dump import dump
from graph.stores.neo4j.examine import examine
from graph.stores.neo4j.failures import no_store
from graph.stores.neo4j.forget import forget, who_is_forgotten
from graph.stores.neo4j.load import Standing, is_unfinished, load, make_room
from graph.stores.neo4j.reader import PAGE, Moment, MomentReader
from graph.stores.neo4j.rows import UnitRow, Units, change_of
from graph.stores.neo4j.running import Limits, Queries, Row, Run
from graph.stores.neo4j.set_up import set_up
from graph.stores.neo4j.unit import Neo4jUnit
from graph.stores.neo4j.work import Start, Work
from graph.stores.progress import Tell, silent
from graph.stores.remembered import remember
from graph.stores.turns import Turns


def open_neo4j(
    url: str,
    credentials: Credentials | None,
    clock: Callable[[], datetime],
    limits: Limits | None = None,
    *,
    beside: Path | None = None,
    authority: Path | None = None,
) -> "Neo4jStore":
    """Open the store in a database, or make it in an empty one.

    Beside the file ``beside`` the ids of the forgotten are kept as well, for the day when the server is lost.
    ``authority`` is what ``connect`` takes.

    Raises:
        StoreUnavailable: the server cannot be used, or the database is another program's or newer.
    """
    queries = Queries(connect(url, credentials, authority), limits or Limits())
    try:
        set_up(queries)
        store = Neo4jStore(queries, clock, beside)
        store.remember()
    except BaseException:
        queries.close()
        raise
    return store


class Neo4jStore:
    """See ``GraphStore``."""

    def __init__(self, queries: Queries, clock: Callable[[], datetime], beside: Path | None = None) -> None:
        """Work through the connections of ``queries``."""
        self._queries, self._clock, self._beside = queries, clock, beside
        self._turns = Turns()
        self._units = Units()
        self._firm: Row = []
        self._closed = False

    @contextmanager
    def read(self, as_of: AsOf | None = None) -> Iterator[Reader]:
        """See ``GraphStore.read``."""
        self._check_open()
        as_of = as_of or AsOf()
        moment = replace(self._present(), day=as_of.day)
        if as_of.recorded_at is not None:
            moment = self._earlier(moment, as_of.recorded_at)
        yield MomentReader(self._queries.read, self._units, moment)

    @contextmanager
    def write(self, *, by: str, why: str) -> Iterator[Unit]:
        """See ``GraphStore.write``."""
        check_reason(by, why)
        with self._work(self._queries.limits) as work:
            unit = self._unit(work, work.begin(), by, why)
            yield unit
            unit.finish()

    def changes(self, cursor: str, *, dong: str | None = None, limit: int | None = None) -> Changes:
        """See ``GraphStore.changes``."""
        self._check_open()
        moment = self._present()
        now = Cursor(moment.store, moment.sequence, moment.forgets)
        since = Cursor.read(cursor, now)
        told: list[Row] = []
        after, more = since.sequence, True
        while more and (limit is None or len(told) <= limit):
            given = {"s": moment.sequence, "after": after, "dong": dong, "limit": PAGE}
            ((rows,),) = self._queries.read(q.CHANGES, given)
            told += rows
            more = len(rows) == PAGE
            after = rows[-1][5] if rows else after
        reached = now
        if limit is not None and len(told) > limit:
            told = told[:limit]
            reached = replace(now, sequence=told[-1][5] if told else since.sequence)
        return Changes(str(reached), tuple(map(change_of, told)), since.forgets < now.forgets)

    def forget(self, person: str, *, by: str, why: str) -> Forgotten:
        """See ``GraphStore.forget``."""
        check_reason(by, why)
        # What goes cannot be staged: it must go at once.
        with self._work(replace(self._queries.limits, staged_above=sys.maxsize)) as work:
            start = work.begin()
            plan = who_is_forgotten(work.run, person)
            unit = self._unit(work, start, by, why)
            gone = forget(work.run, unit, person, plan, number=start.forgets + 1, by=by, why=why)
        self.remember()
        return gone

    def remember(self) -> None:
        """Keep the ids of the forgotten on this computer too, where it was said."""
        if self._beside is not None:
            remember(self._beside, self.forgotten())

    def forgotten(self) -> tuple[str, ...]:
        """See ``GraphStore.forgotten``."""
        self._check_open()
        return tuple(record_id for (record_id,) in self._queries.read(q.FORGOTTEN, {}))

    def note(self, note: LogNote) -> None:
        """See ``GraphStore.note``."""
        check_note(note)
        self._check_open()
        key, now = new_unit_id(), self._clock()

        def add(run: Run) -> None:
            end = log.take_end(run, key)
            if not end.done:
                log.append(run, end, note, end.moment(now), key)

        with translated():
            self._queries.transact(add, self._queries.limits.asking_seconds)

    def check_log(self) -> LogCheck:
        """See ``GraphStore.check_log``."""
        self._check_open()
        last = self._present().entries
        return check_chain(log.entries(self._queries.read, last), last)

    def examine(self, tell: Tell = silent) -> Iterator[Fault]:
        """See ``GraphStore.examine``."""
        self._check_open()
        return examine(self._queries.read, self._present(), self.check_log(), tell)

    def dump(self) -> Iterator[Line]:
        """See ``GraphStore.dump``."""
        self._check_open()
        return dump(self._queries.read, self._units, self._present(), self._forgets)

    def load(self, lines: Iterable[Line]) -> None:
        """See ``GraphStore.load``."""
        self._check_open()
        with self._turns.take():
            load(self._queries, lines)

    def standing(self) -> Standing | None:
        """Where it stands; None where a load goes on or was killed, so that it is no store."""
        self._check_open()
        if is_unfinished(self._queries):
            return None
        now = self._present()
        return Standing(sequence=now.sequence, forgets=now.forgets, entries=now.entries)

    def make_room(self, stood: Standing) -> bool:
        """Let the next load take the place of what is there, if it still stands so; tell whether it did."""
        self._check_open()
        with self._turns.take():
            return make_room(self._queries, stood)

    def close(self) -> None:
        """See ``GraphStore.close``."""
        if not self._closed:
            self._closed = True
            self._queries.close()

    def _present(self) -> Moment:
        """The moment that is published, once whoever published it has been applied whole."""
        rows = self._queries.read(q.MOMENT, {})
        if rows and rows[0] != self._firm:
            rows = self._queries.wait(q.FIRM, {})
        if not rows:
            raise no_store()
        self._firm = rows[0]
        store, sequence, forgets, entries = rows[0]
        return Moment(store, sequence, forgets, entries, FOREVER, past=False, day=None)

    def _forgets(self) -> int:
        """How often somebody was forgotten, once whoever forgot last has been applied whole."""
        return int(self._queries.wait(q.FIRM, {})[0][2])

    def _earlier(self, now: Moment, recorded_at: datetime) -> Moment:
        moment = moment_text(recorded_at)
        ((sequence,),) = self._queries.read(q.SEQUENCE_AT, {"moment": moment})
        return replace(now, sequence=min(sequence or 0, now.sequence), moment=moment, past=True)

    @contextmanager
    def _work(self, limits: Limits) -> Iterator[Work]:
        """Work for one unit, in this process's turn."""
        self._check_open()
        with self._turns.take(), translated():
            work = Work(self._queries, new_unit_id(), limits)
            try:
                yield work
            finally:
                work.close()

    def _unit(self, work: Work, start: Start, by: str, why: str) -> Neo4jUnit:
        last = None if start.last is None else datetime.fromisoformat(start.last)
        at = never_back(self._clock(), last)
        moment = Moment(
            start.store, start.sequence, start.forgets, start.entries, FOREVER, past=False, day=None
        )
        unit = UnitRow(work.unit, at, by, why, start.sequence + 1, start.sequence)
        return Neo4jUnit(work, self._units, moment, unit)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailable("이미 닫았습니다. 다시 여십시오.", "It was closed. Open it again.")
