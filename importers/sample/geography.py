"""The invented map: dongs as six-sided cells round a centre, tongs in them, alleys in these."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt

from graph.records.areas import Area
from graph.records.resources import WalkingTime
from importers.sample.maker import Maker

SIDO = "가상시"
GUS = ("품앗이", "두레", "나눔", "이음", "어울", "다솜", "마실", "온정", "한울")
FIRST_DONG = 9_911_000_100
_NEXT_GU = 3_000_000
_GU_METRES = 6_500.0
_SIDE = 600.0
_JITTER = 50.0
_INNER = 420.0
_METRES_PER_DEGREE = 111_320.0
_RING = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
HILLY_TONGS = (5, 6)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ground:
    """Metres east and north of the sample's centre, as degrees."""

    latitude: float
    longitude: float

    def point(self, east: float, north: float) -> Point:
        """Latitude and longitude to a decimetre."""
        scale = _METRES_PER_DEGREE * cos(radians(self.latitude))
        return round(self.latitude + north / _METRES_PER_DEGREE, 6), round(self.longitude + east / scale, 6)


def cells(count: int, side: float = _SIDE) -> list[Point]:
    """The middles of that many cells in metres, the first in the centre, then ring after ring."""
    found = [(0, 0)]
    ring = 1
    while len(found) < count:
        q, r = _RING[4][0] * ring, _RING[4][1] * ring
        for step_q, step_r in _RING:
            for _ in range(ring):
                found.append((q, r))
                q, r = q + step_q, r + step_r
        ring += 1
    return [(side * sqrt(3) * (q + r / 2), side * 1.5 * r) for q, r in found[:count]]


def gu_middle(gu: int) -> Point:
    """Where a gu lies: the first in the centre of the city, the others round it."""
    return cells(gu + 1, _GU_METRES / sqrt(3))[gu]


def area_of(maker: Maker, seed: int, ground: Ground, gu: int, number: int, middle: Point) -> Area:
    """The dong of a cell; neighbouring dongs share their corners."""
    corners = [_corner(seed, middle, turn) for turn in range(6)]
    ring = [ground.point(*corner)[::-1] for corner in (*corners, corners[0])]
    return Area(
        id=maker.new_id(Area),
        dong=str(FIRST_DONG + gu * _NEXT_GU + number),
        sido=SIDO,
        sigungu=f"{GUS[gu]}구",
        name=f"{GUS[gu]}{number + 1}동",
        boundary=json.dumps({"type": "Polygon", "coordinates": [ring]}),
        fictitious=True,
    )


def _corner(seed: int, middle: Point, turn: int) -> Point:
    angle = pi / 6 + turn * pi / 3
    east, north = middle[0] + _SIDE * cos(angle), middle[1] + _SIDE * sin(angle)
    moved = random.Random(f"{seed}:{round(east / 10)}:{round(north / 10)}")
    return east + moved.uniform(-_JITTER, _JITTER) / 2, north + moved.uniform(-_JITTER, _JITTER) / 2


def tong_middle(middle: Point, number: int, count: int) -> Point:
    """Tongs lie like the seeds of a sunflower, evenly and inside the cell."""
    reach = _INNER * sqrt((number + 0.5) / count)
    angle = number * pi * (3 - sqrt(5))
    return middle[0] + reach * cos(angle), middle[1] + reach * sin(angle)


def walking_times(maker: Maker, dong: str, tongs: int) -> Iterator[WalkingTime]:
    """What the team knows of its two tongs on the hill: stairs make every way longer than it looks."""
    for hilly in HILLY_TONGS:
        for other in range(1, min(tongs, 12) + 1):
            if other not in HILLY_TONGS:
                yield WalkingTime(
                    id=maker.new_id(WalkingTime),
                    dong=dong,
                    tong=f"{hilly}통",
                    other_tong=f"{other}통",
                    walk_minutes=maker.between(14, 32),
                )
