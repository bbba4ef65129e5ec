"""Where the names of rings and sectors stand: on no box, and on as few lines as may be."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from viz.boxes import Form, Point, Rect
from viz.labels import em, wrap
from viz.scene import Ring, Scene
from viz.words import word

_ANGLES = 72
_RING_HOME = math.radians(-137)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """The name of a ring or a sector at its place."""

    kind: Literal["ring", "sector"]
    lines: tuple[str, ...]
    rect: Rect


def place_plates(
    scene: Scene,
    form: Form,
    angles: Mapping[str, float],
    boxes: Mapping[str, Rect],
    radii: Mapping[Ring, tuple[float, float]],
) -> tuple[Plate, ...] | None:
    """Return a plate for every ring and every sector in use, or None where one finds no free place."""
    taken = list(boxes.values())
    spokes = [(boxes[line.a], boxes[line.b]) for line in scene.lines]
    plates: list[Plate] = []
    for ring in reversed(Ring):
        if ring is Ring.CLIENT:
            continue
        lines: tuple[str, ...] = (word(f"ring.{ring.value}", scene.language),)
        rect = _best(_size(lines, form.small), _ring_places(radii[ring]), taken, spokes)
        if rect is None:
            return None
        plates.append(Plate(kind="ring", lines=lines, rect=rect))
        taken.append(rect)
    for sector in scene.sectors:
        here = [angles[figure.key] for figure in scene.alters if figure.sector == sector.code]
        if not here:
            continue
        lines = wrap(sector.label, limits=(9.0, 12.0), lines=2)
        places = _sector_places(min(here), max(here), radii[Ring.AGENCIES])
        rect = _best(_size(lines, form.small + 2), places, taken, spokes)
        if rect is None:
            return None
        plates.append(Plate(kind="sector", lines=lines, rect=rect))
        taken.append(rect)
    return tuple(plates)


def _size(lines: Sequence[str], letters: float) -> tuple[float, float]:
    return max(em(line) for line in lines) * letters + 14, len(lines) * letters * 1.25 + 6


def _ring_places(radius: tuple[float, float]) -> Iterator[tuple[float, Point]]:
    """Cost and place: on the ring's own line, best at the upper left."""
    for number in range(_ANGLES):
        turn = (number + 1) // 2 * (1 if number % 2 else -1) * math.tau / _ANGLES
        angle = _RING_HOME + turn
        yield abs(turn), (radius[0] * math.cos(angle), radius[1] * math.sin(angle))


def _sector_places(first: float, last: float, outer: tuple[float, float]) -> Iterator[tuple[float, Point]]:
    """Cost and place: in the middle of the sector at the rim, further out where the rim is taken."""
    middle = (first + last) / 2
    half = max((last - first) / 2, 0.12)
    for out in (1.0, 1.06, 0.93, 1.12, 0.86, 1.18, 0.8, 1.25, 1.32, 1.4, 1.5):
        for turn in (0.0, 0.3, -0.3, 0.6, -0.6, 0.9, -0.9):
            angle = middle + half * turn
            cost = abs(turn) * 0.4 + abs(out - 1.0) * (6.0 if out > 1 else 5.0)
            yield cost, (outer[0] * out * math.cos(angle), outer[1] * out * math.sin(angle))


def _best(
    size: tuple[float, float],
    places: Iterator[tuple[float, Point]],
    taken: Sequence[Rect],
    spokes: Sequence[tuple[Rect, Rect]],
) -> Rect | None:
    best: tuple[float, Rect] | None = None
    for cost, (x, y) in places:
        rect = Rect(x, y, *size)
        if (best is not None and cost >= best[0]) or any(rect.overlaps(other, 5.0) for other in taken):
            continue
        cost += 3.0 * sum(rect.cuts((a.x, a.y), (b.x, b.y), 8.0) for a, b in spokes)
        if best is None or cost < best[0]:
            best = (cost, rect)
    return best[1] if best else None
