"""Rows of the tables as records, versions, changes and log entries."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from graph.records.registry import Record
from graph.store import Change, Kept, LogEntry
from graph.stores.codec import codec
from graph.stores.columns import compact, encode_moment
from graph.stores.loglines import entry_of


def as_ids(ids: Collection[str]) -> str:
    """A set of ids as one parameter."""
    return compact(sorted(ids))


def kept_of_row(kind: type[Any], row: Sequence[Any]) -> Kept[Any]:
    """A row of a record type's table with its version and unit behind."""
    of_kind = codec(kind)
    version, at, by, why, unit = row[-5:]
    return Kept(of_kind.decode(row), version, datetime.fromisoformat(at), by, why, unit)


def kept_of_version(kind: type[Any], row: Sequence[Any]) -> Kept[Any]:
    """A row of the version table."""
    _, version, at, by, why, unit, removed, body = row
    of_kind = codec(kind)
    record: Record = of_kind.decode(of_kind.decode_json(body))
    return Kept(record, version, datetime.fromisoformat(at), by, why, unit, bool(removed))


def change_of_row(row: Sequence[Any]) -> Change:
    """A row that begins with what a change tells."""
    return Change(row[0], row[1], row[2], row[3], bool(row[4]))


def entry_of_row(row: Sequence[Any]) -> LogEntry:
    """A row of the log."""
    return entry_of((*row[:6], json.loads(row[6]), *row[7:]))


def row_of_entry(entry: LogEntry) -> tuple[Any, ...]:
    """A log entry as a row."""
    return (
        entry.number,
        encode_moment(entry.at),
        entry.action.value,
        entry.by,
        entry.purpose,
        entry.recipient,
        compact(list(entry.subjects)),
        entry.what,
        entry.place,
        entry.digest,
    )
