"""A circle with gaps is filled again: what stands stays, then hands may change, then somebody may be introduced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from matching.circle.model import CircleModel
from matching.circle.posed import Posed
from matching.circle.problem import Solution
from matching.circle.words import Connection


def mended(
    posed: Posed,
    before: Solution,
    wider: Callable[[], Posed],
    *,
    firm: frozenset[int],
    open_at_most: int,
    seconds: float,
) -> tuple[Posed, Solution, Solution]:
    """The problem that was solved, its best solution, and the circle before in the numbers of that problem.

    First everybody keeps every visit; only where that leaves visits open may they change hands, ``firm`` ones
    never; then, where more than ``open_at_most`` are left, may people be introduced by name, as ``wider`` poses it.
    """
    best = CircleModel(posed.problem, before, pinned=True, firm=firm).solve(seconds)
    if best.open:
        freed = CircleModel(posed.problem, before, firm=firm).solve(seconds)
        best = freed if len(freed.open) < len(best.open) else best
    if len(best.open) <= open_at_most or posed.connection is not Connection.TWO_TIES:
        return posed, best, before
    wide = wider()
    renumbered = _renumbered(before, posed, wide)
    introduced = CircleModel(wide.problem, renumbered, firm=firm).solve(seconds)
    if len(introduced.open) < len(best.open):
        return wide, introduced, renumbered
    return posed, best, before


def taken_by(solution: Solution, posed: Posed, row: int) -> frozenset[int]:
    """The duties that a person's row takes."""
    return frozenset(
        duty for duty, offer in enumerate(solution.offers) if offer >= 0 and posed.offers[offer].person == row
    )


def _renumbered(before: Solution, posed: Posed, wider: Posed) -> Solution:
    """The circle before in the numbers of a wider problem."""
    number = {offer: at for at, offer in enumerate(wider.offers)}
    moved = tuple(number.get(posed.offers[o], -1) if o >= 0 else -1 for o in before.offers)
    return replace(before, offers=moved, introducers=frozenset())
