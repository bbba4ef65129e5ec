"""After a no: one leg ends, the rest stays, and the best of what is left is offered at once."""

from dataclasses import replace
from itertools import combinations, pairwise
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from graph.policy.load import policy_on
from graph.records.people import Person
from graph.testing.builders import a_keep_apart, an_organisation
from graph.text.render import render
from graph.words.kinds import GivingWish
from matching.exchange.clearing import Limits
from matching.exchange.propose import Kind, propose
from matching.exchange.repair import repair
from matching.words import Verdict
from tests.matching.exchange.neighbourhoods import KINDS, a_dense_world, neighbours, read
from tests.matching.oracle import Oracle
from tests.matching.worlds import DAY
from tests.proofs import Claim, proved

COOKS, CHOOSES, WALKS, SHOPS = KINDS
THREE = {"a": (COOKS, CHOOSES), "b": (CHOOSES, WALKS), "c": (WALKS, COOKS)}
ALONE = Limits(longest_cycle=3, longest_chain=0)


def ends(exchange):
    return [(leg.giver, leg.client) for leg in exchange.legs]


def the_exchange(*records, limits=None):
    snapshot = read(*records)
    found = propose(snapshot, limits).exchanges
    return snapshot, max(found, key=lambda one: len(one.legs))


def test_after_a_no_the_other_legs_stay_and_one_who_asks_for_nothing_stands_in():
    records = neighbours(THREE | {"d": (COOKS, None)})
    snapshot, cycle = the_exchange(*records, limits=ALONE)
    found = repair(snapshot, cycle, {"a-c"})
    assert [(leg.giver, leg.client) for leg in found.kept] == [("p-c", "p-b"), ("p-b", "p-a")]
    assert found.open_asks == ("a-c",)
    assert [(leg.giver, leg.client) for leg in found.stand_ins] == [("p-d", "p-c")]
    assert [ends(one) for one in found.exchanges] == [[("p-d", "p-c"), ("p-c", "p-b"), ("p-b", "p-a")]]
    assert found.proven


def test_a_cycle_can_close_again_through_somebody_new():
    pair = {"a": (COOKS, CHOOSES), "b": (CHOOSES, COOKS), "d": (COOKS, CHOOSES)}
    snapshot, cycle = the_exchange(*neighbours(pair))
    given_up = next(leg for leg in cycle.legs if leg.client == "p-b")
    found = repair(snapshot, cycle, {given_up.ask})
    other = ({"p-a", "p-d"} - {given_up.giver}).pop()
    assert [(leg.giver, leg.client) for leg in found.kept] == [("p-b", given_up.giver)]
    assert found.exchanges == () or all(other in one.people for one in found.exchanges)
    assert [leg.giver for leg in found.stand_ins] == [other]


def test_a_cycle_closes_again_through_what_the_one_who_said_no_can_give_to_somebody_new():
    pair = {"a": (COOKS, CHOOSES), "b": (CHOOSES, COOKS), "e": (COOKS, SHOPS)}
    records = neighbours(pair)
    records.append(replace(next(one for one in records if one.id == "r-a"), id="r-a2", service_type=SHOPS))
    snapshot, cycle = the_exchange(*records, limits=Limits(longest_cycle=2, longest_chain=0))
    assert sorted(cycle.people) == ["p-a", "p-b"]
    found = repair(snapshot, cycle, {"a-b"}, limits=ALONE)
    (whole,) = found.exchanges
    assert whole.kind is Kind.CYCLE
    assert set(ends(whole)) == {("p-b", "p-a"), ("p-a", "p-e"), ("p-e", "p-b")}


def test_where_nobody_else_is_there_the_ask_stays_open_and_that_is_said():
    snapshot, cycle = the_exchange(*neighbours(THREE))
    found = repair(snapshot, cycle, {"a-c"})
    assert found.stand_ins == ()
    assert found.exchanges == ()
    said = [render(one, "ko", lambda key: "박다솜") for one in found.says]
    assert said == [
        "나머지 도움 2건은 그대로 둡니다.",
        "박다솜에게 도움을 줄 다른 이웃을 아직 찾지 못했습니다. 요청은 열린 채로 둡니다.",
    ]


def test_nothing_that_is_said_after_a_no_names_who_refused():
    records = neighbours(THREE | {"d": (COOKS, None)})
    snapshot, cycle = the_exchange(*records, limits=ALONE)
    for sentence in repair(snapshot, cycle, {"a-c"}).says:
        assert "p-a" not in render(sentence, "en", lambda key: key)


