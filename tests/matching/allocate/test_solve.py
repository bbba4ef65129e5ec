"""Plans in numbers, against trying everything; and what a limit does to them."""

import csv
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.allocate import solve
from matching.allocate.flow import OPEN_SLOT, Plan
from matching.allocate.ledger import breaks
from matching.allocate.solve import Rules, no_rules, solve_problem
from matching.allocate.tiers import Tiers, tiers_in, weights_of
from matching.errors import WeightsTooLarge
from tests.matching.allocate.numbers import a_problem, a_random_problem, best_by_trying, holds, random_rules
from tests.proofs import Claim, proved

seeds = st.integers(0, 1 << 32)
many = settings(max_examples=max(500, settings.default.max_examples))


def options(problem):
    owner = problem.owner
    return sum(
        int(problem.visits[owner[e]])
        if problem.timeless[problem.to[e]]
        else int(problem.window(e, int(owner[e]))[0]).bit_count()
        for e in range(len(problem.to))
    )


@given(seed=seeds)
@many
def test_no_plan_is_better_than_the_one_found(seed):
    rnd = Random(seed)
    problem = a_random_problem(rnd)
    assume(options(problem) <= 12)
    rules = random_rules(rnd, problem)
    solved = solve_problem(problem, rules)
    assert solved.found == best_by_trying(problem, rules)
    assert solved.proven
    proved(Claim.PLANS)


@given(seed=seeds)
def test_every_visit_of_a_plan_fits_beside_the_others(seed):
    rnd = Random(seed)
    problem = a_random_problem(rnd)
    rules = random_rules(rnd, problem)
    solved = solve_problem(problem, rules)
    visits = list(zip(solved.plan.edge.tolist(), solved.plan.slot.tolist(), strict=True))
    assert holds(solved.problem, visits, rules.most_givers)
    for edge, slot in visits:
        ask, resource = int(solved.problem.owner[edge]), int(solved.problem.to[edge])
        named = int(solved.problem.ask_slots[ask][0] & solved.problem.slots[resource][0])
        assert slot == -1 if solved.problem.timeless[resource] else named >> slot & 1


@pytest.mark.parametrize("dataset", [f"gap{k}" for k in range(1, 7)])
def test_published_optima_of_unequal_sizes_are_found(dataset, shared_data):
    folder = shared_data / "bench" / "gap"
    rows = csv.DictReader((folder / "optima.csv").read_text(encoding="utf-8").splitlines())
    for row in (one for one in rows if f"/{dataset}-" in one["Path"]):
        numbers = list(map(int, (folder / row["Path"].split("/")[1]).read_text(encoding="utf-8").split()))
        agents, jobs = numbers[:2]
        costs, sizes, room = np.split(np.array(numbers[2:]), [agents * jobs, 2 * agents * jobs])
        edges = [
            (job, agent, 1_000 - int(costs[agent * jobs + job]), int(sizes[agent * jobs + job]))
            for agent in range(agents)
            for job in range(jobs)
        ]
        problem = a_problem(
            visits=[1] * jobs, edges=edges, room=room, giver=[-1] * agents, timeless=[True] * agents
        )
        solved = solve_problem(problem, no_rules(problem))
        assert solved.found == Tiers(clients=jobs, score=1_000 * jobs - int(row["Optimum"]))
        assert solved.proven
        proved(Claim.GAP)


def changed(rnd, problem):
    """The same with other room and other wishes of who may meet whom: a no, a lock, a capacity."""
    other = replace(problem, room=np.array([rnd.choice((0, 1, 2, 1.5, np.inf)) for _ in problem.room]))
    return (other if rnd.random() < 0.5 else problem), random_rules(rnd, problem)


@given(seed=seeds)
@many
def test_a_plan_looked_for_from_the_last_one_is_as_good_as_a_fresh_one(seed):
    rnd = Random(seed)
    problem = a_random_problem(rnd)
    last = solve_problem(problem, no_rules(problem)).plan
    if rnd.random() < 0.3:
        last = Plan(last.edge, np.full_like(last.slot, OPEN_SLOT))
    problem, rules = changed(rnd, problem)
    again, fresh = solve_problem(problem, rules, last), solve_problem(problem, rules)
    assert (again.found, again.bound) == (fresh.found, fresh.bound)
    assert again.prices.tolist() == fresh.prices.tolist()
    assert not breaks(again.problem, again.plan, rules.most_givers)
    proved(Claim.PLANS_AGAIN)


@given(seed=seeds)
def test_a_plan_that_is_best_already_stays_as_it_is(seed):
    problem = a_random_problem(Random(seed), sizes=False)
    first = solve_problem(problem, no_rules(problem))
    assume(first.flowing)
    again = solve_problem(problem, no_rules(problem), first.plan)
    assert again.plan.edge.tolist() == first.plan.edge.tolist()


@given(seed=seeds)
@many
def test_a_part_too_large_to_be_exact_has_a_plan_that_holds_and_a_bound_above_the_best(seed):
    rnd = Random(seed)
    problem = a_random_problem(rnd)
    assume(options(problem) <= 10)
    rules = random_rules(rnd, problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "MOST_COLUMNS", 0)
        solved = solve_problem(problem, rules)
    assert not breaks(solved.problem, solved.plan, rules.most_givers)
    assert solved.found <= best_by_trying(problem, rules) <= solved.bound
    proved(Claim.PLANS_LARGE)


def found(problem, **rules):
    return solve_problem(problem, no_rules(problem, **rules)).found


