"""What the parts of a sample hand to each other: the dong, its givers, and the tong at hand."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from importers.sample.geography import Ground, Point
from importers.sample.residents import Home, Resident


@dataclass(frozen=True, slots=True)
class Giver:
    """A resource and who gives it."""

    resource: str
    giver: str
    service_type: str


@dataclass(frozen=True, slots=True)
class Alley:
    """A stair or an alley: the dozen households that meet there."""

    east: float
    north: float
    lift: bool


@dataclass(slots=True)
class Dong:
    """One dong while it is made; all that is kept of its people is a handful met in other tongs."""

    code: str
    name: str
    ground: Ground
    middle: Point
    case_managers: tuple[str, ...]
    agencies: dict[str, str] = field(default_factory=dict)
    offers: dict[str, list[Giver]] = field(default_factory=dict)
    acquaintances: deque[str] = field(default_factory=lambda: deque(maxlen=80))


@dataclass(slots=True)
class Tong:
    """One tong while it is made."""

    number: int
    alleys: list[Alley]
    homes: list[Home] = field(default_factory=list)
    offers: dict[str, list[Giver]] = field(default_factory=dict)
    members: dict[str, list[Resident]] = field(default_factory=dict)
    clients: list[Resident] = field(default_factory=list)
    helpers: list[Resident] = field(default_factory=list)

    @property
    def name(self) -> str:
        """How people call it."""
        return f"{self.number}통"

    def givers_of(self, dong: Dong, service_type: str, *, besides: str) -> list[Giver]:
        """Who gives that here, neighbours of the tong first; nobody is linked to their own offer."""
        found = self.offers.get(service_type, []) + dong.offers.get(service_type, [])
        return [giver for giver in found if giver.giver != besides]
