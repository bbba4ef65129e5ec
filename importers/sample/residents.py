"""Who lives in a tong: households and their people as drafts, before roles and records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph.records.people import Household, Person
from graph.words.kinds import HouseholdType, IncomeBand, Sex, SpokenLanguage
from importers.sample.maker import Maker, Table
from importers.sample.names import LANGUAGES, family_name, given_name, migrant_name

Ages = Table[tuple[int, int]]

# Shares are set so that ages and people living alone come out as docs/sample.md says.
TYPES = Table(
    (HouseholdType.ALONE, 38.0),
    (HouseholdType.COUPLE, 21),
    (HouseholdType.PARENTS_CHILDREN, 28),
    (HouseholdType.SINGLE_PARENT, 7),
    (HouseholdType.GRANDPARENT, 0.6),
    (HouseholdType.OTHER, 5.4),
)
_ALONE = Ages(((20, 34), 36), ((35, 49), 19), ((50, 64), 20), ((65, 79), 18.5), ((80, 94), 6.5))
_COUPLE = Ages(((26, 44), 22), ((45, 64), 30), ((65, 79), 42), ((80, 92), 10))
_PARENT = Ages(((30, 45), 42), ((46, 58), 40), ((59, 72), 21))
_SINGLE = Ages(((30, 58), 65), ((60, 84), 35))
_CHILDREN = Table((1, 58), (2, 36), (3, 6))
_BANDS = Table(
    (IncomeBand.UP_TO_32, 5.0),
    (IncomeBand.UP_TO_40, 2),
    (IncomeBand.UP_TO_48, 2),
    (IncomeBand.UP_TO_50, 1),
    (IncomeBand.UP_TO_75, 12),
    (IncomeBand.UP_TO_100, 18),
    (IncomeBand.UP_TO_200, 43),
    (IncomeBand.ABOVE_200, 17),
)
# Of older people living alone in Seoul 28 of 100 receive a basic livelihood benefit (2021).
_BANDS_OLDER_ALONE = Table(
    (IncomeBand.UP_TO_32, 20.0),
    (IncomeBand.UP_TO_40, 4),
    (IncomeBand.UP_TO_48, 4),
    (IncomeBand.UP_TO_50, 3),
    (IncomeBand.UP_TO_75, 22),
    (IncomeBand.UP_TO_100, 22),
    (IncomeBand.UP_TO_200, 20),
    (IncomeBand.ABOVE_200, 5),
)
BANDS = tuple(IncomeBand)


@dataclass(slots=True, eq=False)
class Resident:
    """A person in the making; ``needs`` are the qualifications that their offers ask for."""

    id: str
    home: Home
    name: str
    sex: Sex
    born: date
    age: int
    language: SpokenLanguage | None = None
    client: bool = False
    helper: bool = False
    needs: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Home:
    """A household in the making; ``alley`` numbers the stair or alley it shares with its neighbours."""

    id: str
    type: HouseholdType
    alley: int
    band: IncomeBand
    isolated: bool = False
    members: list[Resident] = field(default_factory=list)

    @property
    def older_alone(self) -> bool:
        """Whether somebody of 65 or more lives here alone."""
        return self.type is HouseholdType.ALONE and self.members[0].age >= 65

    def up_to(self, band: IncomeBand) -> bool:
        """Whether the income is no higher than a band."""
        return BANDS.index(self.band) <= BANDS.index(band)


def draft_home(maker: Maker, alley: int) -> Home:
    """A household with its people."""
    kind = TYPES.draw(maker.chance)
    home = Home(maker.new_id(Household), kind, alley, IncomeBand.UP_TO_200)
    home.members.extend(_MEMBERS[kind](maker, home))
    home.band = (_BANDS_OLDER_ALONE if home.older_alone else _BANDS).draw(maker.chance)
    home.isolated = kind is HouseholdType.ALONE and maker.likely(0.16 if home.older_alone else 0.08)
    return home


def _resident(maker: Maker, home: Home, age: int, sex: Sex | None = None, family: str = "") -> Resident:
    born = maker.day - timedelta(days=int(age * 365.25) + maker.between(1, 364))
    sex = sex or (Sex.FEMALE if maker.likely(min(0.8, 0.5 + 0.012 * max(0, age - 62))) else Sex.MALE)
    name = (family or family_name(maker)) + given_name(maker, sex, born.year)
    return Resident(maker.new_id(Person), home, name, sex, born, _years(born, maker.day))


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _age(maker: Maker, ages: Ages) -> int:
    return maker.between(*ages.draw(maker.chance))


def _alone(maker: Maker, home: Home) -> Iterator[Resident]:
    yield _resident(maker, home, _age(maker, _ALONE))


def _pair(maker: Maker, home: Home, age: int) -> Iterator[Resident]:
    yield _resident(maker, home, age, Sex.MALE)
    wife = _resident(maker, home, max(20, age - maker.between(-2, 6)), Sex.FEMALE)
    if age < 60 and maker.likely(0.05):
        wife.language = LANGUAGES.draw(maker.chance)
        wife.name = migrant_name(maker, wife.language)
    yield wife


def _couple(maker: Maker, home: Home) -> Iterator[Resident]:
    yield from _pair(maker, home, _age(maker, _COUPLE))


def _children(maker: Maker, home: Home, parent: int, family: str, count: int) -> Iterator[Resident]:
    for _ in range(count):
        yield _resident(maker, home, min(37, max(0, parent - maker.between(27, 37))), family=family)


def _parents(maker: Maker, home: Home) -> Iterator[Resident]:
    age = _age(maker, _PARENT)
    father, mother = _pair(maker, home, age)
    yield from (father, mother)
    yield from _children(maker, home, age, father.name[0], _CHILDREN.draw(maker.chance))


def _single(maker: Maker, home: Home) -> Iterator[Resident]:
    age = _age(maker, _SINGLE)
    parent = _resident(maker, home, age, Sex.FEMALE if maker.likely(0.77) else Sex.MALE)
    yield parent
    yield from _children(maker, home, age, parent.name[0], 2 if maker.likely(0.35) else 1)


def _grandparent(maker: Maker, home: Home) -> Iterator[Resident]:
    yield _resident(maker, home, maker.between(60, 79), Sex.FEMALE if maker.likely(0.8) else Sex.MALE)
    for _ in range(2 if maker.likely(0.35) else 1):
        yield _resident(maker, home, maker.between(4, 17))


def _other(maker: Maker, home: Home) -> Iterator[Resident]:
    if maker.likely(0.45):
        for _ in range(maker.between(2, 3)):
            yield _resident(maker, home, maker.between(20, 44))
    else:
        yield from _parents(maker, home)
        yield _resident(maker, home, maker.between(67, 90))


_MEMBERS = {
    HouseholdType.ALONE: _alone,
    HouseholdType.COUPLE: _couple,
    HouseholdType.PARENTS_CHILDREN: _parents,
    HouseholdType.SINGLE_PARENT: _single,
    HouseholdType.GRANDPARENT: _grandparent,
    HouseholdType.OTHER: _other,
}
