"""Distances and the grid of cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from graph.stores.geometry import cell_of, cells_around, distance_metres

LATITUDES, LONGITUDES = st.floats(32, 39.5), st.floats(123, 132.5)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distances_differ_from_the_ellipsoid_by_less_than_six_in_a_thousand(
    latitude: float, longitude: float, to_latitude: float, to_longitude: float
) -> None:
    _, _, exact = Geod(ellps="WGS84").inv(longitude, latitude, to_longitude, to_latitude)
    assert distance_metres(latitude, longitude, to_latitude, to_longitude) == pytest.approx(
        exact, rel=0.006, abs=1e-6
    )


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distance_is_the_same_both_ways(a: float, b: float, c: float, d: float) -> None:
    assert distance_metres(a, b, c, d) == pytest.approx(distance_metres(c, d, a, b), abs=1e-6)


@given(LATITUDES, LONGITUDES, st.floats(-0.1, 0.1), st.floats(-0.1, 0.1), st.floats(0, 1))
def test_no_point_within_the_radius_lies_outside_the_cells(
    latitude: float, longitude: float, north: float, east: float, share: float
) -> None:
    to = (latitude + north * share, longitude + east * share)
    radius = distance_metres(latitude, longitude, *to)
    (low, high), (left, right) = cells_around(latitude, longitude, radius)
    row, column = cell_of(*to)
    assert low <= row <= high
    assert left <= column <= right
