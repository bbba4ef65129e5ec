"""The ecomap (생태도) as one SVG that stands alone: keyboard, screen reader, A4 print, no script, no style."""

import math
from dataclasses import dataclass

from markupsafe import Markup

from viz.boxes import COMPACT, FULL, Form, Rect
from viz.caption import caption, title
from viz.compact import shortened
from viz.legend import cut_strokes, legend, sign_plate
from viz.marks import INK, drawing_of, mark_text
from viz.plates import Plate
from viz.reading import figure_words
from viz.routes import Route, routes
from viz.scene import Change, Figure, Ring, Scene, Strain
from viz.seats import Seats, clockwise, seat
from viz.svg import FONT, el, path, words
from viz.words import day_words, word

# The printable part of an A4 sheet on its side, 10 mm from each edge.
_SHEET = 277 / 190
_MARGIN = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """Colours of a ring's boxes; contrast of border and text on the fill is at least 4.5 : 1."""

    fill: str
    border: str


PAINTS = {
    Ring.CLIENT: Paint(fill="#ffffff", border=INK),
    Ring.HOUSEHOLD: Paint(fill="#fdebd8", border="#9a4a00"),
    Ring.NEIGHBOURS: Paint(fill="#e0f2e5", border="#146c2e"),
    Ring.AGENCIES: Paint(fill="#e3edfb", border="#0b4fb3"),
}


def ecomap_svg(scene: Scene, compact: bool = False, seats: Seats | None = None) -> Markup:
    """Return `scene` as SVG; `compact` draws at most 12 alters for a side panel and counts the others in words.

    Give `seats` of `compare(before, after)` to draw each of two days with everybody on the same seat.
    Raises SceneTooLarge when the boxes cannot be kept apart.
    """
    form = COMPACT if compact else FULL
    left_out = ""
    if compact:
        scene, left_out = shortened(scene)
    if seats is None or compact or any(figure.key not in seats.boxes for figure in scene.figures):
        seats = seat(scene, form, keep=None if compact else seats)
    width = max(seats.bounds.w, form.size[0] - 2 * _MARGIN)
    notation, notation_height = legend(scene, form, width)
    head = title(scene, form, width)
    foot = caption(scene, form, width, left_out)
    height = head[1] + seats.bounds.h + 18 + notation_height + 8 + foot[1]
    if not compact:
        width = max(width, height * _SHEET)
    middle = (width / 2 - seats.bounds.x, head[1] + seats.bounds.h / 2 - seats.bounds.y)
    low = head[1] + seats.bounds.h + 18
    view = f"{-_MARGIN:.0f} {-_MARGIN:.0f} {width + 2 * _MARGIN:.0f} {height + 2 * _MARGIN:.0f}"
    return el(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "ecomap compact" if compact else "ecomap",
            "viewBox": view,
            "role": "group",
            "aria-label": f"{scene.title}, {word('day', scene.language, day=day_words(scene.day, scene.language))}",
            "lang": scene.language,
            "font-family": FONT,
            "fill": INK,
        },
        head[0],
        el("g", {"transform": f"translate({middle[0]:.1f},{middle[1]:.1f})"}, *_plot(scene, seats, form)),
        el("g", {"transform": f"translate(0,{low:.1f})"}, notation),
        el("g", {"transform": f"translate(0,{low + notation_height + 8:.1f})"}, foot[0]),
    )


def _plot(scene: Scene, seats: Seats, form: Form) -> list[Markup]:
    ways = routes(scene, seats)
    figures = {figure.key: figure for figure in scene.figures}
    reading_order = [scene.client, *clockwise(scene)]
    return [
        el("g", {"class": "rings", "aria-hidden": "true"}, *_rings(seats)),
        el("g", {"class": "ties", "aria-hidden": "true"}, *(_tie(way, scene) for way in ways)),
        el("g", {"class": "names", "aria-hidden": "true"}, *(_plate(plate, form) for plate in seats.plates)),
        el(
            "g",
            {"class": "alters", "role": "list"},
            *(_figure(figures[figure.key], scene, seats, form) for figure in reading_order),
        ),
        # Signs come last: a sign under a box would be a fact unseen.
        el("g", {"class": "marks", "aria-hidden": "true"}, *(_mark(way) for way in ways)),
    ]


def _rings(seats: Seats) -> list[Markup]:
    drawn = []
    tints = {Ring.AGENCIES: "#f5f8fd", Ring.NEIGHBOURS: "#f3faf5", Ring.HOUSEHOLD: "#fef8f1"}
    for ring, tint in tints.items():
        across, down = seats.radii[ring]
        shape: dict[str, object] = {
            "rx": across,
            "ry": down,
            "fill": tint,
            "stroke": "#b9c0ca",
            "stroke-width": 1.4,
        }
        drawn.append(el("ellipse", shape))
    return drawn + _borders(seats)


def _borders(seats: Seats) -> list[Markup]:
    across, down = seats.radii[Ring.AGENCIES]
    inner = seats.client_radius + 14
    drawn = []
    for angle in seats.borders:
        end = (across * math.cos(angle), down * math.sin(angle))
        share = inner / math.hypot(*end)
        way = path([(end[0] * share, end[1] * share), end])
        drawn.append(
            el("path", {"d": way, "stroke": "#9aa4b2", "stroke-width": 1.2, "stroke-dasharray": "1 5"})
        )
    return drawn


