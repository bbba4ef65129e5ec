"""Weekly times as Korean sheets write them, read only where every character is understood.

Days: 월+화+수 · 월~금 · 월화수 · 매일 · 평일 · 주말 · 주 5회(월~금) · 월~금(공휴일 제외).
Times: 중식(11:30-12:30) · (11:30~12:30) · 0900~1000 · 9시 30분~11시 · 중식(…)+석식(…).
Whatever else stands there (격주, 월 2회, 장날, 미정) is unknown: a wrong hour sends somebody in vain.
"""

from __future__ import annotations

import re
from datetime import time

from graph.records.values import Slots
from graph.text.normalise import fold
from importers.reading.remembered import remembered

DAYS = "월화수목금토일"
EVERY_DAY = frozenset(range(7))
_NAMED = {
    "매일": EVERY_DAY,
    "평일": frozenset(range(5)),
    "주말": frozenset({5, 6}),
    "주중": frozenset(range(5)),
}

_TILDE = re.compile(r"[~∼～〜\-–—]")
_HOLIDAYS = re.compile(r"\((?:\*?(?:법정)?(?:국)?공휴일(?:제외|휴무|은?휴무)?|주\d[회일])\)")
_HOW_OFTEN = re.compile(r"주\d[회일]\((?P<days>.*)\)")
_RANGE = re.compile(rf"([{DAYS}])(?:요일)?~([{DAYS}])(?:요일)?")
_SINGLE = re.compile(rf"([{DAYS}])(?:요일)?")
_RUN = re.compile(rf"[{DAYS}]{{2,7}}(?:요일)?")

_MEAL = r"(?:조식|중식|석식|아침|점심|저녁)(?:식사)?"
_CLOCK = r"(?:오전|오후)?(?:\d{1,2}[:.]\d{2}|\d{1,2}시(?:\d{1,2}분|반)?|\d{4})"
_SPAN = rf"(?P<start>{_CLOCK})(?:부터)?~(?P<end>{_CLOCK})(?:까지)?"
_PIECES = tuple(
    re.compile(shape)
    for shape in (
        rf"(?P<meal>{_MEAL})?:?\(?{_SPAN}\)?",
        rf"\((?P<meal>{_MEAL})\){_SPAN}",
        rf"{_SPAN}\((?P<meal>{_MEAL})\)",
    )
)
_MEAL_DAYS = re.compile(rf"(?P<meal>{_MEAL})\((?P<days>[^()]*)\)")
_BETWEEN_PIECES = re.compile(r"[+,/&\n]")
_CLOCK_PARTS = re.compile(
    r"(오전|오후)?(?:(\d{1,2})[:.](\d{2})(?::00)?|(\d{1,2})시(?:(\d{1,2})분|(반))?|(\d{2})(\d{2}))"
)


def _plain(text: str) -> str:
    return _TILDE.sub("~", "".join(fold(text).split()))


@remembered(4096)
def read_days(text: str) -> frozenset[int] | None:
    """Weekdays (0 is Monday) that a text certainly names, or None."""
    bare = _HOLIDAYS.sub("", _plain(text)).removeprefix("매주")
    often = _HOW_OFTEN.fullmatch(bare)
    if often:
        bare = often["days"]
    found: set[int] = set()
    for item in re.split(r"[+,·/]", bare):
        days = _days_of(item)
        if days is None:
            return None
        found |= days
    return frozenset(found) or None


def _days_of(item: str) -> frozenset[int] | None:
    if item in _NAMED:
        return _NAMED[item]
    if span := _RANGE.fullmatch(item):
        first, last = DAYS.index(span[1]), DAYS.index(span[2])
        return frozenset(range(first, last + 1)) if first < last else None
    if single := _SINGLE.fullmatch(item):
        return frozenset({DAYS.index(single[1])})
    if _RUN.fullmatch(item):
        run = item.removesuffix("요일")
        days = [DAYS.index(day) for day in run]
        return frozenset(days) if days == sorted(set(days)) else None
    return None


