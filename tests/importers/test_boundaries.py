"""Boundaries: which area a point lies in, and what counts as one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records.areas import Area
from importers.boundaries import Boundaries

RING = [[127.0, 37.0], [127.1, 37.0], [127.1, 37.1], [127.0, 37.1], [127.0, 37.0]]
HOLE = [[127.04, 37.04], [127.06, 37.04], [127.06, 37.06], [127.04, 37.06], [127.04, 37.04]]
WITH_HOLE = Area(
    id="d-1", dong="1121599100", sido="서울특별시", sigungu="광진구", name="가람동",
    boundary=f'{{"type":"MultiPolygon","coordinates":[[{RING},{HOLE}]]}}',
)  # fmt: skip
BOUNDARIES = Boundaries([WITH_HOLE])


@given(st.floats(36.9, 37.2), st.floats(126.9, 127.2))
def test_a_point_is_inside_the_ring_and_outside_its_hole(latitude: float, longitude: float) -> None:
    inside = 37.0 < latitude < 37.1 and 127.0 < longitude < 127.1
    hole = 37.04 <= latitude <= 37.06 and 127.04 <= longitude <= 127.06
    edges = {37.0, 37.1, 37.04, 37.06, 127.0, 127.1, 127.04, 127.06}
    if not edges & {latitude, longitude}:
        assert (BOUNDARIES.dong_at(latitude, longitude) is not None) == (inside and not hole)


def test_a_geometry_that_is_no_polygon_in_degrees_is_refused(desk: Any) -> None:
    head = (
        '{"type":"FeatureCollection","features":[{"properties":{"adm_cd2":"1121599300","sidonm":"서울특별시",'
    )
    head += '"sggnm":"광진구","adm_nm":"서울특별시 광진구 마루동"},"geometry":'
    for wrong in (
        '{"type":"Point","coordinates":[127.0,37.0]}',
        '{"type":"Polygon","coordinates":[[[954919,1950195]]]}',
    ):
        plan = desk.look("dong_boundaries", head + wrong + "}]}")
        assert "다각형이 아닙니다" in plan.refused[0].ko


def test_a_boundary_is_added_to_the_dong_that_is_known(desk: Any) -> None:
    known = Area(id="d-9", dong="1121599300", sido="서울특별시", sigungu="광진구", name="마루제1동")
    desk.put(known)
    text = (
        '{"type":"FeatureCollection","features":[{"properties":{"adm_cd2":"1121599300","sidonm":"서울특별시",'
        '"sggnm":"광진구","adm_nm":"서울특별시 광진구 마루1동"},"geometry":{"type":"Polygon","coordinates":['
        f"{RING}]}}}}]}}"
    )
    (area,) = desk.look("dong_boundaries", text).records()
    assert isinstance(area, Area)
    assert (area.id, area.name) == ("d-9", "마루제1동")
    assert area.boundary is not None


@pytest.mark.parametrize(("latitude", "longitude"), [(36.0, 127.05), (37.05, 128.0)])
def test_a_point_far_away_is_in_no_dong(latitude: float, longitude: float) -> None:
    assert BOUNDARIES.dong_at(latitude, longitude) is None


def test_a_long_boundary_leaves_only_its_digest_in_the_source_row(desk: Any) -> None:
    ring = [[127.0 + step / 1e6, 37.0 + step % 7 / 1e5] for step in range(200)]
    text = (
        '{"type":"FeatureCollection","features":[{"properties":{"adm_cd2":"1121599300","sidonm":"서울특별시",'
        '"sggnm":"광진구","adm_nm":"서울특별시 광진구 마루1동"},"geometry":{"type":"Polygon","coordinates":['
        f"{[*ring, ring[0]]}]}}}}]}}"
    )
    plan = desk.apply(desk.look("dong_boundaries", text))
    (row,) = plan.source_rows()
    assert len(row.values) < 500
    assert desk.look("dong_boundaries", text).changes_nothing
