"""Two days of one network in one scene, so that only the change stands out."""

from dataclasses import replace

from viz.reading import tie_words
from viz.scene import Change, Figure, Line, Scene
from viz.words import word


def compare(before: Scene, after: Scene) -> Scene:
    """Return the scene of `after` with what is new, lost or changed since `before`.

    Both scenes come from one disclosure, so that one alias means one person in both. Figures keep the order of
    `before`, newcomers follow: everybody's seat stays. Raises SceneTooLarge when both together are too many.
    """
    earlier = {figure.key: figure for figure in before.figures}
    later = {figure.key: figure for figure in after.figures}
    figures = [
        _changed_figure(figure, later[key], after) if key in later else replace(figure, change=Change.LOST)
        for key, figure in earlier.items()
    ]
    figures += [replace(figure, change=Change.NEW) for key, figure in later.items() if key not in earlier]

    lines_before = {frozenset((line.a, line.b)): line for line in before.lines}
    lines_after = {frozenset((line.a, line.b)): line for line in after.lines}
    lines = [
        _changed_line(line, lines_after[pair], before)
        if pair in lines_after
        else replace(line, change=Change.LOST)
        for pair, line in lines_before.items()
    ]
    lines += [
        replace(line, change=Change.NEW) for pair, line in lines_after.items() if pair not in lines_before
    ]

    known = {sector.code for sector in after.sectors}
    sectors = after.sectors + tuple(sector for sector in before.sectors if sector.code not in known)
    return replace(after, sectors=sectors, figures=tuple(figures), lines=tuple(lines))


def _changed_figure(before: Figure, after: Figure, scene: Scene) -> Figure:
    if before.ring is after.ring:
        return after
    return replace(after, change=Change.CHANGED, was=word(f"ring.{before.ring.value}", scene.language))


def _changed_line(before: Line, after: Line, scene: Scene) -> Line:
    shown = ("strength", "strain", "flow", "supports")
    if all(getattr(before, name) == getattr(after, name) for name in shown):
        return after
    return replace(after, change=Change.CHANGED, was=tie_words(before, scene))
