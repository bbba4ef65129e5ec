"""The condition of a store: what it holds, whether its log is whole, whether matching reads it."""

from __future__ import annotations

from dataclasses import dataclass

from casework.desk import Desk
from graph.records.registry import RECORD_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Counts of records by type, and the log; ``log_broken_at`` is the first entry that does not hold."""

    records: dict[str, int]
    log_entries: int
    log_broken_at: int | None


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
