"""The ten questions of the graph: each answers with paths of ids and sentences that cite what they were read from."""

from datetime import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.policy.load import policy_on
from graph.records.values import Slots
from graph.stores.memory import MemoryStore
from graph.testing.builders import (
    a_consent,
    a_household,
    a_keep_apart,
    a_linkage,
    a_membership,
    a_need,
    a_neighbour,
    a_person,
    a_resource,
    a_tie,
    an_ask,
    an_organisation,
)
from graph.text.render import render
from graph.words.kinds import Direction, LinkageOutcome, LinkageState, SpokenLanguage, SupportKind
from importers.sample.stream import sample_records
from matching.errors import NotInSnapshot
from matching.introductions import ways_from
from matching.network import helping, introducing
from matching.snapshot.build import build
from tests.matching.worlds import DAY, NOW, a_kind_world, a_world

worlds = st.integers(0, 1 << 32).map(lambda seed: (a_kind_world if seed % 2 else a_world)(Random(seed)))
HELPS = {"supports": frozenset({SupportKind.PRACTICAL}), "direction": Direction.FORWARD}


def read(records):
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put_all({record.id: record for record in records}.values())
    with store.read() as reader:
        return build(reader, now=NOW, policy=policy_on(DAY))


def paths(answer):
    return [row.path for row in answer]


def people(*more):
    """김하늘, 박나래 and 최다솜, who all agreed to be considered."""
    three = ("p-kim", "p-park", "p-choi")
    return [
        a_person(),
        a_neighbour(),
        a_person(id="p-choi", name="최다솜"),
        *(a_consent(id=f"c-{one}", person=one) for one in three),
        *more,
    ]


@given(records=worlds)
def test_who_introduces_is_every_way_that_an_introduction_may_go(records):
    snapshot = read(records)
    for client in (record.id for record in records if record.id.startswith("p-")):
        expected = {
            (client, *map(snapshot.person_id, way.through), snapshot.party_id(giver))
            for giver, ways in ways_from(snapshot, snapshot["people"].row(client)).items()
            for way in ways
        }
        givers = {path[-1] for path in expected}
        found = {
            path for giver in givers for path in paths(introducing.who_introduces(snapshot, client, giver))
        }
        assert found == expected


def test_who_could_help_is_known_offers_it_speaks_and_is_free():
    tuesday, friday = (Slots.between(day, time(9), time(12), outward=True) for day in (1, 4))
    speaks = {"languages": frozenset({SpokenLanguage.VIETNAMESE})}
    stranger = a_resource(id="r-stranger", giver="p-choi", slots=tuesday)
    snapshot = read(people(a_neighbour(**speaks), a_tie(), a_resource(slots=tuesday), stranger))
    kinds = frozenset({a_resource().service_type})
    found = introducing.who_could(snapshot, "p-kim", kinds, speaks=SpokenLanguage.VIETNAMESE, free=tuesday)
    assert paths(found) == [("p-kim", "p-park", a_resource().id)]
    assert not introducing.who_could(snapshot, "p-kim", kinds, speaks=SpokenLanguage.KOREAN)
    assert not introducing.who_could(snapshot, "p-kim", kinds, free=friday)
    assert not introducing.who_could(snapshot, "p-kim", frozenset({"rice"}))


def in_one_group(*people):
    return [an_organisation(), *(a_membership(id=f"m-{one}", person=one) for one in people)]


def test_who_shares_a_group_is_not_who_must_not_meet():
    records = people(*in_one_group("p-kim", "p-park", "p-choi"))
    assert paths(introducing.who_shares_a_group(read(records), "p-kim")) == [
        ("p-kim", "o-centre", "p-choi"),
        ("p-kim", "o-centre", "p-park"),
    ]
    apart = a_keep_apart(one="p-kim", other="p-choi")
    assert paths(introducing.who_shares_a_group(read([*records, apart]), "p-kim")) == [
        ("p-kim", "o-centre", "p-park")
    ]


def test_an_isolated_fellow_member_should_meet_one_of_the_largest_part():
    records = people(a_tie(), *in_one_group("p-park", "p-choi"))
    [row] = introducing.who_should_meet(read(records))
    assert row.path == ("p-choi", "o-centre", "p-park")
    assert row.sentence.values["joined"] == 3
    assert introducing.who_should_meet(read(records), isolated=True) == ()


