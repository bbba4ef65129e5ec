"""Samples made once for all tests, and what the tests read out of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from itertools import takewhile
from typing import TypeVar

from graph.records.registry import Record
from importers.sample import sample_records

DAY = date(2026, 11, 23)
FIRST_DONG = "9911000100"
R = TypeVar("R", bound=Record)


@cache
def a_dong(seed: int = 1) -> tuple[Record, ...]:
    """The demo's dong."""
    return tuple(sample_records("dong", seed=seed, day=DAY))


@cache
def first_of_a_gu() -> tuple[Record, ...]:
    """The first of the seventeen dongs of a gu: some 20,000 people."""
    stream = sample_records("gu", seed=1, day=DAY)
    return tuple(takewhile(lambda one: one.dong == FIRST_DONG, stream))


def only(kind: type[R], records: Iterable[Record]) -> list[R]:
    """The records of one type."""
    return [one for one in records if isinstance(one, kind)]


def digest(records: Iterable[Record]) -> str:
    """A digest that reads sets in order, since their own order changes from process to process."""
    found = hashlib.sha256()
    for one in records:
        found.update(_text(one).encode())
    return found.hexdigest()


def _text(value: object) -> str:
    if isinstance(value, frozenset):
        return ",".join(sorted(map(_text, value)))
    if is_dataclass(value):
        return f"{type(value).__name__}({';'.join(_text(getattr(value, f.name)) for f in fields(value))})"
    return repr(value)
