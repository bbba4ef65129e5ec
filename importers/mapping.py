"""A mapping: how the columns of one kind of sheet become fields of records. Written in TOML, closed.

A field is given by the column it is read from (``name = "시설명 열"``) or by a table with more to say.
Columns are named once under ``[columns]`` with every header they occur under.
"""

import re
import tomllib
from difflib import get_close_matches
from importlib import resources

from pydantic import ValidationError

from graph.records.fields import field_specs
from importers.errors import MappingInvalid
from importers.fitting import refuse_unfit
from importers.rules import DongRule, FieldRule, Mapping, PlaceRule, RecordRule

__all__ = [
    "DongRule",
    "FieldRule",
    "Mapping",
    "PlaceRule",
    "RecordRule",
    "load_mapping",
    "read_mapping",
    "ready_made",
]

MAX_TEXT = 100_000
IMPORTABLE = ("Person", "Household", "Organisation", "Resource", "Need", "Ask", "Tie", "Area")
"""What a file may bring: never staff, consents, refusals, linkages or the imports themselves."""


def read_mapping(text: str, name: str) -> Mapping:
    """A mapping from TOML.

    Raises:
        MappingInvalid: not TOML, an unknown key (with the nearest known ones), a column or field that
            does not exist.
    """
    if len(text) > MAX_TEXT:
        raise MappingInvalid(
            name,
            "TOML",
            f"{MAX_TEXT:,}자보다 깁니다. 쓰지 않는 항목을 지우십시오.",
            f"It is longer than {MAX_TEXT:,} characters. Remove what is not used.",
        )
    try:
        mapping = Mapping.model_validate(tomllib.loads(text))
    except ValidationError as problem:
        raise _first_problem(problem, name) from problem
    except (ValueError, RecursionError) as problem:
        line = re.search(r"\(at (line \d+, column \d+|end of document)\)", str(problem))
        raise MappingInvalid(
            name,
            "TOML",
            f"TOML 문법에 맞지 않습니다({line[1] if line else '위치 모름'}). 그곳을 고치십시오.",
            f"It is not TOML ({line[1] if line else 'somewhere'}). Correct it there.",
        ) from problem
    _check_columns(mapping)
    _check_fields(mapping)
    refuse_unfit(mapping)
    return mapping


def ready_made() -> tuple[str, ...]:
    """The names of the mappings that come along, in order."""
    folder = resources.files("importers.mappings")
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


def load_mapping(name: str) -> Mapping:
    """A mapping that comes along.

    Raises:
        MappingInvalid: there is none of that name.
    """
    if name not in ready_made():
        near = ", ".join(get_close_matches(name, ready_made(), n=3, cutoff=0.3) or ready_made())
        raise MappingInvalid(
            name,
            "name",
            f"그런 대응표가 없습니다. 있는 것: {near}.",
            f"There is no such mapping; there are: {near}.",
        )
    text = (resources.files("importers.mappings") / f"{name}.toml").read_text(encoding="utf-8")
    return read_mapping(text, name)


def _first_problem(problem: ValidationError, name: str) -> MappingInvalid:
    problems = problem.errors(include_url=False, include_input=False)
    first = next((one for one in problems if one["type"] == "extra_forbidden"), problems[0])
    where = ".".join(str(part) for part in first["loc"]) or "mapping"
    if first["type"] == "extra_forbidden":
        tables = (Mapping, RecordRule, FieldRule, PlaceRule, DongRule)
        known = {field for table in tables for field in table.model_fields}
        near = ", ".join(get_close_matches(str(first["loc"][-1]), sorted(known), n=3, cutoff=0.5))
        ko = "모르는 항목입니다." + (f" 혹시 {near}입니까?" if near else " 지우십시오.")
        en = "It is not known." + (f" Did you mean {near}?" if near else " Remove it.")
        return MappingInvalid(name, where, ko, en)
    return MappingInvalid(name, where, f"값을 확인하십시오({first['msg']}).", f"{first['msg']}.")


def _check_columns(mapping: Mapping) -> None:
    """Every column that a rule names stands under ``[columns]``."""
    used: list[tuple[str, str]] = [("required", name) for name in mapping.required]
    used += [("group", name) for name in (*mapping.group, *mapping.gather, *mapping.skip_where_blank)]
    used += [("dong", name) for name in (mapping.dong.code, mapping.dong.name, mapping.dong.sigungu) if name]
    if mapping.place:
        place = mapping.place
        singles = (place.detail, place.tong, place.latitude, place.longitude)
        used += [("place", name) for name in (*place.addresses, *singles) if name]
    for rule in mapping.records:
        used += [
            (f"records.{rule.part}", name) for name in (*rule.key, *rule.when, rule.id, rule.version) if name
        ]
        for field, source in rule.fields.items():
            used += [(f"records.{rule.part}.fields.{field}", name) for name in source.columns]
    for where, name in used:
        if name not in mapping.columns:
            near = ", ".join(get_close_matches(name, mapping.columns, n=3, cutoff=0.5))
            raise MappingInvalid(
                mapping.name,
                where,
                f"[columns]에 '{name}' 열이 없습니다." + (f" 혹시 {near}입니까?" if near else ""),
                f"[columns] has no '{name}'." + (f" Did you mean {near}?" if near else ""),
            )


def _check_fields(mapping: Mapping) -> None:
    """Every record type, field and part that a rule names exists."""
    parts = [rule.part for rule in mapping.records]
    for rule in mapping.records:
        if rule.type not in IMPORTABLE:
            near = ", ".join(get_close_matches(rule.type, IMPORTABLE, n=3, cutoff=0.4) or IMPORTABLE)
            raise MappingInvalid(
                mapping.name,
                rule.type,
                f"파일로 가져올 수 있는 기록 종류가 아닙니다. {near}",
                f"It is no record type that a file may bring. {near}",
            )
        known = field_specs(rule.kind)
        for field, source in rule.fields.items():
            outer = field.partition(".")[0]
            if outer not in known:
                near = ", ".join(get_close_matches(outer, known, n=3, cutoff=0.5))
                raise MappingInvalid(
                    mapping.name,
                    f"records.{rule.part}.fields.{field}",
                    f"{rule.type} 기록에 그런 항목이 없습니다. {near}",
                    f"A {rule.type} has no such field. {near}",
                )
            if source.record is not None and source.record not in parts[: parts.index(rule.part)]:
                raise MappingInvalid(
                    mapping.name,
                    f"records.{rule.part}.fields.{field}",
                    "앞에 나온 part의 이름을 적으십시오.",
                    "Name a part that stands before it.",
                )
