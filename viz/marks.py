"""How a line looks: one stroke for each strength, one shape for each strain, and heads for the flow."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from viz.boxes import Point
from viz.routes import Route, along, length
from viz.scene import Change, Flow, Line, Strain, Strength

INK = "#1d1d1d"
BETWEEN = "#5b6573"
TENSE = "#b3261e"
_WAVE, _STEP, _LEAD = 6.5, 11.0, 15.0
_HEAD = 13.0
_WIDTHS = {Strength.STRONG: 6.0, Strength.ORDINARY: 2.5, Strength.WEAK: 2.0, None: 2.0}
_DASHES: dict[Strength | None, tuple[float, ...]] = {Strength.WEAK: (9.0, 7.0), None: (2.0, 5.0)}
# A zigzag of six units would close its own teeth, a dashed one would be no zigzag: its width alone tells.
_ZIGZAG_WIDTHS = {Strength.STRONG: 3.5, Strength.ORDINARY: 2.5, Strength.WEAK: 1.6, None: 2.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """Width, dash pattern (empty: solid) and colour of a line, the same on paper and on canvas."""

    width: float
    dashes: tuple[float, ...]
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What is drawn for one line: the stroke's points, the heads as triangles, the cuts as short strokes."""

    stroke: Stroke
    points: tuple[Point, ...]
    heads: tuple[tuple[Point, Point, Point], ...]
    cuts: tuple[tuple[Point, Point], ...]


def stroke_of(line: Line, *, with_client: bool) -> Stroke:
    """Return the stroke of a line; ties between others are greyer."""
    tense = line.strain is Strain.TENSE
    width = (_ZIGZAG_WIDTHS if tense else _WIDTHS)[line.strength]
    dashes = () if tense else _DASHES.get(line.strength, ())
    return Stroke(width=width, dashes=dashes, colour=TENSE if tense else INK if with_client else BETWEEN)


def drawing_of(route: Route, client: str) -> Drawing:
    """Return everything drawn for `route`."""
    line = route.line
    stroke = stroke_of(line, with_client=client in (line.a, line.b))
    heads = _heads(route, client, stroke)
    points = _trimmed(route.points, heads)
    if line.strain is Strain.TENSE:
        points = zigzag(points)
    cuts = cut(route.mark, route.mark_angle) if line.strain is Strain.BROKEN else ()
    return Drawing(stroke=stroke, points=points, heads=tuple(head for _, head in heads), cuts=cuts)


def needs_question(line: Line) -> bool:
    """Tell whether something about the line has not been asked yet; it then carries a question mark."""
    return line.strength is None or line.strain is None


def mark_text(line: Line) -> str:
    """Return the sign that the line carries at its mark, or an empty text."""
    sign = {Change.NEW: "+", Change.LOST: "−", Change.CHANGED: "△", None: ""}[line.change]
    return sign + ("?" if needs_question(line) else "")


def zigzag(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return `points` as a zigzag with straight leads at both ends."""
    whole = length(points)
    lead = min(_LEAD, whole / 4)
    teeth = max(4, int((whole - 2 * lead) / _STEP))
    way = [points[0], along(points, lead / whole)[0]]
    for number in range(teeth):
        (x, y), angle = along(points, (lead + (number + 0.5) * (whole - 2 * lead) / teeth) / whole)
        side = _WAVE if number % 2 else -_WAVE
        way.append((x - math.sin(angle) * side, y + math.cos(angle) * side))
    return (*way, along(points, 1 - lead / whole)[0], points[-1])


def cut(mark: Point, angle: float) -> tuple[tuple[Point, Point], ...]:
    """Return the two slanting strokes of a tie that is broken off."""
    strokes = []
    for shift in (-5.0, 5.0):
        ends = []
        for u, v in ((shift - 3.0, -11.0), (shift + 3.0, 11.0)):
            ends.append(
                (
                    mark[0] + u * math.cos(angle) - v * math.sin(angle),
                    mark[1] + u * math.sin(angle) + v * math.cos(angle),
                )
            )
        strokes.append((ends[0], ends[1]))
    return tuple(strokes)


def head(tip: Point, angle: float, width: float) -> tuple[Point, Point, Point]:
    """Return an arrow head whose tip is at `tip`, pointing along `angle`."""
    size = _HEAD + width * 0.9
    spread = size * 0.42
    back = (tip[0] - size * math.cos(angle), tip[1] - size * math.sin(angle))
    aside = (spread * math.sin(angle), -spread * math.cos(angle))
    return tip, (back[0] + aside[0], back[1] + aside[1]), (back[0] - aside[0], back[1] - aside[1])


def _heads(route: Route, client: str, stroke: Stroke) -> list[tuple[bool, tuple[Point, Point, Point]]]:
    """Heads with whether they stand at the end `a`."""
    line = route.line
    client_at_a = line.a == client
    at_a = line.flow is Flow.BOTH or line.flow is (Flow.TO_CLIENT if client_at_a else Flow.FROM_CLIENT)
    at_b = line.flow is Flow.BOTH or line.flow is (Flow.FROM_CLIENT if client_at_a else Flow.TO_CLIENT)
    heads = []
    for wanted, points, is_a in ((at_a, route.points[::-1], True), (at_b, route.points, False)):
        if wanted:
            tip, before = points[-1], points[-2]
            angle = math.atan2(tip[1] - before[1], tip[0] - before[0])
            heads.append((is_a, head(tip, angle, stroke.width)))
    return heads


def _trimmed(
    points: tuple[Point, ...], heads: Sequence[tuple[bool, tuple[Point, Point, Point]]]
) -> tuple[Point, ...]:
    """Let a line end within its head, so that a thick one does not blunt the tip."""
    way = list(points)
    for is_a, (tip, left, right) in heads:
        back = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
        inner = (back[0] * 0.8 + tip[0] * 0.2, back[1] * 0.8 + tip[1] * 0.2)
        near = math.dist(tip, inner)
        rest = [point for point in way if math.dist(point, tip) > near]
        if rest:
            way = [inner, *rest] if is_a else [*rest, inner]
    return tuple(way)
