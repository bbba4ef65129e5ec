"""What waits for a worker today: urgent needs, open asks by their hold, reviews that are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from casework.desk import Actor, Desk
from casework.rights import Act
from graph.records.linkages import Linkage
from graph.records.needs import Need
from graph.records.people import Person
from graph.view import View
from graph.words.kinds import LinkageState, NeedState, Urgency
from graph.words.need_areas import need_word

_URGENT = (Urgency.CRISIS, Urgency.TODAY)
_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentNeed:
    """A need that cannot wait."""

    person: str
    name: str
    need: str
    urgency: str
    urgency_code: str
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLinkage:
    """A linkage that waits for answers or a review; ``until`` is the hold (ISO 8601) or the review day."""

    person: str
    name: str
    resource: str
    until: str
    past: bool
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The lists of the day, the pressing first."""

    urgent: tuple[UrgentNeed, ...]
    asked: tuple[OpenLinkage, ...]
    reviews: tuple[OpenLinkage, ...]
    my_clients: int


def today(desk: Desk, actor: Actor, *, limit: int = 50) -> Today:
    """What waits in the actor's dong, at most ``limit`` of each; reviews due within a week."""
    with desk.look(actor, Act.SEE_CLIENTS) as view:
        linkages = _linkages(view, actor.viewer.dong)
        now = desk.clock()
        asked = [one for one in linkages if one.state is LinkageState.ASKED and one.hold_until is not None]
        asked.sort(key=lambda one: (one.hold_until or now, one.id))
        until = desk.today() + _SOON
        waiting = [one for one in linkages if one.review_on is not None and one.review_on <= until]
        waiting = [one for one in waiting if one.state is LinkageState.WAITING]
        waiting.sort(key=lambda one: (one.review_on or until, one.id))
        urgent, mine = _needs(view, actor)
        return Today(
            urgent=urgent[:limit],
            asked=tuple(
                _told(view, one, actor, hold.isoformat(), past=hold <= now)
                for one in asked[:limit]
                if (hold := one.hold_until) is not None
            ),
            reviews=tuple(
                _told(view, one, actor, day.isoformat(), past=day < desk.today())
                for one in waiting[:limit]
                if (day := one.review_on) is not None
            ),
            my_clients=mine,
        )


def _linkages(view: View, dong: str) -> list[Linkage]:
    states = {LinkageState.ASKED.value, LinkageState.WAITING.value}
    ids = [str(i) for i, state in view.reader.columns(Linkage, ("id", "state"), dong=dong) if state in states]
    found = view.reader.find(Linkage, ids)
    return [found[i].record for i in ids if i in found and not view.hides(found[i].record)]


def _needs(view: View, actor: Actor) -> tuple[tuple[UrgentNeed, ...], int]:
    wanted = ("id", "person", "item", "urgency", "state")
    rows = [
        (str(who), str(item), Urgency(str(grade)))
        for _, who, item, grade, state in view.reader.columns(Need, wanted, dong=actor.viewer.dong)
        if state == NeedState.OPEN.value
    ]
    people = view.reader.find(Person, {who for who, _, _ in rows})
    mine = {who for who in people if people[who].record.case_manager == actor.viewer.staff}
    pressing = [row for row in rows if row[2] in _URGENT and row[0] in people]
    pressing.sort(key=lambda row: (_URGENT.index(row[2]), row[0] not in mine, row[0], row[1]))
    told = tuple(
        UrgentNeed(
            person=who,
            name=view.name(who),
            need=need_word(item).label(actor.language),
            urgency=grade.label(actor.language),
            urgency_code=grade.value,
            mine=who in mine,
        )
        for who, item, grade in pressing
    )
    return told, len(mine)


def _told(view: View, linkage: Linkage, actor: Actor, until: str, *, past: bool) -> OpenLinkage:
    person = view.reader.get(Person, linkage.person).record
    return OpenLinkage(
        person=linkage.person,
        name=view.name(linkage.person),
        resource=view.name(linkage.resource),
        until=until,
        past=past,
        mine=person.case_manager == actor.viewer.staff,
    )
