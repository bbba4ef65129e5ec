"""What the words of a circle share: the days and hours of visits, and what the client does in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.records.fields import FieldRef
from graph.records.values import MINUTES_PER_SLOT, SLOTS_PER_DAY
from graph.text.sentence import Phrase, Sentence, Subject
from graph.words.giving import GivingRole
from matching.circle.circle import Gathering, Visit
from matching.circle.templates import ClientPart
from matching.circle.words import Weekday

CLIENT_PART = Phrase(
    "circle.client_part",
    "{client}의 몫: {ko} 원하실 때만 하시며, 도움의 조건이 아닙니다.",
    "{client}'s own part: {en} Only as they wish; no help depends on it.",
)
DAYS = tuple(Weekday)


def weekly(visits: Sequence[Visit]) -> Iterator[tuple[tuple[Weekday, ...], str, GivingRole, int]]:
    """Visits of one role at the same hour together: the days, the hour, the role, how many a week."""
    groups: dict[tuple[GivingRole, int], list[Weekday]] = {}
    for visit in visits:
        day, at = divmod(visit.slot, SLOTS_PER_DAY)
        groups.setdefault((visit.role, at), []).append(DAYS[day])
    for (role, at), days in groups.items():
        yield tuple(days), clock(at * MINUTES_PER_SLOT), role, len(days)


def same_hours(
    spans: tuple[tuple[int, int, int], ...],
) -> Iterator[tuple[tuple[Weekday, ...], int, int]]:
    """Spans of the same hours together: the days, the first and the last minute."""
    groups: dict[tuple[int, int], list[Weekday]] = {}
    for day, start, end in spans:
        groups.setdefault((start, end), []).append(DAYS[day])
    for (start, end), days in groups.items():
        yield tuple(days), start, end


def given(visits: Sequence[Visit], role: GivingRole) -> tuple[FieldRef, ...]:
    """The resources behind the visits of a role, to be cited."""
    resources = dict.fromkeys(one.resource for one in visits if one.role is role)
    return tuple(FieldRef(one, "slots") for one in resources)


def part(circle: Gathering, one: ClientPart) -> Sentence:
    """What the client does in it."""
    wish = FieldRef(circle.client, "giving_wish")
    return CLIENT_PART.say(wish, client=Subject(circle.client), ko=one.ko, en=one.en)


def named(circle: Gathering) -> dict[str, str]:
    """What the circle is called, for both languages."""
    return {"ko": circle.template.ko, "en": circle.template.en}


def clock(minutes: int) -> str:
    """Minutes of a day as a clock shows them."""
    return f"{minutes // 60}:{minutes % 60:02}"


def cite(person: str) -> FieldRef:
    """Somebody, to be cited."""
    return FieldRef(person, "id")
