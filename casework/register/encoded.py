"""Records from the plain values that faces send: column names to texts, numbers, yes or no, lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING
from dataclasses import fields as dataclass_fields
from datetime import time
from typing import Any

from graph.errors import RecordInvalid
from graph.records.needs import Ask
from graph.records.registry import Record
from graph.records.values import Slots
from graph.store import Primitive
from graph.stores.codec import codec, decode, encode
from graph.stores.columns import Column, Content, compact, field_plans

RESERVED = frozenset({"id", "dong"})
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_REQUIRED = ("꼭 필요한 값입니다.", "This is required.")

_EXPECTED: Mapping[Content, tuple[str, str]] = {
    Content.TEXT: ("글자로 적으십시오.", "Give text."),
    Content.CODE: ("목록에 있는 코드를 적으십시오.", "Give a code of its vocabulary."),
    Content.DATE: ("날짜는 2026-11-22처럼 적으십시오.", "Write the day like 2026-11-22."),
    Content.MOMENT: (
        "시각은 2026-11-22T09:00:00+09:00처럼 적으십시오.",
        "Write the moment like 2026-11-22T09:00:00+09:00.",
    ),
    Content.NUMBER: ("숫자로 적으십시오.", "Give a number."),
    Content.FLAG: ("true 또는 false로 적으십시오.", "Give true or false."),
    Content.JSON: ("목록으로 적으십시오.", "Give a list."),
    Content.SLOTS: (
        '["mon", "11:30", "13:00"] 꼴의 목록으로 적으십시오.',
        'Give a list of spans like ["mon", "11:30", "13:00"].',
    ),
    Content.PRESENCE: ("하위 칸을 적으십시오.", "Give its parts instead."),
}


def record_from(
    kind: type[Record], record_id: str, dong: str, fields: Mapping[str, object], base: Record | None
) -> Record:
    """A record of the given values over those of ``base``; a place's parts are named ``place.address``.

    Weekly slots are spans; an ask rounds them outward, everything else inward.

    Raises:
        RecordInvalid: a name is no field of the type, or a value does not fit.
    """
    columns = {column.name: column for column in codec(kind).columns}
    values: dict[str, Primitive] = {} if base is None else encode(base)
    for name, value in fields.items():
        if name in RESERVED or name not in columns:
            # An unknown name may hold anything that somebody typed, so it is not repeated.
            ko = "그런 칸은 없거나 직접 바꿀 수 없습니다."
            en = "There is no such field, or it is not set directly."
            raise RecordInvalid(kind.__name__, name if name in columns else "?", ko, en)
        values[name] = _primitive(kind, columns[name], value)
    values.update(id=record_id, dong=dong)
    _complete_nested(kind, values, columns)
    for name, column in columns.items():
        if column.required and values.get(name) is None:
            raise RecordInvalid(kind.__name__, name, *_REQUIRED)
    return decode(kind, values)


def slots_of(spans: object, *, outward: bool) -> Slots:
    """Weekly slots from spans of weekday, start and end.

    Raises:
        ValueError: a span is not of that form.
    """
    if not isinstance(spans, list | tuple):
        raise ValueError("a list of spans is needed")
    slots = Slots()
    for span in spans:
        if not isinstance(span, list | tuple) or len(span) != 3:
            raise ValueError("a span has a weekday, a start and an end")
        weekday, start, end = map(str, span)
        slots |= Slots.between(
            WEEKDAYS.index(weekday), time.fromisoformat(start), time.fromisoformat(end), outward=outward
        )
    return slots


def _primitive(kind: type[Record], column: Column, value: object) -> Primitive:
    if value is None:
        if column.nullable:
            return None
    else:
        try:
            return _encoded(kind, column, value)
        except (KeyError, ValueError, TypeError):
            pass
    ko, en = _EXPECTED[column.coding.content]
    raise RecordInvalid(kind.__name__, column.name, ko, en)


def _encoded(kind: type[Record], column: Column, value: Any) -> Primitive:
    """The value as its column holds it; ValueError, KeyError or TypeError where it is of another kind."""
    coding = column.coding
    match coding.content:
        case Content.NUMBER:
            whole = coding.storage == "INTEGER"
            if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
                raise TypeError
            return int(value) if whole else float(value)
        case Content.FLAG:
            if not isinstance(value, bool):
                raise TypeError
            return int(value)
        case Content.SLOTS:
            return slots_of(value, outward=kind is Ask).hex()
        case Content.JSON:
            if not isinstance(value, list) or not all(isinstance(item, str | dict) for item in value):
                raise TypeError
            plain: Primitive = compact(value)
        case Content.PRESENCE:
            raise TypeError
        case _:
            if not isinstance(value, str):
                raise TypeError
            plain = value
    if coding.decode is not None:
        again = coding.decode(plain)
        return plain if coding.encode is None else coding.encode(again)
    return plain


def _complete_nested(kind: type[Record], values: dict[str, Primitive], columns: Mapping[str, Column]) -> None:
    """A nested value is there as soon as one of its parts is, with the defaults of the others."""
    for plan in field_plans(kind):
        if plan.nested is None:
            continue
        parts = {f"{plan.name}.{part.name}": part for part in dataclass_fields(plan.nested)}
        there = any(values.get(name) is not None for name in parts)
        for name, part in parts.items():
            if not there:
                values[name] = None
            elif values.get(name) is None:
                if part.default is MISSING:
                    raise RecordInvalid(kind.__name__, name, *_REQUIRED)
                values[name] = columns[name].default
        if plan.name in columns:
            values[plan.name] = 1 if there else None
