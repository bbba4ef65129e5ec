"""The paths of an answer as one picture: from left to right, whoever stands on several paths drawn once a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from markupsafe import Markup

from viz.marks import INK
from viz.scene import Language
from viz.svg import FONT, el, path, words

ROWS_DRAWN = 12
_SIZE, _BOX_HIGH, _BOX_WIDE = 15.0, 34.0, 160.0
_GAP_WIDE, _GAP_HIGH, _MARGIN = 44.0, 12.0, 4.0
_LETTERS = 12.0
"""How wide a label may be, in widths of a Korean letter."""


class Kind(StrEnum):
    """What stands at a place of a path."""

    PERSON = "person"
    GROUP = "group"
    THING = "thing"


_PAINT = {
    Kind.PERSON: ("#e0f2e5", "#146c2e", 17.0),
    Kind.GROUP: ("#e3edfb", "#0b4fb3", 3.0),
    Kind.THING: ("#ffffff", "#5b6573", 0.0),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One place on a path; equal keys are the same."""

    key: str
    label: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Paths, each of two places or more, in the order in which to read them."""

    title: str
    rows: tuple[tuple[Place, ...], ...]
    language: Language


@dataclass(frozen=True, slots=True)
class _Seat:
    place: Place
    x: float
    y: float


def ways_svg(ways: Ways) -> Markup:
    """Return the first paths as one SVG without script or style; shape tells people, groups and things apart."""
    rows = ways.rows[:ROWS_DRAWN]
    columns = max((len(row) for row in rows), default=1)
    seats = _seats(rows, columns)
    high = max((seat.y for seat in seats.values()), default=0.0) + _BOX_HIGH + _MARGIN
    wide = columns * _BOX_WIDE + (columns - 1) * _GAP_WIDE + 2 * _MARGIN
    return el(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "ways",
            "viewBox": f"0 0 {wide:.0f} {high:.0f}",
            "width": round(wide),
            "height": round(high),
            "role": "img",
            "aria-label": _read(ways.title, rows),
            "lang": ways.language,
            "font-family": FONT,
            "fill": INK,
        },
        *_lines(rows, columns, seats),
        *(_box(seat) for seat in seats.values()),
    )


def _column(row: Sequence[Place], at: int, columns: int) -> int:
    """Places follow each other; the last of every path stands at the right edge."""
    return columns - 1 if at == len(row) - 1 and at else at


def _seats(rows: Sequence[Sequence[Place]], columns: int) -> dict[tuple[int, str], _Seat]:
    """Each place once in its column, below those that came before."""
    found: dict[tuple[int, str], _Seat] = {}
    filled = [0] * columns
    for row in rows:
        for at, place in enumerate(row):
            column = _column(row, at, columns)
            if (column, place.key) not in found:
                x = _MARGIN + column * (_BOX_WIDE + _GAP_WIDE)
                y = _MARGIN + filled[column] * (_BOX_HIGH + _GAP_HIGH)
                found[column, place.key] = _Seat(place, x, y)
                filled[column] += 1
    return found


def _lines(
    rows: Sequence[Sequence[Place]], columns: int, seats: dict[tuple[int, str], _Seat]
) -> list[Markup]:
    drawn: dict[str, None] = {}
    for row in rows:
        ends = [seats[_column(row, at, columns), place.key] for at, place in enumerate(row)]
        for one, other in pairwise(ends):
            start = (one.x + _BOX_WIDE, one.y + _BOX_HIGH / 2)
            end = (other.x - 2, other.y + _BOX_HIGH / 2)
            drawn[path([start, end])] = None
    look = {"stroke": "#5b6573", "stroke-width": 1.8, "fill": "none", "aria-hidden": "true"}
    return [el("path", {"d": line, **look}) for line in drawn]


def _box(seat: _Seat) -> Markup:
    fill, border, round_ = _PAINT[seat.place.kind]
    return el(
        "g",
        {"aria-hidden": "true"},
        el(
            "rect",
            {
                "x": seat.x,
                "y": seat.y,
                "width": _BOX_WIDE,
                "height": _BOX_HIGH,
                "rx": round_,
                "fill": fill,
                "stroke": border,
                "stroke-width": 1.6,
            },
        ),
        words(
            seat.x + _BOX_WIDE / 2,
            seat.y + _BOX_HIGH / 2,
            _short(seat.place.label),
            _SIZE,
            text_anchor="middle",
        ),
    )


def _short(label: str) -> str:
    """The label as far as it fits; the table says it whole."""
    wide, cut = 0.0, ""
    for letter in label:
        wide += 1.0 if ord(letter) > 0x1100 else 0.56
        if wide > _LETTERS - 1.0 and len(cut) + 1 < len(label):
            return f"{cut}…"
        cut += letter
    return cut


def _read(title: str, rows: Sequence[Sequence[Place]]) -> str:
    """What the picture says, for who cannot see it."""
    said = "; ".join(" → ".join(place.label for place in row) for row in rows)
    return f"{title} {said}".strip()
