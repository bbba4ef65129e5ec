"""Where clients and givers are, and how far apart on foot: the team's walking table first (D15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.records.fields import FieldRef
from matching.pairs import Pairs
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import HOUSEHOLD, ORGANISATION, PERSON, Snapshot

Floats = NDArray[np.float64]
METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Where:
    """Columns of places: degrees (NaN unknown), tong and dong numbers (-1 unknown)."""

    latitude: Floats
    longitude: Floats
    tong: NDArray[np.int32]
    dong: NDArray[np.int32]

    def filled(self, other: Where, at: NDArray[Any]) -> Where:
        """The same with the rows of another taken where nothing is known here; ``at`` is -1 for none."""
        empty = np.flatnonzero(np.isnan(self.latitude) & (self.tong == UNKNOWN) & (at >= 0))
        columns = []
        for name in ("latitude", "longitude", "tong", "dong"):
            column = getattr(self, name).copy()
            column[empty] = getattr(other, name)[at[empty]]
            columns.append(column)
        return Where(*columns)


def _own(snapshot: Snapshot, table: str) -> Where:
    held = snapshot[table]
    return Where(held["latitude"], held["longitude"], held["tong"], held["dong"])


def homes(snapshot: Snapshot) -> Where:
    """Where each person lives: their own place, else their household's."""

    def make() -> Where:
        return _own(snapshot, "people").filled(_own(snapshot, "households"), snapshot["people"]["household"])

    return snapshot.derived("homes", ("people", "households"), make)


def resource_places(snapshot: Snapshot) -> Where:
    """Where each resource is: its own place, else its giver's."""

    def make() -> Where:
        found, giver = _own(snapshot, "resources"), snapshot["resources"]["giver"]
        for kind, where in (
            (PERSON, homes(snapshot)),
            (ORGANISATION, _own(snapshot, "organisations")),
            (HOUSEHOLD, _own(snapshot, "households")),
        ):
            found = found.filled(where, Snapshot.rows_of(giver, kind))
        return found

    return snapshot.derived("resource_places", ("resources", "people", "households", "organisations"), make)


def walking_minutes(snapshot: Snapshot) -> dict[tuple[int, int], dict[int, int]]:
    """Minutes from (dong, tong) to other tongs of the dong, both ways."""

    def make() -> dict[tuple[int, int], dict[int, int]]:
        table = snapshot["walking_times"]
        found: dict[tuple[int, int], dict[int, int]] = {}
        for row in np.flatnonzero(table["alive"]):
            dong, one, other = (int(table[name][row]) for name in ("dong", "tong", "other_tong"))
            minutes = int(table["walk_minutes"][row])
            found.setdefault((dong, one), {})[other] = minutes
            found.setdefault((dong, other), {})[one] = minutes
        return found

    return snapshot.derived("walking_minutes", ("walking_times",), make)


def metres(pairs: Pairs) -> Floats:
    """The way on foot between the client's home and each resource in metres; NaN where unknown.

    The team's minutes between two tongs stand before the straight line with its detour.
    """
    snapshot, walking = pairs.snapshot, pairs.snapshot.policy.walking
    home, places = homes(snapshot), resource_places(snapshot)
    latitude, longitude = float(home.latitude[pairs.client]), float(home.longitude[pairs.client])
    north = (places.latitude[pairs.rows] - latitude) * METRES_PER_DEGREE
    east = (places.longitude[pairs.rows] - longitude) * (METRES_PER_DEGREE * np.cos(np.radians(latitude)))
    found: Floats = np.hypot(north, east) * walking.detour_factor
    dong, tong = int(home.dong[pairs.client]), int(home.tong[pairs.client])
    minutes = walking_minutes(snapshot).get((dong, tong))
    if minutes and tong != UNKNOWN:
        here = places.dong[pairs.rows] == dong
        tongs = places.tong[pairs.rows]
        for other, each in minutes.items():
            found[here & (tongs == other)] = each * walking.metres_per_minute
    return found


def cites(pairs: Pairs) -> tuple[FieldRef, ...]:
    """The places that the way was read from."""
    people, resources = pairs.snapshot["people"], pairs.snapshot["resources"]
    own = not np.isnan(people["latitude"][pairs.client]) or people["tong"][pairs.client] >= 0
    home = pairs.cite_client("place") if own else pairs.cite_client_household("place")
    row = int(pairs.rows[0])
    there = not np.isnan(resources["latitude"][row]) or resources["tong"][row] >= 0
    return home + (pairs.cite_resource("place") if there else pairs.cite_giver("place"))
