"""Offer first: the households for what came in."""

from datetime import date

from graph.testing.builders import (
    a_consent,
    a_household,
    a_linkage,
    a_need,
    a_neighbour,
    a_person,
    a_resource,
    a_tie,
    an_ask,
    an_organisation,
)
from graph.words.kinds import LinkageState, ResourceKind, Urgency
from matching.offer import offer_first


def bread(**changes):
    values = {"id": "r-bread", "kind": ResourceKind.GOODS, "service_type": "bread", "giver": "o-centre"}
    return a_resource(**values | {"capacity": None, "stock": 10} | changes)


def a_home(name, *, urgency=Urgency.ORDINARY, allergies=frozenset()):
    return [
        a_household(id=f"h-{name}"),
        a_person(id=f"p-{name}", household=f"h-{name}", allergies=allergies),
        a_consent(id=f"c-{name}", person=f"p-{name}"),
        a_need(id=f"n-{name}", person=f"p-{name}", item="economy.basic.food", urgency=urgency),
    ]


def households(found):
    return [one.household for one in found.recipients]


def test_the_more_urgent_household_comes_first(a_snapshot):
    records = [an_organisation(), bread(), *a_home("a"), *a_home("b", urgency=Urgency.TODAY)]
    assert households(offer_first(a_snapshot(*records), "r-bread")) == ["h-b", "h-a"]


def test_whoever_had_a_gift_longest_ago_comes_first(a_snapshot):
    gifts = [
        a_linkage(
            id=f"l-{name}",
            person=f"p-{name}",
            resource="r-bread",
            giver="o-centre",
            ask=None,
            state=LinkageState.KEPT,
            started_on=date(2026, 11, day),
        )
        for name, day in (("a", 20), ("b", 2))
    ]
    records = [an_organisation(), bread(), *a_home("a"), *a_home("b"), *a_home("c"), *gifts]
    assert households(offer_first(a_snapshot(*records), "r-bread")) == ["h-c", "h-b", "h-a"]


def test_a_household_is_listed_once(a_snapshot):
    second = [
        a_person(id="p-a2", household="h-a"),
        a_consent(id="c-a2", person="p-a2"),
        a_need(id="n-a2", person="p-a2", item="economy.basic.food"),
        an_ask(id="a-a2", need="n-a2", person="p-a2", service_type="bread"),
    ]
    found = offer_first(a_snapshot(an_organisation(), bread(), *a_home("a"), *second), "r-bread")
    assert households(found) == ["h-a"]


def test_an_allergy_in_the_household_excludes_it(a_snapshot):
    records = [
        an_organisation(),
        bread(allergens=frozenset({"땅콩"})),
        *a_home("a", allergies=frozenset({"땅콩"})),
    ]
    assert offer_first(a_snapshot(*records), "r-bread").of == 0


def test_unknown_allergies_become_a_question(a_snapshot):
    records = [an_organisation(), bread(allergens=frozenset({"땅콩"})), *a_home("a", allergies=None)]
    assert offer_first(a_snapshot(*records), "r-bread").recipients[0].allergy is not None


def test_a_neighbour_who_delivers_is_named_as_carrier(a_snapshot):
    records = [
        an_organisation(),
        bread(),
        *a_home("a"),
        a_neighbour(),
        a_consent(id="c-park", person="p-park"),
        a_resource(service_type="lunchbox_delivery"),
        a_tie(source="p-a"),
    ]
    assert offer_first(a_snapshot(*records), "r-bread").recipients[0].carriers == ("p-park",)


def test_without_consent_a_household_is_not_listed(a_snapshot):
    records = [one for one in a_home("a") if one.id != "c-a"]
    assert offer_first(a_snapshot(an_organisation(), bread(), *records), "r-bread").of == 0
