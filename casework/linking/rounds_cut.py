"""Which proposals of a round are told at once: a plan of a gu has thousands of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from casework.linking.standing import Standing
from graph.words.kinds import LegForm
from matching.circle.missing import BARRED
from matching.circle.missing import WITHHELD as WITHHELD_IN_CIRCLE
from matching.explain import WITHHELD

BY_GATE = frozenset({"allocate.unserved.excluded", BARRED.key, WITHHELD_IN_CIRCLE.key, WITHHELD.key})
"""Reasons behind which a private gate may stand."""

Group = list[Standing]
"""The legs of one proposal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """At most ``limit`` proposals, each with what mends it; all where there is no limit.

    They come behind the one numbered ``after``, or are those among which the one numbered ``around`` or ``leg`` is.
    ``search`` keeps those that name a person, an organisation, an ask or a resource by a code in which it occurs.
    """

    limit: int | None = None
    after: int | None = None
    around: int | None = None
    leg: str | None = None
    search: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A part of ``found`` proposals: the first is the one at place ``first`` (from 1).

    ``next`` is the number behind which the next part begins, None where this is the last.
    """

    groups: tuple[Group, ...]
    found: int
    first: int
    next: int | None


def groups_of(every: Iterable[Standing]) -> list[Group]:
    """The legs of a round by proposal."""
    return [list(legs) for _, legs in groupby(every, key=lambda one: one.leg.record.number)]


def cut(groups: Sequence[Group], part: Part, found_by: Callable[[str], str]) -> Cut:
    """One part: who has nobody first, by reason, then the others by number; what mends one follows it.

    ``found_by`` gives the code by which somebody may be found, or nothing.
    """
    families = list(_families(groups))
    if sought := part.search.strip().lower():
        families = [one for one in families if any(sought in code for code in _codes(one, found_by))]
    families.sort(key=_order)
    size = part.limit or max(len(families), 1)
    start = 0
    for place, family in enumerate(families):
        if part.leg is not None or part.around is not None:
            legs = [one.leg.record for group in family for one in group]
            if any(part.leg == leg.id or part.around == leg.number for leg in legs):
                start = place - place % size
        elif part.after is not None and _number(family[0]) == part.after:
            start = place + 1
    shown = families[start : start + size]
    return Cut(
        groups=tuple(group for family in shown for group in family),
        found=len(families),
        first=min(start + 1, len(families)),
        next=_number(shown[-1][0]) if start + size < len(families) else None,
    )


def _families(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """Each proposal followed by those that mend it, and by those that mend these."""
    by_number = {_number(group): group for group in groups}
    under: dict[int, list[Group]] = {}
    for group in groups:
        root = _number(group)
        while (mends := by_number[root][0].leg.record.repairs) is not None and mends in by_number:
            root = mends
        under.setdefault(root, []).append(group)
    for root, family in under.items():
        yield sorted(family, key=lambda group: (_number(group) != root, _number(group)))


def _number(group: Group) -> int:
    return group[0].leg.record.number


def _order(family: list[Group]) -> tuple[int, str, int]:
    """Reasons that may be private stand together, so that the order does not tell them apart."""
    first = family[0][0].leg.record
    if first.form is not LegForm.UNSERVED:
        return 1, "", first.number
    keys = [one.key for one in first.reasons[:1]]
    return 0, "".join(key for key in keys if key not in BY_GATE), first.number


def _codes(family: list[Group], found_by: Callable[[str], str]) -> Iterator[str]:
    for group in family:
        for one in group:
            leg = one.leg.record
            yield from (found_by(code).lower() for code in (leg.person, leg.giver) if code is not None)
            yield from (code.lower() for code in (leg.ask, leg.resource) if code is not None)
