"""The chain of the log: each entry's digest covers the one before."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from graph.records.registry import Record
from graph.store import LogAction, LogCheck, LogEntry, LogNote
from graph.stores.columns import compact, encode_moment

START = "0" * 64
"""What the first entry chains to."""


def digest_of(entry: LogEntry, before: str) -> str:
    """SHA-256 of an entry and the digest before it, in hexadecimal."""
    fields = [
        before,
        entry.number,
        encode_moment(entry.at),
        entry.action.value,
        entry.by,
        entry.purpose,
        entry.recipient,
        list(entry.subjects),
        entry.what,
        entry.place,
    ]
    return hashlib.sha256(compact(fields).encode()).hexdigest()


def chained(note: LogNote, number: int, at: datetime, before: str) -> LogEntry:
    """The entry that a note becomes behind the digest before it."""
    entry = LogEntry(
        number=number,
        at=at,
        action=note.action,
        by=note.by,
        purpose=note.purpose,
        recipient=note.recipient,
        subjects=note.subjects,
        what=note.what,
        place=note.place,
        digest="",
    )
    return replace(entry, digest=digest_of(entry, before))


def shortened(entry: LogEntry, people: int | None) -> LogEntry:
    """An entry with its first so many subjects, and how many were left out."""
    if people is None or len(entry.subjects) <= people:
        return entry
    return replace(entry, subjects=entry.subjects[:people], left_out=len(entry.subjects) - people)


def entry_of(row: Sequence[Any]) -> LogEntry:
    """The entry of its values as a store keeps them, in the order of the fields; no subjects may be None.

    Where a store shortened the list of subjects, it says behind them how many were left out.
    """
    number, at, action, by, purpose, recipient, subjects, what, place, digest, *left_out = row
    return LogEntry(
        number=number,
        at=datetime.fromisoformat(at),
        action=LogAction(action),
        by=by,
        purpose=purpose,
        recipient=recipient,
        subjects=tuple(subjects or ()),
        what=what,
        place=place,
        digest=digest,
        left_out=left_out[0] if left_out else 0,
    )


def check_chain(entries: Iterable[LogEntry], expected: int) -> LogCheck:
    """Walk entries from the first; ``expected`` of them are known to have been written."""
    before, count = START, 0
    for entry in entries:
        if entry.number != count + 1 or entry.digest != digest_of(entry, before):
            return LogCheck(expected, count + 1)
        before, count = entry.digest, entry.number
    return LogCheck(expected, None if count == expected else count + 1)


def note_of_unit(
    action: LogAction,
    *,
    by: str,
    why: str,
    subjects: Iterable[str],
    unit: str,
    touched: Iterable[type[Record]],
) -> LogNote:
    """What the log says about a unit of work: how many records of each type, of which people."""
    counts = Counter(kind.__name__ for kind in touched)
    what = ", ".join([unit, *(f"{name} {count}" for name, count in sorted(counts.items()))])
    # A set made of a district's people would take as much memory again as they do.
    people = tuple(person for person, _ in groupby(sorted(subjects)))
    return LogNote(action=action, by=by, purpose=why, recipient="", subjects=people, what=what)
