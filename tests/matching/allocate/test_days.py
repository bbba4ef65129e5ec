"""Visits of an ask lie on as many days as can be, and nothing else about a plan changes."""

from dataclasses import replace

from hypothesis import given

from graph.records.values import Amount, Slots
from graph.testing.builders import a_consent, a_need, a_person, a_resource, an_ask
from graph.words.kinds import Period
from matching.allocate.allocate import allocate, worked
from matching.allocate.days import spread
from matching.allocate.ledger import breaks
from tests.matching.allocate.test_allocate import worlds
from tests.matching.exchange.neighbourhoods import read

DAY = 48


def a_helper_free(slots, visits=5):
    """One client who wants so many visits a week at any time, and one neighbour who is free then."""
    client, helper = a_person(id="p-client"), replace(a_person(id="p-helper"), load_limit=7)
    return (
        client,
        helper,
        a_consent(id="c-1", person="p-client"),
        a_consent(id="c-2", person="p-helper"),
        a_need(id="n-1", person="p-client"),
        an_ask(
            id="a-1",
            need="n-1",
            person="p-client",
            amount=Amount(count=visits, period=Period.WEEK),
            slots=None,
        ),
        a_resource(id="r-1", giver="p-helper", capacity=Amount(count=7, period=Period.WEEK), slots=slots),
    )


def days_of(records):
    (served,) = allocate(read(*records)).served
    (giving,) = served.givings
    return [slot // DAY for slot in giving.slots]


def test_five_visits_a_week_lie_on_five_days():
    free = Slots(sum(1 << day * DAY + half for day in range(7) for half in range(18, 24)))
    days = days_of(a_helper_free(free))
    assert len(days) == len(set(days)) == 5


def test_where_a_helper_has_two_days_both_are_used():
    free = Slots(sum(1 << day * DAY + half for day in (1, 4) for half in range(18, 24)))
    assert set(days_of(a_helper_free(free, visits=4))) == {1, 4}


@given(records=worlds)
def test_a_spread_plan_is_the_same_plan_and_holds(records):
    solved = worked(read(*records)).solved
    after = spread(solved.problem, solved.plan)
    owner = solved.problem.owner
    assert sorted(after.edge.tolist()) == sorted(solved.plan.edge.tolist())
    assert breaks(solved.problem, after) == breaks(solved.problem, solved.plan) == []

    def days(plan):
        return len({(int(owner[e]), s // DAY) for e, s in zip(plan.edge, plan.slot, strict=True) if s >= 0})

    assert days(after) >= days(solved.plan)
