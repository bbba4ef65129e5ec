"""A client's network over the months, and who could step in for those who help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from casework.desk import Actor, Desk, own_dong
from casework.errors import ResponsibleOnly
from casework.overview.dong import MONTHS, month_ends
from casework.overview.tellable import path_tellable
from casework.rights import Act
from graph.records.linkages import Linkage
from graph.records.people import Person
from graph.records.registry import type_of
from graph.text.render import say_day
from graph.view import View
from graph.words.word import Language
from matching.network.answer import Row
from matching.network.over_time import ClientOnDay, client_over_time
from matching.network.stepping_in import who_steps_in
from viz.trend import Series, Trend, trend_svg


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientOnDayTold:
    """A client's network on one day; ``what`` says why that day, shares are 0 to 1 or None."""

    on: date
    day: str
    what: str
    degree: int
    two_steps: int
    mutual: int
    ways_known: int
    formal: int
    formality_known: int
    isolates: int
    density: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SteppingInTold:
    """Who could take over from a helper; ``others`` say it one by one, none where nobody is known yet."""

    helper: str
    helper_id: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverTimeTold:
    """A client's network over time, and who could step in for each helper."""

    person: str
    name: str
    days: tuple[ClientOnDayTold, ...]
    stepping_in: tuple[SteppingInTold, ...]


def network_over_time(desk: Desk, actor: Actor, person: str, *, months: int = MONTHS) -> OverTimeTold:
    """The network at the ends of the last months, on days of review since, and today.

    Raises:
        RecordMissing: nobody has that id.
        OtherDong: another dong keeps the client.
        ResponsibleOnly: strained ties do not count, so the figures would tell others of them.
        NotInSnapshot: the client is no resident any more.
    """
    with desk.look(actor, Act.DRAW, about=person) as view:
        own_dong(actor, view.reader.get(Person, person).record)
        if not view.responsible_for(person):
            raise ResponsibleOnly()
        view.shown.add(person)
        snapshot = desk.snapshot(actor.viewer)
        days = _days(view, person, months)
        found = client_over_time(snapshot, person, sorted(days))
        return OverTimeTold(
            person=person,
            name=view.name(person),
            days=tuple(_told(view, one, days[one.day]) for one in found),
            stepping_in=_stepping_in(view, person, who_steps_in(snapshot, person)),
        )


def stepping_in(desk: Desk, actor: Actor, person: str, *, masked: bool = True) -> tuple[SteppingInTold, ...]:
    """Who could take over from each of those who help a client; nothing for who does not answer for the client.

    Raises:
        RecordMissing: nobody has that id.
        OtherDong: another dong keeps the client.
    """
    with desk.look(actor, Act.DRAW, about=person, masked=masked) as view:
        own_dong(actor, view.reader.get(Person, person).record)
        snapshot = desk.snapshot(actor.viewer)
        row = snapshot["people"].row(person)
        if not view.responsible_for(person) or row < 0 or not snapshot["people"]["alive"][row]:
            return ()
        view.shown.add(person)
        return _stepping_in(view, person, who_steps_in(snapshot, person))


def _days(view: View, person: str, months: int) -> dict[date, str]:
    """Each day to look at, and why: month ends, reviews in between, today."""
    ko = view.language == "ko"
    ends = month_ends(view.day, months)
    found = dict.fromkeys(ends[:-1], "월말" if ko else "end of month")
    for kept in view.reader.referring(Linkage, "person", person):
        on = kept.record.review_on
        if on is not None and ends[0] <= on < view.day and not view.hides(kept.record):
            found[on] = "다시 본 날" if ko else "review"
    return found | {view.day: "오늘" if ko else "today"}


def _told(view: View, one: ClientOnDay, what: str) -> ClientOnDayTold:
    return ClientOnDayTold(
        on=one.day,
        day=say_day(one.day, view.language),
        what=what,
        degree=one.degree,
        two_steps=one.two_steps,
        mutual=one.mutual,
        ways_known=one.ways_known,
        formal=one.formal,
        formality_known=one.formality_known,
        isolates=one.isolates,
        density=one.density,
    )


def _stepping_in(view: View, person: str, rows: tuple[Row, ...]) -> tuple[SteppingInTold, ...]:
    """By helper; who may not be named is left out, so that a helper may seem to have nobody."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if view.parts([person, *(one for one in row.path if type_of(one) is Person)]):
            continue
        others = found.setdefault(row.path[0], [])
        if len(row.path) > 2 and path_tellable(view, (row.path[-1],)):
            others.append(view.sentence(row.sentence))
    return tuple(
        SteppingInTold(helper=view.name(helper), helper_id=view.found(helper), others=tuple(others))
        for helper, others in found.items()
    )


def trend_of(told: OverTimeTold, language: Language) -> Markup:
    """The lines of how many stand around the client, and how many are one more person away."""
    ko = language == "ko"
    return trend_svg(
        Trend(
            title="지지망의 변화" if ko else "The network over time",
            days=tuple(one.on for one in told.days),
            series=(
                Series(
                    label="직접 이어진 곳" if ko else "Tied directly",
                    values=tuple(one.degree for one in told.days),
                ),
                Series(
                    label="한 사람 건너까지" if ko else "One person away",
                    values=tuple(one.two_steps for one in told.days),
                ),
            ),
            language=language,
        )
    )
