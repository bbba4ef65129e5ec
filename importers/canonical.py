"""Values of records as plain JSON values: what a sheet gave last, to be compared with later."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache, lru_cache
from hashlib import blake2b
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from graph.records.registry import Record
from graph.records.values import Place, Slots
from graph.words.word import Word

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
        names, take = _parts_of(kind)
        return lambda value: {
            name: plain(part) for name, part in zip(names, take(value), strict=False) if part is not None
        }
    raise TypeError(f"no plain form of {kind.__name__}")


@lru_cache(maxsize=4096)
def _written_place(place: Place) -> str:
    """Written once for the members of a household, who stand near each other in most sheets."""
    return _JSON.encode(plain(place))


def _parts_of(kind: Any) -> tuple[list[str], Callable[[Any], tuple[Any, ...]]]:
    names = [field.name for field in fields(kind)]
    # With one name alone, an attrgetter would give the value itself.
    return names, attrgetter(*names, names[0])


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
    take, fields_told = _told(type(record), tuple(names))
    written = {}
    for (name, blank), value in zip(fields_told, take(record), strict=False):
        if value is not blank and value != blank:
            kind = value.__class__
            written[name] = (
                encode_basestring(value) if kind is str and len(value) <= _LONG else _written_by(kind)(value)
            )
    if kept:
        plain_blanks = _blanks_of(type(record))
        for name, value in kept.items():
            written.pop(name, None)
            if value or name not in plain_blanks or value != plain_blanks[name]:
                written[name] = _JSON.encode(value)
    return _object(written)


def _object(written: Mapping[str, str]) -> str:
    return "{" + ",".join([f'"{name}":{text}' for name, text in written.items()]) + "}"


@cache
def _written_by(kind: Any) -> Callable[[Any], str]:
    """How the plain values of one type are written as JSON; most are no more than a text."""
    if issubclass(kind, Word):
        return encode_basestring
    if kind is str:
        return lambda value: encode_basestring(_text(value))
    if kind is date:
        return lambda value: f'"{value.isoformat()}"'
    if kind is int:
        return repr
    if kind is float:
        return _JSON.encode
    if kind is Place:
        return _written_place
    return lambda value: _JSON.encode(plain(value))


def read_base(text: str, kind: type[Record]) -> dict[str, Any]:
    """What ``written_base`` wrote of a record of a type; empty fields may be named or not."""
    found: dict[str, Any] = json.loads(text)
    return {**_blanks_of(kind), **found}


@cache
def _told(
    kind: Any, names: tuple[str, ...]
) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[tuple[str, Any], ...]]:
    """Takes some fields of a record; and their names, each with the value that is empty by default."""
    empty = _raw_blanks_of(kind)
    # With one name alone, an attrgetter would give the value itself.
    take = attrgetter(*names, *names[:1]) if names else lambda _: ()
    return take, tuple((name, empty.get(name, _NO_BLANK)) for name in names)


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
