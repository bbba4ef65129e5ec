"""The middle of the client's page: suggestions for one ask, and why not another resource."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.here import Here, clock_time
from api.pages.parts import Action, Finding, GiverTone, ScoreLine, Suggestion, WhyNot
from api.pages.texts import mark
from casework.linking.suggest import (
    ReasonTold,
    SuggestionsTold,
    SuggestionTold,
    WhyNotTold,
    resources_like,
    suggest,
    why_not,
)
from casework.register.clients import ClientPage
from casework.rights import Act
from graph.errors import PumasiError
from graph.text.particles import with_particle
from graph.words.kinds import AskState, ConsentPurpose

PANEL = "#client"
_RANKED = mark(
    "추천할 수 있는 %(of)s곳 가운데 %(rank)s번째입니다. 첫 번째인 %(first)s 다른 점은 다음과 같습니다."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the page was asked for: an ask, a resource to explain, words to find resources by."""

    ask: str | None = None
    why: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundResource:
    """A resource found by words, and the way to ask why it is not suggested."""

    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPanel:
    """Suggestions for an ask; ``closed`` says why there are none to look for."""

    id: str
    service: str
    facts: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]
    of: int
    closed: str | None
    nothing: str
    search_href: str
    text: str
    found: tuple[FoundResource, ...] | None
    why: WhyNot | None
    basis: str


def ask_panel(here: Here, client: ClientPage, ask_id: str, asked: Asked) -> AskPanel | None:
    """The panel of one of the client's asks."""
    ask = client.ask(ask_id)
    if ask is None:
        return None
    told, closed = None, None
    if ask.state_code != AskState.OPEN.value:
        closed = here.say("이 요청은 '%(state)s' 상태입니다.") % {"state": ask.state}
    else:
        try:
            told = suggest(here.desk, here.actor, ask_id)
        except PumasiError as error:
            closed = here.told(error)
    return AskPanel(
        id=ask_id,
        service=ask.service,
        facts=(ask.amount, ask.times),
        suggestions=()
        if told is None
        else tuple(_shown(here, client.id, ask_id, s) for s in told.suggestions),
        of=0 if told is None else told.of,
        closed=closed,
        nothing=_nothing(here, client),
        search_href=f"/people/{client.id}/asks/{ask_id}/resources",
        text=asked.text or "",
        found=None if asked.text is None else _found(here, client.id, ask_id, asked.text),
        why=None if asked.why is None or closed else _why(here, ask_id, asked.why),
        basis="" if told is None else _basis(here, told),
    )


def _nothing(here: Here, client: ClientPage) -> str:
    """What to do where no resource is suggested."""
    if any(one.agreed for one in client.consents if one.purpose is ConsentPurpose.MATCHING):
        return here.say(
            "시간이나 도움의 종류를 바꾸어 보거나, 아래에서 자원을 찾아 왜 맞지 않는지 확인하십시오."
        )
    return here.say(
        "연계 대상으로 찾아보는 데 동의한 기록이 없어 찾지 않았습니다. 설명하고 동의를 받은 뒤 '동의'에 기록하십시오."
    )


def _shown(here: Here, person: str, ask: str, told: SuggestionTold) -> Suggestion:
    points = [reason.points for reason in told.reasons]
    shown = None not in points
    return Suggestion(
        id=told.resource,
        name=told.name,
        giver=told.giver_name,
        giver_label=here.say("이웃") if told.neighbour else here.say("기관"),
        giver_tone=_tone(told),
        reasons=tuple(r.sentence for r in told.reasons if r.points is None or r.points > 0),
        notes=tuple(r.sentence for r in told.reasons if r.points is not None and r.points < 0),
        introduction=", ".join(told.introducers) or None,
        cautions=tuple(question.sentence for question in told.questions),
        tags=tuple(dict.fromkeys((told.service, told.kind))),
        score=tuple(_line(reason) for reason in told.reasons) if shown else (),
        total=told.score,
        outcome=_standing(here, told),
        actions=_actions(here, person, ask, told) if here.may(Act.DECIDE) else (),
    )


