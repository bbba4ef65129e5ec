"""A circle as a neighbour reads it who is asked to take part, or to introduce somebody.

It names nobody but the client and who introduces whom, and tells nothing of anybody's load, points or strain,
nor of other clients (D30). Whoever is asked may say no (D26).
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.text.sentence import Phrase, Sentence, Subject
from graph.words.giving import GivingRole
from matching.circle.circle import Gathering, Member
from matching.circle.when import cite, given, named, part, weekly

INVITES = Phrase(
    "circle.neighbour.invites",
    "{client} 곁에서 여럿이 함께하는 '{ko}' 모임에 같이해 주실 수 있는지 여쭙니다.",
    "Would you join neighbours in the circle '{en}' around {client}?",
)
WOULD_DO = Phrase(
    "circle.neighbour.would_do",
    "부탁드리는 일: {days} {at} '{role}'(1주 {times}회)",
    "What we ask: {days} at {at}, {times} a week: {role}.",
)
INTRODUCED = Phrase(
    "circle.neighbour.introduced",
    "{client:은/는} {introducer:이/가} 소개해 드립니다.",
    "{introducer} would introduce you to {client}.",
)
OTHERS = Phrase(
    "circle.neighbour.others",
    "나머지 일({roles})은 다른 이웃들이 나누어 맡습니다.",
    "Other neighbours share the rest: {roles}.",
)
PLEASE_INTRODUCE = Phrase(
    "circle.neighbour.please_introduce",
    "{client:과/와} {person:이/가} 인사할 수 있게 소개해 주실 수 있는지 여쭙니다.",
    "Would you introduce {person} and {client} to each other?",
)
FREE_TO_SAY_NO = Phrase(
    "circle.neighbour.free",
    "하지 않으셔도 괜찮습니다. 이유를 말씀하지 않으셔도 되고, 받고 계신 도움이나 급여는 달라지지 않습니다.",
    "You are free to say no, without a reason; no help or benefit of yours changes.",
)


def as_neighbour(circle: Gathering, person: str) -> tuple[Sentence, ...]:
    """What somebody reads who is asked to take part, or to introduce; empty for anybody else."""
    member = circle.member(person)
    introduces = [to for introducer, to in circle.introductions if introducer == person]
    if member is None and not introduces:
        return ()
    return tuple(_for_neighbour(circle, member, introduces))


def _for_neighbour(circle: Gathering, member: Member | None, introduces: list[str]) -> Iterator[Sentence]:
    about, client = cite(circle.client), Subject(circle.client)
    if member is not None:
        yield INVITES.say(about, client=client, **named(circle))
        for days, at, role, times in weekly(member.visits):
            yield WOULD_DO.say(*given(member.visits, role), days=days, at=at, role=role, times=times)
        if member.introducers:
            last = member.introducers[-1]
            yield INTRODUCED.say(cite(last), client=client, introducer=Subject(last))
        others = tuple(
            role.role
            for role in circle.template.roles
            if role.role not in member.roles and _taken(circle, role.role)
        )
        if others:
            yield OTHERS.say(about, roles=others)
        yield from (part(circle, one) for one in circle.client_parts)
    for to in introduces:
        yield PLEASE_INTRODUCE.say(about, client=client, person=Subject(to))
    yield FREE_TO_SAY_NO.say(about)


def _taken(circle: Gathering, role: GivingRole) -> bool:
    return any(role in member.roles for member in circle.members)
