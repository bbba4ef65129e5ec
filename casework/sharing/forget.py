"""Forgetting a person at their wish or when the law's time is up (PIPA article 21)."""

from __future__ import annotations

from casework.desk import Actor, Desk, own_dong
from casework.rights import Act, require
from graph.records.people import Person
from graph.store import Forgotten


def forget_person(desk: Desk, actor: Actor, person: str, *, why: str) -> Forgotten:
    """Remove everything about a person, irrecoverably; only the log keeps the opaque id.

    Raises:
        RecordMissing: nobody has that id.
        OtherDong: another dong keeps the person.
    """
    require(actor.viewer, Act.FORGET)
    with desk.store.read() as reader:
        own_dong(actor, reader.get(Person, person).record)
    forgotten = desk.store.forget(person, by=actor.viewer.staff, why=why)
    desk.snapshots.let_go()
    return forgotten
