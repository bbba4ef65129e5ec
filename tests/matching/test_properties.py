"""What must hold of every answer, over random neighbourhoods."""

from dataclasses import fields, replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.policy.load import policy_on
from graph.records.people import Person
from graph.stores.memory import MemoryStore
from graph.testing.builders import a_resource
from graph.text.render import render
from graph.words.kinds import GivingWish
from matching.criteria.every import CRITERIA
from matching.gates.every import GATES, PRIVATE
from matching.rank import suggest, suggest_all, why_not
from matching.snapshot.build import build
from matching.words import CriterionName
from tests.matching.oracle import Oracle
from tests.matching.worlds import DAY, NOW, a_kind_world, a_world

worlds = st.integers(0, 1 << 32).map(lambda seed: (a_kind_world if seed % 4 else a_world)(Random(seed)))
ASKS = tuple(f"a-{i}" for i in range(3))
RESOURCES = tuple(f"r-{i}" for i in range(6))


def read(records):
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put_all({record.id: record for record in records}.values())
    with store.read() as reader:
        return build(reader, now=NOW, policy=policy_on(DAY))


def told(answer):
    """An answer without the versions it was made on."""
    return [(one.ask, one.of, one.suggestions) for one in answer]


@given(records=worlds)
def test_every_score_is_the_sum_of_its_reasons(records):
    for found in suggest_all(read(records)):
        for one in found.suggestions:
            points = [reason.points for reason in one.explanation.reasons]
            assert one.explanation.score == sum(points)
            assert all(isinstance(each, int) and each >= 0 for each in points)


@given(records=worlds, seed=st.integers(0, 99))
def test_the_order_in_which_records_were_written_changes_nothing(records, seed):
    shuffled = list({record.id: record for record in records}.values())
    Random(seed).shuffle(shuffled)
    assert told(suggest_all(read(records))) == told(suggest_all(read(shuffled)))


@given(records=worlds)
def test_what_fails_a_gate_is_nowhere_in_the_ranking(records):
    snapshot = read(records)
    for ask in ASKS:
        listed = {one.resource for one in suggest(snapshot, ask, k=99).suggestions}
        barred = {one for one in RESOURCES if why_not(snapshot, ask, one).failed}
        assert listed.isdisjoint(barred)
        assert listed | barred == set(RESOURCES)


@given(records=worlds)
def test_every_reason_and_question_cites_fields_that_exist(records):
    by_id = {record.id: record for record in records}
    snapshot = read(records)
    sentences = [
        sentence
        for found in suggest_all(snapshot)
        for one in found.suggestions
        for sentence in [r.sentence for r in one.explanation.reasons] + [q.sentence for q in one.questions]
    ]
    sentences += [f.sentence for a in ASKS for r in RESOURCES for f in why_not(snapshot, a, r).failed]
    for sentence in sentences:
        assert sentence.cites, sentence.key
        for cite in sentence.cites:
            assert cite.field in {field.name for field in fields(by_id[cite.record])}, (sentence.key, cite)
        assert render(sentence, "ko", lambda key: "아무개")
        assert render(sentence, "en", lambda key: "somebody")


@given(records=worlds)
def test_what_a_client_could_give_changes_no_order(records):
    changed = [
        replace(one, giving_wish=GivingWish.WANTS_TO_GIVE, strengths="요리")
        if isinstance(one, Person)
        else one
        for one in records
    ]
    assert told(suggest_all(read(records))) == told(suggest_all(read(changed)))


@given(records=worlds)
def test_an_offer_of_the_client_stands_in_nobodys_way(records):
    snapshot = read(records)
    for ask in ASKS:
        client = snapshot.person_id(int(snapshot["asks"]["person"][snapshot["asks"].row(ask)]))
        own = a_resource(id="r-zz", giver=client, service_type="companionship")
        before, after = (suggest(read(world), ask, k=99) for world in (records, [*records, own]))
        assert before.suggestions == after.suggestions


@given(records=worlds)
def test_nobody_is_introduced_by_or_to_whom_they_must_not_meet(records):
    oracle = Oracle(records, policy_on(DAY))
    for found in suggest_all(read(records)):
        client = oracle.by_id[found.ask].person
        for one in found.suggestions:
            way = [client, *one.introducers, one.giver]
            assert all(oracle.agreed(person) for person in one.introducers)
            assert oracle.may_meet(way)


@given(records=worlds)
def test_a_hidden_tie_cannot_be_read_off_anything_that_is_shown(records):
    hidden = PRIVATE | {CriterionName.TIE, CriterionName.BALANCE}
    without_strain = [
        replace(one, closeness=None, introduces=False, strain=None) if one.id.startswith("t-") else one
        for one in records
    ]
    shown = [suggest_all(read(world), hidden=hidden) for world in (records, without_strain)]
    assert told(shown[0]) == told(shown[1])


@given(records=worlds)
def test_whichever_hidden_gate_bars_it_why_not_says_the_same(records):
    snapshot = read(records)
    hidden = frozenset(gate.name for gate in GATES)
    barred = [
        why_not(snapshot, ask, one, hidden=hidden)
        for ask in ASKS
        for one in RESOURCES
        if why_not(snapshot, ask, one).failed
    ]
    assert len({(one.withheld.key, one.failed, one.rank, one.questions) for one in barred}) <= 1


def test_every_criterion_and_gate_names_fields_that_records_have():
    from graph.records.registry import RECORD_TYPES

    for rule in (*GATES, *CRITERIA):
        for read_field in rule.reads:
            kind, name = read_field.split(".")
            assert name in {field.name for field in fields(RECORD_TYPES[kind])}, read_field


UNKNOWN = {
    CriterionName.DISTANCE: (
        ("Person", "place"),
        ("Household", "place"),
        ("Organisation", "place"),
        ("Resource", "place"),
    ),
    CriterionName.LOAD: (("Person", "load_limit"),),
    CriterionName.FRESHNESS: (
        ("Resource", "verified_on"),
        ("Person", "verified_on"),
        ("Organisation", "verified_on"),
    ),
    CriterionName.SLOTS: (("Resource", "slots"),),
}


@pytest.mark.parametrize("criterion", UNKNOWN)
@given(records=worlds)
def test_what_nobody_knows_weighs_nothing(criterion, records):
    unknown = [
        replace(one, **{name: None for kind, name in UNKNOWN[criterion] if kind == type(one).__name__})
        for one in records
    ]
    points = [
        reason.points
        for found in suggest_all(read(unknown))
        for one in found.suggestions
        for reason in one.explanation.reasons
        if reason.criterion is criterion
    ]
    assert set(points) <= {0}
