"""All scenes, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from graph.records.registry import Record
from importers.sample.dong import Dong
from importers.sample.scene_apart import apart_records
from importers.sample.scene_bread import bread_records
from importers.sample.scene_giving import giving_records, words_records
from importers.sample.scene_meals import meals_records
from importers.sample.scene_stage import Stage


def scene_records(dong: Dong, day: date) -> Iterator[Record]:
    """All scenes, in an order in which references already exist."""
    stage = Stage(dong, day)
    for act in (meals_records, bread_records, apart_records, giving_records, words_records):
        yield from act(stage)
