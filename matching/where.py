"""Where clients and givers are, and how far apart on foot: the team's walking table first (D15)."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from graph.records.fields import FieldRef
from matching.pairs import Pairs, taken
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import HOUSEHOLD, ORGANISATION, PERSON, Snapshot
from matching.snapshot.table import Rows

Floats = NDArray[np.float64]
METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Where:
    """Columns of places: degrees (NaN unknown), tong and dong numbers (-1 unknown)."""

    latitude: Floats
    longitude: Floats
    tong: NDArray[np.int32]
    dong: NDArray[np.int32]

    def at(self, rows: Rows) -> Where:
        """The places at rows; unknown where a row is negative."""
        return Where(
            taken(self.latitude, rows, np.nan),
            taken(self.longitude, rows, np.nan),
            taken(self.tong, rows, UNKNOWN),
            taken(self.dong, rows, UNKNOWN),
        )

    def or_else(self, other: Where) -> Where:
        """The same with the other's place wherever none is known here."""
        empty = np.isnan(self.latitude) & (self.tong == UNKNOWN)
        return Where(
            np.where(empty, other.latitude, self.latitude),
            np.where(empty, other.longitude, self.longitude),
            np.where(empty, other.tong, self.tong),
            np.where(empty & (other.dong != UNKNOWN), other.dong, self.dong),
        )


def _own(snapshot: Snapshot, table: str) -> Where:
    held = snapshot[table]
    return Where(held["latitude"], held["longitude"], held["tong"], held["dong"])


def homes(snapshot: Snapshot, people: Rows) -> Where:
    """Where some people live: their own place, else their household's; unknown for negative rows."""
    households = taken(snapshot["people"]["household"], people, UNKNOWN)
    return _own(snapshot, "people").at(people).or_else(_own(snapshot, "households").at(households))


@dataclass(frozen=True, slots=True)
class Home:
    """Where one person lives: degrees (NaN unknown), tong and dong numbers (-1 unknown)."""

    latitude: float
    longitude: float
    tong: int
    dong: int


def home_of(snapshot: Snapshot, person: int) -> Home:
    """Where a person lives."""
    found = homes(snapshot, np.array([person], np.int32))
    return Home(float(found.latitude[0]), float(found.longitude[0]), int(found.tong[0]), int(found.dong[0]))


def resource_places(snapshot: Snapshot) -> Where:
    """Where each resource is: its own place, else its giver's."""

    def make() -> Where:
        giver = snapshot["resources"]["giver"]
        found = _own(snapshot, "resources").or_else(homes(snapshot, Snapshot.rows_of(giver, PERSON)))
        for table, kind in (("organisations", ORGANISATION), ("households", HOUSEHOLD)):
            found = found.or_else(_own(snapshot, table).at(Snapshot.rows_of(giver, kind)))
        return found

    needs = ("resources", "people", "households", "organisations")
    return snapshot.derived("resource_places", needs, make)


def walking_minutes(snapshot: Snapshot) -> dict[tuple[int, int], NDArray[np.int32]]:
    """Minutes from (dong, tong) to other tongs of the dong, both ways, by tong number.

    -1 where nothing is told; so is the last, which stands for all other tongs.
    """

    def make() -> dict[tuple[int, int], NDArray[np.int32]]:
        table = snapshot["walking_times"]
        found: dict[tuple[int, int], dict[int, int]] = {}
        for row in np.flatnonzero(table["alive"]):
            dong, one, other = (int(table[name][row]) for name in ("dong", "tong", "other_tong"))
            minutes = int(table["walk_minutes"][row])
            found.setdefault((dong, one), {})[other] = minutes
            found.setdefault((dong, other), {})[one] = minutes
        return {place: _by_number(told) for place, told in found.items()}

    return snapshot.derived("walking_minutes", ("walking_times",), make)


def _by_number(told: dict[int, int]) -> NDArray[np.int32]:
    found = np.full(max(told) + 2, UNKNOWN, np.int32)
    found[list(told)] = list(told.values())
    return found


def metres(pairs: Pairs) -> Floats:
    """The way on foot between the client's home and each resource in metres; NaN where unknown.

    The team's minutes between two tongs stand before the straight line with its detour.
    """
    return pairs.kept(_metres)


def _metres(pairs: Pairs) -> Floats:
    snapshot, walking = pairs.snapshot, pairs.snapshot.policy.walking
    home, places = pairs.once(home_of), resource_places(snapshot)
    north = places.latitude.take(pairs.rows)
    north -= home.latitude
    north *= METRES_PER_DEGREE
    east = places.longitude.take(pairs.rows)
    east -= home.longitude
    east *= METRES_PER_DEGREE * cos(radians(home.latitude))
    found: Floats = np.hypot(north, east)
    found *= walking.detour_factor
    minutes = walking_minutes(snapshot).get((home.dong, home.tong))
    if minutes is not None and home.tong != UNKNOWN:
        here = (places.dong.take(pairs.rows) == home.dong).nonzero()[0]
        told = minutes[np.minimum(places.tong[pairs.rows[here]], len(minutes) - 1)]
        known = told != UNKNOWN
        found[here[known]] = told[known] * walking.metres_per_minute
    return found


def cites(pairs: Pairs) -> tuple[FieldRef, ...]:
    """The places that the way was read from."""
    people, resources = pairs.snapshot["people"], pairs.snapshot["resources"]
    own = not np.isnan(people["latitude"][pairs.client]) or people["tong"][pairs.client] >= 0
    home = pairs.cite_client("place") if own else pairs.cite_client_household("place")
    row = int(pairs.rows[0])
    there = not np.isnan(resources["latitude"][row]) or resources["tong"][row] >= 0
    return home + (pairs.cite_resource("place") if there else pairs.cite_giver("place"))
