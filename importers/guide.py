"""Empty sheets for a team that begins, with a second page that says how each column is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from graph.records.registry import Record
from graph.records.values import Amount, Slots
from graph.words.kinds import Period
from graph.words.need_areas import need_words
from graph.words.service_types import service_types
from graph.words.word import Language, Word
from importers.mapping import Mapping as SheetMapping
from importers.readers import REQUIRED, blank_value, field_type
from importers.vocabularies import write_need, write_service_type


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGuide:
    """How one column of a sheet is written; ``words`` are all that its cells may say, where that is fixed."""

    column: str
    required: bool
    hint_ko: str
    hint_en: str
    words: tuple[str, ...] = ()

    def hint(self, language: Language) -> str:
        """The hint in a language."""
        return self.hint_ko if language == "ko" else self.hint_en


_FREE = ("자유롭게 적음", "Free text")
_BY_NAME = {
    "household": ("같은 가구는 같은 표시. 예: 1", "The same mark for one household, e.g. 1"),
    "dong_code": ("비우면 우리 동", "Our dong where empty"),
    "dong": ("비우면 우리 동", "Our dong where empty"),
    "address": ("도로명주소. 예: ○○로 12", "Road address"),
    "tong": ("통 번호. 예: 7", "Number of the tong, e.g. 7"),
    "latitude": ("모르면 비워 둠. 예: 37.5385", "Empty where not known, e.g. 37.5385"),
    "longitude": ("모르면 비워 둠. 예: 127.0823", "Empty where not known, e.g. 127.0823"),
}
_OURS = ("비워 둠(내려받은 대장에만 있음)", "Leave empty; only in a sheet that was taken out")
_REFERENCE = ("대장에 있는 이름이나 번호", "A name or id that the sheets hold")
_BY_TYPE: dict[Any, tuple[str, str]] = {
    bool: ("예 또는 아니요", "예 (yes) or 아니요 (no)"),
    int: ("숫자", "A number"),
    float: ("숫자", "A number"),
    date: ("날짜. 예: 2026-11-30", "A day, e.g. 2026-11-30"),
    Amount: ("숫자와 기간 단위", "A number, and its period"),
    Slots: ("요일과 시간. 예: 월·수·금 11:00-13:00", "Weekdays and hours, e.g. 월·수·금 11:00-13:00"),
}
_ONE_OF = ("다음 가운데 하나", "One of these")
_SOME_OF = ("다음 가운데 하나 이상, +로 이음", "One or more of these, joined by +")


def guides(mapping: SheetMapping) -> tuple[ColumnGuide, ...]:
    """How to write each column of one of the team's own sheets, in the order of the sheet."""
    by_column: dict[str, ColumnGuide] = {}
    for rule in mapping.records:
        for name in filter(None, (rule.id, rule.version)):
            by_column[name] = _guide(mapping, name, _OURS, (), False)
    for rule in mapping.records:
        for path, source in rule.fields.items():
            for at, name in enumerate(source.columns):
                if name not in by_column:
                    hint, words = _said(rule.kind, path, source.read, at)
                    # A part that a row may leave out demands nothing of the row.
                    required = not rule.when and (
                        name in rule.key[:1]
                        or (at == 0 and blank_value(rule.kind, path) is REQUIRED)
                        or (source.read == "reference" and name in rule.key)
                    )
                    by_column[name] = _guide(mapping, name, hint, words, required)
    return tuple(by_column.get(name) or _guide(mapping, name, _FREE, (), False) for name in mapping.columns)


def _guide(
    mapping: SheetMapping, name: str, hint: tuple[str, str], words: tuple[str, ...], required: bool
) -> ColumnGuide:
    ko, en = _BY_NAME.get(name, hint)
    return ColumnGuide(
        column=mapping.columns[name][0], required=required, hint_ko=ko, hint_en=en, words=words
    )


def _said(kind: type[Record], path: str, read: str, at: int) -> tuple[tuple[str, str], tuple[str, ...]]:
    hint = field_type(kind, path)
    if read == "reference":
        return _REFERENCE, ()
    if path == "service_type":
        return _ONE_OF, tuple(write_service_type(code) for code in service_types())
    if path == "item":
        return _ONE_OF, tuple(write_need(code) for code in need_words())
    if hint is Amount and at == 1:
        return _ONE_OF, tuple(period.ko for period in Period)
    if isinstance(hint, type) and issubclass(hint, Word):
        return _ONE_OF, tuple(word.ko for word in hint)
    for inner in _words_within(hint):
        return _SOME_OF, tuple(word.ko for word in inner)
    return _BY_TYPE.get(hint, _FREE), ()


def _words_within(hint: Any) -> Iterator[type[Word]]:
    return (inner for inner in get_args(hint) if isinstance(inner, type) and issubclass(inner, Word))
