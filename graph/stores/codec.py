"""Records as flat columns and as JSON, both ways, derived from the records' own fields."""

import json
from collections.abc import Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from graph.errors import RecordInvalid
from graph.records.areas import Area
from graph.records.needs import Need
from graph.records.people import Organisation, Person, Staff
from graph.records.registry import Record, references
from graph.records.resources import Resource
from graph.store import Primitive
from graph.stores.columns import Column, Content, FieldPlan, compact, field_plans

R = TypeVar("R", bound=Record)

SEARCHED: Mapping[type[Record], tuple[str, ...]] = MappingProxyType(
    {
        Person: ("name", "known_as"),
        Staff: ("name",),
        Organisation: ("name", "operator", "place.address"),
        Resource: ("name", "eligibility_text"),
        Need: ("own_words",),
        Area: ("name", "sigungu", "sido", "legal_names"),
    }
)
"""Columns whose words a search finds."""

NAMED: Mapping[type[Record], tuple[str, ...]] = MappingProxyType(
    {
        Person: ("name", "known_as"),
        Staff: ("name",),
        Organisation: ("name",),
        Resource: ("name",),
        Area: ("name",),
    }
)
"""Columns that a search by 초성 finds; each is searched as well."""


class Codec(Generic[R]):
    """Encodes and decodes one record type; made once, by ``codec``."""

    def __init__(self, kind: type[R]) -> None:
        """Derive the columns from the fields."""
        self.kind = kind
        self._plans = field_plans(kind)
        self.columns: tuple[Column, ...] = tuple(c for plan in self._plans for c in plan.columns)
        self.names = tuple(column.name for column in self.columns)
        self.at = {name: i for i, name in enumerate(self.names)}
        self.references = references(kind)
        self.point = (
            (self.at["place.latitude"], self.at["place.longitude"]) if "place.latitude" in self.at else None
        )
        self.span = (
            (self.at["valid_from"], self.at["valid_to"])
            if {"valid_from", "valid_to"} <= self.at.keys()
            else None
        )
        self._fields = attrgetter(*(plan.name for plan in self._plans))
        self._encoders = tuple(_field_encoder(plan) for plan in self._plans)
        self._steps = tuple(_steps(self._plans))
        self._written = tuple((c.name, i) for i, c in enumerate(self.columns))
        self._keys = tuple(_json_key(column) for column in self.columns)
        self._defaults = tuple(c.default for c in self.columns)

    def encode(self, record: R) -> tuple[Primitive, ...]:
        """The values of all columns, in order.

        Raises:
            RecordInvalid: a moment has no time zone.
        """
        row: list[Primitive] = []
        add = row.append
        try:
            for value, encoder in zip(self._fields(record), self._encoders, strict=True):
                if type(encoder) is tuple:
                    _encode_parts(value, encoder, row)
                else:
                    add(None if value is None else encoder(value) if encoder else value)
        except (AttributeError, TypeError, ValueError) as error:
            name = next(c.name for c in self.columns[len(row) :])
            raise RecordInvalid(
                self.kind.__name__,
                name,
                "저장할 수 없는 값입니다. 시각에는 시간대가 있어야 합니다.",
                "The value cannot be stored. A moment needs its time zone.",
            ) from error
        return tuple(row)

    def decode(self, row: Sequence[Any]) -> R:
        """The record of a row of column values.

        Raises:
            RecordInvalid: the values make no valid record.
        """
        values: dict[str, Any] = {}
        name = ""
        try:
            for name, decode, at, nested in self._steps:
                if nested is None:
                    value = row[at]
                    values[name] = value if value is None or decode is None else decode(value)
                elif row[at] is None:
                    values[name] = None
                else:
                    values[name] = nested[0](
                        **{
                            part: row[i] if row[i] is None or read is None else read(row[i])
                            for part, read, i in nested[1]
                        }
                    )
            return self.kind(**values)
        except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise RecordInvalid(
                self.kind.__name__, name, "저장된 값을 읽을 수 없습니다.", "The stored value cannot be read."
            ) from error

    def encode_json(self, row: Sequence[Primitive]) -> str:
        """A row of column values as JSON; a NULL is left out where it is the default."""
        parts: list[str] = []
        add = parts.append
        for value, (key, missing) in zip(row, self._keys, strict=False):
            if value is None:
                if missing:
                    add(missing)
            elif type(value) is str:
                add(key + encode_basestring(value))
            else:
                add(key + (compact(value) if type(value) is bool else repr(value)))
        return f"{{{''.join(parts)[1:]}}}"

    def decode_json(self, body: str) -> tuple[Primitive, ...]:
        """The row that ``encode_json`` wrote, also before a field with a default was added."""
        held: dict[str, Primitive] = json.loads(body)
        return self.row_of(held)

    def row_of(self, held: Mapping[str, Primitive]) -> tuple[Primitive, ...]:
        """The row of column values by name; a missing one takes its field's default."""
        return tuple(held.get(name, self._defaults[i]) for name, i in self._written)


