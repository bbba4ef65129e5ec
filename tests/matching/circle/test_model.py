"""The program of a circle against trying everything, over thousands of small problems."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.circle.model import CircleModel
from matching.circle.problem import Duty, Offer, Problem
from tests.matching.circle.oracle import a_problem, best, burden_of, connected, may_take, members_of
from tests.proofs import Claim, proved

problems = st.integers(0, 1 << 40).map(a_problem)


def solved(problem, **given):
    return CircleModel(problem, **given).solve(10.0)


@settings(max_examples=600)
@given(problem=problems)
def test_no_circle_leaves_fewer_visits_open_or_asks_less(problem):
    found = solved(problem)
    assert (len(found.open), found.burden) == best(problem)
    assert found.proven
    assert (found.bound, found.gap) == (found.burden, 0)
    proved(Claim.CIRCLES)


@settings(max_examples=300)
@given(problem=problems)
def test_a_circle_keeps_every_limit_and_everybody_reaches_the_client(problem):
    found = solved(problem)
    assert may_take(problem, found.offers)
    assert connected(problem, members_of(problem, found.offers), set(found.introducers))
    assert found.burden == burden_of(problem, found.offers, set(found.introducers))


@settings(max_examples=300)
@given(problem=problems)
def test_every_visit_has_a_half_hour_of_its_own(problem):
    found = solved(problem)
    used = set()
    for duty, (offer, slot) in enumerate(zip(found.offers, found.slots, strict=True)):
        assert (slot >= 0) == (offer >= 0)
        if offer >= 0:
            assert problem.offers[offer].free & problem.duties[duty].window & 1 << slot
            used.add((problem.offers[offer].neighbour, slot))
    assert len(used) == len(problem.duties) - len(found.open)


@given(problem=problems, seed=st.integers(0, 99))
def test_the_order_of_offers_changes_no_member_and_no_burden(problem, seed):
    shuffled = replace(problem, offers=tuple(sorted(problem.offers, key=lambda one: hash((seed, one)))))
    found, other = solved(problem), solved(shuffled)
    assert (len(found.open), found.burden) == (len(other.open), other.burden)
    proved(Claim.ORDERS)


@settings(max_examples=200)
@given(problem=problems)
def test_without_somebody_the_others_keep_their_visits_where_nothing_stays_open(problem):
    before = solved(problem)
    for p in members_of(problem, before.offers):
        after = solved(problem.without(p), before=before, pinned=True)
        for duty, offer in enumerate(before.offers):
            if offer >= 0 and problem.offers[offer].neighbour != p and after.offers[duty] >= 0:
                assert after.offers[duty] == offer
        freed = solved(problem.without(p), before=before)
        assert len(freed.open) == best(problem.without(p))[0]


def a_neighbourhood(people, **changes):
    """So many neighbours who all know the client, each free at any time for the one role."""
    fields = {
        "duties": (Duty(role=0, window=0b11),),
        "offers": tuple(Offer(neighbour=p, role=0, free=0b11, weekly=1, burden=1) for p in range(people)),
        "burden": (1,) * people,
        "weekly": (1,) * people,
        "neighbours": people,
        "direct": frozenset(range(people)),
        "opens": frozenset(range(people)),
        "links": (frozenset(),) * people,
        "apart": frozenset(),
        "most_members": 3,
        "roles_each": 1,
        "steps": 2,
        "introducer": None,
    }
    return Problem(**fields | changes)


def test_of_two_who_are_asked_the_same_the_first_by_id_is_chosen():
    problem = a_neighbourhood(3)
    assert problem.offers[solved(problem).offers[0]].neighbour == 0


def test_nobody_at_all_leaves_everything_open():
    found = solved(a_neighbourhood(0))
    assert found.open == (0,)
    assert found.burden == 0


def test_whoever_has_no_visit_left_is_not_asked():
    assert solved(a_neighbourhood(1, weekly=(0,))).open == (0,)


def test_two_who_must_not_meet_are_not_in_one_circle():
    duties = (Duty(role=0, window=1), Duty(role=0, window=2))
    problem = a_neighbourhood(2, duties=duties, apart=frozenset({(0, 1)}))
    assert len(solved(problem).open) == 1


def test_an_introducer_who_must_not_meet_the_helper_introduces_nobody():
    problem = a_neighbourhood(
        1, neighbours=2, direct=frozenset({1}), opens=frozenset({1}), links=(frozenset({1}), frozenset({0})),
        introducer=1, steps=3,
    )  # fmt: skip
    assert solved(problem).introducers == {1}
    assert solved(replace(problem, apart=frozenset({(0, 1)}))).open == (0,)


def test_nobody_is_in_two_places_in_one_half_hour():
    duties = (Duty(role=0, window=1), Duty(role=0, window=1))
    offers = (Offer(neighbour=0, role=0, free=1, weekly=2, burden=1),)
    problem = a_neighbourhood(1, duties=duties, offers=offers, weekly=(2,))
    assert len(solved(problem).open) == 1


@pytest.mark.parametrize(("steps", "taken"), [(2, False), (3, True)])
def test_a_helper_three_ties_away_needs_two_introducers(steps, taken):
    chain = (frozenset({2}), frozenset({2}), frozenset({0, 1}))
    problem = a_neighbourhood(
        1, neighbours=3, direct=frozenset({1}), opens=frozenset({1}), links=chain, introducer=1, steps=steps
    )
    found = solved(problem)
    assert (not found.open) is taken
    assert found.introducers == ({1, 2} if taken else set())


def test_a_search_without_time_still_answers():
    found = CircleModel(a_neighbourhood(9)).solve(0.0)
    assert len(found.offers) == 1
    assert found.bound <= found.burden


def test_a_program_that_the_solver_undoes_wrongly_is_solved_anew():
    problem = a_problem(1004933)
    found = solved(problem)
    assert (len(found.open), found.burden) == best(problem)
