"""The access log: who looked at whom, when, why; and whether the log is whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from casework.desk import SEOUL, Actor, Desk
from casework.rights import Act
from graph.store import LogCheck, LogEntry
from graph.text.render import say_day
from graph.view import View
from graph.words.kinds import ViewPurpose
from graph.words.word import Language

_PEOPLE = 100
_PURPOSES = MappingProxyType({purpose.value: purpose for purpose in ViewPurpose})
_ACTS = MappingProxyType({act.value: act for act in Act})
_CODES = MappingProxyType(
    {
        "signed_in": ("들어옴", "signed in"),
        "signed_out": ("나감", "signed out"),
        "refused": ("거절됨(아이디 또는 비밀번호)", "refused (name or password)"),
        "nobody": ("알 수 없음", "unknown"),
        "sample": ("가상 자료 만들기", "sample maker"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessTold:
    """One entry of the log in words; of ``people_count`` people at most the first hundred are named by id."""

    number: int
    at: str
    by: str
    action: str
    purpose: str
    recipient: str
    people: tuple[str, ...]
    people_count: int
    what: str
    place: str


def read_log(
    desk: Desk, actor: Actor, *, person: str | None = None, after: int = 0, limit: int = 100
) -> tuple[AccessTold, ...]:
    """Entries by number, about one person or all; reading the log is logged too."""
    with desk.look(actor, Act.SEE_LOG, about=person) as view:
        if person is not None:
            view.shown.add(person)
        entries = view.reader.log(subject=person, after=after, limit=limit, people=_PEOPLE)
        return tuple(_told(view, entry) for entry in entries)


def newest_entries(
    desk: Desk, actor: Actor, *, before: int | None = None, limit: int = 50
) -> tuple[AccessTold, ...]:
    """Entries from the end of the log or from before a number, newest first; reading the log is logged too."""
    with desk.look(actor, Act.SEE_LOG) as view:
        end = view.reader.log_end()
        last = end if before is None else min(before - 1, end)
        first = max(last - limit, 0)
        entries = view.reader.log(after=first, limit=last - first, people=_PEOPLE)
        return tuple(_told(view, entry) for entry in reversed(entries))


def _told(view: View, entry: LogEntry) -> AccessTold:
    language, purpose = view.language, _PURPOSES.get(entry.purpose)
    people = tuple(one for one in entry.subjects if not view.withheld(one))
    return AccessTold(
        number=entry.number,
        at=_moment(entry.at, language),
        by=view.name(entry.by) if entry.by.startswith("s-") else _said(entry.by, language),
        action=entry.action.label(language),
        purpose=entry.purpose if purpose is None else purpose.label(language),
        recipient=entry.recipient,
        people=people,
        people_count=len(people) + entry.left_out,
        what=_what(entry.what, language),
        place=entry.place,
    )


def _moment(at: datetime, language: Language) -> str:
    local = at.astimezone(SEOUL)
    return f"{say_day(local.date(), language)} {local:%H:%M:%S}"


def _what(what: str, language: Language) -> str:
    """An act, and its reason where one was given; what a write changed stays as the store says it."""
    code, colon, reason = what.partition(": ")
    if code in _ACTS:
        return _ACTS[code].label(language) + (f" ({reason})" if colon else "")
    return _said(what, language)


def _said(code: str, language: Language) -> str:
    """A code of the application in words; anything else as it is."""
    ko, en = _CODES.get(code, (code, code))
    return ko if language == "ko" else en


def check_log(desk: Desk, actor: Actor) -> LogCheck:
    """Walk the chain of the log from its start: in a city that takes a while."""
    with desk.look(actor, Act.SEE_LOG):
        return desk.store.check_log()
