"""What every store refuses, whatever keeps its records."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from graph.errors import RecordInvalid, ReferenceMissing, ResidentNumberRefused, WriteReasonMissing
from graph.records.people import Person
from graph.records.registry import PREFIXES, RECORD_TYPES, Record, type_of
from graph.store import LogNote, Primitive
from graph.stores.codec import Codec, codec, text_columns
from graph.text.resident_number import find_resident_number

_DIGITS_OF_A_NUMBER = 13
_DIGEST = re.compile(r"[0-9a-f]{32,}")
_LARGEST = 2**63
_WITHOUT_DIGITS = dict.fromkeys(map(ord, "0123456789"))

# Bytes of UTF-8 as a resident number has them inside: digits of any script as 0, what may stand between them
# deleted, and the rest as a break: Latin letters, what JSON puts between values, most of Hangul.
_BREAKS = frozenset(b'"|,:[]{}abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\xeb\xec\xed')
_DIGITS_AND_BREAKS = bytes(ord("x" if byte in _BREAKS else "0") for byte in range(256))
_BETWEEN = bytes(byte for byte in range(128) if byte not in _BREAKS and not chr(byte).isdigit())
_THIRTEEN = b"0" * _DIGITS_OF_A_NUMBER


@dataclass(frozen=True, slots=True)
class Checked:
    """A record that a store may keep, with its column values."""

    record: Record
    kind: type[Record]
    id: str
    dong: str
    row: tuple[Primitive, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    codec: Codec[Any]
    name: str
    prefix: str
    texts: tuple[tuple[int, str], ...]
    texts_of: Callable[[Sequence[Primitive]], Sequence[Primitive]]
    numbers: tuple[tuple[int, str], ...]
    references: tuple[tuple[int, str, frozenset[type[Record]]], ...]
    people: tuple[int, ...]
    """Columns that may hold the id of a person."""
    seen: set[tuple[type, ...]]
    """Types of values that were found right before, so that each combination is looked at once."""


@cache
def _plan(kind: type[Record]) -> _Plan:
    of_kind = codec(kind)
    texts = text_columns(kind)
    references = tuple((of_kind.at[name], name, _types(names)) for name, names in of_kind.references.items())
    people = tuple(i for i, _, types in references if Person in types)
    return _Plan(
        of_kind,
        kind.__name__,
        f"{PREFIXES[kind]}-",
        tuple((i, of_kind.names[i]) for i in texts),
        _picked(texts),
        tuple((i, c.name) for i, c in enumerate(of_kind.columns) if c.coding.storage != "TEXT"),
        references,
        (of_kind.at["id"], *people) if kind is Person else people,
        set(),
    )


def _picked(places: Sequence[int]) -> Callable[[Sequence[Primitive]], Sequence[Primitive]]:
    """Takes some columns' values out of a row."""
    # With one place alone, an itemgetter would give the value itself.
    return itemgetter(*places, *places[:1]) if places else lambda row: ()


def _types(names: tuple[str, ...]) -> frozenset[type[Record]]:
    return frozenset(RECORD_TYPES.values() if "*" in names else (RECORD_TYPES[name] for name in names))


def checked(record: Record) -> Checked:
    """The record, ready to be kept.

    Raises:
        ResidentNumberRefused: a text looks like a resident registration number.
        RecordInvalid: its id is not of its type, or a value cannot be stored.
        ReferenceMissing: a reference holds an id of a type that the field does not allow.
    """
    kind: type[Record] = type(record)
    plan = _plan(kind)
    row = plan.codec.encode(record)
    record_id = record.id
    if not record_id.startswith(plan.prefix) and type_of(record_id) is not kind:
        raise RecordInvalid(
            plan.name, "id", "종류에 맞는 번호가 아닙니다.", "The id is not one of this type."
        )
    _check_types(plan, row)
    if not _sound(plan.texts_of(row)):
        _check_texts(plan.name, {name: text for i, name in plan.texts if isinstance(text := row[i], str)})
    for i, name in plan.numbers:
        number: Any = row[i]
        if number is not None and not -_LARGEST <= number < _LARGEST:
            raise RecordInvalid(plan.name, name, "저장할 수 없는 수입니다.", "The number cannot be stored.")
    for i, name, allowed in plan.references:
        to = row[i]
        if to is not None and type_of(str(to)) not in allowed:
            raise ReferenceMissing(record=plan.name, field=name, id=to)
    return Checked(record, kind, record_id, record.dong, row)


