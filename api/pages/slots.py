"""Weekly hours as a form gives them: any time, or weekdays with a span, by keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from starlette.datastructures import FormData

from api.pages.here import Here
from api.pages.parts import Option
from casework.register.needs import WEEKDAYS
from graph.records.values import Slots

_HOURS = tuple(f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in range(0, 24 * 60 + 1, 30))


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsPicker:
    """The picker as it stands: what is ticked, and what is wrong with it."""

    any_time: bool
    days: tuple[Option, ...]
    ticked: frozenset[str]
    start: str
    end: str
    hours: tuple[str, ...] = _HOURS
    error: str | None = None


def picker(here: Here, form: FormData | None = None) -> SlotsPicker:
    """The picker empty, or as it was sent."""
    days = tuple(Option(value=str(i), label=str(name)) for i, name in enumerate(_names(here)))
    if form is None:
        return SlotsPicker(any_time=True, days=days, ticked=frozenset(), start="11:00", end="13:00")
    any_time = form.get("when") != "set"
    ticked = frozenset(str(day) for day in form.getlist("day"))
    start, end = str(form.get("from", "")), str(form.get("to", ""))
    wrong = not any_time and slots_of(form) is None
    error = (
        here.say("요일을 하나 이상 고르고, 끝나는 시각을 시작하는 시각 뒤로 정하십시오.") if wrong else None
    )
    return SlotsPicker(any_time=any_time, days=days, ticked=ticked, start=start, end=end, error=error)


def slots_of(form: FormData) -> Slots | None:
    """The half-hours that were picked; none for any time, or where the picker is wrong."""
    days = [int(str(day)) for day in form.getlist("day") if str(day) in "0123456" and str(day)]
    start, end = str(form.get("from", "")), str(form.get("to", ""))
    if form.get("when") != "set" or start not in _HOURS or end not in _HOURS or not start < end:
        return None
    found = Slots()
    for day in days:
        found |= Slots.between(day, _time(start), _time(end), outward=True)
    return found if len(found) else None


def _time(text: str) -> time:
    """24:00 is midnight, which the records say as 00:00."""
    hour, minute = text.split(":")
    return time(int(hour) % 24, int(minute))


def _names(here: Here) -> Sequence[str]:
    return tuple(WEEKDAYS[here.language])
