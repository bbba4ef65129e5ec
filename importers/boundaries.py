"""Which area a point lies in: even-odd rule over the rings of GeoJSON polygons."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from graph.records.areas import Area
from importers.errors import CellRefused

_SQUARE = 0.01
"""Degrees; which boundaries reach into a square this size is found once."""
_SMALLEST_RING = 4
_DEGREES = 180.0
Ring = NDArray[np.float64]
"""An array of shape (n, 2): longitude and latitude in degrees, the first point repeated at the end."""

Edges = tuple[Ring, Ring]
"""Where the edges of all rings of an area begin, and where they end."""


class Boundaries:
    """The boundaries of areas; asking for a point costs a box test each and few polygons."""

    def __init__(self, areas: Iterable[Area]) -> None:
        """Keep the areas that have a boundary."""
        self._codes: list[str] = []
        self._rings: list[list[Ring]] = []
        self._edges: list[Edges] = []
        boxes: list[list[float]] = []
        for area in sorted(areas, key=lambda a: a.dong):
            if area.boundary is None:
                continue
            rings = list(_rings(json.loads(area.boundary)))
            points = np.concatenate(rings)
            self._codes.append(area.dong)
            self._rings.append(rings)
            self._edges.append(
                (np.concatenate([ring[:-1] for ring in rings]), np.concatenate([ring[1:] for ring in rings]))
            )
            boxes.append([*points.min(axis=0), *points.max(axis=0)])
        self._near: dict[tuple[int, int], list[tuple[int, list[float]]]] = {}
        self._boxes = np.array(boxes, dtype=np.float64).reshape(-1, 4)
        self.sigungus = frozenset(code[:5] for code in self._codes)

    def dong_at(self, latitude: float, longitude: float) -> str | None:
        """The code of the dong that holds the point; the lowest code where boundaries overlap."""
        square = int(latitude // _SQUARE), int(longitude // _SQUARE)
        if square not in self._near:
            self._near[square] = self._reaching(*square)
        for at, (west, south, east, north) in self._near[square]:
            inside = west <= longitude <= east and south <= latitude <= north
            if inside and _odd(self._edges[at], latitude, longitude):
                return self._codes[at]
        return None

    def _reaching(self, row: int, column: int) -> list[tuple[int, list[float]]]:
        """The boxes that reach into a square of the map, with their places."""
        box, south, west = self._boxes, row * _SQUARE, column * _SQUARE
        reach = (box[:, 0] <= west + _SQUARE) & (west <= box[:, 2])
        reach &= (box[:, 1] <= south + _SQUARE) & (south <= box[:, 3])
        return [(at, box[at].tolist()) for at in np.flatnonzero(reach).tolist()]

    def knows(self, prefix: str) -> bool:
        """Whether any boundary lies under a code prefix."""
        return any(code.startswith(prefix) for code in self._codes)

    def metres_to(self, prefix: str, latitude: float, longitude: float) -> float:
        """Metres from a point to the nearest corner of the boundaries under a code prefix; about."""
        best = float("inf")
        for code, rings in zip(self._codes, self._rings, strict=True):
            for ring in rings if code.startswith(prefix) else ():
                east = (ring[:, 0] - longitude) * 111_320 * np.cos(np.radians(latitude))
                north = (ring[:, 1] - latitude) * 110_950
                best = min(best, float(np.sqrt(np.min(east**2 + north**2))))
        return best


def read_geometry(text: str) -> str:
    """The text, once it is seen to be a GeoJSON polygon or several, in degrees.

    Raises:
        CellRefused: it is anything else.
    """
    try:
        rings = list(_rings(json.loads(text)))
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError):
        rings = []
    if not rings or not all(
        len(ring) >= _SMALLEST_RING and (np.abs(ring) <= _DEGREES).all() for ring in rings
    ):
        raise CellRefused(
            "경위도(WGS84)로 된 GeoJSON 다각형이 아닙니다. 경계 파일을 확인하십시오.",
            "It is no GeoJSON polygon in degrees (WGS84). Check the boundary file.",
        )
    return text


def _odd(edges: Edges, latitude: float, longitude: float) -> bool:
    """Whether a ray to the east crosses the edges an odd number of times; holes count themselves out."""
    starts, ends = edges
    spans = np.flatnonzero((starts[:, 1] > latitude) != (ends[:, 1] > latitude))
    odd = False
    for (x, y), (x_next, y_next) in zip(starts[spans].tolist(), ends[spans].tolist(), strict=True):
        odd ^= longitude < x + (latitude - y) / (y_next - y) * (x_next - x)
    return odd


def _rings(geometry: dict[str, object]) -> Iterator[Ring]:
    coordinates = geometry["coordinates"]
    kind = geometry["type"]
    polygons = [coordinates] if kind == "Polygon" else coordinates if kind == "MultiPolygon" else []
    for polygon in polygons if isinstance(polygons, list) else []:
        for ring in polygon:
            yield np.asarray(ring, dtype=np.float64)[:, :2]
