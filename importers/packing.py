"""Packs and unpacks the rows of a plan; records are frozen, so that their fields are all there is to them."""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any

from graph.records.registry import RECORD_TYPES
from graph.records.values import Amount, Eligibility, Place, Qualification
from importers.merge import EditedByHand, FieldChange
from importers.plan import Made, RowPlan

_FASTEST = 1
_PLAIN = (FieldChange, EditedByHand, Place, Amount, Eligibility, Qualification)


def packed(rows: list[RowPlan]) -> bytes:
    """Rows as bytes, for this process alone."""
    plain = [
        (line, state, records, tuple(map(tuple, made)), *rest) for line, state, records, made, *rest in rows
    ]
    written = io.BytesIO()
    _Packer(written, pickle.HIGHEST_PROTOCOL).dump(plain)
    return zlib.compress(written.getvalue(), _FASTEST)


def unpacked(pack: bytes) -> list[RowPlan]:
    """The rows that ``packed`` packed."""
    # What is unpacked here was packed here, and never left this process.
    plain = pickle.loads(zlib.decompress(pack))  # noqa: S301
    return [
        RowPlan(line, state, records, tuple(map(Made._make, made)), *rest)
        for line, state, records, made, *rest in plain
    ]


@cache
def _fields_of(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(field.name for field in fields(kind)))


@cache
def _setters(kind: type[Any]) -> tuple[Callable[[Any, Any], None], ...]:
    return tuple(getattr(kind, field.name).__set__ for field in fields(kind))


def _taken_apart(thing: Any) -> tuple[Any, ...]:
    kind: Any = type(thing)
    return _put_together, (kind, _fields_of(kind)(thing))


def _put_together(kind: Any, values: tuple[Any, ...]) -> Any:
    """The same again; it was valid when it was packed."""
    thing = object.__new__(kind)
    for put, value in zip(_setters(kind), values, strict=True):
        put(thing, value)
    return thing


class _Packer(pickle.Pickler):
    dispatch_table = dict.fromkeys((*_PLAIN, *RECORD_TYPES.values()), _taken_apart)
