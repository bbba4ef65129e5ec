"""The condition of a store: what it holds, whether its log is whole, and what in it does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from casework.desk import Desk
from casework.register.sample import BY as SAMPLE
from graph.records.people import Staff
from graph.records.registry import RECORD_TYPES
from graph.store import LogAction
from graph.words.word import Language
from matching.kernels.compiled import COMPILED

_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Counts of records by type, and the log; ``log_broken_at`` is the first entry that does not hold."""

    records: dict[str, int]
    log_entries: int
    log_broken_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultTold:
    """What does not hold, in words, and of which record; ``derived`` can be drawn anew without a backup."""

    kind: str
    where: str
    derived: bool


def plans_are_compiled() -> bool:
    """Whether plans are made by compiled kernels; without the extra ``fast`` HiGHS makes the same, more slowly."""
    return COMPILED


def condition_of(desk: Desk) -> Condition:
    """Look at a store as a whole; nothing about anybody is told.

    Raises:
        StoreUnavailable: it does not answer.
    """
    with desk.store.read() as reader:
        records = {name: reader.count(kind) for name, kind in RECORD_TYPES.items()}
    log = desk.store.check_log()
    return Condition(
        records={name: count for name, count in records.items() if count},
        log_entries=log.entries,
        log_broken_at=log.broken_at,
    )


def faults_of(desk: Desk, language: Language, tell: Callable[[int, int], None]) -> Iterator[FaultTold]:
    """Examine a store record by record; ids and names of fields are told, nothing about anybody.

    Raises:
        StoreUnavailable: it does not answer.
    """
    for fault in desk.store.examine(tell):
        yield FaultTold(
            kind=fault.kind.label(language),
            where=" ".join(filter(None, (fault.record_type, fault.id, fault.detail))),
            derived=fault.kind.derived,
        )


def holds_real_data(desk: Desk) -> bool:
    """Whether anything was written but an invented sample and the team's own names."""
    after = 0
    with desk.store.read() as reader:
        while entries := reader.log(after=after, limit=_PAGE):
            for entry in entries:
                if entry.action is LogAction.WRITE and entry.by != SAMPLE and _beyond_the_team(entry.what):
                    return True
            after = entries[-1].number
    return False


def _beyond_the_team(what: str) -> bool:
    """Whether a unit, as the log tells it, touched records of another type than the team's."""
    kinds = {part.split(" ")[0] for part in what.split(", ")[1:]}
    return bool(kinds & RECORD_TYPES.keys() - {Staff.__name__})
