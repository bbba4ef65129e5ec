"""The closed list of what can be given, from a neighbour's side dish to a public benefit (B44 to B48)."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from graph.errors import WordUnknown
from graph.words.giving import GivingRole, GivingUnit, Requirement
from graph.words.kinds import ResourceKind, SupportKind
from graph.words.need_areas import area_of, need_word, sub_area_of
from graph.words.word import Language

TRAITS = frozenset({"bodily", "urgent", "home", "walk", "phone"})

EXACT, SUBSTITUTE, RELATED, NO_FIT = 3, 2, 1, 0
_FOOD_ROLES = frozenset(
    {GivingRole.COOK, GivingRole.DELIVER, GivingRole.GIVE, GivingRole.HOST, GivingRole.KEEP_COMPANY}
)
_BY_ITEM = frozenset({ResourceKind.GOODS, ResourceKind.PUBLIC_BENEFIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceType:
    """One thing that can be given, and what giving it asks for.

    ``serves`` are need codes, the chief one first; ``substitutes`` are types that truly serve in its place.
    ``bodily`` is care of the body, which no exchange may be a condition of (D25); ``urgent_ok`` may answer a
    need of the same day (D7); ``walkable`` says that reach on foot matters; ``remote`` can be done by phone.
    """

    code: str
    ko: str
    en: str
    kind: ResourceKind
    unit: GivingUnit
    role: GivingRole
    support: SupportKind
    requires: frozenset[Requirement]
    serves: tuple[str, ...]
    substitutes: tuple[str, ...]
    synonyms: tuple[str, ...]
    bodily: bool
    urgent_ok: bool
    needs_home_visit: bool
    walkable: bool
    remote: bool

    def label(self, language: Language) -> str:
        """The type as people of that language read it."""
        return self.ko if language == "ko" else self.en

    @property
    def safety_checks(self) -> frozenset[Requirement]:
        """The checks without which nobody may give it (D19)."""
        return frozenset(need for need in self.requires if need.is_safety_check)

    @property
    def is_food(self) -> bool:
        """Whether it is something to eat, for which allergies matter."""
        meals = any(code.endswith((".meals", ".food")) for code in self.serves)
        return meals and self.role in _FOOD_ROLES and self.unit is not GivingUnit.WON

    @property
    def area(self) -> str:
        """The code of the area of its chief need."""
        return area_of(self.serves[0]).code

    @property
    def sub_areas(self) -> frozenset[str]:
        """The codes of the sub-areas of the needs it serves."""
        return frozenset(sub.code for sub in map(sub_area_of, self.serves) if sub)


def _service_type(row: Mapping[str, str]) -> ServiceType:
    traits = frozenset(row["traits"].split())
    if unknown := traits - TRAITS:
        raise WordUnknown(vocabulary="service_types.traits", code=min(unknown))
    return ServiceType(
        code=row["code"],
        ko=row["ko"],
        en=row["en"],
        kind=ResourceKind(row["kind"]),
        unit=GivingUnit(row["unit"]),
        role=GivingRole(row["role"]),
        support=SupportKind(row["support"]),
        requires=frozenset(map(Requirement, row["requires"].split())),
        serves=tuple(need_word(code).code for code in row["serves"].split()),
        substitutes=tuple(row["substitutes"].split()),
        synonyms=tuple(row["synonyms"].split("|")),
        bodily="bodily" in traits,
        urgent_ok="urgent" in traits,
        needs_home_visit="home" in traits,
        walkable="walk" in traits,
        remote="phone" in traits,
    )


@cache
def service_types() -> Mapping[str, ServiceType]:
    """Return every service type by code, in the order of the list."""
    text = (resources.files("graph.words") / "data" / "service_types.csv").read_text(encoding="utf-8")
    types = map(_service_type, csv.DictReader(text.splitlines()))
    return MappingProxyType({one.code: one for one in types})


def service_type(code: str) -> ServiceType:
    """Return the service type of a code.

    Raises:
        WordUnknown: no service type has this code.
    """
    try:
        return service_types()[code]
    except KeyError:
        raise WordUnknown(vocabulary="service_types", code=code) from None


@cache
def types_serving(need: str) -> tuple[ServiceType, ...]:
    """Return the types that serve an item, a sub-area or an area of need, in the order of the list.

    Raises:
        WordUnknown: no area, sub-area or item has this code.
    """
    below = need_word(need).code + "."
    return tuple(
        one for one in service_types().values() if any(f"{code}.".startswith(below) for code in one.serves)
    )


def _fit(asked: ServiceType, offered: ServiceType) -> int:
    if asked.code == offered.code:
        return EXACT
    if offered.code in asked.substitutes:
        return SUBSTITUTE
    if asked.role != offered.role:
        return NO_FIT
    if asked.kind in _BY_ITEM or offered.kind in _BY_ITEM:
        # Nappies are no rice: goods and benefits are near only where one serves the chief item of the other.
        near = offered.serves[0] in asked.serves or asked.serves[0] in offered.serves
        return RELATED if near else NO_FIT
    return RELATED if asked.sub_areas & offered.sub_areas else NO_FIT


@cache
def closeness_matrix() -> tuple[tuple[str, ...], bytes]:
    """Return the codes in the order of the list and their fits, one signed byte each, row after row.

    Row is the asked type, column the offered one: ``np.frombuffer(fits, np.int8).reshape(n, n)``.
    """
    types = tuple(service_types().values())
    return tuple(one.code for one in types), bytes(_fit(a, o) for a in types for o in types)


@cache
def _position() -> Mapping[str, int]:
    return {code: i for i, code in enumerate(closeness_matrix()[0])}


def closeness(asked: str, offered: str) -> int:
    """Return how well an offered type fits an asked one: 3 exact, 2 named substitute, 1 related, else 0.

    Related is the same role in the same sub-area of need; for goods and benefits, one serving the chief item
    of the other. The measure is not symmetric: a lunchbox may stand for side dishes where the reverse does not hold.

    Raises:
        WordUnknown: one of them is no service type.
    """
    place = _position()
    row, column = place[service_type(asked).code], place[service_type(offered).code]
    return closeness_matrix()[1][row * len(place) + column]
