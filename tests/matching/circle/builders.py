"""A client who eats alone, and neighbours who each take one part of a lunchbox."""

from datetime import time
from typing import Any

from graph.records.registry import Record
from graph.records.values import Amount, Slots
from graph.testing.builders import a_consent, a_household, a_person, a_place, a_resource, a_tie
from graph.words.kinds import AcceptAtHome, Period, ResourceKind, SpokenLanguage

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
