"""A seat for every figure: same scene, same seats; no box on another box, no spoke through a box if it can be.

Everybody has an angle of their own over all rings, sectors lie side by side, and inner boxes stand in the gaps
between the spokes of outer ones (the layout lesson of the first trials: equal angles per ring put family boxes
on top of agency spokes).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from viz.boxes import FULL, Box, Form, Rect, box_of, client_radius
from viz.errors import SceneTooLarge
from viz.plates import Plate, place_plates
from viz.scene import Figure, Ring, Scene

RING_ORDER = (Ring.HOUSEHOLD, Ring.NEIGHBOURS, Ring.AGENCIES)
_STEPS = 360
_TOP = -math.pi / 2
_GROWTH = 1.08
_ROUNDS = 40
_STRICT_UNTIL = 1.37
_SPACING = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5, 0.4, 0.3, 0.15, 0.0)
_ROOMY = _SPACING[:7]
_ROOM = 7.0
_SPOKE_ROOM = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """Where everything stands; the client is at (0, 0), units are those of the view box, y goes down."""

    boxes: Mapping[str, Rect]
    contents: Mapping[str, Box]
    angles: Mapping[str, float]
    radii: Mapping[Ring, tuple[float, float]]
    client_radius: float
    plates: tuple[Plate, ...]
    borders: tuple[float, ...]
    bounds: Rect


def clockwise(scene: Scene) -> tuple[Figure, ...]:
    """Return the alters in the order of their seats: by sector, rings interleaved, the given order kept."""
    ordered: list[Figure] = []
    for sector in scene.sectors:
        members = [figure for figure in scene.alters if figure.sector == sector.code]
        spread: list[tuple[float, int, Figure]] = []
        for ring in RING_ORDER:
            here = [figure for figure in members if figure.ring is ring]
            spread += [((index + 0.5) / len(here), -ring, figure) for index, figure in enumerate(here)]
        ordered += [figure for _, _, figure in sorted(spread, key=lambda item: item[:2])]
    return tuple(ordered)


def seat(scene: Scene, form: Form = FULL, keep: Seats | None = None) -> Seats:
    """Return the seats of `scene`; whoever sits in `keep` on the same ring stays there, newcomers take free places.

    Raises SceneTooLarge when no arrangement is free of overlaps.
    """
    contents = {figure.key: box_of(figure, scene, form) for figure in scene.figures}
    middle = client_radius(contents[scene.client.key], len(scene.alters))
    order = clockwise(scene)
    if keep is not None:
        radii = dict(keep.radii)
        kept = _kept(order, contents, radii, keep, middle)
        if kept is not None and (done := _finished(scene, form, kept, contents, radii, middle)):
            return done
    for scale, strict in _attempts(form):
        radii = _radii(order, contents, form, middle, scale)
        for share in _SPACING if scale >= 1 else _ROOMY:
            angles = _sweep(order, contents, radii, middle, share, strict=strict)
            if angles is not None and (done := _finished(scene, form, angles, contents, radii, middle)):
                return done
    raise SceneTooLarge(len(order), len(order) - 1)


def _attempts(form: Form) -> Iterator[tuple[float, bool]]:
    """Scales to try, small first: the smaller the picture, the larger its letters.

    Spokes clear of boxes (strict) are worth a third more size; beyond that, lines bend round the boxes.
    """
    scales = [form.first_scale * _GROWTH**number for number in range(_ROUNDS)]
    yield from ((scale, True) for scale in scales if scale < _STRICT_UNTIL)
    for scale in scales:
        if scale >= 1:
            yield from ((scale, True), (scale, False))


def _radii(
    order: Sequence[Figure], contents: Mapping[str, Box], form: Form, middle: float, scale: float
) -> dict[Ring, tuple[float, float]]:
    """Give each ring the half axes of the form, but at least room for its boxes above and beside the ring within."""
    radii: dict[Ring, tuple[float, float]] = {}
    across, down, half_width, half_height = middle, middle, 0.0, 0.0
    for ring in RING_ORDER:
        here = [contents[figure.key] for figure in order if figure.ring is ring]
        width = max((box.width for box in here), default=0.0) / 2
        height = max((box.height for box in here), default=0.0) / 2
        gap = form.client_gap if ring is Ring.HOUSEHOLD else form.ring_gap
        space = gap if here else form.empty_gap
        wanted = form.radii[ring] if here else (0.0, 0.0)
        # Boxes side by side are rare, boxes above each other are not: across, rings may interlock.
        beside = width if ring is Ring.HOUSEHOLD else (half_width + width) * 0.5
        across = max(across + space + beside, wanted[0] * scale)
        down = max(down + half_height + space + height, wanted[1] * scale)
        half_width, half_height = width, height
        radii[ring] = (across, down)
    return radii


def _centre(ring: Ring, angle: float, radii: Mapping[Ring, tuple[float, float]]) -> tuple[float, float]:
    across, down = radii[ring]
    return across * math.cos(angle), down * math.sin(angle)


def _sweep(
    order: Sequence[Figure],
    contents: Mapping[str, Box],
    radii: Mapping[Ring, tuple[float, float]],
    middle: float,
    share: float,
    *,
    strict: bool,
) -> dict[str, float] | None:
    """Go round once and give each figure the first free angle; None when the circle is full before the end."""
    step = math.tau / _STEPS
    least = max(2, math.floor(share * _STEPS / max(1, len(order))))
    angles: dict[str, float] = {}
    placed: list[tuple[Ring, Rect]] = []
    at = -least
    for figure in order:
        at += least
        while at <= _STEPS - least:
            angle = _TOP + at * step
            rect = contents[figure.key].at(*_centre(figure.ring, angle, radii))
            if _free(figure.ring, rect, placed, middle, strict=strict):
                break
            at += 1
        else:
            return None
        angles[figure.key] = angle
        placed.append((figure.ring, rect))
    return angles


def _free(
    ring: Ring, rect: Rect, placed: Sequence[tuple[Ring, Rect]], middle: float, *, strict: bool
) -> bool:
    if rect.distance_to_origin() < middle + _ROOM:
        return False
    for other_ring, other in placed:
        if rect.overlaps(other, _ROOM):
            return False
        if strict and other_ring < ring and other.cuts((0.0, 0.0), (rect.x, rect.y), _SPOKE_ROOM):
            return False
        if strict and other_ring > ring and rect.cuts((0.0, 0.0), (other.x, other.y), _SPOKE_ROOM):
            return False
    return True


def _kept(
    order: Sequence[Figure],
    contents: Mapping[str, Box],
    radii: Mapping[Ring, tuple[float, float]],
    keep: Seats,
    middle: float,
) -> dict[str, float] | None:
    """Leave everybody where `keep` has them and look for free places near their sector for the others."""
    angles: dict[str, float] = {}
    placed: list[tuple[Ring, Rect]] = []
    newcomers: list[Figure] = []
    for figure in order:
        known = keep.boxes.get(figure.key)
        centre = _centre(figure.ring, keep.angles.get(figure.key, 0.0), radii)
        if known is None or math.dist(centre, (known.x, known.y)) > 1:
            newcomers.append(figure)
            continue
        rect = contents[figure.key].at(*centre)
        if not _free(figure.ring, rect, placed, middle, strict=False):
            return None
        angles[figure.key] = keep.angles[figure.key]
        placed.append((figure.ring, rect))
    for figure in newcomers:
        mates = [
            angles[other.key] for other in order if other.key in angles and other.sector == figure.sector
        ]
        home = sum(mates) / len(mates) if mates else _TOP + math.tau * 0.99
        for number in range(_STEPS):
            angle = home + (number + 1) // 2 * (1 if number % 2 else -1) * math.tau / _STEPS
            rect = contents[figure.key].at(*_centre(figure.ring, angle, radii))
            if _free(figure.ring, rect, placed, middle, strict=False):
                angles[figure.key] = angle
                placed.append((figure.ring, rect))
                break
        else:
            return None
    return angles


def _finished(
    scene: Scene,
    form: Form,
    angles: Mapping[str, float],
    contents: Mapping[str, Box],
    radii: Mapping[Ring, tuple[float, float]],
    middle: float,
) -> Seats | None:
    boxes = {
        figure.key: contents[figure.key].at(*_centre(figure.ring, angles[figure.key], radii))
        for figure in scene.alters
    }
    boxes[scene.client.key] = Rect(0.0, 0.0, middle * 2, middle * 2)
    plates = place_plates(scene, form, angles, boxes, radii)
    if plates is None:
        return None
    across, down = radii[Ring.AGENCIES]
    everything = [Rect(0.0, 0.0, across * 2, down * 2), *boxes.values(), *(plate.rect for plate in plates)]
    return Seats(
        boxes=MappingProxyType(boxes),
        contents=MappingProxyType(dict(contents)),
        angles=MappingProxyType(dict(angles)),
        radii=MappingProxyType(dict(radii)),
        client_radius=middle,
        plates=plates,
        borders=_borders(scene, angles),
        bounds=Rect.around(everything),
    )


def _borders(scene: Scene, angles: Mapping[str, float]) -> tuple[float, ...]:
    """Angles between the last figure of one sector and the first of the next."""
    spans: list[tuple[float, float]] = []
    for sector in scene.sectors:
        here = [angles[figure.key] for figure in scene.alters if figure.sector == sector.code]
        if here:
            spans.append((min(here), max(here)))
    spans.sort()
    if len(spans) < 2:
        return ()
    following = [*spans[1:], (spans[0][0] + math.tau, 0.0)]
    return tuple((end + start) / 2 for (_, end), (start, _) in zip(spans, following, strict=True))
