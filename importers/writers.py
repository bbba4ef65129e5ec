"""From values to the cells of the team's own sheets: the spelling that the readers read back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from graph.records.registry import Record
from graph.records.values import Amount, Place, Qualification, Slots
from graph.words.giving import Requirement
from graph.words.word import Word
from importers.mapping import FieldRule, PlaceRule
from importers.readers import field_type
from importers.reading.weekly import write_schedule
from importers.vocabularies import write_need, write_service_type

_LIST = "+"
_YES, _NO = "예", "아니요"


def owned_columns(rule: FieldRule) -> tuple[str, ...]:
    """The columns that a field writes; a text with a column to fall back on writes the first."""
    return rule.columns if rule.read == "auto" else rule.columns[:1]


def write_field(kind: type[Record], path: str, rule: FieldRule, record: Record) -> tuple[str, ...]:
    """The cells of one field, one for each of its own columns."""
    value: Any = record
    for part in path.split("."):
        value = getattr(value, part, None)
    if isinstance(value, Amount):
        return _number(value.count), value.period.ko
    return (_cell(path, value, field_type(kind, path)), *[""] * (len(owned_columns(rule)) - 1))


def _cell(path: str, value: Any, hint: Any) -> str:
    if value is None:
        return ""
    if path == "service_type":
        return write_service_type(value)
    if path == "item":
        return write_need(value)
    if isinstance(value, Word):
        return value.ko
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Slots):
        return write_schedule(value)
    if isinstance(value, frozenset):
        return _LIST.join(item.ko if isinstance(item, Word) else item for item in sorted(value))
    if isinstance(value, tuple):
        return _LIST.join(map(_qualification, value))
    if isinstance(value, str):
        return value
    raise TypeError(f"no spelling of {hint}")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _qualification(held: Qualification) -> str:
    name = next((word.ko for word in Requirement if word.value == held.code), held.code)
    return name if held.valid_until is None else f"{name}({held.valid_until.isoformat()})"


def write_reference(record_id: str | None, names: Mapping[str, str]) -> str:
    """Whom a field refers to, by name where one is known, and by id: 김하나 (p-…)."""
    if record_id is None:
        return ""
    name = names.get(record_id)
    return f"{name} ({record_id})" if name else record_id


def write_place(rule: PlaceRule, place: Place | None) -> dict[str, str]:
    """The cells of a place by column."""
    cells: dict[str, str] = dict.fromkeys(rule.addresses, "")
    cells |= {name: "" for name in (rule.detail, rule.tong, rule.latitude, rule.longitude) if name}
    if place is None:
        return cells
    if rule.addresses:
        cells[rule.addresses[0]] = place.address or ""
    if rule.tong:
        cells[rule.tong] = place.tong or ""
    if rule.latitude and rule.longitude and place.point is not None:
        cells[rule.latitude], cells[rule.longitude] = (repr(degrees) for degrees in place.point)
    return cells
