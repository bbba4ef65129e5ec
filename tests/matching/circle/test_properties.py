"""What must hold of every circle, over random neighbourhoods."""

from dataclasses import fields, replace
from itertools import pairwise
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.policy.load import policy_on
from graph.text.render import render
from matching.amounts import loads
from matching.circle.arrange import arrange
from matching.circle.invited import as_neighbour
from matching.circle.templates import template_on
from matching.circle.told import as_caseworker, if_left
from matching.circle.without import each_without
from tests.matching.circle.builders import a_neighbourhood
from tests.matching.oracle import Oracle
from tests.matching.test_properties import read
from tests.matching.worlds import DAY
from tests.proofs import Claim, proved

worlds = st.integers(0, 1 << 32).map(lambda seed: a_neighbourhood(Random(seed)))
CLIENT = "p-kim"
_SECONDS = 30.0


def around(records):
    return arrange(read(records), CLIENT, template_on("lunchbox", DAY), backups=2)


def everybody(circle):
    asked = [one.person for one in circle.members] + [one.person for one in circle.introducers]
    assert len(asked) == len(set(asked))
    return asked


@example(records=a_neighbourhood(Random(4294967295)))  # the client would not help one who would help them
@given(records=worlds)
def test_everybody_in_a_circle_agreed_and_may_meet_everybody_else(records):
    oracle = Oracle(records, policy_on(DAY))
    circle = around(records).circle
    asked = everybody(circle)
    assert all(oracle.agreed(person) for person in asked)
    for one in asked:
        for other in asked:
            assert one == other or oracle.may_meet([CLIENT, one, other])
    for backup in circle.backups:
        assert oracle.agreed(backup.person)
        assert backup.person not in {one.person for one in circle.members}
        for other in {*asked, *backup.introducers} - {backup.person}:
            assert oracle.may_meet([CLIENT, other, backup.person])
    proved(Claim.KEPT)


@given(records=worlds)
def test_every_member_is_tied_to_the_client_or_to_whoever_introduces_them(records):
    arranged = around(records)
    ties = {frozenset({one.source, one.target}) for one in records if one.id.startswith("t-")}
    circle = arranged.circle
    asked = set(everybody(circle))
    for member in circle.members:
        way = [CLIENT, *member.introducers, member.person]
        assert all(frozenset(pair) in ties for pair in pairwise(way))
        assert asked >= set(member.introducers)
    for one in circle.introducers:
        assert one.introduces


@given(records=worlds)
def test_nobody_gives_more_visits_than_they_set_themselves(records):
    arranged = around(records)
    snapshot, by_id = arranged.snapshot, {record.id: record for record in records}
    for member in arranged.circle.members:
        limit = by_id[member.person].load_limit
        carried = loads(snapshot).visits[snapshot["people"].row(member.person)]
        assert limit is None or carried + len(member.visits) <= limit + 1e-6
        assert len({visit.slot for visit in member.visits}) == len(member.visits)
        for visit in member.visits:
            offer = by_id[visit.resource]
            assert offer.giver == member.person
            assert offer.slots is None or visit.slot in offer.slots
    proved(Claim.KEPT)


@settings(max_examples=20)
@given(records=worlds)
def test_whoever_drops_out_is_nowhere_in_what_is_left(records):
    arranged = around(records)
    for left in each_without(arranged, seconds=_SECONDS):
        assert left.person not in everybody(left.circle)
        assert all(left.person not in one.introducers for one in left.circle.members)
        was = {one.person for one in arranged.circle.members} | {
            one.person for one in arranged.circle.introducers
        }
        assert set(left.asked).isdisjoint(was)
        anew = arrange(arranged.snapshot, CLIENT, arranged.template, without={left.person}, seconds=_SECONDS)
        assert len(left.circle.open) <= max(len(anew.circle.open), len(arranged.circle.open))


@settings(max_examples=20)
@given(records=worlds, seed=st.integers(0, 99))
def test_the_order_in_which_records_were_written_changes_nothing(records, seed):
    shuffled = list({record.id: record for record in records}.values())
    Random(seed).shuffle(shuffled)
    found, other = around(records).circle, around(shuffled).circle
    assert replace(other, data_version=found.data_version) == found
    proved(Claim.ORDERS)


@settings(max_examples=20)
@given(records=worlds)
def test_every_sentence_can_be_said_and_cites_fields_that_exist(records):
    by_id = {record.id: record for record in records}
    arranged = around(records)
    said = [*as_caseworker(arranged.circle)]
    for person in everybody(arranged.circle):
        said += as_neighbour(arranged.circle, person)
    for left in each_without(arranged, seconds=_SECONDS):
        said += if_left(left)
    for sentence in said:
        assert sentence.cites, sentence.key
        for cite in sentence.cites:
            assert cite.field in {field.name for field in fields(by_id[cite.record])}, (sentence.key, cite)
        assert render(sentence, "ko", lambda key: "아무개")
        assert render(sentence, "en", lambda key: "somebody")
