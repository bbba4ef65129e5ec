"""How the fields of records become flat columns: names, storage, and both directions of encoding."""

import json
import types
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from graph.records.values import Slots
from graph.store import Primitive
from graph.words.word import Word

Storage = Literal["TEXT", "INTEGER", "REAL"]
Encode = Callable[[Any], Primitive]
Decode = Callable[[Any], Any]


class Content(Enum):
    """What a column's values mean."""

    TEXT = "text"
    JSON = "json"
    CODE = "code"
    DATE = "date"
    MOMENT = "moment"
    SLOTS = "slots"
    NUMBER = "number"
    FLAG = "flag"
    PRESENCE = "presence"


@dataclass(frozen=True, slots=True)
class Coding:
    """One field type as a column value; None on a side means that values pass unchanged."""

    content: Content
    storage: Storage
    encode: Encode | None = None
    decode: Decode | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``place.latitude`` for the latitude of the field ``place``.

    ``default`` is what a record written before the field existed holds; ``required`` has none.
    """

    name: str
    coding: Coding
    nullable: bool
    default: Primitive
    required: bool


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """A record's field and its columns; ``parts`` of a nested value, whose ``marker`` is never NULL."""

    name: str
    columns: tuple[Column, ...]
    nested: type[Any] | None = None
    parts: tuple[str, ...] = ()
    marker: int = 0


def field_plans(kind: type[Any]) -> tuple[FieldPlan, ...]:
    """The fields of a record type with their columns, in order."""
    return tuple(_plan(field, hint) for field, hint in _typed_fields(kind))


def _typed_fields(kind: type[Any]) -> Iterator[tuple[Field[Any], Any]]:
    hints = get_type_hints(kind)
    return ((field, hints[field.name]) for field in fields(kind))


def without_none(hint: Any) -> tuple[Any, bool]:
    """A type without ``| None``, and whether it had it."""
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (arg for arg in get_args(hint) if arg is not type(None))
        return inner, True
    return hint, False


def _plan(field: Field[Any], hint: Any) -> FieldPlan:
    inner, nullable = without_none(hint)
    if not _is_nested(inner):
        return FieldPlan(field.name, (_column(field.name, field, coding_of(inner), nullable),))
    columns: list[Column] = []
    marker = None
    for part, part_hint in _typed_fields(inner):
        part_type, part_nullable = without_none(part_hint)
        if marker is None and not part_nullable:
            marker = len(columns)
        columns.append(
            _column(f"{field.name}.{part.name}", part, coding_of(part_type), part_nullable or nullable)
        )
    if marker is None:
        # Nothing inside tells an empty value from none at all, so a column of its own does.
        marker = len(columns)
        columns.append(Column(field.name, _PRESENCE, nullable=True, default=None, required=False))
    parts = tuple(part.name for part in fields(inner))
    return FieldPlan(field.name, tuple(columns), inner, parts, marker)


def _column(name: str, field: Field[Any], coding: Coding, nullable: bool) -> Column:
    default = field.default_factory() if field.default_factory is not MISSING else field.default
    if default is MISSING:
        return Column(name, coding, nullable, None, required=not nullable)
    plain = default if default is None or coding.encode is None else coding.encode(default)
    return Column(name, coding, nullable, plain, required=False)


def _is_nested(hint: Any) -> bool:
    return isinstance(hint, type) and is_dataclass(hint) and hint is not Slots


def coding_of(hint: Any) -> Coding:
    """The coding of a field type.

    Raises:
        TypeError: records hold no such type; that is a bug in the record.
    """
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, Word):
        return _word_coding(hint)
    container, args = get_origin(hint), get_args(hint)
    if container is frozenset:
        return _json_coding(args[0], _sorted_set, frozenset)
    if container is tuple and len(args) == 2 and args[1] is Ellipsis:
        return _json_coding(args[0], list, tuple)
    raise TypeError(f"no column holds {hint}")


def _word_coding(word: type[Word]) -> Coding:
    members = {member.value: member for member in word}
    return Coding(Content.CODE, "TEXT", attrgetter("_value_"), members.__getitem__)


def _sorted_set(values: Any) -> list[Any]:
    return sorted(values, key=str)


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def compact(value: Any) -> str:
    """JSON text as it is stored."""
    return _JSON.encode(value)


def _json_coding(item: Any, order: Callable[[Any], list[Any]], build: Callable[[Any], Any]) -> Coding:
    to_plain, from_plain = _item_coding(item)

    is_text = item is str or (isinstance(item, type) and issubclass(item, Word))
    # Texts need no more of JSON than their quotes, at a fraction of the time.
    write = encode_basestring if is_text else compact

    def encode(values: Any) -> str:
        return f"[{','.join([write(to_plain(value)) for value in order(values)])}]" if values else "[]"

    def decode(text: str) -> Any:
        return build([from_plain(value) for value in json.loads(text)])

    return Coding(Content.JSON, "TEXT", encode, decode)


def _item_coding(item: Any) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """How one item of a set or tuple is written inside JSON."""
    if not _is_nested(item):
        coding = coding_of(item)
        return coding.encode or _same, coding.decode or _same
    inner = {field.name: _optional(coding_of(without_none(hint)[0])) for field, hint in _typed_fields(item)}

    def to_plain(value: Any) -> dict[str, Any]:
        return {name: encode(getattr(value, name)) for name, (encode, _) in inner.items()}

    def from_plain(plain: dict[str, Any]) -> Any:
        return item(**{name: inner[name][1](value) for name, value in plain.items() if name in inner})

    return to_plain, from_plain


def _optional(coding: Coding) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    encode, decode = coding.encode or _same, coding.decode or _same
    return (
        lambda value: None if value is None else encode(value),
        lambda plain: None if plain is None else decode(plain),
    )


def _same(value: Any) -> Any:
    return value


def encode_moment(moment: datetime) -> str:
    """A moment as UTC text that sorts by time.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


_PRESENCE = Coding(Content.PRESENCE, "INTEGER")
_PLAIN: dict[Any, Coding] = {
    str: Coding(Content.TEXT, "TEXT"),
    int: Coding(Content.NUMBER, "INTEGER"),
    float: Coding(Content.NUMBER, "REAL", float),
    bool: Coding(Content.FLAG, "INTEGER", int, bool),
    date: Coding(Content.DATE, "TEXT", date.isoformat, date.fromisoformat),
    datetime: Coding(Content.MOMENT, "TEXT", encode_moment, datetime.fromisoformat),
    Slots: Coding(Content.SLOTS, "TEXT", Slots.hex, Slots.from_hex),
}
