"""What is said to be gained is what solving again gains."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.allocate.ledger import bits
from matching.allocate.solve import no_rules, people_of, solve_problem
from matching.allocate.tiers import Tiers
from matching.develop.missing import gain_of_new, week_of, with_new
from matching.develop.more import gains, with_one_more
from matching.develop.value import Base
from tests.matching.allocate.numbers import a_problem, a_random_problem
from tests.proofs import Claim, proved

seeds = st.integers(0, 1 << 32)
many = settings(max_examples=max(300, settings.default.max_examples))


def people(problem):
    solved = solve_problem(problem, no_rules(problem))
    assert solved.proven
    return people_of(solved.found)


def based(problem):
    return Base(solve_problem(problem, no_rules(problem)), None, 30.0)


def more(now, before):
    return Tiers(0, now.crisis - before.crisis, now.clients - before.clients)


@many
@given(seed=seeds, sizes=st.booleans())
def test_one_visit_more_adds_what_solving_again_adds(seed, sizes):
    problem = a_random_problem(Random(seed), sizes=sizes)
    before, said = people(problem), dict(gains(based(problem)))
    for resource in range(len(problem.room)):
        gain = more(people(with_one_more(problem, resource)), before)
        if resource in said:
            assert said[resource].proven
            assert said[resource].surely == gain
        else:
            assert gain <= Tiers()
    proved(Claim.ONE_MORE, len(problem.room))


@many
@given(seed=seeds, sizes=st.booleans(), visits=st.integers(1, 3), span=st.integers(1, 7))
def test_a_new_giver_adds_what_solving_again_adds(seed, sizes, visits, span):
    rnd = Random(seed)
    problem = a_random_problem(rnd, sizes=sizes)
    windows = [bits(week) for week in problem.ask_slots]
    asks = [ask for ask in range(len(problem)) if windows[ask] & span and rnd.random() < 0.8]
    gain = gain_of_new(based(problem), asks, windows, span, visits, 3)
    again = more(people(with_new(problem, asks, week_of(span), visits, 3)), people(problem))
    assert gain.proven
    assert gain.surely == again
    proved(Claim.NEW_GIVER)


@given(seed=seeds)
def test_whoever_would_be_served_by_one_more_is_served_by_nobody_now(seed):
    problem = a_random_problem(Random(seed))
    base = based(problem)
    for _, gain in gains(base):
        assert not any(base.served[ask] for ask in gain.asks)


def test_without_time_a_gain_is_a_lower_bound_and_an_upper_one():
    edges = [(0, 0, 5, 2), (1, 0, 5, 1), (2, 0, 4, 1)]
    problem = a_problem(visits=[1, 1, 1], edges=edges, room=[2], giver=[-1], timeless=[True])
    solved = solve_problem(problem, no_rules(problem))
    hurried = Base(solved, None, 0.0)
    exact = more(people(with_one_more(problem, 0)), people(problem))
    for _, gain in gains(hurried):
        assert gain.surely <= exact <= gain.at_most