def test_two_isolated_members_of_one_group_should_meet():
    records = people(*in_one_group("p-park", "p-choi"))
    assert paths(introducing.who_should_meet(read(records), isolated=True)) == [
        ("p-choi", "o-centre", "p-park")
    ]


def test_nobody_without_consent_is_proposed_to_meet():
    records = [one for one in people(*in_one_group("p-park", "p-choi")) if one.id != "c-p-choi"]
    assert introducing.who_should_meet(read(records)) == ()


def linked(**fields):
    return [a_need(), an_ask(), a_resource(), a_linkage(**({"state": LinkageState.ACTIVE} | fields))]


def test_who_loses_help_is_linked_or_helped_informally():
    records = people(*linked(), a_tie(source="p-park", target="p-choi", **HELPS))
    assert paths(helping.who_loses_help(read(records), "p-park")) == [
        ("p-park", "p-choi"),
        ("p-park", "p-kim"),
    ]


def test_who_helped_before_says_why_it_ended():
    records = people(*linked(state=LinkageState.ENDED, outcome=LinkageOutcome.STOPPED_BY_HELPER))
    [row] = helping.who_helped_before(read(records), "p-kim")
    assert row.path[:2] == ("p-kim", "p-park")
    assert row.sentence.values["outcome"] is LinkageOutcome.STOPPED_BY_HELPER


def served_by_two():
    more = {"id": "r-two", "giver": "o-two"}
    return [
        a_household(),
        *people(a_person(household="h-kim")),
        *(an_organisation(id=one) for one in ("o-one", "o-two")),
        *linked(giver="o-one"),
        a_resource(giver="o-one"),
        a_resource(**more),
        a_linkage(id="l-two", resource="r-two", giver="o-two", state=LinkageState.ACTIVE),
    ]


def test_two_agencies_of_one_household_that_no_tie_joins_are_told():
    assert paths(helping.who_serves_unknowingly(read(served_by_two()))) == [("o-one", "h-kim", "o-two")]


def test_two_agencies_that_know_each_other_are_not_told():
    tie = a_tie(source="o-one", target="o-two")
    assert helping.who_serves_unknowingly(read([*served_by_two(), tie])) == ()


def test_who_carries_informally_counts_no_linkage():
    helped = [a_tie(id=f"t-{one}", source="p-park", target=one, **HELPS) for one in ("p-kim", "p-choi")]
    records = people(*helped)
    assert paths(helping.who_carries_informally(read(records), at_least=2)) == [("p-park", "p-choi", "p-kim")]
    assert helping.who_carries_informally(read([*records, *linked()]), at_least=2) == ()


@pytest.mark.parametrize(("times", "seen"), [(7.0, ["p-park"]), (6.5, []), (None, [])])
def test_who_sees_somebody_daily_meets_them_seven_times_a_week(times, seen):
    snapshot = read(people(a_tie(contacts_per_week=times)))
    assert [row.path[-1] for row in helping.who_sees_daily(snapshot, "p-kim")] == seen


def test_the_ask_of_whom_most_people_help_frees_most():
    helpers = [a_tie(id=f"t-{one}", source=one, target="p-kim", **HELPS) for one in ("p-park", "p-choi")]
    found = helping.which_frees_most(read(people(*helpers, a_need(), an_ask())))
    assert paths(found) == [(an_ask().id, "p-kim", "p-choi", "p-park")]


def test_a_question_about_nobody_is_refused():
    with pytest.raises(NotInSnapshot):
        helping.who_helped_before(read(people()), "p-nobody")


def test_every_answer_of_a_dong_is_said_in_both_languages():
    snapshot = read(sample_records("dong", seed=1, day=DAY))
    some = [snapshot.person_id(row) for row in range(0, len(snapshot["people"]), 97)]
    answers = [
        helping.who_serves_unknowingly(snapshot),
        helping.who_carries_informally(snapshot, at_least=2),
        helping.which_frees_most(snapshot),
        introducing.who_should_meet(snapshot),
        *(ask(snapshot, one) for one in some for ask in (helping.who_loses_help, helping.who_helped_before)),
        *(
            ask(snapshot, one)
            for one in some
            for ask in (helping.who_sees_daily, introducing.who_shares_a_group)
        ),
    ]
    assert sum(map(len, answers)) > 20
    for row in (row for answer in answers for row in answer):
        assert row.sentence.cites
        assert render(row.sentence, "ko", lambda one: "아무개")
        assert render(row.sentence, "en", lambda one: "somebody")
