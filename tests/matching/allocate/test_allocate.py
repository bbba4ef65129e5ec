"""Plans for random neighbourhoods: nobody is sent where they must not be, and all of it is said."""

from dataclasses import fields, replace
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.policy.load import policy_on
from graph.records.people import Person
from graph.records.resources import Resource
from graph.records.values import Amount
from graph.testing.builders import a_consent, a_keep_apart, a_need, a_person, a_refusal, a_resource, an_ask
from graph.text.render import render
from graph.words.kinds import Period, RefusalScope, Side, Urgency
from graph.words.service_types import SUBSTITUTE, closeness
from matching.allocate.allocate import Missed, Wishes, allocate, worked
from matching.allocate.fairness import fairness
from matching.allocate.limits import Limit, Reason
from matching.candidates import candidates
from matching.develop.missing import Hours, missing
from matching.words import CriterionName, GateName, Verdict
from tests.matching.exchange.neighbourhoods import a_dense_world, read
from tests.matching.oracle import Oracle
from tests.matching.worlds import DAY, a_world
from tests.proofs import Claim, proved

worlds = st.tuples(st.integers(0, 1 << 32), st.booleans()).map(
    lambda one: a_dense_world(Random(one[0])) if one[1] else a_world(Random(one[0]))
)


@given(records=worlds)
def test_no_visit_breaks_a_gate_a_refusal_a_keep_apart_or_a_consent(records):
    oracle = Oracle(records, policy_on(DAY))
    for served in allocate(read(*records)).served:
        for giving in served.givings:
            gates = oracle.gates(oracle.by_id[served.ask], oracle.by_id[giving.resource])
            assert Verdict.FAIL not in gates.values()
            kinds = (oracle.by_id[served.ask].service_type, oracle.by_id[giving.resource].service_type)
            assert closeness(*kinds) >= SUBSTITUTE
    proved(Claim.KEPT)


@given(records=worlds)
def test_nobody_is_in_two_places_and_visits_lie_in_hours_that_both_name(records):
    by_id = {record.id: record for record in records}
    busy = set()
    for served in allocate(read(*records)).served:
        slots = [slot for giving in served.givings for slot in giving.slots]
        assert len(set(slots)) == len(slots)
        for giving in served.givings:
            sides = (by_id[served.ask].slots, by_id[giving.resource].slots)
            for slot in giving.slots:
                assert all(side is None or slot in list(side) for side in sides)
                if not giving.giver.startswith("o-"):
                    assert (giving.giver, slot) not in busy
                    busy.add((giving.giver, slot))
    proved(Claim.KEPT)


@given(records=worlds)
def test_every_open_ask_is_either_served_or_said_why_not(records):
    snapshot = read(*records)
    found = allocate(snapshot)
    asks = [one.ask for one in (*found.served, *found.unserved)]
    assert sorted(asks) == [snapshot["asks"].ids[row] for row in worked(snapshot).whole.asks.tolist()]
    assert found.proven
    assert found.found >= found.greedy


@given(records=worlds, seed=st.integers(0, 99))
def test_the_order_in_which_records_were_written_changes_nothing(records, seed):
    shuffled = list({record.id: record for record in records}.values())
    Random(seed).shuffle(shuffled)
    one, other = allocate(read(*records)), allocate(read(*shuffled))
    assert (one.served, one.unserved, one.says) == (other.served, other.unserved, other.says)
    proved(Claim.ORDERS)


@given(records=worlds)
def test_every_sentence_cites_fields_that_exist_and_reads_in_both_languages(records):
    by_id = {record.id: record for record in records}
    found = allocate(read(*records))
    for sentence in (
        *found.says,
        *(says for one in found.served for says in one.says),
        *(one.says for one in found.unserved),
    ):
        for cite in sentence.cites:
            assert cite.field in {field.name for field in fields(by_id[cite.record])}
        assert render(sentence, "ko", lambda key: "아무개")
        assert render(sentence, "en", lambda key: "somebody")


@given(records=worlds)
def test_the_runner_up_is_the_best_candidate_that_was_not_chosen(records):
    snapshot = read(*records)
    for served in allocate(snapshot).served:
        row = np.array([snapshot["asks"].row(served.ask)], np.int32)
        fitting = candidates(snapshot, row).serving(snapshot).resources
        ids = [snapshot["resources"].ids[one] for one in fitting]
        others = [one for one in ids if one not in {giving.resource for giving in served.givings}]
        assert (served.runner_up and served.runner_up.resource) == (others[0] if others else None)


@given(records=worlds)
def test_a_pair_that_must_not_be_is_not_and_one_that_stays_does(records):
    snapshot = read(*records)
    plan = allocate(snapshot)
    pairs = [(one.ask, giving.resource) for one in plan.served for giving in one.givings]
    for pair in pairs[:2]:
        without = allocate(snapshot, Wishes(never=frozenset({pair})))
        assert pair not in {(one.ask, giving.resource) for one in without.served for giving in one.givings}
        kept = allocate(snapshot, Wishes(stays=frozenset({pair})))
        assert pair in {(one.ask, giving.resource) for one in kept.served for giving in one.givings}
    proved(Claim.KEPT)


@given(records=worlds)
def test_nobody_has_more_givers_than_one_where_one_is_the_most(records):
    for served in allocate(read(*records), Wishes(most_givers=1)).served:
        assert len({giving.giver for giving in served.givings}) == 1


