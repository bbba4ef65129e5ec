"""Counts over time as lines, told apart by mark and dash, not by colour alone; their names stand above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from viz.marks import INK
from viz.scene import Language
from viz.svg import FONT, el, path, words

_WIDE, _HIGH = 320.0, 170.0
_LEFT, _RIGHT, _TOP, _FOOT = 46.0, 22.0, 12.0, 28.0
_SMALL = 15.0
_LINE = 1.5 * _SMALL
_STROKES = (("#0b4fb3", None), ("#9a4a00", "7 4"), ("#146c2e", "2 4"))
_GRID, _QUIET = "#d5dae2", "#3d4654"
_DAYS_NAMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A line: its name, and a count for each day; None where it is not known or not told."""

    label: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Up to three lines over the same days, which ascend."""

    title: str
    days: tuple[date, ...]
    series: tuple[Series, ...]
    language: Language


def trend_svg(trend: Trend) -> Markup:
    """Return the lines as one SVG without script or style; what it shows is also in its title for screen readers."""
    top = _ceiling(max((v for one in trend.series for v in one.values if v is not None), default=0))
    across, head = _across(trend.days), _TOP + _LINE * len(trend.series)

    def down(value: float) -> float:
        return head + _HIGH * (1 - value / top)

    return el(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "trend",
            "viewBox": f"0 0 {_WIDE:.0f} {head + _HIGH + _FOOT:.0f}",
            "role": "img",
            "aria-label": _read(trend),
            "lang": trend.language,
            "font-family": FONT,
            "fill": INK,
        },
        *(_rule(down(value), value) for value in (0, top // 2, top)),
        *(_name(one, number) for number, one in enumerate(trend.series)),
        *_named_days(trend.days, across, head + _HIGH),
        *(
            _line(
                one,
                number,
                [(x, None if v is None else down(v)) for x, v in zip(across, one.values, strict=True)],
            )
            for number, one in enumerate(trend.series)
        ),
    )


def _ceiling(most: int) -> int:
    """The least round even number that is no smaller."""
    step = 2 if most < 10 else 10 if most < 100 else 2 * 10 ** (len(str(most)) - 2)
    return max(step, -(-most // step) * step)


def _across(days: Sequence[date]) -> list[float]:
    wide = _WIDE - _LEFT - _RIGHT
    span = max(1, (days[-1] - days[0]).days) if days else 1
    return [_LEFT + wide * (day - days[0]).days / span for day in days]


def _rule(y: float, value: int) -> Markup:
    return el(
        "g",
        {"aria-hidden": "true"},
        el("path", {"d": path([(_LEFT, y), (_WIDE - _RIGHT, y)]), "stroke": _GRID, "stroke-width": 1}),
        words(_LEFT - 6, y, f"{value:,}", _SMALL, text_anchor="end", fill=_QUIET),
    )


def _named_days(days: Sequence[date], across: Sequence[float], foot: float) -> list[Markup]:
    """The names of a few days, the last among them, as year and month."""
    each = max(1, -(-len(days) // _DAYS_NAMED))
    named = [(x, day) for x, day in list(zip(across, days, strict=True))[::-1][::each]]
    return [
        words(x, foot + 18, f"{day:%y}.{day.month}.", _SMALL, text_anchor="middle", fill=_QUIET)
        for x, day in named
    ]


def _line(one: Series, number: int, at: Sequence[tuple[float, float | None]]) -> Markup:
    """A broken line where a count is missing, and a mark on every count."""
    stroke, dash = _STROKES[number % len(_STROKES)]
    parts: list[list[tuple[float, float]]] = [[]]
    for x, y in at:
        if y is None:
            parts.append([])
        else:
            parts[-1].append((x, y))
    drawn = {"fill": "none", "stroke": stroke, "stroke-width": 2.5, "stroke-dasharray": dash}
    return el(
        "g",
        {"aria-hidden": "true"},
        *(el("path", {"d": path(part), **drawn}) for part in parts if len(part) > 1),
        *(_mark(x, y, number, stroke) for part in parts for x, y in part),
    )


def _mark(x: float, y: float, number: int, stroke: str) -> Markup:
    if number % 2:
        return el("rect", {"x": x - 3, "y": y - 3, "width": 6, "height": 6, "fill": stroke})
    return el("circle", {"cx": x, "cy": y, "r": 3.4, "fill": stroke})


def _name(one: Series, number: int) -> Markup:
    """The name of a line with its mark and its last count, above the lines."""
    stroke, _ = _STROKES[number % len(_STROKES)]
    count = next((v for v in reversed(one.values) if v is not None), None)
    y = _SMALL + _LINE * number
    return el(
        "g",
        {"aria-hidden": "true"},
        _mark(_LEFT + 4, y, number, stroke),
        words(
            _LEFT + 14,
            y,
            f"{one.label} {'–' if count is None else f'{count:,}'}",
            _SMALL,
            fill=stroke,
            font_weight=700,
        ),
    )


def _read(trend: Trend) -> str:
    """What the picture says, for who cannot see it."""
    said = []
    for one in trend.series:
        known = [v for v in one.values if v is not None]
        if known:
            said.append(f"{one.label} {known[0]:,} → {known[-1]:,}")
    return ": ".join(filter(None, (trend.title, ", ".join(said))))