def test_in_a_chain_what_comes_before_and_behind_the_no_stays():
    four = {"d": (COOKS, None), "c": (WALKS, COOKS), "b": (SHOPS, WALKS), "a": (None, SHOPS)}
    _, chain = the_exchange(*neighbours(four))
    assert ends(chain) == [("p-d", "p-c"), ("p-c", "p-b"), ("p-b", "p-a")]
    later = read(*neighbours(four | {"e": (WALKS, None)}))
    found = repair(later, chain, {"a-b"})
    assert [(leg.giver, leg.client) for leg in found.kept] == [("p-d", "p-c"), ("p-b", "p-a")]
    assert [(leg.giver, leg.client) for leg in found.stand_ins] == [("p-e", "p-b")]
    assert [ends(one) for one in found.exchanges] == [[("p-e", "p-b"), ("p-b", "p-a")]]


def test_nobody_in_another_exchange_is_asked_to_stand_in():
    records = neighbours(THREE | {"d": (COOKS, SHOPS), "e": (SHOPS, COOKS)})
    snapshot = read(*records)
    found = propose(snapshot, ALONE).exchanges
    three, two = sorted(found, key=lambda one: -len(one.legs))
    repaired = repair(snapshot, three, {"a-c"}, others=[two])
    assert repaired.stand_ins == ()
    assert repaired.exchanges == ()


def test_nobody_stands_in_who_must_not_meet_anybody_of_the_exchange():
    records = neighbours(THREE | {"d": (COOKS, None)})
    apart = a_keep_apart(one="p-d", other="p-a")
    snapshot, cycle = the_exchange(*records, apart, limits=ALONE)
    found = repair(snapshot, cycle, {"a-c"})
    assert found.stand_ins == ()
    assert found.exchanges == ()


def test_an_agency_can_stand_in_for_one_leg():
    records = neighbours(THREE)
    kitchen = replace(
        next(one for one in records if one.id == "r-a"), id="r-o", giver="o-centre", formal=True
    )
    snapshot, cycle = the_exchange(*records, an_organisation(), kitchen, limits=ALONE)
    assert [leg.giver for leg in repair(snapshot, cycle, {"a-c"}).stand_ins] == ["o-centre"]


def test_who_only_receives_is_not_asked_to_stand_in():
    records = [
        replace(one, giving_wish=GivingWish.ONLY_RECEIVE)
        if isinstance(one, Person) and one.id == "p-d"
        else one
        for one in neighbours(THREE | {"d": (COOKS, None)})
    ]
    snapshot, cycle = the_exchange(*records, limits=ALONE)
    assert repair(snapshot, cycle, {"a-c"}).stand_ins == ()


def test_where_nothing_ended_everything_stays():
    snapshot, cycle = the_exchange(*neighbours(THREE))
    found = repair(snapshot, cycle, set())
    assert found.kept == cycle.legs
    assert (found.open_asks, found.stand_ins, found.exchanges) == ((), (), ())


def test_a_leg_that_no_gate_passes_any_more_ends_too_unless_it_was_agreed():
    records = neighbours(THREE)
    _, cycle = the_exchange(*records)
    moved = [
        replace(one, left_on=DAY) if isinstance(one, Person) and one.id == "p-b" else one for one in records
    ]
    later = read(*moved)
    assert "a-a" in repair(later, cycle, {"a-c"}).open_asks
    assert "a-a" not in repair(later, cycle, {"a-c"}, agreed={"a-a", "a-b"}).open_asks


@given(seed=st.integers(0, 1 << 32), at=st.integers(0, 9), longest=st.integers(2, 5))
def test_no_repair_breaks_a_gate_or_a_keep_apart_or_asks_the_same_again(seed, at, longest):
    records = a_dense_world(Random(seed))
    snapshot, oracle = read(*records), Oracle(records, policy_on(DAY))
    limits = Limits(longest_cycle=longest, longest_chain=4)
    proposed = propose(snapshot, limits).exchanges
    assume(proposed)
    broken = proposed[at % len(proposed)]
    others = [one for one in proposed if one is not broken]
    ended = broken.legs[at % len(broken.legs)]
    found = repair(snapshot, broken, {ended.ask}, others=others, limits=limits)
    assert found.kept == tuple(leg for leg in broken.legs if leg is not ended)
    assert found.open_asks == (ended.ask,)
    new = [leg for one in found.exchanges for leg in one.legs if leg not in found.kept]
    for leg in (*new, *found.stand_ins):
        assert Verdict.FAIL not in oracle.gates(oracle.by_id[leg.ask], oracle.by_id[leg.resource]).values()
        assert (leg.giver, leg.ask) != (ended.giver, ended.ask)
        assert not any(leg.giver in other.people for other in others)
    for one in found.exchanges:
        assert not any(oracle.apart(a, b) for a, b in combinations(one.people, 2))
        assert len(one.people) <= (longest if one.kind is Kind.CYCLE else 5)
        assert all(leg.client == then.giver for leg, then in pairwise(one.legs))
    asks = [leg.ask for one in found.exchanges for leg in one.legs]
    assert len(set(asks)) == len(asks)
    proved(Claim.KEPT)
