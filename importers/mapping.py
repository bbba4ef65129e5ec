"""A mapping: how the columns of one kind of sheet become fields of records. Written in TOML, closed.

A field is given by the column it is read from (``name = "시설명 열"``) or by a table with more to say.
Columns are named once under ``[columns]`` with every header they occur under.
"""

import tomllib
from difflib import get_close_matches
from importlib import resources
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from graph.records.fields import field_specs
from graph.records.registry import RECORD_TYPES, Record
from importers.errors import MappingInvalid

Crs = Literal["WGS84", "EPSG:5174", "EPSG:5179", "EPSG:5181", "EPSG:5186", "EPSG:5187"]
Reader = Literal[
    "auto",
    "text",
    "lines",
    "last_word",
    "phone",
    "weekly",
    "schedule",
    "term_hours",
    "place",
    "codes",
    "geometry",
    "reference",
    "benefit",
]


RecordType: TypeAlias = type[Record]


class Closed(BaseModel):
    """A table of a mapping; keys it does not know are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldRule(Closed):
    """Where one field's value comes from.

    ``read`` names the reader; ``auto`` follows the field's type. ``join`` puts several columns together,
    ``template`` writes text around them. ``only_new`` fills a field of new records and leaves known ones.
    ``lenient`` makes an unreadable cell unknown where the mapping is strict.
    """

    columns: tuple[str, ...] = ()
    read: Reader = "auto"
    constant: str | int | bool | None = None
    record: str | None = None
    join: str | None = None
    template: str | None = None
    days: str | None = None
    outward: bool = False
    lenient: bool = False
    only_new: bool = False

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: Any) -> Any:
        """A bare text is a column; ``column`` is a list of one."""
        if isinstance(given, str):
            return {"columns": [given]}
        if isinstance(given, dict) and "column" in given:
            given = dict(given)
            given["columns"] = [given.pop("column")]
        return given

    @field_validator("template")
    @classmethod
    def _plain_gaps(cls, template: str | None) -> str | None:
        """A template has plain gaps: what stands in braces would be looked up in the value."""
        if template is not None and set("{}") & set(template.replace("{}", "")):
            raise ValueError("a template has gaps written {} and no other braces")
        return template


class RecordRule(Closed):
    """One record that a row makes.

    ``id`` is the column of ids in the team's own sheets, ``version`` that of the version exported.
    ``key`` tells rows apart. ``shared`` rows may describe the same record again (a household's members).
    ``match`` finds a known record by fields where no row stands behind it yet.
    """

    type: str
    part: str
    key: tuple[str, ...]
    id: str | None = None
    version: str | None = None
    shared: bool = False
    match: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    fields: dict[str, FieldRule]

    @property
    def kind(self) -> RecordType:
        """The record type."""
        return RECORD_TYPES[self.type]


class PlaceRule(Closed):
    """Columns of a place; the coordinate system is named, never guessed."""

    addresses: tuple[str, ...] = ()
    detail: str | None = None
    tong: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    crs: Crs | None = None

    @model_validator(mode="after")
    def _named_system(self) -> "PlaceRule":
        """Coordinates come in pairs and in a named system."""
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude go together")
        if (self.latitude is not None) != (self.crs is not None):
            raise ValueError("coordinates need crs, and crs needs coordinates")
        return self


class DongRule(Closed):
    """What tells the dong of a row, best first: its code, its name, the point, the address.

    ``sido`` and ``sigungu`` complete addresses that leave them out. ``team`` puts rows that name no dong
    under the team's own.
    """

    code: str | None = None
    name: str | None = None
    sido: str | None = None
    sigungu: str | None = None
    team: bool = False


class Mapping(Closed):
    """A whole mapping. ``strict`` refuses a row for an unreadable cell; otherwise the field is unknown."""

    name: str
    ko: str
    en: str
    source: str = ""
    strict: bool = False
    group: tuple[str, ...] = ()
    gather: tuple[str, ...] = ()
    skip_where_blank: tuple[str, ...] = ()
    required: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    dong: DongRule = DongRule()
    place: PlaceRule | None = None
    records: tuple[RecordRule, ...] = Field(min_length=1)

    def required_headers(self) -> list[frozenset[str]]:
        """For each required column, the headers that name it."""
        return [frozenset(self.columns[name]) for name in self.required]


def read_mapping(text: str, name: str) -> Mapping:
    """A mapping from TOML.

    Raises:
        MappingInvalid: not TOML, an unknown key (with the nearest known ones), a column or field that
            does not exist.
    """
    try:
        mapping = Mapping.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise MappingInvalid(
            name, "TOML", "TOML 문법에 맞지 않습니다. 표시된 줄을 고치십시오.", f"It is not TOML: {problem}"
        ) from problem
    except ValidationError as problem:
        raise _first_problem(problem, name) from problem
    _check_columns(mapping)
    _check_fields(mapping)
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
        if rule.type not in RECORD_TYPES:
            near = ", ".join(get_close_matches(rule.type, RECORD_TYPES, n=3, cutoff=0.4))
            raise MappingInvalid(
                mapping.name,
                rule.type,
                f"그런 기록 종류가 없습니다. {near}",
                f"There is no such record type. {near}",
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
