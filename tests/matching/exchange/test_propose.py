"""Exchanges of random neighbourhoods: nobody is brought into one who should not be, and all of it is said."""

from dataclasses import fields, replace
from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.policy.load import policy_on
from graph.records.needs import Ask
from graph.records.people import Person
from graph.testing.builders import a_keep_apart, a_refusal, a_resource
from graph.text.render import render
from graph.words.kinds import AskState, GivingWish, RefusalScope, Side, Urgency
from graph.words.service_types import service_type
from matching.exchange.clearing import Limits
from matching.exchange.propose import Kind, propose
from matching.rank import why_not
from matching.words import CriterionName, Verdict
from tests.matching.exchange.neighbourhoods import KINDS, a_dense_world, neighbours, read
from tests.matching.oracle import Oracle
from tests.matching.worlds import DAY
from tests.proofs import Claim, proved

COOKS, CHOOSES, WALKS, SHOPS = KINDS
worlds = st.integers(0, 1 << 32).map(lambda seed: a_dense_world(Random(seed)))
sizes = st.builds(Limits, longest_cycle=st.integers(2, 5), longest_chain=st.integers(0, 4))
THREE = {"a": (COOKS, CHOOSES), "b": (CHOOSES, WALKS), "c": (WALKS, COOKS)}


@given(records=worlds, limits=sizes, at_once=st.integers(1, 3))
def test_no_leg_breaks_a_gate_a_refusal_or_a_consent(records, limits, at_once):
    oracle = Oracle(records, policy_on(DAY))
    for exchange in propose(read(*records), limits, at_once=at_once).exchanges:
        for leg in exchange.legs:
            ask, resource = oracle.by_id[leg.ask], oracle.by_id[leg.resource]
            assert (ask.person, resource.giver) == (leg.client, leg.giver)
            assert Verdict.FAIL not in oracle.gates(ask, resource).values()
    proved(Claim.KEPT)


@given(records=worlds, limits=sizes, at_once=st.integers(1, 3))
def test_no_two_of_one_exchange_are_kept_apart(records, limits, at_once):
    oracle = Oracle(records, policy_on(DAY))
    for exchange in propose(read(*records), limits, at_once=at_once).exchanges:
        assert not any(oracle.apart(one, other) for one, other in combinations(exchange.people, 2))
    proved(Claim.KEPT)


@given(records=worlds, limits=sizes, at_once=st.integers(1, 3))
def test_urgent_and_bodily_care_never_depends_on_an_exchange(records, limits, at_once):
    by_id = {record.id: record for record in records}
    for exchange in propose(read(*records), limits, at_once=at_once).exchanges:
        for leg in exchange.legs:
            assert by_id[by_id[leg.ask].need].urgency in (Urgency.ORDINARY, Urgency.LOW)
            assert not service_type(by_id[leg.ask].service_type).bodily
            assert not service_type(by_id[leg.resource].service_type).bodily
    proved(Claim.KEPT)


@given(records=worlds, limits=sizes, at_once=st.integers(1, 3))
def test_nobody_gives_who_only_receives_and_only_who_asks_for_nothing_begins_a_chain(
    records, limits, at_once
):
    by_id = {record.id: record for record in records}
    asking = {one.person for one in by_id.values() if isinstance(one, Ask) and one.state is AskState.OPEN}
    for exchange in propose(read(*records), limits, at_once=at_once).exchanges:
        for leg in exchange.legs:
            assert by_id[leg.giver].giving_wish is not GivingWish.ONLY_RECEIVE
        if exchange.kind is Kind.CHAIN:
            assert exchange.legs[0].giver not in asking
    proved(Claim.KEPT)


@given(records=worlds, limits=sizes, at_once=st.integers(1, 3))
def test_legs_follow_one_another_no_ask_is_served_twice_and_nobody_takes_part_too_often(
    records, limits, at_once
):
    found = propose(read(*records), limits, at_once=at_once)
    asks = [leg.ask for exchange in found.exchanges for leg in exchange.legs]
    assert len(set(asks)) == len(asks)
    taking_part = [person for exchange in found.exchanges for person in exchange.people]
    assert all(taking_part.count(person) <= at_once for person in taking_part)
    for exchange in found.exchanges:
        legs = exchange.legs
        assert all(one.client == then.giver for one, then in pairwise(legs))
        if exchange.kind is Kind.CYCLE:
            assert legs[-1].client == legs[0].giver
            assert len(exchange.people) == len(legs) <= limits.longest_cycle
        else:
            assert len(exchange.people) == len(legs) + 1 <= limits.longest_chain + 1


@given(records=worlds)
def test_the_total_is_the_sum_of_scores_that_are_the_sums_of_reasons(records):
    found = propose(read(*records))
    scores = [leg.score for exchange in found.exchanges for leg in exchange.legs]
    assert found.total == sum(max(score, 1) for score in scores)
    assert found.proven
    assert found.gap == 0


@given(records=worlds, seed=st.integers(0, 99))
def test_the_order_in_which_records_were_written_changes_nothing(records, seed):
    shuffled = list({record.id: record for record in records}.values())
    Random(seed).shuffle(shuffled)
    assert propose(read(*records)).exchanges == propose(read(*shuffled)).exchanges
    proved(Claim.ORDERS)


@given(records=worlds)
def test_every_sentence_cites_fields_that_exist_and_reads_in_both_languages(records):
    by_id = {record.id: record for record in records}
    for exchange in propose(read(*records)).exchanges:
        for sentence in (*exchange.says, *(leg.says for leg in exchange.legs)):
            assert sentence.cites
            for cite in sentence.cites:
                assert cite.field in {field.name for field in fields(by_id[cite.record])}
            assert render(sentence, "ko", lambda key: "아무개")
            assert render(sentence, "en", lambda key: "somebody")


