"""Invented neighbourhoods for exchanges: dense random ones, and small ones in which everybody fits."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from graph.policy.load import policy_on
from graph.records.people import Person
from graph.records.registry import Record
from graph.stores.memory import MemoryStore
from graph.testing.builders import a_consent, a_need, a_person, a_resource, an_ask
from graph.words.kinds import GivingWish, Urgency
from matching.snapshot.build import build
from matching.snapshot.snapshot import Snapshot
from tests.matching.worlds import DAY, NOW, PEOPLE, a_kind_world

KINDS = ("meal_cooking", "menu_choice", "walking_together", "shopping")
"""Kinds of help of which none serves for another, and that ask for no training."""


def a_dense_world(rnd: Random) -> list[Record]:
    """A kind world in which most people ask for something and offer something, urgent or bodily at times."""
    records = [
        replace(one, giving_wish=rnd.choice((None, None, *GivingWish))) if isinstance(one, Person) else one
        for one in a_kind_world(rnd)
    ]
    kinds = (*KINDS[:2], "companionship", "nail_foot_care", "hospital_escort")
    for person in PEOPLE:
        for i in range(rnd.choice((0, 1, 1, 2))):
            urgency = rnd.choice((Urgency.ORDINARY, Urgency.LOW, Urgency.ORDINARY, *Urgency))
            records.append(a_need(id=f"n-x{person}{i}", person=person, urgency=urgency))
            kind = rnd.choice(kinds)
            records.append(
                an_ask(id=f"a-x{person}{i}", need=f"n-x{person}{i}", person=person, service_type=kind)
            )
        for i in range(rnd.choice((0, 1, 2))):
            records.append(
                a_resource(id=f"r-x{person}{i}", giver=person, service_type=rnd.choice(kinds), formal=None)
            )
    return records


def neighbours(wishes: Mapping[str, tuple[str | None, str | None]]) -> list[Record]:
    """People by a letter, each with the kind of help they offer and the kind they ask for."""
    records: list[Record] = []
    for name, (offered, asked) in wishes.items():
        person = f"p-{name}"
        records += [a_person(id=person), a_consent(id=f"c-{name}", person=person)]
        if offered:
            records.append(a_resource(id=f"r-{name}", giver=person, service_type=offered, formal=False))
        if asked:
            records.append(a_need(id=f"n-{name}", person=person))
            records.append(an_ask(id=f"a-{name}", need=f"n-{name}", person=person, service_type=asked))
    return records


def read(*records: Record) -> Snapshot:
    """The snapshot of records, of which a later one replaces an earlier one of its id."""
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put_all({record.id: record for record in records}.values())
    with store.read() as reader:
        return build(reader, now=NOW, policy=policy_on(DAY))
