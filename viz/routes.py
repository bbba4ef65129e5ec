"""The way of each line: straight where it can be, bent round the boxes of others where it must."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from viz.boxes import Point, Rect
from viz.scene import Line, Scene
from viz.seats import Seats

_BENDS = tuple(
    side * bend for bend in (0.03, 0.06, 0.1, 0.15, 0.2, 0.28, 0.38, 0.52, 0.7, 0.9) for side in (1, -1)
)
_SHORTEST = 44.0
_MARK_SHARES = (0.58, 0.5, 0.66, 0.42, 0.74, 0.34)
_PIECES = 24
_GAP = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The points of one line from the border of `a` to the border of `b`, and where its mark stands."""

    line: Line
    points: tuple[Point, ...]
    mark: Point
    mark_angle: float


def routes(scene: Scene, seats: Seats) -> tuple[Route, ...]:
    """Return a route for each line, in the order of the scene."""
    client = scene.client.key
    marks: list[Rect] = []
    found: list[Route] = []
    for line in scene.lines:
        points = min(_ways(line, seats), key=lambda way: way[0])[1]
        outward = points if line.a == client else points[::-1]
        mark, angle = _mark(outward, seats, marks)
        marks.append(Rect(*mark, 30.0, 26.0))
        found.append(Route(line=line, points=points, mark=mark, mark_angle=angle))
    return tuple(found)


def _ways(line: Line, seats: Seats) -> Iterator[tuple[float, tuple[Point, ...]]]:
    """Cost and points of each bend; the straight way comes first and ends the search when it is free."""
    a, b = seats.boxes[line.a], seats.boxes[line.b]
    others = [rect for key, rect in seats.boxes.items() if key not in (line.a, line.b)]
    names = [plate.rect for plate in seats.plates]
    for bend in (0.0, *_BENDS):
        points = _curve(a, b, bend, seats.client_radius)
        crossed = sum(_passes(points, rect, 5.0) for rect in others)
        over_names = sum(_passes(points, rect, 1.0) for rect in names)
        short = max(0.0, 1 - length(points) / _SHORTEST)
        yield crossed * 10 + over_names * 2 + short * 4 + abs(bend), points
        if not bend and not crossed and not over_names and not short:
            return


def _passes(points: Sequence[Point], rect: Rect, room: float) -> bool:
    return any(rect.cuts(start, end, room) for start, end in pairwise(points))


def _curve(a: Rect, b: Rect, bend: float, client_radius: float) -> tuple[Point, ...]:
    middle = ((a.x + b.x) / 2 - (b.y - a.y) * bend * 2, (a.y + b.y) / 2 + (b.x - a.x) * bend * 2)

    def at(t: float) -> Point:
        u = 1 - t
        return (
            u * u * a.x + 2 * u * t * middle[0] + t * t * b.x,
            u * u * a.y + 2 * u * t * middle[1] + t * t * b.y,
        )

    start = _leaving(at, a, 0.0, client_radius)
    end = _leaving(at, b, 1.0, client_radius)
    pieces = 1 if bend == 0.0 else _PIECES
    return tuple(at(start + (end - start) * number / pieces) for number in range(pieces + 1))


def _leaving(at: Callable[[float], Point], rect: Rect, inside: float, client_radius: float) -> float:
    """Return the parameter where the curve leaves the figure it starts in (bisection)."""
    outside = 0.5
    for _ in range(18):
        half = (inside + outside) / 2
        if _within(at(half), rect, client_radius):
            inside = half
        else:
            outside = half
    return outside


def _within(point: Point, rect: Rect, client_radius: float) -> bool:
    if rect.x == rect.y == 0.0:
        return math.hypot(*point) < client_radius + _GAP
    return rect.holds(point, _GAP)


def _mark(outward: Sequence[Point], seats: Seats, marks: Sequence[Rect]) -> tuple[Point, float]:
    """Return a free place on the line for its mark, rather towards the outer end, where lines lie apart."""
    taken = [*seats.boxes.values(), *marks, *(plate.rect for plate in seats.plates)]

    def hits(place: tuple[Point, float]) -> int:
        plate = Rect(*place[0], 30.0, 26.0)
        return sum(plate.overlaps(rect) for rect in taken)

    return min((along(outward, share) for share in _MARK_SHARES), key=hits)


def length(points: Sequence[Point]) -> float:
    """Return the length of a way."""
    return sum(math.dist(start, end) for start, end in pairwise(points))


def along(points: Sequence[Point], share: float) -> tuple[Point, float]:
    """Return the point at `share` of the way and the direction there, in radians."""
    left = length(points) * share
    for start, end in pairwise(points):
        piece = math.dist(start, end)
        if left <= piece and piece > 0:
            part = left / piece
            point = (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
            return point, math.atan2(end[1] - start[1], end[0] - start[0])
        left -= piece
    start, end = points[-2], points[-1]
    return end, math.atan2(end[1] - start[1], end[0] - start[0])
