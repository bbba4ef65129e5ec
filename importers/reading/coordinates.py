"""Points to WGS84 from the system that the mapping names; a value range only catches mistakes."""

from __future__ import annotations

from functools import cache

from pyproj import Transformer

from importers.errors import CellRefused
from importers.reading.numbers import read_number

WGS84 = "WGS84"
_LATITUDES, _LONGITUDES = (32.0, 39.5), (123.0, 132.5)
_PLACES = 7


@cache
def _transformer(crs: str) -> Transformer:
    return Transformer.from_crs(crs, "EPSG:4326", always_xy=True)


def read_point(latitude: str, longitude: str, crs: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees; None where both cells are empty or zero.

    ``latitude`` is the cell of the northing, ``longitude`` that of the easting, in the named system.

    Raises:
        CellRefused: one is missing or no number, the axes are swapped, or the point is not in Korea.
    """
    if latitude.strip() in _EMPTY and longitude.strip() in _EMPTY:
        return None
    north, east = read_number(latitude), read_number(longitude)
    if north is None or east is None:
        raise CellRefused(
            "좌표를 숫자로 적거나 두 칸을 모두 비우십시오.", "Give both coordinates as numbers, or none."
        )
    if _in_korea(north, east) and crs != WGS84:
        raise CellRefused(
            f"경위도로 보입니다. 대응표의 좌표계({crs})를 확인하십시오.",
            f"It looks like degrees. Check the mapping's coordinate system ({crs}).",
        )
    point = (north, east) if crs == WGS84 else _to_degrees(north, east, crs)
    if _in_korea(*point):
        return round(point[0], _PLACES), round(point[1], _PLACES)
    swapped = (east, north) if crs == WGS84 else _to_degrees(east, north, crs)
    if _in_korea(*swapped):
        raise CellRefused(
            "위도와 경도가 뒤바뀌었습니다. 두 칸을 바꾸십시오.", "Latitude and longitude are swapped."
        )
    if crs == WGS84 and max(abs(north), abs(east)) > 1000:
        raise CellRefused(
            "경위도가 아니라 평면좌표로 보입니다. 대응표에 좌표계(EPSG)를 적으십시오.",
            "It looks like grid coordinates. Name their system (EPSG) in the mapping.",
        )
    raise CellRefused(
        "우리나라 범위를 벗어난 좌표입니다. 값을 확인하십시오.", "The point lies outside Korea. Check it."
    )


_EMPTY = frozenset({"", "0", "0.0", "-", "0.00000"})


def _to_degrees(north: float, east: float, crs: str) -> tuple[float, float]:
    longitude, latitude = _transformer(crs).transform(east, north)
    return float(latitude), float(longitude)


def _in_korea(latitude: float, longitude: float) -> bool:
    return _LATITUDES[0] <= latitude <= _LATITUDES[1] and _LONGITUDES[0] <= longitude <= _LONGITUDES[1]
