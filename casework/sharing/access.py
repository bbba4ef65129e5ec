"""The access log: who looked at whom, when, why; and whether the log is whole."""

from __future__ import annotations

from dataclasses import dataclass

from casework.desk import Actor, Desk
from casework.rights import Act
from graph.store import LogCheck
from graph.text.render import say_day
from graph.words.kinds import ViewPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessTold:
    """One entry of the log in words."""

    number: int
    at: str
    by: str
    action: str
    purpose: str
    recipient: str
    people: tuple[str, ...]
    what: str
    place: str


def read_log(
    desk: Desk, actor: Actor, *, person: str | None = None, after: int = 0, limit: int = 100
) -> tuple[AccessTold, ...]:
    """Entries by number, about one person or all; reading the log is logged too."""
    with desk.look(actor, Act.SEE_LOG, about=person) as view:
        if person is not None:
            view.shown.add(person)
        entries = view.reader.log(subject=person, after=after, limit=limit)
        purposes = {purpose.value: purpose for purpose in ViewPurpose}
        acts = {act.value: act for act in Act}
        told = []
        for entry in entries:
            purpose, act = purposes.get(entry.purpose), acts.get(entry.what)
            told.append(
                AccessTold(
                    number=entry.number,
                    at=f"{say_day(entry.at.date(), actor.language)} {entry.at:%H:%M:%S} UTC",
                    by=view.name(entry.by) if entry.by.startswith("s-") else entry.by,
                    action=entry.action.label(actor.language),
                    purpose=entry.purpose if purpose is None else purpose.label(actor.language),
                    recipient=entry.recipient,
                    people=tuple(one for one in entry.subjects if not view.withheld(one)),
                    what=entry.what if act is None else act.label(actor.language),
                    place=entry.place,
                )
            )
        return tuple(told)


def check_log(desk: Desk, actor: Actor) -> LogCheck:
    """Walk the chain of the log."""
    with desk.look(actor, Act.SEE_LOG):
        return desk.store.check_log()
