"""Three-way merge of a record: what the file said last, what it says now, what someone wrote meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from graph.records.registry import Record
from graph.records.values import Eligibility, Place
from importers.canonical import plain


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that the file changes; values are the records' own, for a View to show."""

    record_type: str
    record: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class EditedByHand:
    """A field that someone edited since the last import: kept. ``file_changed`` makes it a conflict."""

    record_type: str
    record: str
    field: str
    ours: Any
    in_file: Any
    file_changed: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """The record to put, or None where nothing changes."""

    record: Record | None
    changes: tuple[FieldChange, ...]
    edited: tuple[EditedByHand, ...]


def merge(current: Record, incoming: Mapping[str, Any], base: Mapping[str, Any] | None) -> Merged:
    """Take the file's changes over, but never over an edit by hand.

    Without a base every difference is the file's.

    Raises:
        RecordInvalid: the merged values contradict each other.
    """
    kind = type(current).__name__
    taken: dict[str, Any] = {}
    changes: list[FieldChange] = []
    edited: list[EditedByHand] = []
    for name, value in incoming.items():
        ours = getattr(current, name)
        if ours == value or _same_place(ours, value) or _same_openness(ours, value):
            continue
        before = None if base is None or name not in base else base[name]
        known = base is not None and name in base
        if known and plain(ours) != before:
            changed = plain(value) != before
            edited.append(EditedByHand(kind, current.id, name, ours, value, changed))
        else:
            taken[name] = value
            changes.append(FieldChange(kind, current.id, name, ours, value))
    record: Record | None = replace(cast(Any, current), **taken) if taken else None
    return Merged(record, tuple(changes), tuple(edited))


def _same_place(ours: Any, value: Any) -> bool:
    """A sheet without coordinates does not take a known point away from the same address."""
    return (
        isinstance(ours, Place)
        and isinstance(value, Place)
        and value.point is None
        and ours.point is not None
        and (ours.address, ours.tong) == (value.address, value.tong)
    )


def _same_openness(ours: Any, value: Any) -> bool:
    """Blank cells cannot tell "open to all" from "not known"; what was known stays."""
    return value is None and ours == Eligibility()
