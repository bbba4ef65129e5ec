"""Whether the rules of a mapping fit the records: every field gets what it can hold, before a row is read."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, NoReturn, get_args, get_origin

from graph.records.fields import field_specs
from graph.records.registry import references
from graph.records.values import Amount, Place, Slots
from graph.words.word import Word
from importers.errors import MappingInvalid
from importers.readers import field_type, needed_fields, reader_for
from importers.rules import FieldRule, Mapping, RecordRule

_TYPES: dict[str, Any] = {
    "text": str,
    "lines": str,
    "last_word": str,
    "phone": str,
    "geometry": str,
    "benefit": str,
    "weekly": Slots,
    "schedule": Slots,
    "term_hours": Slots,
    "codes": frozenset[str],
}


def refuse_unfit(mapping: Mapping) -> None:
    """Pass a mapping whose rules can be followed on any sheet.

    Raises:
        MappingInvalid: a rule gives a field what it cannot hold, or leaves one out that must be given.
    """
    parts: dict[str, RecordRule] = {}
    for rule in mapping.records:
        if rule.part in parts:
            _refuse(mapping, rule.part, "part 이름이 두 번 나옵니다.", "Its name occurs twice.")
        parts[rule.part] = rule
        strange = [name for name in rule.match if name not in field_specs(rule.kind)]
        if strange or (rule.match and len(rule.match) != len(rule.key)):
            _refuse(
                mapping,
                f"records.{rule.part}.match",
                "key와 같은 수의 항목 이름을 적으십시오.",
                "Give as many fields as key has columns.",
            )
        for path, source in rule.fields.items():
            reason = _unfit(mapping, rule, path, source, parts)
            if reason is not None:
                _refuse(mapping, f"records.{rule.part}.fields.{path}", *reason)
        for name in needed_fields(rule.kind):
            if name not in rule.fields:
                _refuse(
                    mapping,
                    f"records.{rule.part}.fields.{name}",
                    "이 기록에 반드시 있어야 하는 항목입니다. 읽을 열을 적으십시오.",
                    "A record cannot be without it. Say which column it is read from.",
                )


def _refuse(mapping: Mapping, where: str, ko: str, en: str) -> NoReturn:
    raise MappingInvalid(mapping.name, where, ko, en)


Reason = tuple[str, str]
_NO_FIELD = ("그런 항목이 없거나 파일로 줄 수 없습니다.", "There is no such field, or a file cannot give it.")
_NO_READER = ("이 항목에 맞지 않는 읽기(read)입니다.", "This way of reading does not fit the field.")
_CONSTANT = ("이 항목에 들어갈 수 없는 값입니다.", "The field cannot hold this value.")
_COUNT = ("읽는 열의 수가 맞지 않습니다.", "The number of columns is not right.")
_PART = ("이 항목은 그 기록을 가리키지 않습니다.", "The field does not refer to such a record.")


def _unfit(
    mapping: Mapping, rule: RecordRule, path: str, source: FieldRule, parts: dict[str, RecordRule]
) -> Reason | None:
    hint = _type_at(rule, path)
    if hint is None or path == "id":
        return _NO_FIELD
    if source.record is not None:
        allowed = references(rule.kind).get(path, ())
        return None if parts[source.record].type in allowed else _PART
    if source.constant is not None:
        return None if _holds(hint, source.constant) else _CONSTANT
    if source.read == "place":
        return None if hint is Place and mapping.place is not None else _NO_READER
    if source.read == "reference":
        fits = references(rule.kind).get(path) and "." not in path
        return _NO_READER if not fits else None if len(source.columns) == 1 else _COUNT
    return _misread(rule, path, source, hint)


def _misread(rule: RecordRule, path: str, source: FieldRule, hint: Any) -> Reason | None:
    as_text = source.read == "auto" and (source.join is not None or source.template is not None)
    wanted = str if as_text else _TYPES.get(source.read)
    if wanted is not None and hint != wanted:
        return _NO_READER
    try:
        reader_for(rule.kind, path, source)
    except TypeError:
        return _NO_READER
    gaps = 1 if source.template is None else source.template.count("{}")
    if gaps == 0 or (gaps > 1 and gaps != len(source.columns)):
        return _COUNT
    if source.read == "weekly":
        return None if len(source.columns) == (1 if source.days is not None else 2) else _COUNT
    exactly = 7 if source.read == "term_hours" else 2 if hint is Amount else None
    fits = len(source.columns) == exactly if exactly else bool(source.columns)
    return None if fits else _COUNT


def _type_at(rule: RecordRule, path: str) -> Any:
    """The type of a field or of a part of one (``eligibility.sex``); None where there is none."""
    outer, dot, inner = path.partition(".")
    if outer not in field_specs(rule.kind):
        return None
    hint = field_type(rule.kind, outer)
    if not dot:
        return hint
    if not is_dataclass(hint) or inner not in {field.name for field in fields(hint)}:
        return None
    return field_type(rule.kind, path)


def _holds(hint: Any, constant: str | int | bool) -> bool:
    if isinstance(hint, type) and issubclass(hint, Word):
        return constant in {word.value for word in hint}
    if get_origin(hint) is not None or get_args(hint):
        return False
    return type(constant) is hint or (hint is float and type(constant) is int)
