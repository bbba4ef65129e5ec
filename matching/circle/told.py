"""A circle as a caseworker reads it, with every reason; and what happens if somebody drops out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.records.fields import FieldRef
from graph.records.values import MINUTES_PER_SLOT, SLOTS_PER_DAY
from graph.text.sentence import Phrase, Sentence, Subject
from graph.words.giving import GivingRole
from matching.circle.circle import Backup, Change, Circle, Visit, Without
from matching.circle.when import DAYS, cite, clock, given, named, part, same_hours, weekly
from matching.explain import Hidden
from matching.rank import NOTHING
from matching.words import CriterionName

FULL = Phrase(
    "circle.full",
    "{client}의 '{ko}' 모임을 이웃 {members}명으로 꾸릴 수 있습니다({connection}).",
    "{members} neighbours can form the circle '{en}' for {client} ({connection}).",
)
PARTLY = Phrase(
    "circle.partly",
    "{client}의 '{ko}' 모임은 아직 다 채워지지 않았습니다. 이웃 {members}명이 할 수 있고, 1주 {open}회가 남습니다.",
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


def as_caseworker(circle: Circle, hidden: Hidden = NOTHING) -> tuple[Sentence, ...]:
    """All of it: who does what, why, through whom; what to ask; who steps in; what is open, and how sure it is.

    Nothing is said of ``hidden`` gates and criteria; where any criterion is, points are withheld.
    """
    return tuple(_for_caseworker(circle, hidden))


def if_left(found: Without) -> tuple[Sentence, ...]:
    """What happens if somebody drops out, as a caseworker reads it."""
    return tuple(_if_left(found))


def summary(circle: Circle) -> tuple[Sentence, ...]:
    """Whether it is whole, and what the client does in it."""
    about, client, called = cite(circle.client), Subject(circle.client), named(circle)
    members, open_visits = len(circle.members), len(circle.open)
    whole = (
        PARTLY.say(about, client=client, members=members, open=open_visits, **called)
        if open_visits
        else FULL.say(about, client=client, members=members, connection=circle.connection, **called)
    )
    return whole, *(part(circle, one) for one in circle.client_parts)


def certainty(circle: Circle) -> Sentence:
    """Whether another circle would ask less, in points of the template."""
    about = cite(circle.client)
    if circle.proven:
        return PROVEN.say(about, considered=circle.considered, burden=circle.burden)
    return BEST_FOUND.say(about, percent=round(100 * circle.gap, 1))


def takes(person: str, visits: Sequence[Visit]) -> tuple[Sentence, ...]:
    """What somebody takes on: visits of one role at the same hour together."""
    return tuple(
        TAKES.say(*given(visits, role), person=Subject(person), days=days, at=at, role=role, times=times)
        for days, at, role, times in weekly(visits)
    )


def step_in(one: Backup) -> Sentence:
    """Who could step in for a role, and for how many of its visits."""
    offer, person = FieldRef(one.resource, "giver"), Subject(one.person)
    return BACKUP.say(offer, role=one.role, person=person, visits=one.visits, of=one.of)


def _for_caseworker(circle: Circle, hidden: Hidden) -> Iterator[Sentence]:
    about = cite(circle.client)
    whole, *own_parts = summary(circle)
    yield whole
    for member in circle.members:
        yield from takes(member.person, member.visits)
        yield from (one.sentence for one in member.reasons if one.criterion not in hidden)
        yield from (one.sentence for one in member.questions if one.gate not in hidden)
    for introducer, to in circle.introductions if CriterionName.TIE not in hidden else ():
        yield INTRODUCES.say(cite(introducer), introducer=Subject(introducer), person=Subject(to))
    yield from _backups(circle)
    for visit in circle.open:
        for days, start, end in same_hours(visit.window.spans()):
            yield WHEN.say(about, days=days, at=clock(start), until=clock(end), role=visit.role)
    yield from _lacks(circle)
    yield from own_parts
    yield LEAST.say(about) if circle.proven and hidden & set(CriterionName) else certainty(circle)


def _backups(circle: Circle) -> Iterator[Sentence]:
    for one in circle.backups:
        yield step_in(one)
        for anew in one.asked_anew:
            yield BACKUP_ASKS.say(cite(anew), introducer=Subject(anew), person=Subject(one.person))
    for role in circle.unbacked:
        yield UNBACKED.say(cite(circle.client), role=role)


def _if_left(found: Without) -> Iterator[Sentence]:
    about = cite(found.person)
    yield DROPS.say(about, person=Subject(found.person))
    for (role, at, now), changes in _alike(found.changes).items():
        days = tuple(DAYS[one.visit.slot // SLOTS_PER_DAY] for one in changes)
        if now is None:
            yield STAYS_OPEN.say(about, days=days, at=at, role=role)
        else:
            offers = (FieldRef(one.visit.resource, "slots") for one in changes)
            yield PASSES.say(*dict.fromkeys(offers), days=days, at=at, role=role, now=Subject(now))
    if not found.changes:
        yield UNCHANGED.say(about)
    for one in (*found.asked, *found.introduce):
        yield ASK_ANEW.say(cite(one), person=Subject(one))
    yield from _lacks(found.circle)


def _alike(changes: Sequence[Change]) -> dict[tuple[GivingRole, str, str | None], list[Change]]:
    """Visits of one role at the same hour that pass to the same person, together."""
    found: dict[tuple[GivingRole, str, str | None], list[Change]] = {}
    for one in changes:
        at = clock(one.visit.slot % SLOTS_PER_DAY * MINUTES_PER_SLOT)
        found.setdefault((one.visit.role, at, one.now), []).append(one)
    return found


def _lacks(circle: Circle) -> Iterator[Sentence]:
    """What is missing, each reason once."""
    said: list[Sentence] = []
    for visit in circle.open:
        if visit.reason not in said:
            said.append(visit.reason)
            yield visit.reason
