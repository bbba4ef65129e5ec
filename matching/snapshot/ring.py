"""The ring around a region: the dongs that border it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.records.areas import Area
from graph.records.people import Household, Organisation, Person
from graph.records.resources import Resource
from graph.store import Reader

METRES_PER_DEGREE = 111_195.0
TOUCHING_METRES = 50.0
"""Boundaries so near touch: a stream or a road may lie between, and each may have been simplified alone."""
_PLACE = ("place.latitude", "place.longitude")

Points = NDArray[np.float64]
"""Shape (n, 2): longitude and latitude, or metres east and north."""


@dataclass(frozen=True, slots=True)
class Ring:
    """The dongs around a region; ``drawn`` says that boundaries told them, not where resources lie."""

    dongs: frozenset[str]
    drawn: bool


def ring_of(reader: Reader, region: Collection[str], reach_metres: float) -> Ring:
    """The dongs whose boundary touches the region's.

    Where a dong of the region has no boundary, those whose resources or organisations lie within reach, on
    the straight line, of the circle around all that is kept in the region with a point.
    """
    shapes = _shapes(reader)
    if shapes.keys() >= set(region):
        ours = [shapes[dong] for dong in sorted(region)]
        others = (dong for dong in sorted(shapes.keys() - set(region)))
        near = {dong for dong in others if any(_within(shapes[dong], one, TOUCHING_METRES) for one in ours)}
        return Ring(frozenset(near), drawn=True)
    return Ring(frozenset(_dongs_around(reader, region, reach_metres) - set(region)), drawn=False)


def _shapes(reader: Reader) -> dict[str, list[Points]]:
    """The rings of every dong that has a boundary."""
    found: dict[str, list[Points]] = {}
    for dong, boundary in reader.columns(Area, ("dong", "boundary")):
        if isinstance(boundary, str):
            found.setdefault(str(dong), []).extend(_rings(json.loads(boundary)))
    return {dong: rings for dong, rings in found.items() if rings}


def _rings(geometry: dict[str, Any]) -> Iterator[Points]:
    """The rings of a GeoJSON geometry, however deep they lie."""
    stack: list[Any] = [one.get("coordinates") for one in geometry.get("geometries", [geometry])]
    while stack:
        held = stack.pop()
        if not held:
            continue
        if isinstance(held[0][0], (int, float)):
            yield np.array(held, np.float64)[:, :2]
        else:
            stack.extend(held)


def _within(one: list[Points], other: list[Points], metres: float) -> bool:
    """Whether two boundaries come within so many metres of each other."""
    middle = float(one[0][:, 1].mean())
    scale = np.array([METRES_PER_DEGREE * np.cos(np.radians(middle)), METRES_PER_DEGREE])
    return any(_near(a * scale, b * scale, metres) for a in one for b in other)


def _near(one: Points, other: Points, metres: float) -> bool:
    apart = np.maximum(one.min(axis=0) - other.max(axis=0), other.min(axis=0) - one.max(axis=0))
    if (apart > metres).any():
        return False
    return bool(_to_edges(one, other) <= metres or _to_edges(other, one) <= metres)


def _to_edges(points: Points, ring: Points) -> float:
    """The least distance from any of the points to any edge of a ring."""
    start, along = ring[:-1], np.diff(ring, axis=0)
    length = np.maximum((along**2).sum(axis=1), 1e-9)
    least = np.inf
    for point in points:
        share = np.clip(((point - start) * along).sum(axis=1) / length, 0, 1)
        least = min(least, float(np.hypot(*(start + share[:, None] * along - point).T).min()))
    return least


def _dongs_around(reader: Reader, region: Collection[str], reach_metres: float) -> set[str]:
    held = [
        row
        for kind in (Household, Person, Organisation, Resource)
        for dong in sorted(region)
        for row in reader.columns(kind, _PLACE, dong=dong)
        if None not in row
    ]
    if not held:
        return set()
    places = np.array(held, np.float64)
    low, high = places.min(axis=0), places.max(axis=0)
    latitude, longitude = (low + high) / 2
    wide = (high - low) / 2 * METRES_PER_DEGREE * np.array([1, np.cos(np.radians(latitude))])
    radius = float(np.hypot(*wide)) + reach_metres
    found: set[str] = set()
    for kind in (Resource, Organisation):
        ids = [one for one, _ in reader.near(float(latitude), float(longitude), radius, kinds=(kind,))]
        found.update(str(dong) for (dong,) in reader.columns(kind, ("dong",), among=("id", ids)))
    return found
