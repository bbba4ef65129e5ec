"""Templates of circles: a need split into roles and weekly visits, as dated data (B58, B59)."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, time
from functools import cache
from importlib import resources
from typing import Any, TypeVar, cast

from graph.errors import WordUnknown
from graph.policy.policy import Band
from graph.records.values import Slots
from graph.words.giving import GivingRole
from graph.words.need_areas import need_word
from graph.words.service_types import service_type
from graph.words.word import Language
from matching.circle.words import Weekday
from matching.errors import MatchingError

T = TypeVar("T")
_DAYS = tuple(Weekday)


class TemplateMissing(MatchingError):
    """No template of this code is in force on the day."""

    KO = "{day}에 쓸 수 있는 모임 틀 '{code}'이(가) 없습니다. matching/circle/data에 파일을 두십시오."
    EN = "There is no circle template '{code}' on {day}. Put a file into matching/circle/data."


class TemplateUnreadable(MatchingError):
    """A template lacks a value, holds an unknown one, or one that contradicts another."""

    KO = "모임 틀 파일을 읽을 수 없습니다: {what} 값을 확인한 뒤 다시 여십시오."
    EN = "The circle template cannot be read: check {what}, and open it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Points for values up to bounds, beyond the last, and where the value is not known."""

    bands: tuple[Band, ...]
    beyond: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """What is asked of neighbours, in points: of a member once, by load; of each visit, by distance."""

    member: int
    introducer: int
    load: Scale
    distance: Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One part of the need: the codes that fill it, and the half-hours of which each visit takes one.

    ``comes`` says that it is done with the client; a cook whose food is delivered meets nobody.
    """

    role: GivingRole
    fills: tuple[str, ...]
    visits: tuple[Slots, ...]
    comes: bool = True

    @property
    def slots(self) -> Slots:
        """All half-hours in which one of its visits may fall."""
        found = Slots()
        for visit in self.visits:
            found |= visit
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPart:
    """What the client may do in the circle where they want to; ``covers`` is the role it makes a neighbour free of."""

    part: str
    ko: str
    en: str
    covers: GivingRole | None = None

    def label(self, language: Language) -> str:
        """The part as people of that language read it."""
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A need split into roles and weekly visits; ``version`` is the digest of its file.

    ``serves`` are the need items it answers; ``roles_each`` is how many roles one person may take.
    """

    code: str
    version: str
    valid_from: date
    ko: str
    en: str
    reference: str
    serves: tuple[str, ...]
    roles: tuple[Role, ...]
    client_parts: tuple[ClientPart, ...]
    most_members: int
    roles_each: int
    burden: Burden

    def label(self, language: Language) -> str:
        """The circle as people of that language call it."""
        return self.ko if language == "ko" else self.en

    def without(self, roles: Iterable[GivingRole]) -> Template:
        """The same with some roles taken care of otherwise."""
        gone = frozenset(roles)
        return replace(self, roles=tuple(one for one in self.roles if one.role not in gone))


def template_on(code: str, day: date) -> Template:
    """The template of a code in force on a day.

    Raises:
        TemplateMissing: there is none.
    """
    found = [one for one in _templates() if one.code == code and one.valid_from <= day]
    if not found:
        raise TemplateMissing(code=code, day=day.isoformat())
    return found[-1]


def templates_on(day: date) -> tuple[Template, ...]:
    """The templates in force on a day, in order of codes."""
    newest = {one.code: one for one in _templates() if one.valid_from <= day}
    return tuple(newest[code] for code in sorted(newest))


def read_template(code: str, content: bytes) -> Template:
    """A template from the bytes of its TOML file.

    Raises:
        TemplateUnreadable: a value is missing, unknown or contradicts another.
    """
    try:
        data = tomllib.loads(content.decode("utf-8"))
        return _template(code, data, hashlib.sha256(content).hexdigest()[:16])
    except (KeyError, TypeError, ValueError, WordUnknown) as error:
        raise TemplateUnreadable(what=str(error).strip("'\"")) from error


@cache
def _templates() -> tuple[Template, ...]:
    """All templates, older ones first; a file is named by its code, and by its first day where it has several."""
    files = [f for f in (resources.files("matching.circle") / "data").iterdir() if f.name.endswith(".toml")]
    read = [read_template(file.name.split(".")[0], file.read_bytes()) for file in files]
    return tuple(sorted(read, key=lambda one: (one.valid_from, one.code)))


def _template(code: str, data: dict[str, Any], version: str) -> Template:
    roles = tuple(map(_role, data.pop("roles")))
    found = _make(
        Template,
        data
        | {
            "code": code,
            "version": version,
            "serves": tuple(need_word(one).code for one in data["serves"]),
            "roles": roles,
            "client_parts": tuple(map(_part, data["client_parts"])),
            "burden": _burden(data["burden"]),
        },
    )
    named = [one.role for one in roles]
    covered = {part.covers for part in found.client_parts} - {None}
    for wrong, what in (
        (not named or len(set(named)) < len(named), "roles"),
        (not covered <= set(named), "client_parts.covers"),
        (found.most_members < 1, "most_members"),
        (found.roles_each < 1, "roles_each"),
        (min(found.burden.member, found.burden.introducer) < 1, "burden"),
    ):
        if wrong:
            raise ValueError(what)
    return found


def _role(row: dict[str, Any]) -> Role:
    start, end = row.pop("from"), row.pop("to")
    visits = tuple(_window(days, start, end) for days in row["visits"])
    fills = tuple(service_type(code).code for code in row["fills"])
    role = GivingRole(row["role"])
    if not visits or not fills or not all(map(len, visits)):
        raise ValueError(f"roles.{role.value}")
    return _make(Role, row | {"role": role, "fills": fills, "visits": visits})


def _window(days: Iterable[str], start: time, end: time) -> Slots:
    found = Slots()
    for day in days:
        found |= Slots.between(_DAYS.index(Weekday(day)), start, end, outward=False)
    return found


def _part(row: dict[str, Any]) -> ClientPart:
    return _make(ClientPart, row | ({"covers": GivingRole(row["covers"])} if "covers" in row else {}))


def _burden(row: dict[str, Any]) -> Burden:
    return _make(Burden, row | {name: _scale(row[name]) for name in ("load", "distance")})


def _scale(row: dict[str, Any]) -> Scale:
    bands = tuple(_make(Band, band) for band in row["bands"])
    bounds = [band.up_to for band in bands]
    if bounds != sorted(bounds) or min([row["beyond"], row["unknown"], *(b.points for b in bands)]) < 0:
        raise ValueError("burden.bands")
    return _make(Scale, row | {"bands": bands})


def _make(kind: type[T], values: dict[str, Any]) -> T:
    known = {one.name for one in fields(cast(Any, kind))}
    if strangers := sorted(set(values) - known):
        raise ValueError(strangers[0])
    return kind(**values)