def legs(found):
    return [(leg.giver, leg.client) for exchange in found.exchanges for leg in exchange.legs]


def said(sentence, language="ko"):
    names = {"p-a": "김가람", "p-b": "이나무", "p-c": "박다솜", "p-d": "최라온", "r-a": "요리", "r-d": "요리"}
    return render(sentence, language, lambda key: names.get(key, key))


def test_three_who_each_have_what_the_next_needs_are_a_cycle():
    found = propose(read(*neighbours(THREE)))
    assert legs(found) == [("p-a", "p-c"), ("p-c", "p-b"), ("p-b", "p-a")]
    assert found.exchanges[0].kind is Kind.CYCLE


def test_an_exchange_says_that_a_no_ends_one_leg_that_nobody_owes_and_that_refusing_costs_nothing():
    exchange = propose(read(*neighbours(THREE))).exchanges[0]
    assert said(exchange.legs[0].says) == "김가람이 박다솜에게 ‘요리’ 도움을 줄 수 있습니다."
    assert [said(one) for one in exchange.says] == [
        "3명이 차례로 서로 돕는 품앗이입니다.",
        "누가 거절하면 그 도움 하나만 끝나고, 나머지 도움은 그대로 이어집니다.",
        "도움을 받았다고 갚아야 하는 것은 아닙니다.",
        "거절하여도 받고 있는 급여와 서비스에는 영향이 없으며, 이유를 밝히지 않아도 됩니다.",
    ]
    assert said(exchange.says[1], "en") == "A no ends that one leg only; all the other help goes on."


def test_a_chain_says_who_begins_and_that_the_last_only_receives():
    chain = propose(
        read(*neighbours({"d": (COOKS, None), "c": (WALKS, COOKS), "b": (None, WALKS)}))
    ).exchanges
    assert [(leg.giver, leg.client) for leg in chain[0].legs] == [("p-d", "p-c"), ("p-c", "p-b")]
    assert said(chain[0].says[0]).startswith("최라온은 바라는 도움 없이 먼저 돕고")
    assert said(chain[0].says[1]) == "이나무는 도움을 받기만 합니다. 받기만 해도 됩니다."


@pytest.mark.parametrize(
    "barrier",
    [
        lambda: a_keep_apart(one="p-a", other="p-b"),
        lambda: a_refusal(person="p-a", side=Side.CLIENT, scope=RefusalScope.THIS_ONE, other="p-b"),
    ],
    ids=["kept_apart", "refused"],
)
def test_one_barrier_between_two_of_three_ends_the_cycle(barrier):
    assert propose(read(*neighbours(THREE), barrier())).exchanges == ()


def test_people_kept_apart_are_not_in_one_cycle_even_where_neither_helps_the_other():
    four = {"a": (COOKS, CHOOSES), "b": (CHOOSES, WALKS), "c": (WALKS, SHOPS), "d": (SHOPS, COOKS)}
    longer = Limits(longest_cycle=4)
    assert len(legs(propose(read(*neighbours(four)), longer))) == 4
    assert propose(read(*neighbours(four), a_keep_apart(one="p-a", other="p-c")), longer).exchanges == ()


def test_a_client_who_only_receives_is_asked_for_nothing():
    records = [
        replace(one, giving_wish=GivingWish.ONLY_RECEIVE)
        if isinstance(one, Person) and one.id == "p-b"
        else one
        for one in neighbours(THREE)
    ]
    assert propose(read(*records)).exchanges == ()


def test_somebody_with_two_asks_takes_part_twice_where_that_is_allowed():
    records = neighbours({"a": (COOKS, CHOOSES), "b": (CHOOSES, COOKS), "c": (WALKS, COOKS)})
    records += [replace(one, id="a-z", service_type=WALKS) for one in records if one.id == "a-a"]
    records = [replace(one, capacity=None, unlimited=True) if one.id == "r-a" else one for one in records]
    once, twice = (propose(read(*records), at_once=times) for times in (1, 2))
    assert len(once.exchanges) == 1
    assert len(twice.exchanges) == 2


def test_nobody_is_asked_to_be_in_two_places_in_one_half_hour():
    from datetime import time

    from graph.records.values import Slots

    at_nine = Slots.between(0, time(9), time(9, 30), outward=True)
    pair = neighbours({"a": (COOKS, CHOOSES), "b": (CHOOSES, COOKS)})
    clash = [replace(one, slots=at_nine) if isinstance(one, Ask) else one for one in pair]
    assert len(propose(read(*pair)).exchanges) == 1
    assert propose(read(*clash)).exchanges == ()


def test_where_a_criterion_is_hidden_no_score_is_told():
    found = propose(read(*neighbours(THREE)), hidden=frozenset({CriterionName.TIE}))
    assert {leg.score for exchange in found.exchanges for leg in exchange.legs} == {None}


def test_nothing_to_exchange_is_an_empty_answer():
    assert propose(read()).exchanges == ()
    assert propose(read(*neighbours({"a": (COOKS, CHOOSES)}))).exchanges == ()


def test_an_offer_alone_changes_no_suggestion_for_its_owner():
    before = read(*neighbours({"a": (COOKS, CHOOSES), "b": (CHOOSES, None)}))
    after = read(
        *neighbours({"a": (COOKS, CHOOSES), "b": (CHOOSES, None)}), a_resource(id="r-more", giver="p-a")
    )
    assert why_not(before, "a-a", "r-b") == why_not(after, "a-a", "r-b")
