"""From the cells of one field to its value: one reader for each type a field has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from graph.records.registry import Record
from graph.records.values import Amount, Qualification, Slots
from graph.text.normalise import phone_display
from graph.text.resident_number import find_resident_number
from graph.words.kinds import Period
from graph.words.word import Word
from importers.boundaries import read_geometry
from importers.errors import CellRefused
from importers.reading.dates import read_day
from importers.reading.numbers import read_number, read_whole, read_yes_no
from importers.reading.term_hours import read_term_hours
from importers.reading.text import is_blank, lines, one_line
from importers.reading.weekly import read_schedule, read_weekly
from importers.reading.words import read_word, read_words, split_list
from importers.rules import FieldRule
from importers.vocabularies import read_benefit, read_need, read_qualification, read_service_type

UNREAD = object()
"""What a reader returns for a cell that says something it does not understand."""
REQUIRED = object()
"""What an empty cell means for a field that cannot be without a value."""
Cells = Sequence[str]
ReadCells = Callable[[Cells], Any]


@dataclass(frozen=True, slots=True)
class FieldReader:
    """Reads one field; ``interprets`` marks those that may not understand a cell and are counted."""

    read: ReadCells
    interprets: bool


def reader_for(kind: type[Record], path: str, rule: FieldRule) -> FieldReader:
    """The reader of a field by its rule, or by its type where the rule says ``auto``."""
    wanted = rule.read
    if wanted == "weekly":
        return FieldReader(_weekly(rule), True)
    if wanted == "schedule":
        return FieldReader(_one(lambda text: read_schedule(text, outward=rule.outward)), True)
    if wanted == "term_hours":
        return FieldReader(lambda cells: _or_unread(cells, read_term_hours(cells)), True)
    if wanted == "phone":
        return FieldReader(_phone, True)
    if wanted == "benefit":
        return FieldReader(_one(read_benefit), False)
    if wanted == "last_word":
        return FieldReader(_one(lambda text: one_line(text).rpartition(" ")[2]), False)
    if wanted == "lines":
        return FieldReader(_one(lines), False)
    if wanted == "geometry":
        return FieldReader(_one(read_geometry), False)
    if wanted == "codes":
        return FieldReader(lambda cells: frozenset(split_list(one_line(cells[0]))), False)
    if wanted == "text" or rule.join is not None or rule.template is not None:
        return FieldReader(_text(rule), False)
    return _by_type(field_type(kind, path), path, rule)


@cache
def field_type(kind: type[Any], path: str) -> Any:
    """The type of a field, without its ``None``; ``eligibility.age_from`` names a part."""
    outer, _, inner = path.partition(".")
    hint = get_type_hints(kind)[outer]
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (one for one in get_args(hint) if one is not NoneType)
    return field_type(hint, inner) if inner else hint


@cache
def blank_value(kind: type[Any], path: str) -> Any:
    """What an empty cell means for a field: None, its default, "" for a plain text, else REQUIRED."""
    outer = path.partition(".")[0]
    if path != outer:
        return None
    hint = get_type_hints(kind)[outer]
    if get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint):
        return None
    (field,) = (one for one in fields(kind) if one.name == outer)
    if field.default is not MISSING:
        return field.default
    return "" if hint is str and outer not in _NAMED_VOCABULARIES else REQUIRED


@cache
def needed_fields(kind: type[Any]) -> tuple[str, ...]:
    """The fields that a record cannot be made without, the id and the keeping dong aside."""
    return tuple(
        field.name
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING and field.name not in ("id", "dong")
    )


_NAMED_VOCABULARIES: dict[str, Callable[[str], str]] = {"service_type": read_service_type, "item": read_need}


def _by_type(hint: Any, path: str, rule: FieldRule) -> FieldReader:
    if path in _NAMED_VOCABULARIES:
        return FieldReader(_one(_NAMED_VOCABULARIES[path]), False)
    simple: dict[Any, tuple[Callable[[str], Any], bool]] = {
        str: (one_line, False),
        date: (read_day, True),
        int: (read_whole, True),
        float: (read_number, True),
        bool: (read_yes_no, True),
        Slots: (lambda text: read_schedule(text, outward=rule.outward), True),
    }
    if hint in simple:
        read, interprets = simple[hint]
        return FieldReader(_one(read), interprets)
    if hint is Amount:
        return FieldReader(_amount, True)
    if isinstance(hint, type) and issubclass(hint, Word):
        return FieldReader(_one(lambda text: read_word(text, hint)), False)
    inside = get_args(hint)
    if get_origin(hint) is frozenset and issubclass(inside[0], Word):
        return FieldReader(_one(lambda text: read_words(text, inside[0])), False)
    if get_origin(hint) is frozenset:
        return FieldReader(_one(lambda text: frozenset(split_list(one_line(text)))), False)
    if inside and inside[0] is Qualification:
        return FieldReader(_qualifications, False)
    raise TypeError(f"no reader for {path}")


def _one(read: Callable[[str], Any]) -> ReadCells:
    """A reader of the first cell that is not blank: all blank is None, not understood is UNREAD."""

    def read_cell(cells: Cells) -> Any:
        cell = cells[0]
        if is_blank(cell):
            cell = next((one for one in cells[1:] if not is_blank(one)), "")
            if not cell:
                return None
        value = read(cell)
        return UNREAD if value is None else value

    return read_cell


def _or_unread(cells: Cells, value: Any) -> Any:
    return value if value is not None or all(is_blank(cell) for cell in cells) else UNREAD


def _weekly(rule: FieldRule) -> ReadCells:
    def read(cells: Cells) -> Any:
        days, times = (rule.days, cells[0]) if rule.days is not None else (cells[0], cells[1])
        return _or_unread(cells, read_weekly(days, times, outward=rule.outward))

    return read


def _phone(cells: Cells) -> Any:
    """A telephone number as it is displayed; what is none stays as written, for a person to read."""
    text = one_line(cells[0])
    if is_blank(text):
        return None
    return phone_display(text) or text


def _text(rule: FieldRule) -> ReadCells:
    def read(cells: Cells) -> Any:
        found = [one_line(cell) for cell in cells if not is_blank(cell)]
        if not found:
            return None
        if rule.join is None and len(found) > 1:
            found = found[:1]
        if rule.template is not None and rule.template.count("{}") > 1:
            return whole(rule.template.format(*(one_line(cell) or "-" for cell in cells)))
        text = (rule.join or " ").join(dict.fromkeys(found))
        return whole(text if rule.template is None else rule.template.format(text))

    return read


def whole(text: str) -> str:
    """A text that was put together from several cells.

    Raises:
        CellRefused: together they make a resident number, which no cell was alone.
    """
    if find_resident_number(text) is not None:
        raise CellRefused(
            "주민등록번호로 보이는 값이 됩니다. 지우고 생년월일만 적으십시오.",
            "Together it makes what looks like a resident registration number. Remove it; a birth date is enough.",
        )
    return text


def _amount(cells: Cells) -> Any:
    if is_blank(cells[0]):
        return None
    count = read_number(cells[0])
    if count is None:
        return UNREAD
    if is_blank(cells[1]):
        raise CellRefused("수량의 기간(1회, 1주, 1개월 등)을 적으십시오.", "Give the period of the amount.")
    return Amount(count=count, period=read_word(cells[1], Period))


def _qualifications(cells: Cells) -> Any:
    return tuple(sorted(read_qualification(item) for item in split_list(one_line(cells[0]))))
