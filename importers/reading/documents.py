"""The JSON that public services give, laid out as rows: GeoJSON, open-data lists, one 복지로 service."""

from __future__ import annotations

import json
from typing import Any

from importers.reading.limits import MAX_CELLS, MAX_COLUMNS, MAX_VALUES

Line = tuple[int, list[str]]
_LISTS = ("records", "data", "items", "item", "row")


def read_document(text: str) -> list[Line]:
    """The rows of a JSON text.

    Raises:
        ValueError: it is not JSON, holds too much, or is of no known shape.
        RecursionError: it is nested without end.
    """
    if text.count(",") + text.count("[") + text.count("{") > MAX_VALUES:
        raise ValueError("too many values")
    return document_rows(json.loads(text))


def document_rows(document: Any) -> list[Line]:
    """A header row and a row for each thing; line 1 is the header, so the nth thing is line n + 1.

    Raises:
        ValueError: the shape is none of the known ones.
    """
    things = _things(document)
    header = list(dict.fromkeys(name for thing in things for name in thing))
    if len(header) > MAX_COLUMNS or len(header) * len(things) > MAX_CELLS:
        raise ValueError("too many columns")
    return [(1, list(map(_cell, header)))] + [
        (at, [_cell(thing.get(name)) for name in header]) for at, thing in enumerate(things, start=2)
    ]


def _things(document: Any) -> list[dict[str, Any]]:
    if isinstance(document, list):
        found = document
    elif not isinstance(document, dict):
        raise ValueError("neither an object nor a list")
    elif document.get("type") == "FeatureCollection":
        found = [_feature(feature) for feature in _list(document.get("features"))]
    elif isinstance(document.get("list"), dict) and isinstance(document.get("detail"), dict):
        found = [{**document["list"], **document["detail"]}]
    else:
        found = _listed(document)
    if not found or not all(isinstance(thing, dict) for thing in found):
        raise ValueError("no list of objects")
    return found


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return value


def _feature(feature: Any) -> dict[str, Any]:
    if not (isinstance(feature, dict) and isinstance(feature.get("properties"), dict)):
        raise ValueError("a feature without properties")
    return {**feature["properties"], "geometry": feature.get("geometry")}


def _listed(document: dict[str, Any]) -> list[Any]:
    """The list inside an answer; one hit comes as an object, many as a list."""
    at: Any = document
    for outer in ("response", "body"):
        at = at.get(outer, at) if isinstance(at, dict) else at
    for name in _LISTS:
        inside = at.get(name) if isinstance(at, dict) else None
        if isinstance(inside, dict):
            inside = inside.get("item", [inside])
            inside = inside if isinstance(inside, list) else [inside]
        if isinstance(inside, list):
            return inside
    return []


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Half a character (\\ud800) can be written in JSON, but neither kept nor sent.
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
