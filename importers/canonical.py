"""Values of records as plain JSON values: what a sheet gave last, to be compared with later."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from graph.records.registry import Record
from graph.records.values import Slots

SEPARATOR = "\x1f"
_LONG = 150
_PLAIN = (type(None), int, bool, float)
_NO_BLANK = object()
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""A digest in letters: a run of its digits could be taken for a resident registration number."""


def plain(value: Any) -> Any:
    """A JSON value that is equal for equal values; of a long text (a boundary) its digest alone."""
    kind: Any = type(value)
    return _way_of(kind)(value)


@cache
def _way_of(kind: Any) -> Callable[[Any], Any]:
    """How the values of one type become plain."""
    if issubclass(kind, Enum):
        return attrgetter("value")
    if issubclass(kind, str):
        return _text
    if issubclass(kind, _PLAIN):
        return lambda value: value
    if issubclass(kind, date):
        return lambda value: value.isoformat()
    if issubclass(kind, Slots):
        return lambda value: f"{value.mask:x}"
    if issubclass(kind, frozenset):
        return lambda value: sorted(map(plain, value))
    if issubclass(kind, tuple):
        return lambda value: list(map(plain, value))
    if is_dataclass(kind):
        names = [field.name for field in fields(kind)]
        parts = attrgetter(*names, names[0])
        return lambda value: {
            name: plain(part) for name, part in zip(names, parts(value), strict=False) if part is not None
        }
    raise TypeError(f"no plain form of {kind.__name__}")


def _text(value: str) -> str:
    if len(value) <= _LONG:
        return value
    return blake2b(value.encode(), digest_size=16).hexdigest().translate(_LETTERS)


def base_of(record: Record, names: Iterable[str]) -> dict[str, Any]:
    """The plain values of some fields of a record."""
    return {name: plain(getattr(record, name)) for name in names}


def written_base(record: Record, names: Iterable[str], kept: Mapping[str, Any] | None = None) -> str:
    """The plain values of some fields as JSON, as kept in ``SourceRow.values``.

    ``kept`` are values that stay as the base: what the file gave before an edit by hand. A field that the
    file left as empty as it is by default is not named.
    """
    kind = type(record)
    plain_blanks = _blanks_of(kind)
    base = {
        name: plain(value)
        for name, value, blank in _with_blanks(record, tuple(names))
        if value is not blank and value != blank
    }
    for name, value in (kept or {}).items():
        base.pop(name, None)
        if value or name not in plain_blanks or value != plain_blanks[name]:
            base[name] = value
    return _JSON.encode(base)


def read_base(text: str, kind: type[Record]) -> dict[str, Any]:
    """What ``written_base`` wrote of a record of a type; empty fields may be named or not."""
    found: dict[str, Any] = json.loads(text)
    return {**_blanks_of(kind), **found}


def _with_blanks(record: Record, names: tuple[str, ...]) -> Iterable[tuple[str, Any, Any]]:
    """Some fields of a record by name, value, and the value that is empty by default."""
    values, blanks = _picked(type(record), names)
    return zip(names, values(record), blanks, strict=False)


@cache
def _picked(kind: Any, names: tuple[str, ...]) -> tuple[Callable[[Any], Any], tuple[Any, ...]]:
    empty = _raw_blanks_of(kind)
    # With one name alone, an attrgetter would give the value itself.
    take = attrgetter(*names, *names[:1]) if names else lambda _: ()
    return take, tuple(empty.get(name, _NO_BLANK) for name in names)


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
