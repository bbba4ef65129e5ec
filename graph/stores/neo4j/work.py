"""What one unit does on the server, under the lock of all writers and however often the connection dies."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from neo4j import Session, Transaction
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import StoreUnavailable
from graph.stores.neo4j import queries as q
from graph.stores.neo4j.failures import no_store
from graph.stores.neo4j.running import Limits, Queries, Row, Run, persist, within

T = TypeVar("T")
Versions = Sequence[Mapping[str, Any]]

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Start:
    """Where the store stood when the lock was taken; ``last`` is the moment of the newest log entry."""

    store: str
    sequence: int
    forgets: int
    entries: int
    last: str | None


_NOWHERE = Start("", 0, 0, 0, None)


class Work:
    """The writes of one unit; whoever makes it calls ``begin`` first and ``close`` at the end.

    They go through one transaction, which holds the lock. When its connection dies, the lock is taken again and
    all is written again, unless the unit was kept or another one came in between: so nothing is written twice,
    and nothing that was kept is reported lost.

    More versions than one transaction takes are staged: written in transactions of their own, with numbers
    above the published one, where no reader looks. Publishing that number keeps them; a writer that finds
    such versions under the lock knows that their writer died, and clears them away.
    """

    def __init__(self, queries: Queries, unit: str, limits: Limits) -> None:
        """For the unit of that id."""
        self.unit = unit
        self._queries, self._limits = queries, limits
        self._session: Session | None = None
        self._transaction: Transaction | None = None
        self._start = _NOWHERE
        self._kept = False
        self._written: list[tuple[str, Mapping[str, Any]]] = []
        self._added: list[Versions] = []
        self._staged: int | None = None

    @property
    def room(self) -> int:
        """How many versions are well kept back, to be added at once."""
        return self._limits.staged_above if self._staged is None else _BATCH - 1

    def begin(self) -> Start:
        """Take the lock."""
        self._queries.wait(q.TURN, {})
        self._persist(self._open)
        return self._start

    def run(self, query: str, given: Mapping[str, Any]) -> list[Row]:
        """Ask or write within the transaction."""
        return self._persist(lambda: self._run(query, given))

    def add(self, versions: Versions) -> None:
        """Add versions, each with a number of its own."""
        before = sum(map(len, self._added)) if self._staged is None else 0
        if self._staged is None and before + len(versions) > self._limits.staged_above:
            self._stage_from_here()
        for some in _in_batches(versions):
            self._add(some)

    def commit(self, publish: Callable[[Run], None]) -> None:
        """Keep all of it; ``publish`` writes what must come last, perhaps more than once."""

        def keep() -> None:
            transaction = self._open()
            if not self._kept:
                publish(within(transaction))
                transaction.commit()
                self._kept = True

        self._persist(keep)

    def close(self) -> None:
        """Let go of the lock; what was not kept is dropped."""
        if self._staged and not self._kept and self._transaction is not None:
            # Where this fails, the next writer does it.
            with suppress(StoreUnavailable):
                self._clear(self._start.sequence)
        self._drop()

    def _drop(self) -> None:
        session, self._session, self._transaction = self._session, None, None
        if session is not None:
            # A dead connection cannot be closed in good order, and need not be.
            with suppress(DriverError, Neo4jError):
                session.close()

    def _persist(self, act: Callable[[], T]) -> T:
        """Do it again after the connection died; before anything was written, patience is short."""
        seconds = self._limits.asking_seconds if self._start is _NOWHERE else self._limits.writing_seconds
        return persist(act, seconds, self._drop)

    def _open(self) -> Transaction:
        """The transaction, with all that was written; a new one when there is none."""
        if self._transaction is None:
            self._session = self._queries.session()
            transaction = self._session.begin_transaction()
            self._lock(within(transaction))
            if not self._kept:
                for query, given in self._written:
                    within(transaction)(query, given)
            self._transaction = transaction
        return self._transaction

    def _lock(self, run: Run) -> None:
        rows = run(q.LOCK, {"unit": self.unit})
        if not rows:
            raise no_store()
        ((*found, leftover),) = rows
        start = Start(*found)
        if leftover and not self._staged:
            self._clear(start.sequence)
        if self._start is _NOWHERE:
            self._start = start
            return
        self._kept = bool(run(q.LOGGED, {"key": self.unit}))
        same = (start.sequence, start.forgets) == (self._start.sequence, self._start.forgets)
        if not self._kept and not (same and self._intact(run)):
            raise _changed_meanwhile()

    def _intact(self, run: Run) -> bool:
        """Whether what was staged is still there: whoever had the lock meanwhile has cleared it away."""
        if not self._staged:
            return True
        given = {"s": self._start.sequence, "unit": self.unit}
        ((count,),) = run(q.STAGED, given)
        return bool(count >= self._staged)

    def _run(self, query: str, given: Mapping[str, Any]) -> list[Row]:
        result = self._open().run(query, dict(given))
        rows = result.values()
        if result.consume().counters.contains_updates:
            self._written.append((query, given))
        return rows

    def _stage_from_here(self) -> None:
        """Stage what was added before too: the transaction that holds it is dropped, the lock taken again."""
        added, self._added, self._staged = self._added, [], 0
        if added:
            self._drop()
            self._written = []
        for versions in added:
            self._add(versions)

    def _add(self, versions: Versions) -> None:
        if self._staged is None:
            _write(self.run, versions)
            self._added.append(versions)
        else:
            self._persist(lambda: self._stage(versions))
            self._staged += len(versions)

    def _stage(self, versions: Versions) -> None:
        """Write versions in a transaction of their own, unless that was done and only the answer was lost."""
        lock = within(self._open())
        with self._queries.session() as session, session.begin_transaction() as transaction:
            run = within(transaction)
            if not run(q.IS_STAGED, {"seq": versions[0]["seq"], "unit": self.unit}):
                _write(run, versions)
                # Where the lock was lost unnoticed, others may have written.
                lock(q.STILL_THERE, {})
                transaction.commit()

    def _clear(self, sequence: int) -> None:
        """Drop what a writer that died had staged, in parts: whoever dies here leaves the rest to the next."""
        for query in (q.UNSTAGE_REPLACED, q.UNSTAGE):
            while self._queries.write(query, {"s": sequence, "limit": _BATCH}) == [[_BATCH]]:
                pass


def _write(run: Run, versions: Versions) -> None:
    """Add versions and end those that they replace.

    Raises:
        StoreUnavailable: somebody else replaced one of those meanwhile.
    """
    run(q.ADD_VERSIONS, {"rows": versions})
    replaced = [{"before": row["before"], "seq": row["seq"]} for row in versions if row["before"] is not None]
    if replaced and run(q.REPLACE, {"rows": replaced}) != [[len(replaced)]]:
        raise _changed_meanwhile()


def _changed_meanwhile() -> StoreUnavailable:
    return StoreUnavailable(
        "서버와 연결이 끊긴 사이 다른 변경이 있었습니다. 아무것도 저장하지 않았으니 다시 하십시오.",
        "Something else was changed while the server was away. Nothing was saved; do it again.",
    )


def _in_batches(versions: Versions) -> Iterator[Versions]:
    return (versions[first : first + _BATCH] for first in range(0, len(versions), _BATCH))