def test_an_ask_in_crisis_comes_before_two_others():
    edges = [(0, 0, 1, 2), (1, 0, 9, 1), (2, 0, 9, 1)]
    assert found(a_problem(visits=[1, 1, 1], urgency=[0, 3, 3], edges=edges, room=[2])).crisis == 1


def test_two_clients_come_before_two_visits_of_one():
    edges = [(0, 0, 90), (1, 0, 1)]
    assert found(a_problem(visits=[2, 1], edges=edges, room=[2])) == Tiers(clients=2, score=91)


def test_a_giver_of_two_kinds_of_help_is_in_one_place_at_a_time():
    edges = [(0, 0, 5), (1, 1, 5)]
    alone = a_problem(visits=[1, 1], edges=edges, room=[9, 9], giver=[0, 0], ask_slots=[1, 1])
    assert found(alone).clients == 1


def test_an_organisation_is_in_two_places_at_a_time():
    edges = [(0, 0, 5), (1, 0, 5)]
    assert found(a_problem(visits=[1, 1], edges=edges, room=[9], giver=[-1], ask_slots=[1, 1])).clients == 2


def test_an_ask_has_no_two_visits_in_one_half_hour_even_of_an_organisation():
    one = a_problem(visits=[2], edges=[(0, 0, 5)], room=[9], giver=[-1], ask_slots=[1])
    assert found(one).score == 5


def test_thirty_kilos_and_eighty_do_not_both_come_out_of_a_hundred():
    edges = [(0, 0, 5, 30), (1, 0, 5, 80), (2, 0, 4, 60)]
    rice = a_problem(visits=[1, 1, 1], edges=edges, room=[100], giver=[-1], timeless=[True])
    assert found(rice) == Tiers(clients=2, score=9)


def test_a_limit_of_help_binds_over_all_that_one_person_offers():
    edges = [(0, 0, 5), (1, 1, 5)]
    assert found(a_problem(visits=[1, 1], edges=edges, room=[9, 9], giver=[0, 0], load_room=[1])).clients == 1


def test_two_givers_are_not_brought_to_an_ask_that_is_to_have_one():
    two = a_problem(visits=[2], edges=[(0, 0, 5), (0, 1, 4)], room=[1, 1])
    assert (found(two).score, found(two, most_givers=1).score) == (9, 5)


def test_a_pair_that_stays_comes_before_what_would_serve_more():
    pair = a_problem(visits=[1, 1], edges=[(0, 0, 5), (1, 0, 9)], room=[1])
    stays = np.array([True, False])
    assert solve_problem(pair, Rules(stays=stays, never=~stays & False)).plan.edge.tolist() == [0]


def test_a_pair_that_must_not_be_is_not():
    pair = a_problem(visits=[1], edges=[(0, 0, 5)], room=[1])
    assert not len(solve_problem(pair, Rules(stays=np.array([True]), never=np.array([True]))).plan)


@pytest.mark.parametrize(
    "problem",
    [
        a_problem(visits=[], edges=[], room=[]),
        a_problem(visits=[1, 2], edges=[], room=[]),
        a_problem(visits=[1, 2], edges=[(0, 0, 1), (1, 0, 1)], room=[0]),
        a_problem(visits=[1], edges=[(0, 0, 1, 5)], room=[2]),
    ],
    ids=["nothing", "nobody offers", "capacity 0", "too little left"],
)
def test_a_plan_of_nothing_is_a_plan(problem):
    solved = solve_problem(problem, no_rules(problem))
    assert (solved.found, solved.proven, solved.gap) == (Tiers(), True, 0.0)


def test_where_everything_ties_the_first_by_id_are_served():
    edges = [(ask, resource, 1) for ask in range(4) for resource in range(2)]
    problem = a_problem(visits=[1] * 4, edges=edges, room=[1, 1])
    solved = solve_problem(problem, no_rules(problem))
    assert sorted(solved.problem.owner[solved.plan.edge].tolist()) == [0, 1]


def test_no_time_gives_a_plan_that_holds_and_a_bound():
    rnd = Random(3)
    edges = [(i, j, rnd.randint(1, 9), rnd.randint(5, 25)) for i in range(30) for j in range(5)]
    problem = a_problem(visits=[1] * 30, edges=edges, room=[40.0] * 5, giver=[-1] * 5, timeless=[True] * 5)
    solved = solve_problem(problem, no_rules(problem, seconds=0.0))
    assert not breaks(solved.problem, solved.plan)
    assert len(solved.plan) > 0
    assert solved.bound >= solved.found
    assert solved.gap > 0


def test_weights_that_could_pass_64_bits_are_refused():
    huge = a_problem(visits=[1, 1], edges=[(0, 0, 1 << 60), (1, 0, 1 << 60)], room=[1])
    with pytest.raises(WeightsTooLarge):
        solve_problem(huge, no_rules(huge))


def test_the_flow_in_whole_numbers_keeps_the_order_of_tiers():
    problem = a_problem(visits=[1, 2], edges=[(0, 0, 9), (1, 0, 90)], room=[2], urgency=[0, 3])
    weights = weights_of(problem, np.zeros(2, np.bool_))
    for tiers in (Tiers(0, 1, -1, -50), Tiers(0, 0, 1, -90), Tiers(0, 0, 0, 7), Tiers(0, 1, 1, 99)):
        total = tiers.crisis * weights.crisis + tiers.clients * weights.client + tiers.score
        assert tiers_in(total, weights) == tiers