def _sound(values: Sequence[Primitive]) -> bool:
    """Whether nothing can be wrong with texts; looked at together, for most are short."""
    texts: list[Any] = list(filter(None, values))
    together = "|".join(texts)
    try:
        written = together.encode()
    except UnicodeEncodeError:
        return False
    if b"\0" in written:
        return False
    return not _may_be_written_in(written) or not any(map(holds_resident_number, texts))


_STORED_AS: dict[str, tuple[type, ...]] = {"TEXT": (str,), "INTEGER": (int,), "REAL": (float, int)}


def _check_types(plan: _Plan, row: tuple[Primitive, ...]) -> None:
    types = tuple(map(type, row))
    if types in plan.seen:
        return
    for column, value in zip(plan.codec.columns, row, strict=True):
        missing = value is None and not column.nullable
        if missing or not (value is None or isinstance(value, _STORED_AS[column.coding.storage])):
            raise RecordInvalid(
                plan.name, column.name, "종류가 다른 값입니다.", "The value is of another type."
            )
    plan.seen.add(types)


def _storable(text: str) -> bool:
    try:
        return "\x00" not in text and (text.isascii() or bool(text.encode()))
    except UnicodeEncodeError:
        return False


def _check_storable(text: str, record: str, field: str) -> None:
    if not _storable(text):
        raise RecordInvalid(
            record, field, "저장할 수 없는 글자가 있습니다.", "It holds characters that cannot be stored."
        )


def holds_resident_number(text: str) -> bool:
    """Tell whether a text, or a text inside JSON, holds a resident registration number.

    Digests are exempt, and so are decimal numbers inside JSON: coordinates have as many digits.
    """
    if len(text) < _DIGITS_OF_A_NUMBER or not _may_hold_resident_number(text):
        return False
    if text[0] in "[{":
        if "\\" not in text and not any(map(_has_its_digits, _long_pieces(text))):
            return False
        try:
            leaves = list(_leaves(json.loads(text)))
        except ValueError:
            leaves = [text]
        return any(_looks_like_one(leaf) for leaf in leaves)
    return _looks_like_one(text)


def _may_hold_resident_number(text: str) -> bool:
    """Whether digits stand near enough to each other; what JSON escapes is not looked through."""
    return _may_be_written_in(text.encode(errors="replace"))


def _may_be_written_in(written: bytes) -> bool:
    return b"\\" in written or _THIRTEEN in written.translate(_DIGITS_AND_BREAKS, _BETWEEN)


def _looks_like_one(text: str) -> bool:
    if not _has_its_digits(text) or _DIGEST.fullmatch(text):
        return False
    return find_resident_number(text) is not None


def _long_pieces(text: str) -> list[str]:
    """What stands between the quotes of a JSON text: no number reaches over one."""
    return [piece for piece in text.split('"') if len(piece) >= _DIGITS_OF_A_NUMBER]


def _has_its_digits(text: str) -> bool:
    if text.isascii():
        return len(text) - len(text.translate(_WITHOUT_DIGITS)) >= _DIGITS_OF_A_NUMBER
    return sum(map(str.isdigit, text)) >= _DIGITS_OF_A_NUMBER


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)


def check_reason(by: str, why: str) -> None:
    """Refuse a unit of work without who and why.

    Raises:
        WriteReasonMissing: ``by`` or ``why`` is empty.
        ResidentNumberRefused: one of them looks like a resident registration number.
    """
    if not by.strip() or not why.strip():
        raise WriteReasonMissing()
    _check_texts("Unit", {"by": by, "why": why})


def check_note(note: LogNote) -> None:
    """Refuse a log entry that holds what no store keeps.

    Raises:
        WriteReasonMissing: it does not say who and for what purpose.
        ResidentNumberRefused: a text looks like a resident registration number.
    """
    if not note.by.strip() or not note.purpose.strip():
        raise WriteReasonMissing()
    texts = {name: getattr(note, name) for name in ("by", "purpose", "recipient", "what", "place")}
    _check_texts("LogNote", texts | {f"subjects {i}": text for i, text in enumerate(note.subjects)})


def _check_texts(record: str, texts: dict[str, str]) -> None:
    for field, text in texts.items():
        _check_storable(text, record, field)
        if holds_resident_number(text):
            raise ResidentNumberRefused(record, field)


def people_in(kind: type[Record], row: Sequence[Primitive]) -> Iterator[str]:
    """Ids of the people that a record's column values are about: itself, or those it refers to."""
    for i in _plan(kind).people:
        if (found := row[i]) is not None and type_of(str(found)) is Person:
            yield str(found)
