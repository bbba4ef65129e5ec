"""A circle as its page shows it: the week at a glance, whom to ask first, who helps, who could step in."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from api.pages.here import Here
from api.pages.parts import Tone
from api.pages.render import render
from api.pages.round_cards import LegCard, ProposalCard, cards
from casework.linking.rounds_told import LegTold, RoundTold
from casework.rights import Act
from graph.words.giving import GivingRole
from graph.words.kinds import LegForm


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLine:
    """One help of the week: the role, who takes it, when, where it stands, and who could step in."""

    role: str
    who: str
    href: str
    times: str
    state: str
    tone: Tone
    backups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CirclePage:
    """A circle as it stands now, ``now`` its latest proposal; ``earlier`` helps were proposed before it."""

    told: RoundTold
    now: ProposalCard | None
    says: tuple[str, ...]
    week: tuple[WeekLine, ...]
    helps: tuple[LegCard, ...]
    introducers: tuple[LegCard, ...]
    backups: tuple[LegCard, ...]
    without: tuple[LegTold, ...]
    earlier: tuple[LegCard, ...]
    again_href: str | None
    notice: str | None
    error: str | None
    may_close: bool


def circle_response(
    here: Here, told: RoundTold, notice: str | None, error: str | None, status: int
) -> Response:
    """The page of a circle; how whole and how sure it was found holds until it is mended."""
    proposals = sorted(cards(here, told), key=lambda one: one.told.number)
    now = proposals[-1] if proposals else None
    legs = () if now is None else tuple(sorted(now.legs, key=_by_role))
    here_again = {leg.told.id for leg in legs}
    standing = {_help(leg.told) for leg in legs}
    page = CirclePage(
        told=told,
        now=now,
        says=()
        if now is None
        else (*(told.says if len(proposals) == 1 else told.says[1:-1]), *now.told.says),
        week=_week(legs),
        helps=_of(legs, LegForm.CIRCLE),
        introducers=_of(legs, LegForm.INTRODUCE),
        backups=_of(legs, LegForm.BACKUP),
        without=tuple(leg.told for leg in _of(legs, LegForm.UNSERVED)),
        earlier=tuple(
            leg
            for one in proposals[:-1]
            for leg in one.legs
            if leg.told.form_code in _ASKED
            and leg.told.id not in here_again
            and _help(leg.told) not in standing
        ),
        again_href=f"/people/{told.client}/circle" if told.client and here.may(Act.RUN_ROUND) else None,
        notice=notice,
        error=error,
        may_close=here.may(Act.RUN_ROUND) and not told.closed,
    )
    return render(here.request, "circle.html", page, status=status)


_ASKED = frozenset({LegForm.CIRCLE, LegForm.INTRODUCE})


def _help(leg: LegTold) -> tuple[str, str, str, str]:
    return leg.giver_name, leg.resource, leg.role_code, leg.times


def _of(legs: tuple[LegCard, ...], form: LegForm) -> tuple[LegCard, ...]:
    return tuple(leg for leg in legs if leg.told.form_code == form)


_ROLES = [role.value for role in GivingRole]


def _by_role(leg: LegCard) -> int:
    """The roles in the order of the vocabulary, which is the order of the work; the others behind."""
    return _ROLES.index(leg.told.role_code) if leg.told.role_code else len(_ROLES)


def _week(legs: tuple[LegCard, ...]) -> tuple[WeekLine, ...]:
    """The helps by role; what nobody takes stands with its role."""
    backups: dict[str, list[str]] = {}
    for leg in _of(legs, LegForm.BACKUP):
        backups.setdefault(leg.told.role_code, []).append(leg.told.giver_name)
    shown = [leg for leg in legs if leg.told.form_code in (LegForm.CIRCLE, LegForm.UNSERVED)]
    return tuple(
        WeekLine(
            role=leg.told.role,
            who=leg.told.giver_name,
            href=f"#leg-{leg.told.id}" if leg.told.form_code == LegForm.CIRCLE else "",
            times=leg.told.times,
            state=leg.state if leg.told.form_code == LegForm.CIRCLE else "",
            tone=leg.tone,
            backups=tuple(backups.get(leg.told.role_code, ())),
        )
        for leg in shown
    )
