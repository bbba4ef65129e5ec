"""The words around a picture: as of when, for whom, from what, and what is left out."""

from markupsafe import Markup

from viz.boxes import Form
from viz.labels import wrap
from viz.reading import facts_words
from viz.scene import Ring, Scene
from viz.svg import el, words
from viz.words import word


def title(scene: Scene, form: Form, width: float) -> tuple[Markup, float]:
    """Return the title with its upper left corner at (0, 0), and its height."""
    letters = form.letters + 7
    room = width / letters
    lines = wrap(scene.title, limits=(room,), lines=2)
    drawn = [
        words(0.0, letters * (0.6 + 1.3 * n), line, letters, font_weight=700, aria_hidden="true")
        for n, line in enumerate(lines)
    ]
    return el("g", {"class": "title"}, *drawn), letters * 1.3 * len(lines) + 12


def caption(scene: Scene, form: Form, width: float, left_out: str) -> tuple[Markup, float]:
    """Return day, recipient, masking, source and who is missing, as lines from (0, 0) down, and their height."""
    language = scene.language
    empty = [
        word(f"ring.{ring.value}", language)
        for ring in (Ring.HOUSEHOLD, Ring.NEIGHBOURS, Ring.AGENCIES)
        if all(figure.ring is not ring for figure in scene.figures)
    ]
    empty += [sector.label for sector in scene.sectors if all(f.sector != sector.code for f in scene.alters)]
    *facts, source = facts_words(scene)
    texts = [" · ".join(facts), source, left_out]
    if empty and not left_out:
        texts.append(word("empty_rings", language, names=", ".join(empty)))
    room = (width - 4) / form.small
    lines = [line for text in texts if text for line in wrap(text, limits=(room,), lines=3)]
    drawn = [
        words(0.0, form.small * (0.7 + 1.4 * n), line, form.small, fill="#3d4654")
        for n, line in enumerate(lines)
    ]
    return el("g", {"class": "caption"}, *drawn), form.small * 1.4 * len(lines)
