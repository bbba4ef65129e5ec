"""The small picture beside a list: at most twelve alters, the others counted in words."""

from viz.scene import Figure, Ring, Scene, Strain, Strength, without
from viz.words import word

ALTERS_DRAWN = 12


def shortened(scene: Scene) -> tuple[Scene, str]:
    """Return the scene with its twelve most telling alters, and what was left out, counted per ring."""
    telling = sorted(scene.alters, key=lambda figure: _rank(figure, scene))
    left_out = frozenset(figure.key for figure in telling[ALTERS_DRAWN:])
    if not left_out:
        return scene, ""
    counts = []
    for ring in (Ring.HOUSEHOLD, Ring.NEIGHBOURS, Ring.AGENCIES):
        count = sum(figure.ring is ring and figure.key in left_out for figure in scene.alters)
        if count:
            name = word(f"ring.{ring.value}", scene.language)
            counts.append(word("more.count", scene.language, ring=name, count=count))
    return without(scene, left_out), word("more", scene.language, counts=", ".join(counts))


def _rank(figure: Figure, scene: Scene) -> tuple[bool, bool, int]:
    """Changes first, then strain, then strength; a stable sort keeps the given order among equals."""
    tie = scene.tie(figure.key)
    changed = figure.change is not None or (tie is not None and tie.change is not None)
    strained = tie is not None and tie.strain in (Strain.TENSE, Strain.BROKEN)
    strengths = (Strength.STRONG, Strength.ORDINARY, None, Strength.WEAK)
    strength = strengths.index(tie.strength) if tie else len(strengths)
    return not changed, not strained, strength