def _tie(way: Route, scene: Scene) -> Markup:
    drawing = drawing_of(way, scene.client.key)
    stroke = drawing.stroke
    line: dict[str, object] = {
        "d": path(drawing.points),
        "fill": "none",
        "stroke": stroke.colour,
        "stroke-width": stroke.width,
        "stroke-dasharray": " ".join(f"{dash:g}" for dash in stroke.dashes) or None,
        "stroke-linejoin": "round",
    }
    heads = [el("path", {"d": path(head, closed=True), "fill": stroke.colour}) for head in drawing.heads]
    faded = 0.45 if way.line.change is Change.LOST else None
    shape = el("g", {"opacity": faded}, el("path", line), *heads)
    return el(
        "g", {"class": "tie", "data-a": way.line.a, "data-b": way.line.b}, shape, *cut_strokes(drawing.cuts)
    )


def _mark(way: Route) -> Markup:
    text = mark_text(way.line)
    if not text:
        return Markup("")
    x, y = way.mark
    # A broken tie has its cut at the mark; the sign stands beside it.
    return sign_plate(x, y - (22 if way.line.strain is Strain.BROKEN else 0), text, 13.0)


def _plate(plate: Plate, form: Form) -> Markup:
    ring = plate.kind == "ring"
    letters = form.small if ring else form.small + 2
    outline: dict[str, object] = {
        "x": plate.rect.x - plate.rect.w / 2,
        "y": plate.rect.y - plate.rect.h / 2,
        "width": plate.rect.w,
        "height": plate.rect.h,
        "rx": plate.rect.h / 2 if ring else 4.0,
        "fill": "#ffffff" if ring else "#e9ecf1",
        "stroke": "#b9c0ca" if ring else None,
    }
    text = _lines(plate.lines, plate.rect.x, plate.rect.y, letters, "#3d4654", 400 if ring else 700)
    return el("g", {"class": plate.kind}, el("rect", outline), *text)


def _lines(
    lines: tuple[str, ...], x: float, y: float, letters: float, fill: str, weight: int
) -> list[Markup]:
    first = y - (len(lines) - 1) / 2 * letters * 1.25
    return [
        words(
            x, first + n * letters * 1.25, line, letters, text_anchor="middle", fill=fill, font_weight=weight
        )
        for n, line in enumerate(lines)
    ]


def _figure(figure: Figure, scene: Scene, seats: Seats, form: Form) -> Markup:
    rect = seats.boxes[figure.key]
    client = figure.ring is Ring.CLIENT
    shape = _circle(seats.client_radius) if client else _outline(figure, rect)
    return el(
        "g",
        {
            "class": "alter" if not client else "alter client",
            "role": "listitem",
            "tabindex": 0 if client else -1,
            "data-key": figure.key,
            "aria-label": figure_words(figure, scene),
            "transform": f"translate({rect.x:.1f},{rect.y:.1f})",
        },
        *shape,
        *_content(figure, seats, form),
    )


def _circle(radius: float) -> list[Markup]:
    outer: dict[str, object] = {"r": radius, "fill": "#ffffff", "stroke": INK, "stroke-width": 3}
    return [
        el("circle", outer),
        el("circle", {"r": radius - 5, "fill": "none", "stroke": INK, "stroke-width": 1.5}),
    ]


def _outline(figure: Figure, rect: Rect) -> list[Markup]:
    """Square corners are formal, round ends informal, dashes unknown; a second border is new, dots are gone."""
    paint = PAINTS[figure.ring]
    radius = {True: 2.0, False: min(rect.h / 2, 22.0), None: 7.0}[figure.formal]
    dashes = "6 4" if figure.formal is None else None
    lost, new = figure.change is Change.LOST, figure.change is Change.NEW
    shape: dict[str, object] = {
        "x": -rect.w / 2,
        "y": -rect.h / 2,
        "width": rect.w,
        "height": rect.h,
        "rx": radius,
        "fill": "#f4f4f4" if lost else paint.fill,
        "stroke": "#6b6b6b" if lost else paint.border,
        "stroke-width": 3.5 if new else 2,
        "stroke-dasharray": "2 4" if lost else dashes,
    }
    return [el("rect", shape)]


def _content(figure: Figure, seats: Seats, form: Form) -> list[Markup]:
    box = seats.contents[figure.key]
    name, note = form.letters * 1.24, form.small * 1.25
    top = -(len(box.lines) * name + len(box.small) * note) / 2
    weight = 700 if figure.ring is Ring.CLIENT else 500
    drawn = [
        words(0.0, top + (n + 0.5) * name, line, form.letters, text_anchor="middle", font_weight=weight)
        for n, line in enumerate(box.lines)
    ]
    top += len(box.lines) * name
    return drawn + [
        words(0.0, top + (n + 0.5) * note, line, form.small, text_anchor="middle", fill="#3d4654")
        for n, line in enumerate(box.small)
    ]
