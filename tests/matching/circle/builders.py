"""A client who eats alone, and neighbours who each take one part of a lunchbox."""

from datetime import time
from itertools import combinations
from random import Random
from typing import Any

from graph.records.registry import Record
from graph.records.values import Amount, Slots
from graph.testing.builders import (
    a_consent,
    a_household,
    a_keep_apart,
    a_person,
    a_place,
    a_refusal,
    a_resource,
    a_tie,
)
from graph.words.kinds import AcceptAtHome, Period, ResourceKind, Side, SpokenLanguage, Strain, SupportKind

KOREAN = frozenset({SpokenLanguage.KOREAN})


def mornings(*days: int, until: int = 20) -> Slots:
    """From nine on some days."""
    found = Slots()
    for day in days:
        found |= Slots.between(day, time(9), time(until), outward=False)
    return found


def a_client() -> list[Record]:
    return [
        a_household(),
        a_person(
            household="h-kim", place=a_place(), accepts_at_home=AcceptAtHome.ANYONE, languages=KOREAN,
            allergies=frozenset(),
        ),
        a_consent(),
    ]  # fmt: skip


def a_helper(
    name: str,
    service_type: str,
    *,
    slots: Slots | None = None,
    visits: int = 5,
    near: int = 100,
    **changes: Any,
) -> list[Record]:
    """A neighbour who agreed to be considered, and what they offer."""
    return [
        a_person(**{"id": f"p-{name}", "name": name, "place": a_place(near), "load_limit": 5, "languages": KOREAN} | changes),
        a_consent(id=f"c-{name}", person=f"p-{name}"),
        an_offer(name, service_type, slots=slots, visits=visits),
    ]  # fmt: skip


def an_offer(name: str, service_type: str, *, slots: Slots | None = None, visits: int = 5) -> Record:
    return a_resource(
        id=f"r-{name}-{service_type}",
        service_type=service_type,
        kind=ResourceKind.HUMAN,
        giver=f"p-{name}",
        capacity=Amount(count=visits, period=Period.WEEK),
        slots=mornings(*range(7)) if slots is None else slots,
    )


def know(one: str, other: str = "kim", **changes: Any) -> Record:
    return a_tie(**{"id": f"t-{one}-{other}", "source": f"p-{one}", "target": f"p-{other}"} | changes)


def a_lunchbox() -> list[Record]:
    """A cook, a deliverer, one who chooses the menu and one who looks in; the client knows all four."""
    parts = (
        ("cook", "meal_cooking"),
        ("deliver", "lunchbox_delivery"),
        ("menu", "menu_choice"),
        ("look", "look_in"),
    )
    found = a_client()
    for name, service_type in parts:
        found += [*a_helper(name, service_type), know(name)]
    return found


def a_neighbourhood(chance: Random) -> list[Record]:
    """A client and neighbours of whom most would help, tied, limited, busy and kept apart at random."""
    names = [f"n{i}" for i in range(8)]
    records = a_client()
    for name in names:
        kinds = chance.sample(
            ("meal_cooking", "lunchbox_delivery", "menu_choice", "look_in", "phone_talk"), 2
        )
        home = chance.choice((None, None, "h-a", "h-b"))
        helper = a_helper(
            name,
            kinds[0],
            slots=mornings(*chance.sample(range(7), chance.randint(3, 7)), until=chance.choice((10, 12, 20))),
            visits=chance.randint(1, 5),
            near=chance.choice((50, 400, 900)),
            load_limit=chance.choice((None, 0, 1, 2, 4, 6)),
            household=home,
        )
        records += helper if chance.random() < 0.9 else [helper[0], helper[2]]
        if chance.random() < 0.6:
            records.append(an_offer(name, kinds[1], visits=chance.randint(1, 4)))
        if chance.random() < 0.35:
            records.append(know(name, introduces=chance.choice((None, True, False))))
    for one, other in combinations(names, 2):
        if chance.random() < 0.3:
            strain = chance.choice((None, None, None, Strain.TENSE))
            often = chance.choice((None, 1.0))
            given = frozenset(chance.choice(((), (SupportKind.PRACTICAL,))))
            records.append(know(one, other, strain=strain, supports=given, contacts_per_week=often))
    for i in range(chance.choice((0, 0, 1, 2))):
        first, second = chance.sample([*names, "kim"], 2)
        wide = chance.choice((True, False))
        records.append(
            a_keep_apart(id=f"k-{i}", one=f"p-{first}", other=f"p-{second}", covers_households=wide)
        )
    for i in range(chance.choice((0, 0, 1))):
        first, second = chance.sample([*names, "kim"], 2)
        records.append(a_refusal(id=f"no-{i}", person=f"p-{first}", side=Side.HELPER, other=f"p-{second}"))
    return [a_household(id="h-a"), a_household(id="h-b"), *records]
