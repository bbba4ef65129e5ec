"""Hand-written scenes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from graph.records.registry import Record
from importers.sample.dong import Dong


def scene_records(dong: Dong, day: date) -> Iterator[Record]:
    """The scenes."""
    yield from ()
