"""Records as flat columns and as JSON, both ways, derived from the records' own fields."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
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
        self._coded = tuple(
            (at, encode)
            for at, plan in enumerate(self._plans)
            if plan.nested is None and (encode := plan.columns[0].coding.encode) is not None
        )
        # From the last: a nested value takes the room of its parts, which moves what is behind it.
        self._nested = tuple(
            (at, _parts_encoder(plan))
            for at, plan in reversed(list(enumerate(self._plans)))
            if plan.nested is not None
        )
        self._steps = tuple(_steps(self._plans))
        self._written = tuple((c.name, i) for i, c in enumerate(self.columns))
        self._keys = tuple(f"{compact(c.name)}:" for c in self.columns)
        self._defaults = tuple(c.default for c in self.columns)
        self._nulls_told = tuple(default is not None for default in self._defaults)

    def encode(self, record: R) -> tuple[Primitive, ...]:
        """The values of all columns, in order.

        Raises:
            RecordInvalid: a moment has no time zone.
        """
        row: list[Any] = list(self._fields(record))
        at = 0
        try:
            for at, encode in self._coded:
                value = row[at]
                if value is not None:
                    row[at] = encode(value)
            for at, encode_parts in self._nested:
                row[at : at + 1] = encode_parts(row[at])
        except (AttributeError, TypeError, ValueError) as error:
            raise RecordInvalid(
                self.kind.__name__,
                self._plans[at].columns[0].name,
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
        parts = [
            key + encode_basestring(value) if type(value) is str else key + _plain_json(value)
            for value, key, null_is_told in zip(row, self._keys, self._nulls_told, strict=False)
            if value is not None or null_is_told
        ]
        return f"{{{','.join(parts)}}}"

    def decode_json(self, body: str) -> tuple[Primitive, ...]:
        """The row that ``encode_json`` wrote, also before a field with a default was added."""
        held: dict[str, Primitive] = json.loads(body)
        return self.row_of(held)

    def row_of(self, held: Mapping[str, Primitive]) -> tuple[Primitive, ...]:
        """The row of column values by name; a missing one takes its field's default."""
        return tuple(held.get(name, self._defaults[i]) for name, i in self._written)


def _plain_json(value: Primitive) -> str:
    return compact(value) if value is None or type(value) is bool else repr(value)


def _parts_encoder(plan: FieldPlan) -> Callable[[Any], tuple[Primitive, ...]]:
    """From a nested value to the columns of its parts; those of no value are all NULL."""
    # One part more than there are: it makes room for the mark of a value that is there.
    take = attrgetter(*plan.parts, *plan.parts[:1])
    encoders = tuple((i, c.coding.encode) for i, c in enumerate(plan.columns) if c.coding.encode is not None)
    present = (1,) * (len(plan.columns) - len(plan.parts))
    nothing = (None,) * len(plan.columns)

    def encode_parts(value: Any) -> tuple[Primitive, ...]:
        if value is None:
            return nothing
        row = list(take(value))
        for i, encode in encoders:
            if row[i] is not None:
                row[i] = encode(row[i])
        row[-1:] = present
        return tuple(row)

    return encode_parts


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
