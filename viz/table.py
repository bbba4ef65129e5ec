"""The table twin of a picture: the same figures, the same lines, in the same words."""

from dataclasses import dataclass

from viz.reading import change_words, facts_words, formal_words
from viz.scene import Figure, Line, Scene
from viz.seats import clockwise
from viz.words import word

_HEAD = (
    "kind",
    "name",
    "with",
    "ring",
    "sector",
    "formal",
    "strength",
    "strain",
    "flow",
    "supports",
    "detail",
    "change",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableTwin:
    """Caption, column heads and rows of text, as wide as the head; for HTML, CSV and sheets."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_twin(scene: Scene) -> TableTwin:
    """Return one row for each figure in the order of the seats, then one for each line."""
    language = scene.language
    figures = (scene.client, *clockwise(scene))
    names = {figure.key: figure.label for figure in scene.figures}
    return TableTwin(
        caption=" · ".join((scene.title, *facts_words(scene))),
        head=tuple(word(f"head.{name}", language) for name in _HEAD),
        rows=(
            *(_figure_row(figure, scene) for figure in figures),
            *(_line_row(line, scene, names) for line in scene.lines),
        ),
    )


def _figure_row(figure: Figure, scene: Scene) -> tuple[str, ...]:
    language = scene.language
    client = figure.key == scene.client.key
    sectors = {sector.code: sector.label for sector in scene.sectors}
    notes = [figure.detail, word("anonymous", language) if figure.anonymous else ""]
    return (
        word("row.figure", language),
        figure.label,
        "",
        word(f"ring.{figure.ring.value}", language),
        "" if client else sectors[figure.sector],
        "" if client else formal_words(figure.formal, scene),
        "",
        "",
        "",
        "",
        ", ".join(note for note in notes if note),
        change_words(figure.change, figure.was, scene),
    )


def _line_row(line: Line, scene: Scene, names: dict[str, str]) -> tuple[str, ...]:
    language = scene.language
    return (
        word("row.line", language),
        names[line.a],
        names[line.b],
        "",
        "",
        formal_words(line.formal, scene),
        word(f"strength.{line.strength or 'unknown'}", language),
        word(f"strain.{line.strain or 'unknown'}", language),
        word(f"flow.{line.flow}", language),
        ", ".join(line.supports),
        "",
        change_words(line.change, line.was, scene),
    )
