"""Goods leave the shelf when they were handed over, and not before."""

import pytest

from casework.linking import decide
from graph.records.linkages import Linkage
from graph.records.resources import Resource
from graph.records.values import Amount
from graph.testing import builders as a
from graph.words.kinds import Answer, LinkageOutcome, Period, ResourceKind, Side
from tests.casework.team import Team, consents


@pytest.fixture
def shop():
    """A bakery with three loaves, and a client who asks for one."""
    loaves = a.a_resource(
        id="r-bread",
        kind=ResourceKind.GOODS,
        service_type="bread",
        giver="o-bakery",
        capacity=None,
        stock=3,
        slots=None,
        comes_home=None,
    )
    wish = a.an_ask(
        id="a-bread", service_type="bread", amount=Amount(count=1, period=Period.ONCE), slots=None
    )
    return Team(*consents(), a.an_organisation(id="o-bakery", place=a.a_place(50)), loaves, wish)


def handed_over(team, outcome):
    linkage = decide.ask_helper(team.desk, team.worker, "a-bread", "r-bread")
    for side in (Side.CLIENT, Side.HELPER):
        version = team.get(Linkage, linkage).version
        decide.answer(team.desk, team.worker, linkage, side, Answer.YES, expected=version)
    decide.start(team.desk, team.worker, linkage, expected=team.get(Linkage, linkage).version)
    assert team.get(Resource, "r-bread").record.stock == 3
    decide.end(team.desk, team.worker, linkage, outcome, expected=team.get(Linkage, linkage).version)


def test_what_was_handed_over_is_taken_from_the_stock(shop):
    handed_over(shop, LinkageOutcome.WENT_WELL)
    assert shop.get(Resource, "r-bread").record.stock == 2


def test_what_never_came_is_still_on_the_shelf(shop):
    handed_over(shop, LinkageOutcome.NOT_DELIVERED)
    assert shop.get(Resource, "r-bread").record.stock == 3
