"""Where clients and givers are, and how far apart on foot: the team's walking table first (D15)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.records.fields import FieldRef
from matching.pairs import Pairs, cited, taken
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


@dataclass(frozen=True, slots=True)
class WalkingTable:
    """The team's minutes: by a place's number and another's tong; numbers by dong and tong; -1 untold, also last."""

    number: NDArray[np.int32]
    minutes: NDArray[np.int32]

    def numbers(self, places: Where) -> NDArray[np.int32]:
        """The numbers of places."""
        dongs, tongs = self.number.shape
        found: NDArray[np.int32] = self.number[
            np.minimum(places.dong, dongs - 1), np.minimum(places.tong, tongs - 1)
        ]
        return found

    def told(self, number: NDArray[np.int32], tong: NDArray[np.int32]) -> NDArray[np.int32]:
        """The minutes from places by number to other tongs of the same dong."""
        found: NDArray[np.int32] = self.minutes[number, np.minimum(tong, self.minutes.shape[1] - 1)]
        return found


def walking_table(snapshot: Snapshot) -> WalkingTable:
    """The team's minutes between the tongs of a dong, both ways."""

    def make() -> WalkingTable:
        table = snapshot["walking_times"]
        rows = np.flatnonzero(table["alive"] & (table["dong"] >= 0))
        dong, one, other, minutes = (table[c][rows] for c in ("dong", "tong", "other_tong", "walk_minutes"))
        dongs, tongs = (int(each.max(initial=0)) + 2 for each in (dong, np.concatenate([one, other])))
        number = np.full((dongs, tongs), UNKNOWN, np.int32)
        number[dong, one] = number[dong, other] = 0
        named = number == 0
        number[named] = np.arange(np.count_nonzero(named))
        found = np.full((np.count_nonzero(named) + 1, tongs), UNKNOWN, np.int32)
        both = np.stack([one, other], 1)
        found[number[dong[:, None], both], both[:, ::-1]] = minutes[:, None]
        return WalkingTable(number, found)

    return snapshot.derived("walking_table", ("walking_times",), make)


def metres(pairs: Pairs) -> Floats:
    """The way on foot between the client's home and each resource in metres; NaN where unknown.

    The team's minutes between two tongs stand before the straight line with its detour.
    """
    return pairs.kept(way_of)


def way_of(pairs: Pairs) -> Floats:
    """The same, reckoned anew."""
    snapshot, walking = pairs.snapshot, pairs.snapshot.policy.walking
    home, places = homes(snapshot, pairs.clients), resource_places(snapshot)
    north = places.latitude.take(pairs.rows) - home.latitude
    north *= METRES_PER_DEGREE
    east = places.longitude.take(pairs.rows) - home.longitude
    east *= METRES_PER_DEGREE * np.cos(np.radians(home.latitude))
    found: Floats = np.hypot(north, east, out=north)
    found *= walking.detour_factor
    table = walking_table(snapshot)
    number = table.numbers(home)
    if number.max(initial=UNKNOWN) != UNKNOWN:
        here = (places.dong.take(pairs.rows) == home.dong) & (number != UNKNOWN)
        tong = np.broadcast_to(places.tong.take(pairs.rows), here.shape)[here]
        told = table.told(np.broadcast_to(number, here.shape)[here], tong)
        found[here] = np.where(told == UNKNOWN, found[here], told * walking.metres_per_minute)
    return found


def remote(pairs: Pairs) -> NDArray[np.bool_]:
    """Where the help can be given without a way."""
    return pairs.trait("remote")


def cites(pairs: Pairs) -> tuple[FieldRef, ...]:
    """The places that the way was read from."""
    resources, row = pairs.snapshot["resources"], int(pairs.rows[0])
    there = not np.isnan(resources["latitude"][row]) or resources["tong"][row] >= 0
    return pairs.once(_home) + (pairs.cite_resource("place") if there else pairs.cite_giver("place"))


def _home(snapshot: Snapshot, client: int) -> tuple[FieldRef, ...]:
    """The place of a client's own, else their household's."""
    people, household = snapshot["people"], snapshot.household_of(client)
    if not np.isnan(people["latitude"][client]) or people["tong"][client] >= 0:
        return cited(people.ids[client], ("place",))
    if household < 0:
        return cited(people.ids[client], ("household",))
    return cited(snapshot["households"].ids[household], ("place",))
