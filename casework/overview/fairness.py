"""Whose asks stay unmet, in a plan and now, by dong, age, household and language; no small count is told (D30)."""

from __future__ import annotations

from dataclasses import dataclass

from casework.desk import Actor, Desk, own_dong
from casework.errors import PlanMissing
from casework.rights import Act
from graph.records.areas import Area
from graph.records.rounds import Round, RoundLeg
from graph.text.render import say_day
from graph.view import View
from graph.words.kinds import HouseholdType, LegForm, RoundKind, SpokenLanguage
from graph.words.word import Word
from matching.allocate.fairness import AgeBand, Cell, Dimension, Fairness, unmet_among
from matching.allocate.present import fairness_now

_WORDS: dict[Dimension, type[Word]] = {
    Dimension.AGE: AgeBand,
    Dimension.HOUSEHOLD: HouseholdType,
    Dimension.LANGUAGE: SpokenLanguage,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTold:
    """Clients of a group who ask for something, those of them who get nothing, and their share, 0 to 1.

    None is a count that is too small to be told, or from which such a one could be reckoned.
    """

    group: str
    people: int | None
    unmet: int | None
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionTold:
    """The groups of one dimension, over the same clients as every other."""

    code: str
    label: str
    groups: tuple[GroupTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessTold:
    """Unmet clients by group; ``round`` is the plan's id, empty for the present state."""

    round: str
    day: str
    total: GroupTold
    by: tuple[DimensionTold, ...]
    says: tuple[str, ...]


def fairness_of_round(desk: Desk, actor: Actor, round_id: str) -> FairnessTold:
    """Whom a plan for all open asks, as it was proposed, gives nothing.

    Raises:
        RecordMissing: there is no such round.
        OtherDong: another dong keeps it.
        PlanMissing: it proposed exchanges or a circle, which leave no ask out.
    """
    with desk.look(actor, Act.SEE_DONG, reason=round_id) as view:
        of = view.reader.get(Round, round_id).record
        own_dong(actor, of)
        if of.kind is not RoundKind.ALLOCATE:
            raise PlanMissing()
        legs = [kept.record for kept in view.reader.referring(RoundLeg, "round", round_id)]
        legs = [leg for leg in legs if leg.repairs is None]
        helped = {leg.person for leg in legs if leg.form is LegForm.VISITS}
        without = {leg.person for leg in legs if leg.form is LegForm.UNSERVED}
        found = unmet_among(desk.own_snapshot(actor.viewer), helped | without, helped)
        return _told(view, found, round_id=of.id, day=say_day(of.made_on, view.language))


def fairness_today(desk: Desk, actor: Actor) -> FairnessTold:
    """Who has an open ask or linked help now, and who of them has no help at all."""
    with desk.look(actor, Act.SEE_DONG) as view:
        found = fairness_now(desk.own_snapshot(actor.viewer))
        return _told(view, found, round_id="", day=say_day(view.day, view.language))


def _told(view: View, found: Fairness, *, round_id: str, day: str) -> FairnessTold:
    dongs = {kept.record.dong: kept.record.name for kept in view.reader.each(Area)}
    return FairnessTold(
        round=round_id,
        day=day,
        total=_group("전체" if view.language == "ko" else "All", found.total),
        by=tuple(
            DimensionTold(
                code=dimension.value,
                label=dimension.label(view.language),
                groups=tuple(
                    _group(_called(view, dimension, cell.group, dongs), cell)
                    for cell in sorted(cells, key=lambda cell: _place(dimension, cell.group))
                ),
            )
            for dimension, cells in found.by.items()
        ),
        says=tuple(map(view.sentence, found.says)),
    )


def _place(dimension: Dimension, group: str | None) -> tuple[int, int, str]:
    """Groups in the order of their words; those of whom it is not known come last."""
    words = _WORDS.get(dimension)
    if group is None:
        return 1, 0, ""
    return 0, 0 if words is None else list(words).index(words(group)), group


def _called(view: View, dimension: Dimension, group: str | None, dongs: dict[str, str]) -> str:
    if group is None:
        return view.unknown
    words = _WORDS.get(dimension)
    return dongs.get(group, group) if words is None else words(group).label(view.language)


def _group(called: str, cell: Cell) -> GroupTold:
    return GroupTold(group=called, people=cell.people, unmet=cell.unmet, share=cell.share)
