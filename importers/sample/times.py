"""The weekly times that asks and offers of a sample use, by short names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from graph.records.values import Slots
from importers.sample.maker import Maker

_WEEK = range(5)


def _span(days: Iterable[int], first: int, last: int) -> Slots:
    found = Slots()
    for day in days:
        found |= Slots.between(day, time(first), time(last % 24), outward=True)
    return found


_FIXED: dict[str, Slots] = {
    "office": _span(_WEEK, 9, 18),
    "noon": _span(_WEEK, 11, 13),
    "weekday_noon": _span(_WEEK, 11, 13),
    "mwf_noon": _span((0, 2, 4), 11, 13),
    "mwf_am": _span((0, 2, 4), 8, 12),
    "tue_am": _span((1,), 9, 12),
    "weekday_am": _span(_WEEK, 9, 12),
    "weekday_pm": _span(_WEEK, 13, 18),
    "weekday_day": _span(_WEEK, 9, 18),
    "weekend": _span((5, 6), 9, 18),
    "sat_noon": _span((5,), 11, 13),
    "evening": _span(_WEEK, 18, 21),
    "fri_evening": _span((4,), 18, 21),
    "school": _span(_WEEK, 8, 9),
    "after_school": _span(_WEEK, 14, 19),
    "night": _span(range(7), 21, 24) | _span(range(7), 0, 6),
}
_DAILY = {"one_am": (9, 12), "one_pm": (13, 17), "morning": (9, 12), "afternoon": (13, 18)}


def slots_of(name: str, maker: Maker) -> Slots | None:
    """The half-hours of a name; ``one_…`` is one weekday by chance, ``morning`` some of them; any is None."""
    if name == "any":
        return None
    if name in _FIXED:
        return _FIXED[name]
    days = [maker.between(0, 4)] if name.startswith("one_") else _some_weekdays(maker)
    return _span(days, *_DAILY[name])


def some_days_of(name: str, maker: Maker) -> Slots | None:
    """The same, on those weekdays alone on which a neighbour is free."""
    whole = slots_of(name, maker)
    if whole is None or name in _DAILY:
        return whole
    part = whole & Slots.whole_days(frozenset((*_some_weekdays(maker), 5, 6)))
    return part if part.mask else whole


def _some_weekdays(maker: Maker) -> list[int]:
    first = maker.between(0, 4)
    return sorted({first, (first + maker.between(0, 3)) % 5, (first + 2) % 5})