def _json_key(column: Column) -> tuple[str, str]:
    """What stands before a column's value in JSON, and what stands for NULL: nothing, where it is the default."""
    key = f",{compact(column.name)}:"
    return key, "" if column.default is None else f"{key}null"


def _field_encoder(plan: FieldPlan) -> Any:
    """A function, None for values that pass, or for a nested value its parts, their encoders, and width."""
    if plan.nested is None:
        return plan.columns[0].coding.encode
    return (plan.parts, tuple(c.coding.encode for c in plan.columns), len(plan.columns))


def _encode_parts(value: Any, encoder: Any, row: list[Primitive]) -> None:
    parts, encoders, width = encoder
    if value is None:
        row.extend([None] * width)
        return
    for part, encode in zip(parts, encoders, strict=False):
        inner = getattr(value, part)
        row.append(None if inner is None else encode(inner) if encode else inner)
    if width > len(parts):
        row.append(1)


def _steps(plans: Sequence[FieldPlan]) -> Iterator[tuple[str, Any, int, Any]]:
    """For each field its name, decoder, column, and for a nested value its type and parts."""
    at = 0
    for plan in plans:
        if plan.nested is None:
            yield plan.name, plan.columns[0].coding.decode, at, None
        else:
            parts = tuple(
                (part, column.coding.decode, at + i)
                for i, (part, column) in enumerate(zip(plan.parts, plan.columns, strict=False))
            )
            yield plan.name, None, at + plan.marker, (plan.nested, parts)
        at += len(plan.columns)


_MADE: dict[type[Any], Codec[Any]] = {}


def codec(kind: type[R]) -> Codec[R]:
    """The codec of a record type."""
    made = _MADE.get(kind)
    if made is None:
        made = _MADE[kind] = Codec(kind)
    return made


def column_names(kind: type[Record]) -> tuple[str, ...]:
    """The names of a record type's columns, in order."""
    return codec(kind).names


def encode(record: Record) -> dict[str, Primitive]:
    """A record's column values by name."""
    of_kind: Codec[Any] = codec(type(record))
    return dict(zip(of_kind.names, of_kind.encode(record), strict=True))


def decode(kind: type[R], values: Mapping[str, Primitive]) -> R:
    """The record of column values by name; a missing one takes its field's default.

    Raises:
        RecordInvalid: the values make no valid record.
    """
    of_kind = codec(kind)
    return of_kind.decode(of_kind.row_of(values))


def encode_json(record: Record) -> str:
    """A record as one line of JSON, for histories and exports."""
    of_kind: Codec[Any] = codec(type(record))
    return of_kind.encode_json(of_kind.encode(record))


def decode_json(kind: type[R], body: str) -> R:
    """The record of what ``encode_json`` wrote, also before a field with a default was added.

    Raises:
        RecordInvalid: the values make no valid record.
    """
    of_kind = codec(kind)
    return of_kind.decode(of_kind.decode_json(body))


def text_columns(kind: type[Record]) -> tuple[int, ...]:
    """Which columns hold words that somebody wrote: texts, and texts inside JSON."""
    return tuple(
        i for i, c in enumerate(codec(kind).columns) if c.coding.content in (Content.TEXT, Content.JSON)
    )
