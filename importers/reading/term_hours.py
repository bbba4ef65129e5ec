"""Opening hours given for school terms, holidays and Saturdays, as children's centres report them."""

from __future__ import annotations

from collections.abc import Sequence

from graph.records.values import Slots
from importers.reading.numbers import read_yes_no
from importers.reading.weekly import read_clock, span_slots

_WEEKDAYS, _SATURDAY = frozenset(range(5)), frozenset({5})


def read_term_hours(cells: Sequence[str]) -> Slots | None:
    """Half-hours that are open all year: those of the terms that are open in the holidays too.

    Cells: term start and end, holidays start and end, whether Saturdays, Saturday start and end. A centre
    that gives one pair of hours is taken to keep them all year. None where nothing certain is given.
    """
    term, holidays, saturday = _span(cells[0], cells[1]), _span(cells[2], cells[3]), _span(cells[5], cells[6])
    weekdays = [span_slots(_WEEKDAYS, *span, outward=False) for span in (term, holidays) if span]
    if not weekdays:
        return None
    slots = weekdays[0] & weekdays[-1]
    if read_yes_no(cells[4]) and saturday:
        slots |= span_slots(_SATURDAY, *saturday, outward=False)
    return slots if len(slots) else None


def _span(start: str, end: str) -> tuple[int, int] | None:
    first, last = read_clock(start), read_clock(end)
    return (first, last) if first is not None and last is not None and first < last else None