def neighbours(asking, offering, **resource):
    """Clients who ask for company, and neighbours who offer it once a week each."""
    records = []
    for name in (*asking, *offering):
        records += [a_person(id=f"p-{name}"), a_consent(id=f"c-{name}", person=f"p-{name}")]
    for name, urgency in asking.items():
        records.append(a_need(id=f"n-{name}", person=f"p-{name}", urgency=urgency))
        records.append(
            an_ask(
                id=f"a-{name}", need=f"n-{name}", person=f"p-{name}", service_type="companionship", slots=None
            )
        )
    for name in offering:
        settings = {"capacity": Amount(count=1, period=Period.WEEK), "slots": None, **resource}
        records.append(
            a_resource(id=f"r-{name}", giver=f"p-{name}", service_type="companionship", **settings)
        )
    return records


ORDINARY, CRISIS = Urgency.ORDINARY, Urgency.CRISIS


def test_an_ask_in_crisis_is_served_before_one_that_comes_first_by_id():
    plan = allocate(read(*neighbours({"a": ORDINARY, "b": CRISIS}, ["x"])))
    assert [one.ask for one in plan.served] == ["a-b"]
    assert [(one.ask, one.reason) for one in plan.unserved] == [("a-a", Reason.CAPACITY)]


def test_a_greedy_choice_that_leaves_somebody_without_is_avoided_and_counted():
    records = neighbours({"a": ORDINARY, "b": ORDINARY}, ["x", "y"])
    refusal = a_refusal(person="p-b", side=Side.CLIENT, scope=RefusalScope.THIS_ONE, other="p-y")
    plan = allocate(read(*records, refusal))
    assert [(one.ask, one.givings[0].giver) for one in plan.served] == [("a-a", "p-y"), ("a-b", "p-x")]
    assert (plan.found.clients, plan.greedy.clients, plan.more_people) == (2, 1, 1)
    assert "allocate.more_than_greedy" in [one.key for one in plan.says]


def test_the_runner_up_is_told_with_the_limit_that_stopped_it():
    records = neighbours({"a": ORDINARY, "b": ORDINARY}, ["x", "y"])
    refusal = a_refusal(person="p-b", side=Side.CLIENT, scope=RefusalScope.THIS_ONE, other="p-y")
    runner_up = allocate(read(*records, refusal)).served[0].runner_up
    assert (runner_up.giver, runner_up.limit) == ("p-x", Limit.CAPACITY)
    assert render(runner_up.says, "ko", lambda key: "박다솜") == (
        "다음 후보는 박다솜입니다. 남은 제공량이 다른 분께 배정되었습니다."
    )


def test_where_all_were_refused_each_ask_says_which_rule_excludes_most():
    records = neighbours({"a": ORDINARY}, ["x"])
    refusal = a_refusal(person="p-a", side=Side.CLIENT, scope=RefusalScope.THIS_ONE, other="p-x")
    plan = allocate(read(*records, refusal))
    assert [(one.reason, one.gate) for one in plan.unserved] == [(Reason.EXCLUDED, GateName.REFUSAL)]
    hidden = allocate(read(*records, refusal), hidden=frozenset({GateName.REFUSAL}))
    assert [(one.reason, one.gate) for one in hidden.unserved] == [(Reason.WITHHELD, None)]


def test_where_a_criterion_is_hidden_no_points_are_told_and_nobody_comes_next():
    snapshot = read(*neighbours({"a": ORDINARY}, ["x", "y"]))
    served = allocate(snapshot, hidden=frozenset({CriterionName.LOAD})).served[0]
    assert served.runner_up is None
    assert [(one.score, one.suggestion.explanation.score) for one in served.givings] == [(None, None)]
    assert allocate(snapshot).served[0].runner_up is not None


def test_people_kept_apart_are_not_brought_together():
    records = neighbours({"a": ORDINARY}, ["x"])
    assert not allocate(read(*records, a_keep_apart(one="p-a", other="p-x"))).served


def test_nothing_offered_and_nobody_there_are_clear_results():
    assert allocate(read(*neighbours({"a": ORDINARY}, []))).unserved[0].reason is Reason.NOBODY_OFFERS
    empty = allocate(read(a_person()))
    assert (empty.served, empty.unserved, empty.proven) == ((), (), True)


def test_a_pair_that_cannot_stay_is_told():
    records = neighbours({"a": ORDINARY}, ["x"])
    records = [replace(one, capacity=None, stock=0) if isinstance(one, Resource) else one for one in records]
    plan = allocate(read(*records), Wishes(stays=frozenset({("a-a", "r-x")})))
    assert plan.missed == ((("a-a", "r-x"), Missed.NO_CANDIDATE),)


def test_a_helper_at_the_limit_of_help_takes_no_second_ask():
    records = neighbours({"a": ORDINARY, "b": ORDINARY}, ["x"], capacity=None, unlimited=True)
    records = [
        replace(one, load_limit=1) if isinstance(one, Person) and one.id == "p-x" else one for one in records
    ]
    plan = allocate(read(*records))
    assert len(plan.served) == 1
    assert plan.unserved[0].reason is Reason.LOAD


def test_a_resource_that_would_serve_most_is_told_with_the_asks_it_would_serve():
    work = worked(read(*neighbours({"a": ORDINARY, "b": CRISIS}, [])))
    found = missing(work, visits=1)
    assert {one.hours for one in found} == set(Hours)
    assert [(one.people, one.crisis, one.asks, one.proven) for one in found] == [(1, 1, ("a-b",), True)] * 4


def test_unmet_asks_of_fewer_than_the_least_are_not_told_by_group():
    records = neighbours({"a": ORDINARY, "b": ORDINARY}, ["x"])
    snapshot = read(*records)
    found = fairness(snapshot, allocate(snapshot))
    assert found.total.unmet is None
    assert all(cell.unmet is None for cells in found.by.values() for cell in cells)
