"""Boxes around labels: how large, and whether they touch."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from viz.labels import em, wrap
from viz.reading import change_words
from viz.scene import Figure, Ring, Scene
from viz.words import word

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle by its middle (x, y), width and height."""

    x: float
    y: float
    w: float
    h: float

    @classmethod
    def around(cls, rects: Iterable["Rect"]) -> "Rect":
        """Return the smallest rectangle around `rects`."""
        every = list(rects)
        left, right = min(r.x - r.w / 2 for r in every), max(r.x + r.w / 2 for r in every)
        top, bottom = min(r.y - r.h / 2 for r in every), max(r.y + r.h / 2 for r in every)
        return cls((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)

    def overlaps(self, other: "Rect", room: float = 0.0) -> bool:
        """Tell whether less than `room` lies between the two."""
        across = abs(self.x - other.x) * 2 < self.w + other.w + room * 2
        return across and abs(self.y - other.y) * 2 < self.h + other.h + room * 2

    def holds(self, point: Point, room: float = 0.0) -> bool:
        """Tell whether `point` lies within, or nearer than `room`."""
        return abs(point[0] - self.x) < self.w / 2 + room and abs(point[1] - self.y) < self.h / 2 + room

    def distance_to_origin(self) -> float:
        """Return how far the nearest point is from (0, 0)."""
        return math.hypot(max(0.0, abs(self.x) - self.w / 2), max(0.0, abs(self.y) - self.h / 2))

    def cuts(self, start: Point, end: Point, room: float = 0.0) -> bool:
        """Tell whether the segment from `start` to `end` passes through (Liang and Barsky, 1984)."""
        first, last = 0.0, 1.0
        for a, b, middle, half in (
            (start[0], end[0], self.x, self.w / 2 + room),
            (start[1], end[1], self.y, self.h / 2 + room),
        ):
            if a == b:
                if abs(a - middle) >= half:
                    return False
                continue
            enter, leave = (middle - half - a) / (b - a), (middle + half - a) / (b - a)
            first, last = max(first, min(enter, leave)), min(last, max(enter, leave))
        return first < last


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Measures of one kind of picture, in units of its view box; widths of lines are in em."""

    letters: float
    small: float
    limits: tuple[float, ...]
    small_lines: int
    radii: Mapping[Ring, tuple[float, float]]
    first_scale: float
    client_gap: float
    ring_gap: float
    empty_gap: float
    size: tuple[float, float]


FULL = Form(
    letters=17.0,
    small=13.5,
    limits=(6.0, 7.0, 8.0, 9.5),
    small_lines=2,
    radii=MappingProxyType(
        {Ring.HOUSEHOLD: (330, 185), Ring.NEIGHBOURS: (535, 295), Ring.AGENCIES: (725, 405)}
    ),
    first_scale=0.74,
    client_gap=74.0,
    ring_gap=24.0,
    empty_gap=34.0,
    size=(1108.0, 760.0),
)
COMPACT = Form(
    letters=17.0,
    small=14.0,
    limits=(6.0, 7.0, 8.0),
    small_lines=0,
    radii=MappingProxyType(
        {Ring.HOUSEHOLD: (140, 118), Ring.NEIGHBOURS: (210, 182), Ring.AGENCIES: (270, 245)}
    ),
    first_scale=0.9,
    client_gap=58.0,
    ring_gap=18.0,
    empty_gap=24.0,
    size=(560.0, 420.0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The lines a figure's box holds, and the size they need."""

    lines: tuple[str, ...]
    small: tuple[str, ...]
    width: float
    height: float

    def at(self, x: float, y: float) -> Rect:
        """Return the box with its middle at (x, y)."""
        return Rect(x, y, self.width, self.height)


def box_of(figure: Figure, scene: Scene, form: Form) -> Box:
    """Return the lines and size of the box of `figure`: name, then in small letters what is known of it."""
    lines = wrap(figure.label, limits=form.limits, lines=2)
    if lines[-1].endswith("…"):
        lines = wrap(figure.label, limits=form.limits, lines=3)
    ratio = form.letters / form.small
    tie = scene.tie(figure.key)
    notes = [
        word("anonymous", scene.language) if figure.anonymous else "",
        figure.detail if form.small_lines else "",
        ", ".join(tie.supports) if tie and form.small_lines else "",
    ]
    note = " / ".join(text for text in notes if text)
    small = _note(note, form, max(em(line) for line in lines) * ratio) if note else ()
    if change := _mark(figure, scene):
        small = (*small, change)
    width = max([em(line) * form.letters for line in lines] + [em(line) * form.small for line in small]) + 26
    height = len(lines) * form.letters * 1.24 + len(small) * form.small * 1.25 + 15
    return Box(lines=lines, small=small, width=max(width, 66.0), height=height)


def _note(note: str, form: Form, name_width: float) -> tuple[str, ...]:
    """One line where it fits: boxes stand above each other at both sides, so height is dearer than width."""
    widest = form.limits[-1] * form.letters / form.small
    one = wrap(note, limits=(max(name_width, widest),), lines=1)
    if not one[-1].endswith("…"):
        return one
    return wrap(note, limits=(max(name_width, widest * 0.8), widest), lines=max(1, form.small_lines))


def _mark(figure: Figure, scene: Scene) -> str:
    """The change of a figure as sign and word: never by colour alone."""
    if figure.change is None:
        return ""
    return f"{CHANGE_SIGNS[figure.change]} {change_words(figure.change, '', scene)}"


CHANGE_SIGNS = {"new": "+", "lost": "−", "changed": "△"}


def client_radius(box: Box, alters: int) -> float:
    """Return the radius of the circle around the client's label, larger where many lines come in."""
    return max(48.0 + alters * 0.5, math.hypot(box.width - 20, box.height - 14) / 2 + 8)
