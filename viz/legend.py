"""The legend, drawn inside the picture: there is no single standard of ecomap lines."""

import math
from collections.abc import Callable, Sequence

from markupsafe import Markup

from viz.boxes import Form
from viz.labels import em
from viz.marks import INK, TENSE, cut, head, zigzag
from viz.scene import Language, Scene, Strain
from viz.svg import FONT, el, path, words
from viz.words import word

_SAMPLE = 46.0
_Draw = Callable[[], Markup]


def legend(scene: Scene, form: Form, width: float) -> tuple[Markup, float]:
    """Return the legend with its upper left corner at (0, 0), and its height, in rows of at most `width`."""
    letters = form.small + 1
    row = letters * 1.75
    x = y = 0.0
    drawn: list[Markup] = []
    for sample, text in _items(scene):
        needed = _SAMPLE + 8 + em(text) * letters + 20
        if x and x + needed > width:
            x, y = 0.0, y + row
        middle = f"translate({x:.1f},{y + row / 2:.1f})"
        drawn.append(
            el("g", {"transform": middle}, sample(), words(_SAMPLE + 8, 0.0, text, letters, fill=INK))
        )
        x += needed
    title = word("legend", scene.language)
    return el("g", {"class": "legend", "role": "img", "aria-label": _spoken(title, scene)}, *drawn), y + row


def legend_svg(scene: Scene, form: Form, width: float) -> Markup:
    """Return the legend as a picture of its own, to stand below an interactive one."""
    notation, height = legend(scene, form, width)
    sheet = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": "legend-sheet",
        "viewBox": f"0 0 {width:.0f} {height:.0f}",
    }
    return el("svg", {**sheet, "font-family": FONT, "fill": INK}, notation)


def _spoken(title: str, scene: Scene) -> str:
    return f"{title}: " + ", ".join(text for _, text in _items(scene))


def _items(scene: Scene) -> Sequence[tuple[_Draw, str]]:
    language = scene.language
    return (
        (lambda: _stroke(6.0), word("strength.strong", language)),
        (lambda: _stroke(2.5), word("strength.ordinary", language)),
        (lambda: _stroke(2.0, "9 7"), word("strength.weak", language)),
        (lambda: _question(), word("legend.unknown", language)),
        (lambda: _zigzag(), word(f"strain.{Strain.TENSE}", language)),
        (lambda: _broken(), word(f"strain.{Strain.BROKEN}", language)),
        (lambda: _arrow(back=False, forth=True), word("legend.in", language)),
        (lambda: _arrow(back=True, forth=False), word("legend.out", language)),
        (lambda: _arrow(back=True, forth=True), word("legend.both", language)),
        (lambda: _stroke(2.5), word("legend.no_arrow", language)),
        (lambda: _box(2.0, None), word("legend.formal", language)),
        (lambda: _box(10.0, None), word("legend.informal", language)),
        (lambda: _box(5.0, "5 4"), word("legend.formal_unknown", language)),
        *_change_items(scene, language),
    )


def _change_items(scene: Scene, language: Language) -> list[tuple[_Draw, str]]:
    changes = [figure.change for figure in scene.figures] + [line.change for line in scene.lines]
    if not any(changes):
        return []
    return [
        (lambda: _sign("+"), word("change.new", language)),
        (lambda: _sign("−"), word("change.lost", language)),
        (lambda: _sign("△"), word("change.changed", language)),
    ]


def _stroke(width: float, dashes: str | None = None) -> Markup:
    ends = path([(0.0, 0.0), (_SAMPLE, 0.0)])
    return el(
        "path", {"d": ends, "fill": "none", "stroke": INK, "stroke-width": width, "stroke-dasharray": dashes}
    )


def _question() -> Markup:
    return el("g", {}, _stroke(2.0, "2 5"), sign_plate(_SAMPLE / 2, 0.0, "?", 13.0))


def _sign(text: str) -> Markup:
    return el("g", {}, _stroke(2.5), sign_plate(_SAMPLE / 2, 0.0, text, 13.0))


def _zigzag() -> Markup:
    way = path(zigzag([(0.0, 0.0), (_SAMPLE, 0.0)]))
    return el(
        "path", {"d": way, "fill": "none", "stroke": TENSE, "stroke-width": 2.5, "stroke-linejoin": "round"}
    )


def _broken() -> Markup:
    return el("g", {}, _stroke(2.5), *cut_strokes(cut((_SAMPLE / 2, 0.0), 0.0)))


def _arrow(*, back: bool, forth: bool) -> Markup:
    """The client is the small circle at the right end."""
    client = el(
        "circle", {"cx": _SAMPLE - 6, "cy": 0, "r": 5.5, "fill": "#fff", "stroke": INK, "stroke-width": 1.5}
    )
    heads = []
    if forth:
        heads.append(head((_SAMPLE - 13, 0.0), 0.0, 0.0))
    if back:
        heads.append(head((0.0, 0.0), math.pi, 0.0))
    line = path([(8.0 if back else 0.0, 0.0), (_SAMPLE - (20 if forth else 12), 0.0)])
    shaft = el("path", {"d": line, "fill": "none", "stroke": INK, "stroke-width": 2.5})
    tips = [el("path", {"d": path(tip, closed=True), "fill": INK}) for tip in heads]
    return el("g", {}, shaft, *tips, client)


def _box(radius: float, dashes: str | None) -> Markup:
    attributes: dict[str, object] = {"x": 4, "y": -10, "width": _SAMPLE - 8, "height": 20, "rx": radius}
    return el(
        "rect", {**attributes, "fill": "#fff", "stroke": INK, "stroke-width": 1.8, "stroke-dasharray": dashes}
    )


def sign_plate(x: float, y: float, text: str, letters: float) -> Markup:
    """Return a small round plate with a sign on it."""
    width = max(20.0, em(text) * letters + 10)
    outline: dict[str, object] = {"x": x - width / 2, "y": y - 10, "width": width, "height": 20, "rx": 10}
    plate = el("rect", {**outline, "fill": "#fff", "stroke": INK, "stroke-width": 1.5})
    return el("g", {}, plate, words(x, y, text, letters, text_anchor="middle", font_weight=700, fill=INK))


def cut_strokes(cuts: Sequence[tuple[tuple[float, float], tuple[float, float]]]) -> list[Markup]:
    """Return the strokes of a broken tie, on a white gap."""
    if not cuts:
        return []
    (above, below), (next_above, next_below) = cuts
    corners = (above, below, next_below, next_above)
    gap = el("path", {"d": path(corners, closed=True), "fill": "#fff"})
    strokes = [
        el("path", {"d": path(pair), "stroke": INK, "stroke-width": 2.5, "fill": "none"}) for pair in cuts
    ]
    return [gap, *strokes]
