"""The proposals of a round as a page shows them: each help with its reasons, the answers, and the next steps."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.here import Here, clock_time
from api.pages.parts import Action, Tone
from casework.linking.rounds_told import LegTold, ProposalTold, RoundTold
from casework.rights import Act
from graph.words.kinds import Answer, LegForm, LinkageState, RoundState, Side

_TONES: dict[str, Tone] = {
    LinkageState.ASKED: "info",
    LinkageState.ACCEPTED: "good",
    LinkageState.ACTIVE: "good",
    LinkageState.KEPT: "good",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """What one side said, and what can be recorded."""

    label: str
    said: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegCard:
    """One help of a proposal; in a circle it is headed by its role."""

    told: LegTold
    in_circle: bool
    state: str
    tone: Tone
    held: str
    sides: tuple[AnswerLine, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalCard:
    """Helps that go together, and the button that mends them; ``by_ask`` where they are for one ask."""

    told: ProposalTold
    by_ask: bool
    legs: tuple[LegCard, ...]
    actions: tuple[Action, ...]


def cards(here: Here, told: RoundTold) -> tuple[ProposalCard, ...]:
    """Each proposal, followed by what was offered to mend it."""
    return tuple(_card(here, told, one) for one in told.proposals)


def _card(here: Here, told: RoundTold, proposal: ProposalTold) -> ProposalCard:
    mend = Action(
        label=here.say("보완 찾기"),
        href=f"/rounds/{told.id}/repair",
        method="post",
        tone="primary",
        about=here.say("제안 %(number)s") % {"number": proposal.number},
        fields=(("number", str(proposal.number)),),
    )
    may = here.may(Act.RUN_ROUND) and not told.closed and proposal.repairable
    return ProposalCard(
        told=proposal,
        by_ask=proposal.form_code in (LegForm.VISITS, LegForm.UNSERVED),
        legs=tuple(_leg(here, told, one) for one in proposal.legs),
        actions=(mend,) if may else (),
    )


def _leg(here: Here, told: RoundTold, leg: LegTold) -> LegCard:
    may = here.may(Act.DECIDE) and not told.closed
    state, tone = _state(here, leg)
    return LegCard(
        told=leg,
        in_circle=leg.form_code in _IN_CIRCLE,
        state=state,
        tone=tone,
        held=here.say("자리 확보 %(hour)s까지") % {"hour": clock_time(leg.held_until)}
        if leg.held_until
        else "",
        sides=tuple(_side(here, told.id, leg, side, may) for side in Side),
        actions=(*(_steps(here, told.id, leg) if may and leg.resource else ()), *_reading(here, told, leg)),
    )


_HOLDS_NOTHING = frozenset({LegForm.INTRODUCE, LegForm.BACKUP})
_IN_CIRCLE = _HOLDS_NOTHING | {LegForm.CIRCLE}


def _reading(here: Here, told: RoundTold, leg: LegTold) -> tuple[Action, ...]:
    """The way to what somebody reads who is asked to take part in a circle."""
    if leg.form_code not in (LegForm.CIRCLE, LegForm.INTRODUCE) or leg.ended or told.closed:
        return ()
    href = f"/rounds/{told.id}/legs/{leg.id}/invitation"
    return (Action(label=here.say("이웃이 읽는 글"), href=href, about=_about(leg)),)


def _about(leg: LegTold) -> str:
    """Which help a button is for."""
    two = f"{leg.giver_name} → {leg.client_name}"
    return f"{two}, {leg.role or leg.form}" if leg.form_code in _IN_CIRCLE else two


def _state(here: Here, leg: LegTold) -> tuple[str, Tone]:
    if leg.set_aside:
        return here.say("제외함"), "plain"
    if leg.standing:
        return leg.standing, "bad" if leg.ended else _TONES.get(leg.standing_code, "plain")
    return (here.say("끝남"), "bad") if leg.ended else (RoundState.PROPOSED.label(here.language), "plain")


def _side(here: Here, round_id: str, leg: LegTold, side: Side, may: bool) -> AnswerLine:
    said = leg.client_answer if side is Side.CLIENT else leg.helper_answer
    asked = leg.standing_code == LinkageState.ASKED.value
    holds_nothing = leg.form_code in _HOLDS_NOTHING
    there = bool(leg.resource) or leg.form_code == LegForm.INTRODUCE
    fresh = there and not leg.standing_code and not leg.set_aside
    waits = said in ("", Answer.NOT_REACHED.label(here.language))
    return AnswerLine(
        label=side.label(here.language),
        said=said,
        actions=_answers(here, round_id, leg, side, asked or holds_nothing)
        if may and waits and (asked or fresh)
        else (),
    )


def _answers(here: Here, round_id: str, leg: LegTold, side: Side, asked: bool) -> tuple[Action, ...]:
    at = f"/rounds/{round_id}/legs/{leg.id}"
    version = leg.version if leg.linkage_version is None else leg.linkage_version
    about = f"{side.label(here.language)}, {_about(leg)}"

    def plain(answer: Answer) -> Action:
        return Action(
            label=answer.label(here.language),
            href=f"{at}/answer",
            method="post",
            tone="secondary" if answer is Answer.YES else "tertiary",
            about=about,
            fields=(("side", side.value), ("said", answer.value), ("expected", str(version))),
        )

    no = Action(label=Answer.NO.label(here.language), href=f"{at}/no?side={side.value}", about=about)
    return (*((plain(Answer.YES),) if asked else ()), no, plain(Answer.NOT_REACHED))


def _steps(here: Here, round_id: str, leg: LegTold) -> tuple[Action, ...]:
    at, about = f"/rounds/{round_id}/legs/{leg.id}", _about(leg)

    def step(label: str, name: str, tone: str = "tertiary") -> Action:
        return Action(
            label=label,
            href=f"{at}/{name}",
            method="post",
            tone="primary" if tone == "primary" else "tertiary",
            about=about,
            fields=(("expected", str(leg.version)),),
        )

    if leg.set_aside:
        return (step(here.say("제외 풀기"), "allow"),)
    found = []
    holds = leg.form_code not in _HOLDS_NOTHING
    if holds and not leg.standing_code:
        found.append(step(here.say("연계 요청"), "ask", "primary"))
    if leg.locked:
        found.append(step(here.say("고정 풀기"), "unlock"))
    elif holds and not leg.ended:
        found.append(step(here.say("이 도움은 고정"), "lock"))
    if not leg.locked and not leg.standing_code:
        label = here.say("이 두 분은 제외") if leg.form_code not in _IN_CIRCLE else here.say("이 분은 제외")
        found.append(step(label, "aside"))
    return tuple(found)