def _line(reason: ReasonTold) -> ScoreLine:
    return ScoreLine(text=reason.criterion, said=reason.sentence, points=reason.points or 0)


def _tone(told: SuggestionTold) -> GiverTone:
    return "neighbour" if told.neighbour else "private"


def _standing(here: Here, told: SuggestionTold) -> str | None:
    if told.standing is None:
        return None
    if not told.held_until:
        return told.standing
    held = here.say("자리 확보 %(hour)s까지") % {"hour": clock_time(told.held_until)}
    return f"{told.standing} · {held}"


def _actions(here: Here, person: str, ask: str, told: SuggestionTold) -> tuple[Action, ...]:
    if told.linkage is not None and told.standing_code != "waiting":
        return (
            Action(
                label=here.say("답 기록하기"),
                href=f"#linkage-{told.linkage}",
                tone="primary",
                about=told.name,
            ),
        )
    at, place = f"/people/{person}/asks/{ask}/resources/{told.resource}", f"#decide-{told.resource}"
    ask_it = Action(
        label=here.say("연계 요청"),
        href=f"{at}/ask",
        method="post",
        tone="primary",
        about=told.name,
        target=PANEL,
    )
    through = tuple(
        Action(
            label=here.say("소개로 요청"),
            href=f"{at}/ask",
            method="post",
            tone="secondary",
            about=f"{name}, {told.name}",
            target=PANEL,
            fields=(("introduced_by", person_id),),
        )
        for name, person_id in zip(told.introducers[:1], told.introducer_ids[:1], strict=True)
    )
    no = Action(label=here.say("거절·사유"), href=f"{at}/no", about=told.name, target=place, part="#decision")
    wait = Action(label=here.say("대기"), href=f"{at}/wait", about=told.name, target=place, part="#decision")
    return (ask_it, *through, no) if told.standing_code == "waiting" else (ask_it, *through, no, wait)


def _found(here: Here, person: str, ask: str, text: str) -> tuple[FoundResource, ...]:
    if not text.strip():
        return ()
    return tuple(
        FoundResource(name=name, href=f"/people/{person}?ask={ask}&why={resource}")
        for resource, name in resources_like(here.desk, here.actor, text, limit=8)
    )


def _why(here: Here, ask: str, resource: str) -> WhyNot | None:
    try:
        told = why_not(here.desk, here.actor, ask, resource)
    except PumasiError as error:
        return WhyNot(name="", summary=here.told(error), findings=())
    return WhyNot(name=told.name, summary=_summary(here, told), findings=_findings(told))


def _summary(here: Here, told: WhyNotTold) -> str:
    if told.withheld is not None:
        return told.withheld
    if told.failed:
        return here.say("다음 조건에 맞지 않아 추천하지 않습니다.")
    if told.rank == 1:
        return here.say("추천 가운데 첫 번째입니다.")
    first = told.first_name or ""
    words = {
        "rank": told.rank,
        "of": told.of,
        "first": with_particle(first, "과/와") if here.language == "ko" else first,
    }
    return here.say(_RANKED) % words


def _findings(told: WhyNotTold) -> tuple[Finding, ...]:
    failed = [Finding(verdict="fail", text=f"{f.gate}: {f.sentence}") for f in told.failed]
    asks = [Finding(verdict="ask", text=f"{q.gate}: {q.sentence}") for q in told.questions]
    compared = [
        Finding(
            verdict="behind" if c.lead is None or c.lead > 0 else "ahead",
            text=f"{c.criterion}: {c.this}",
            other=c.first,
        )
        for c in told.compared
    ]
    return (*failed, *asks, *compared)


def _basis(here: Here, told: SuggestionsTold) -> str:
    return here.say("점수 기준표 번호 %(policy)s") % {"policy": told.policy_version}