def read_clock(text: str) -> int | None:
    """Minutes after midnight of a time of day (09:00, 0900, 9시 30분, 오후 2시), or None."""
    found = _CLOCK_PARTS.fullmatch(_plain(text))
    if not found:
        return None
    half, colon_hour, colon_minute, hour, minute, thirty, four_hour, four_minute = found.groups()
    hours = int(colon_hour or hour or four_hour)
    minutes = 30 if thirty else int(colon_minute or minute or four_minute or 0)
    if half and not 1 <= hours <= 12:
        return None
    if half:
        hours = hours % 12 + (12 if half == "오후" else 0)
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= 24 * 60 else None


def span_slots(weekdays: frozenset[int], start: int, end: int, *, outward: bool) -> Slots:
    """Half-hours of some weekdays from one minute of the day to another, which lies after it."""
    first, last = time(start // 60, start % 60), time(end // 60 % 24, end % 60)
    slots = Slots()
    for weekday in weekdays:
        slots |= Slots.between(weekday, first, last, outward=outward)
    return slots


@remembered(4096)
def read_times(text: str) -> tuple[tuple[str, int, int], ...] | None:
    """Spans of a day as (meal or "", first minute, last minute), or None where any part is unclear."""
    spans: list[tuple[str, int, int]] = []
    for piece in _BETWEEN_PIECES.split(_plain(text)):
        found = next((match for shape in _PIECES if (match := shape.fullmatch(piece))), None)
        if found is None:
            return None
        start, end = read_clock(found["start"]), read_clock(found["end"])
        if start is None or end is None or start >= end:
            return None
        spans.append((found["meal"] or "", start, end))
    return tuple(spans) or None


@remembered(8192)
def read_weekly(days: str, times: str, *, outward: bool) -> Slots | None:
    """Slots from a column of days and one of times; None where either is not certain.

    Asks round outward and may leave the times open (the whole day); offers round inward and may not.
    """
    if outward and not times.strip():
        weekdays = read_days(days)
        return None if weekdays is None else Slots.whole_days(weekdays)
    spans = read_times(times)
    if spans is None:
        return None
    everywhere = read_days(days)
    by_meal = {} if everywhere is not None else _days_by_meal(days)
    slots = Slots()
    for meal, start, end in spans:
        weekdays = everywhere if everywhere is not None else by_meal.get(meal)
        if weekdays is None:
            return None
        slots |= span_slots(weekdays, start, end, outward=outward)
    if by_meal and set(by_meal) != {meal for meal, _, _ in spans}:
        return None
    return slots if len(slots) else None


def _days_by_meal(text: str) -> dict[str, frozenset[int]]:
    """Days given per meal, as in 중식(월~금)+석식(토+일); empty where anything else stands there."""
    bare = _plain(text)
    found: dict[str, frozenset[int]] = {}
    for match in _MEAL_DAYS.finditer(bare):
        days = read_days(match["days"])
        if days is None or match["meal"] in found:
            return {}
        found[match["meal"]] = days
    left = _MEAL_DAYS.sub("", bare)
    return found if not left.strip("+,/") else {}


@remembered(8192)
def read_schedule(text: str, *, outward: bool) -> Slots | None:
    """Slots from one text such as ``월~금 09:00-12:00; 토 10:00-12:00``; None where it is not certain."""
    slots = Slots()
    for part in re.split(r"[;\n]", text):
        days, _, times = part.strip().partition(" ")
        found = read_weekly(days, times, outward=outward)
        if found is None:
            return None
        slots |= found
    return slots if len(slots) else None


def write_schedule(slots: Slots) -> str:
    """Slots as a text that ``read_schedule`` reads back to the same slots."""
    by_day: dict[int, list[str]] = {}
    for weekday, start, end in slots.spans():
        by_day.setdefault(weekday, []).append(f"{_clock(start)}-{_clock(end)}")
    days_of: dict[str, list[int]] = {}
    for weekday, spans in by_day.items():
        days_of.setdefault("+".join(spans), []).append(weekday)
    return "; ".join(f"{_named(days)} {times}" for times, days in days_of.items())


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _named(days: list[int]) -> str:
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{DAYS[days[0]]}~{DAYS[days[-1]]}"
    return "+".join(DAYS[day] for day in days)
