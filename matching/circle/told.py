"""A circle in words: as a caseworker reads it, with every reason, and as a neighbour who is asked reads it.

What a neighbour reads names nobody but the client and who introduces them, and tells nothing of anybody's
load, points or strain, nor of other clients (D30).
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.records.fields import FieldRef
from graph.text.sentence import Phrase, Sentence, Subject
from graph.words.giving import GivingRole
from matching.circle.circle import Circle, Member, Visit, Without
from matching.circle.templates import ClientPart
from matching.circle.words import Weekday
from matching.explain import Hidden
from matching.rank import NOTHING
from matching.words import CriterionName

FULL = Phrase(
    "circle.full",
    "{client} 님의 '{ko}' 모임을 이웃 {members}명으로 꾸릴 수 있습니다({connection}).",
    "{members} neighbours can form the circle '{en}' for {client} ({connection}).",
)
PARTLY = Phrase(
    "circle.partly",
    "{client} 님의 '{ko}' 모임은 아직 다 채워지지 않았습니다. 이웃 {members}명이 할 수 있고, 1주 {open}회가 남습니다.",
    "The circle '{en}' for {client} is not complete: {members} neighbours could take part, {open} visits a week stay open.",
)
TAKES = Phrase(
    "circle.takes",
    "{person:은/는} {days} {at}에 '{role}' 일을 맡습니다(1주 {times}회).",
    "{person} takes this on {days} at {at} ({times} a week): {role}.",
)
INTRODUCES = Phrase(
    "circle.introduces",
    "{introducer}에게 {person:을/를} 소개해 달라고 먼저 부탁하십시오.",
    "Ask {introducer} first to introduce {person}.",
)
BACKUP = Phrase(
    "circle.backup",
    "'{role}' 일을 못 하게 되면 {person:이/가} 대신할 수 있습니다(1주 {of}회 중 {visits}회).",
    "If this falls through, {person} could step in ({visits} of {of} visits a week): {role}.",
)
BACKUP_ASKS = Phrase(
    "circle.backup_asks",
    "그때는 {introducer}에게 {person} 소개를 부탁해야 합니다.",
    "{introducer} would have to be asked to introduce {person}.",
)
UNBACKED = Phrase(
    "circle.unbacked",
    "'{role}' 일을 대신할 이웃은 아직 없습니다.",
    "Nobody could step in yet for this: {role}.",
)
WHEN = Phrase(
    "circle.when", "{days} {at}~{until}: '{role}' 1회가 남습니다.", "Open on {days}, {at} to {until}: {role}."
)
CLIENT_PART = Phrase(
    "circle.client_part",
    "{client} 님의 몫: {ko} 원하실 때만 하시며, 도움의 조건이 아닙니다.",
    "{client}'s own part: {en} Only as they wish; no help depends on it.",
)
PROVEN = Phrase(
    "circle.proven",
    "이웃에게 이보다 부담이 적은 방법은 없습니다(살펴본 이웃 {considered}명, 부담 {burden}점).",
    "No other way asks less of neighbours ({considered} considered, burden {burden}).",
)
LEAST = Phrase(
    "circle.least",
    "이웃에게 이보다 부담이 적은 방법은 없습니다. 비공개 정보가 있어 점수는 보여 드리지 않습니다.",
    "No other way asks less of neighbours. Points are withheld.",
)
BEST_FOUND = Phrase(
    "circle.best_found",
    "정해진 시간 안에 찾은 가장 나은 방법입니다. 더 채우거나 부담이 {percent}%까지 적은 방법이 있을 수 있습니다.",
    "The best found in time. There may be a way that leaves less open, or asks up to {percent}% less.",
)
DROPS = Phrase(
    "circle.without.drops", "{person:이/가} 빠지게 되면 이렇게 할 수 있습니다.", "If {person} drops out:"
)
PASSES = Phrase(
    "circle.without.passes",
    "{days} {at} '{role}' 일은 {now:이/가} 맡습니다.",
    "{now} takes {days} {at}: {role}.",
)
STAYS_OPEN = Phrase(
    "circle.without.open",
    "{days} {at} '{role}' 일은 맡을 사람이 없습니다.",
    "Nobody takes {days} {at}: {role}.",
)
ASK_ANEW = Phrase(
    "circle.without.ask", "{person}에게 새로 부탁해야 합니다.", "{person} would have to be asked anew."
)
UNCHANGED = Phrase(
    "circle.without.nothing", "다른 이웃의 일은 바뀌지 않습니다.", "Nothing changes for the others."
)
INVITES = Phrase(
    "circle.neighbour.invites",
    "{client} 님 곁에서 이웃들이 함께하는 '{ko}' 모임에 같이해 주실 수 있는지 여쭙니다.",
    "Would you join neighbours in the circle '{en}' around {client}?",
)
WOULD_DO = Phrase(
    "circle.neighbour.would_do",
    "부탁드리는 일: {days} {at} '{role}'(1주 {times}회)",
    "What we ask: {days} at {at}, {times} a week: {role}.",
)
INTRODUCED = Phrase(
    "circle.neighbour.introduced",
    "{client} 님은 {introducer:이/가} 소개해 드립니다.",
    "{introducer} would introduce you to {client}.",
)
OTHERS = Phrase(
    "circle.neighbour.others",
    "나머지 일({roles})은 다른 이웃들이 나누어 맡습니다.",
    "Other neighbours share the rest: {roles}.",
)
PLEASE_INTRODUCE = Phrase(
    "circle.neighbour.please_introduce",
    "{client} 님과 {person:이/가} 인사할 수 있게 소개해 주실 수 있는지 여쭙니다.",
    "Would you introduce {person} and {client} to each other?",
)
FREE_TO_SAY_NO = Phrase(
    "circle.neighbour.free",
    "하지 않으셔도 괜찮습니다. 이유를 말씀하지 않으셔도 되고, 받고 계신 도움이나 급여는 달라지지 않습니다.",
    "You are free to say no, without a reason; no help or benefit of yours changes.",
)
_DAYS, _SLOTS_A_DAY = tuple(Weekday), 48


def as_caseworker(circle: Circle, hidden: Hidden = NOTHING) -> tuple[Sentence, ...]:
    """All of it: who does what, why, through whom; what to ask; who steps in; what is open, and how sure it is.

    Nothing is said of ``hidden`` gates and criteria; where any criterion is, points are withheld.
    """
    return tuple(_for_caseworker(circle, hidden))


def as_neighbour(circle: Circle, person: str) -> tuple[Sentence, ...]:
    """What somebody reads who is asked to take part, or to introduce; empty for anybody else."""
    member = circle.member(person)
    introduces = [to for introducer, to in circle.introductions if introducer == person]
    if member is None and not introduces:
        return ()
    return tuple(_for_neighbour(circle, member, introduces))


def if_left(found: Without) -> tuple[Sentence, ...]:
    """What happens if somebody drops out, as a caseworker reads it."""
    return tuple(_if_left(found))


def _for_caseworker(circle: Circle, hidden: Hidden) -> Iterator[Sentence]:
    cite, client, named = _cite(circle.client), Subject(circle.client), _named(circle)
    members, open_visits = len(circle.members), len(circle.open)
    if open_visits:
        yield PARTLY.say(cite, client=client, members=members, open=open_visits, **named)
    else:
        yield FULL.say(cite, client=client, members=members, connection=circle.connection, **named)
    for member in circle.members:
        for days, at, role, times in _weekly(member.visits):
            yield TAKES.say(
                *_given(member.visits, role),
                person=Subject(member.person),
                days=days,
                at=at,
                role=role,
                times=times,
            )
        yield from (one.sentence for one in member.reasons if one.criterion not in hidden)
        yield from (one.sentence for one in member.questions if one.gate not in hidden)
    for introducer, to in circle.introductions if CriterionName.TIE not in hidden else ():
        yield INTRODUCES.say(_cite(introducer), introducer=Subject(introducer), person=Subject(to))
    yield from _backups(circle)
    for visit in circle.open:
        for days, start, end in _same_hours(visit.window.spans()):
            yield WHEN.say(cite, days=days, at=_clock(start), until=_clock(end), role=visit.role)
    yield from _lacks(circle)
    yield from (_part(circle, part) for part in circle.client_parts)
    if circle.proven and hidden & set(CriterionName):
        yield LEAST.say(cite)
    elif circle.proven:
        yield PROVEN.say(cite, considered=circle.considered, burden=circle.burden)
    else:
        yield BEST_FOUND.say(cite, percent=round(100 * circle.gap, 1))


def _backups(circle: Circle) -> Iterator[Sentence]:
    for one in circle.backups:
        cite, person = FieldRef(one.resource, "giver"), Subject(one.person)
        yield BACKUP.say(cite, role=one.role, person=person, visits=one.visits, of=one.of)
        for anew in one.asked_anew:
            yield BACKUP_ASKS.say(_cite(anew), introducer=Subject(anew), person=person)
    for role in circle.unbacked:
        yield UNBACKED.say(_cite(circle.client), role=role)


def _for_neighbour(circle: Circle, member: Member | None, introduces: list[str]) -> Iterator[Sentence]:
    cite, client = _cite(circle.client), Subject(circle.client)
    if member is not None:
        yield INVITES.say(cite, client=client, **_named(circle))
        for days, at, role, times in _weekly(member.visits):
            yield WOULD_DO.say(*_given(member.visits, role), days=days, at=at, role=role, times=times)
        if member.introducers:
            last = member.introducers[-1]
            yield INTRODUCED.say(_cite(last), client=client, introducer=Subject(last))
        others = tuple(
            role.role
            for role in circle.template.roles
            if role.role not in member.roles and _taken(circle, role.role)
        )
        if others:
            yield OTHERS.say(cite, roles=others)
        yield from (_part(circle, part) for part in circle.client_parts)
    for to in introduces:
        yield PLEASE_INTRODUCE.say(cite, client=client, person=Subject(to))
    yield FREE_TO_SAY_NO.say(cite)


def _if_left(found: Without) -> Iterator[Sentence]:
    cite = _cite(found.person)
    yield DROPS.say(cite, person=Subject(found.person))
    for change in found.changes:
        day, at = divmod(change.visit.slot, _SLOTS_A_DAY)
        days, role = (_DAYS[day],), change.visit.role
        if change.now is None:
            yield STAYS_OPEN.say(cite, days=days, at=_clock(at * 30), role=role)
        else:
            given = FieldRef(change.visit.resource, "slots")
            yield PASSES.say(given, days=days, at=_clock(at * 30), role=role, now=Subject(change.now))
    if not found.changes:
        yield UNCHANGED.say(cite)
    for one in (*found.asked, *found.introduce):
        yield ASK_ANEW.say(_cite(one), person=Subject(one))
    yield from _lacks(found.circle)


def _lacks(circle: Circle) -> Iterator[Sentence]:
    """What is missing, each reason once."""
    said: list[Sentence] = []
    for visit in circle.open:
        if visit.reason not in said:
            said.append(visit.reason)
            yield visit.reason


def _part(circle: Circle, part: ClientPart) -> Sentence:
    return CLIENT_PART.say(
        FieldRef(circle.client, "giving_wish"), client=Subject(circle.client), ko=part.ko, en=part.en
    )


def _named(circle: Circle) -> dict[str, str]:
    return {"ko": circle.template.ko, "en": circle.template.en}


def _taken(circle: Circle, role: GivingRole) -> bool:
    return any(role in member.roles for member in circle.members)


def _weekly(visits: tuple[Visit, ...]) -> Iterator[tuple[tuple[Weekday, ...], str, GivingRole, int]]:
    """Visits of one role at the same hour together: the days, the hour, the role, how many a week."""
    groups: dict[tuple[GivingRole, int], list[Weekday]] = {}
    for visit in visits:
        day, at = divmod(visit.slot, _SLOTS_A_DAY)
        groups.setdefault((visit.role, at), []).append(_DAYS[day])
    for (role, at), days in groups.items():
        yield tuple(days), _clock(at * 30), role, len(days)


def _same_hours(
    spans: tuple[tuple[int, int, int], ...],
) -> Iterator[tuple[tuple[Weekday, ...], int, int]]:
    groups: dict[tuple[int, int], list[Weekday]] = {}
    for day, start, end in spans:
        groups.setdefault((start, end), []).append(_DAYS[day])
    for (start, end), days in groups.items():
        yield tuple(days), start, end


def _given(visits: tuple[Visit, ...], role: GivingRole) -> tuple[FieldRef, ...]:
    resources = dict.fromkeys(one.resource for one in visits if one.role is role)
    return tuple(FieldRef(one, "slots") for one in resources)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _cite(person: str) -> FieldRef:
    return FieldRef(person, "id")
