"""Values of records as plain JSON values: what a sheet gave last, to be compared with later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from hashlib import blake2b
from typing import Any

from graph.records.registry import Record
from graph.records.values import Slots

SEPARATOR = "\x1f"
_LONG = 150
_PLAIN = frozenset({type(None), str, int, bool, float})
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""A digest in letters: a run of its digits could be taken for a resident registration number."""


def plain(value: Any) -> Any:
    """A JSON value that is equal for equal values; of a long text (a boundary) its digest alone."""
    if type(value) in _PLAIN and (type(value) is not str or len(value) <= _LONG):
        return value
    if isinstance(value, str) and len(value) > _LONG:
        return blake2b(value.encode(), digest_size=16).hexdigest().translate(_LETTERS)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Slots):
        return f"{value.mask:x}"
    if isinstance(value, frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value):
        kind: Any = type(value)
        named = ((name, getattr(value, name)) for name in _names_of(kind))
        return {name: plain(part) for name, part in named if part is not None}
    raise TypeError(f"no plain form of {type(value).__name__}")


@cache
def _names_of(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def base_of(record: Record, names: Iterable[str]) -> dict[str, Any]:
    """The plain values of some fields of a record."""
    return {name: plain(getattr(record, name)) for name in names}


def written_base(record: Record, names: Iterable[str], kept: Mapping[str, Any] | None = None) -> str:
    """The plain values of some fields as JSON, as kept in ``SourceRow.values``.

    ``kept`` are values that stay as the base: what the file gave before an edit by hand. A field that the
    file left as empty as it is by default is not named.
    """
    kind = type(record)
    blanks, plain_blanks = _raw_blanks_of(kind), _blanks_of(kind)
    values = ((name, getattr(record, name)) for name in names)
    base = {n: plain(v) for n, v in values if v or n not in blanks or v != blanks[n]}
    for name, value in (kept or {}).items():
        base.pop(name, None)
        if value or name not in plain_blanks or value != plain_blanks[name]:
            base[name] = value
    return _JSON.encode(base)


def read_base(text: str, kind: type[Record]) -> dict[str, Any]:
    """What ``written_base`` wrote of a record of a type; empty fields may be named or not."""
    found: dict[str, Any] = json.loads(text)
    return {**_blanks_of(kind), **found}


@cache
def _raw_blanks_of(kind: type[Any]) -> Mapping[str, Any]:
    """The values of fields that are empty by default: no value, no text, no members."""
    defaults = {field.name: field.default for field in fields(kind)}
    return {name: value for name, value in defaults.items() if value in (None, "", frozenset(), ())}


@cache
def _blanks_of(kind: Any) -> Mapping[str, Any]:
    return {name: plain(value) for name, value in _raw_blanks_of(kind).items()}


def row_key(part: str, cells: Iterable[str]) -> str:
    """A digest of a record's key columns, so that the key itself tells nothing."""
    return blake2b(SEPARATOR.join((part, *cells)).encode(), digest_size=16).hexdigest()
