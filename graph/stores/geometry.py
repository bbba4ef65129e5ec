"""Distances on the ground, and the grid that finds what lies near."""

from math import asin, cos, floor, radians, sin, sqrt

EARTH_RADIUS_METRES = 6_371_008.8
"""Mean radius of WGS84 (IUGG)."""

CELL_METRES = 250.0
_METRES_PER_DEGREE = EARTH_RADIUS_METRES * radians(1)
_DEGREES_NORTH = CELL_METRES / _METRES_PER_DEGREE
# One width for all columns of cells, right at 36° north: the grid only has to be the same for everyone.
_DEGREES_EAST = _DEGREES_NORTH / cos(radians(36))


def distance_metres(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Great-circle distance of two points in metres, by the haversine formula on a sphere."""
    north, to_north = radians(latitude), radians(to_latitude)
    half_north, half_east = (to_north - north) / 2, radians(to_longitude - longitude) / 2
    h = sin(half_north) ** 2 + cos(north) * cos(to_north) * sin(half_east) ** 2
    return 2 * EARTH_RADIUS_METRES * asin(min(1.0, sqrt(h)))


def cell_of(latitude: float, longitude: float) -> tuple[int, int]:
    """Row and column of the 250 m cell that holds a point."""
    return floor(latitude / _DEGREES_NORTH), floor(longitude / _DEGREES_EAST)


def cells_around(
    latitude: float, longitude: float, radius_metres: float
) -> tuple[tuple[int, int], tuple[int, int]]:
    """First and last row, and first and last column, of the cells that a circle may touch."""
    # A little wider than the circle, so that rounding loses no point on its edge.
    reach = radius_metres * 1.001 + 1
    up = reach / _METRES_PER_DEGREE
    furthest = min(89.0, abs(latitude) + up)
    aside = up / cos(radians(furthest))
    low, left = cell_of(latitude - up, longitude - aside)
    high, right = cell_of(latitude + up, longitude + aside)
    return (low, high), (left, right)
