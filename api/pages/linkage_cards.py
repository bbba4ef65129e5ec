"""Linkages of a client as cards, each with the steps that its state allows."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.ask_panel import PANEL
from api.pages.client_parts import day_of
from api.pages.here import Here, clock_time
from api.pages.parts import Action, Tone
from casework.register.clients import ClientPage, LinkageTold
from casework.rights import Act
from graph.words.kinds import Answer, LinkageState, RoundKind, Side

_PAST = frozenset({LinkageState.DECLINED.value, LinkageState.ENDED.value})
_BEGUN = frozenset({LinkageState.ACTIVE.value, LinkageState.KEPT.value, LinkageState.ENDED.value})
_TONES: dict[str, Tone] = {
    "asked": "info",
    "waiting": "caution",
    "accepted": "good",
    "active": "good",
    "kept": "good",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SideLine:
    """What one side said, and the buttons to record it."""

    label: str
    said: str | None
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkageCard:
    """A linkage: where it stands, what both sides said, what can be done now."""

    id: str
    name: str
    giver: str
    state: str
    tone: Tone
    facts: tuple[str, ...]
    running: bool
    sides: tuple[SideLine, ...]
    actions: tuple[Action, ...]


def linkage_cards(here: Here, client: ClientPage) -> tuple[LinkageCard, ...]:
    """All linkages of a client, the newest first."""
    ordered = sorted(client.linkages, key=lambda linkage: (linkage.since, linkage.id), reverse=True)
    return tuple(_card(here, client, linkage) for linkage in ordered)


def _card(here: Here, client: ClientPage, told: LinkageTold) -> LinkageCard:
    may = here.may(Act.DECIDE)
    asked = told.state_code == LinkageState.ASKED.value
    return LinkageCard(
        id=told.id,
        name=told.resource,
        giver=told.giver,
        state=told.state,
        tone=_TONES.get(told.state_code, "plain"),
        facts=_facts(here, client, told),
        running=told.state_code not in _PAST,
        sides=tuple(_side(here, client.id, told, side, may and asked) for side in Side),
        actions=_steps(here, client.id, told) if may else (),
    )


def _facts(here: Here, client: ClientPage, told: LinkageTold) -> tuple[str, ...]:
    ask = client.ask(told.ask) if told.ask else None
    facts = [ask.service if ask is not None else _without_ask(here, told)]
    if told.held_until and told.state_code == LinkageState.ASKED.value:
        facts.append(here.say("자리 확보 %(hour)s까지") % {"hour": clock_time(told.held_until)})
    if told.review_on and told.state_code == LinkageState.WAITING.value:
        facts.append(here.say("%(day)s에 다시 확인") % {"day": day_of(here, told.review_on)})
    if told.since:
        said = here.say("%(day)s부터") if told.state_code in _BEGUN else here.say("%(day)s 기록")
        facts.append(said % {"day": day_of(here, told.since)})
    return tuple(facts)


def _without_ask(here: Here, told: LinkageTold) -> str:
    """What a linkage belongs to for which nobody asked in writing."""
    return RoundKind.CIRCLE.label(here.language) if told.circle else here.say("나눔")


def _side(here: Here, person: str, told: LinkageTold, side: Side, may: bool) -> SideLine:
    said = told.client_answer if side is Side.CLIENT else told.helper_answer
    open_yet = may and said in (None, Answer.NOT_REACHED.label(here.language))
    return SideLine(
        label=side.label(here.language),
        said=said,
        actions=_answers(here, person, told, side) if open_yet else (),
    )


def _answers(here: Here, person: str, told: LinkageTold, side: Side) -> tuple[Action, ...]:
    at = f"/people/{person}/linkages/{told.id}"
    about = f"{side.label(here.language)}, {told.resource}"
    place = f"#decide-{told.id}"

    def say_it(answer: Answer) -> Action:
        return Action(
            label=answer.label(here.language),
            href=f"{at}/answer",
            method="post",
            tone="secondary" if answer is Answer.YES else "tertiary",
            about=about,
            target=PANEL,
            fields=(("side", side.value), ("said", answer.value), ("expected", str(told.version))),
        )

    def more(answer: Answer) -> Action:
        return Action(
            label=answer.label(here.language),
            href=f"{at}/{answer.value}?side={side.value}",
            about=about,
            target=place,
            part="#decision",
        )

    found = [say_it(Answer.YES), more(Answer.NO)]
    if side is Side.HELPER:
        found.append(more(Answer.FULL))
    return (*found, say_it(Answer.NOT_REACHED))


def _steps(here: Here, person: str, told: LinkageTold) -> tuple[Action, ...]:
    at, version = f"/people/{person}/linkages/{told.id}", (("expected", str(told.version)),)

    def step(label: str, name: str) -> Action:
        return Action(
            label=label, href=f"{at}/{name}", method="post", tone="secondary", about=told.resource,
            target=PANEL, fields=version,
        )  # fmt: skip

    end = Action(
        label=here.say("종료 기록"),
        href=f"{at}/end",
        about=told.resource,
        target=f"#decide-{told.id}",
        part="#decision",
    )
    match told.state_code:
        case LinkageState.ACCEPTED:
            return (step(here.say("이용 시작"), "start"), end)
        case LinkageState.ACTIVE:
            return (step(here.say("계속 이용"), "keep"), end)
        case LinkageState.KEPT:
            return (end,)
        case LinkageState.WAITING if told.ask is not None:
            again = f"/people/{person}/asks/{told.ask}/resources/{told.resource_id}/ask"
            return (
                Action(
                    label=here.say("자리가 나서 요청"),
                    href=again,
                    method="post",
                    tone="secondary",
                    about=told.resource,
                    target=PANEL,
                ),
                end,
            )
        case _:
            return ()
