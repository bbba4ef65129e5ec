"""The picture in full words: what a screen reader says and what the table holds."""

from viz.scene import Change, Figure, Line, Scene
from viz.words import day_words, word


def facts_words(scene: Scene) -> tuple[str, ...]:
    """Return day, moment of drawing, recipient, masking and, last, the source."""
    language = scene.language
    return (
        word("day", language, day=day_words(scene.day, language)),
        word("drawn", language, moment=scene.drawn_at),
        word("for", language, recipient=scene.recipient),
        word("masked" if scene.masked else "named", language),
        word("source", language, source=scene.source),
    )


def formal_words(formal: bool | None, scene: Scene) -> str:
    """Return formal, informal or unknown as a word."""
    key = "unknown" if formal is None else "yes" if formal else "no"
    return word(f"formal.{key}", scene.language)


def change_words(change: Change | None, was: str, scene: Scene) -> str:
    """Return what changed and what was before, or an empty text."""
    if change is None:
        return ""
    text = word(f"change.{change}", scene.language)
    return f"{text} ({word('was', scene.language, was=was)})" if was else text


def tie_words(line: Line, scene: Scene) -> str:
    """Return everything a line shows, in words."""
    language = scene.language
    parts = [
        word(f"strength.{line.strength or 'unknown'}", language),
        word(f"strain.{line.strain or 'unknown'}", language),
        word(f"flow.{line.flow}", language),
    ]
    if line.formal is not None:
        parts.append(formal_words(line.formal, scene))
    if line.supports:
        parts.append(word("supports", language, supports=", ".join(line.supports)))
    parts.append(change_words(line.change, line.was, scene))
    return ", ".join(part for part in parts if part)


def figure_words(figure: Figure, scene: Scene) -> str:
    """Return everything the picture shows of a figure and of its lines, in words."""
    language = scene.language
    sectors = {sector.code: sector.label for sector in scene.sectors}
    names = {other.key: other.label for other in scene.figures}
    client = scene.client.key
    parts = [figure.label, word(f"ring.{figure.ring.value}", language)]
    if figure.key == client:
        counts = word("counts", language, alters=len(scene.alters), lines=len(scene.lines))
        return ", ".join([*parts, figure.detail, counts] if figure.detail else [*parts, counts])
    parts += [sectors[figure.sector], formal_words(figure.formal, scene), figure.detail]
    parts += [
        word("anonymous", language) if figure.anonymous else "",
        change_words(figure.change, figure.was, scene),
    ]
    tie = scene.tie(figure.key)
    parts.append(tie_words(tie, scene) if tie else word("no_tie", language))
    others = [
        word(
            "tied",
            language,
            name=names[line.b if line.a == figure.key else line.a],
            words=tie_words(line, scene),
        )
        for line in scene.lines
        if figure.key in (line.a, line.b) and client not in (line.a, line.b)
    ]
    if others:
        parts.append(word("others", language, ties="; ".join(others)))
    return ", ".join(part for part in parts if part)
