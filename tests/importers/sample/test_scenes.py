"""The scenes hold what the demo says of them, in every sample."""

from __future__ import annotations

from datetime import timedelta
from math import cos, hypot, radians

import networkx as nx
import pytest

from graph.records.consents import KeepApart
from graph.records.linkages import HOLDING, Linkage, Refusal
from graph.records.needs import Ask, Feeds
from graph.records.people import Household, Person
from graph.records.registry import IdMaker
from graph.records.resources import Resource
from graph.records.ties import Tie
from graph.words.kinds import GivingWish, HouseholdType, LinkageOutcome, SpokenLanguage, Strain
from graph.words.service_types import EXACT, NO_FIT, closeness
from importers.sample import scenes as s
from tests.importers.sample.made import DAY, a_dong, first_of_a_gu, only


@pytest.fixture(params=["dong", "another seed", "gu"])
def records(request):
    return {"dong": a_dong, "another seed": lambda: a_dong(7), "gu": first_of_a_gu}[request.param]()


@pytest.fixture
def by_id(records):
    return {record.id: record for record in records}


def test_every_named_scene_record_is_there(by_id):
    names = [name for name in vars(s) if name.isupper() and name != "PREFIXES"]
    for name in names:
        value = getattr(s, name)
        for record_id in (value,) if isinstance(value, str) else value:
            assert record_id in by_id, name
    assert len(names) > 30


def test_scene_ids_look_like_other_ids():
    made = IdMaker(1).new(Person)
    assert len(s.MEALS_CLIENT) == len(made)
    assert not set("ilou") & set(s.MEALS_CLIENT.partition("-")[2])


def _metres(by_id, one, other):
    (lat, lon), (lat2, lon2) = by_id[one].place.point, by_id[other].place.point
    return hypot((lat2 - lat) * 111_320, (lon2 - lon) * 111_320 * cos(radians(lat)))


def test_the_meals_client_is_old_and_alone(by_id):
    client = by_id[s.MEALS_CLIENT]
    home = by_id[client.household]
    assert isinstance(home, Household)
    assert client.age_on(DAY) >= 80
    assert home.type is HouseholdType.ALONE


def test_she_asks_for_monday_wednesday_and_friday(by_id):
    ask = by_id[s.MEALS_ASK]
    assert {weekday for weekday, _, _ in ask.slots.spans()} == {0, 2, 4}


def test_she_has_nine_ties_one_tense_one_broken(records):
    ties = [one for one in only(Tie, records) if s.MEALS_CLIENT in (one.source, one.target)]
    strains = [one.strain for one in ties]
    assert len(ties) == 9
    assert strains.count(Strain.TENSE) == strains.count(Strain.BROKEN) == 1


def test_the_nearer_kitchens_all_have_a_reason_against_them(by_id, records):
    ask, client = by_id[s.MEALS_ASK], s.MEALS_CLIENT
    near = (s.MEALS_CLOSED_SITE, s.MEALS_FULL_SITE, s.MEALS_REFUSED_SITE, s.MEALS_GOOD_SITE)
    ways = [_metres(by_id, client, site) for site in near]
    assert ways == sorted(ways)
    assert all(closeness(ask.service_type, by_id[site].service_type) == EXACT for site in near)
    assert not by_id[s.MEALS_CLOSED_SITE].slots & ask.slots
    used = sum(
        one.amount.count
        for one in only(Linkage, records)
        if one.resource == s.MEALS_FULL_SITE and one.state in HOLDING
    )
    assert used == by_id[s.MEALS_FULL_SITE].capacity.count
    no = [one for one in only(Refusal, records) if one.person == client]
    assert [one.other for one in no] == [s.MEALS_REFUSED_KITCHEN]
    assert no[0].in_force(DAY)
    good = by_id[s.MEALS_GOOD_SITE]
    assert good.slots & ask.slots == ask.slots
    assert good.capacity.count >= ask.amount.count


def test_a_good_helper_is_two_steps_away_through_the_introducer(by_id, records):
    graph = _network(records)
    assert nx.shortest_path(graph, s.MEALS_CLIENT, s.MEALS_GOOD_HELPER)[1:-1] == [s.MEALS_INTRODUCER]
    assert closeness("communal_meal", by_id[s.MEALS_LUNCHBOX].service_type) > NO_FIT


def test_her_loneliness_feeds_her_missing_meals(records):
    links = {(one.source, one.target) for one in only(Feeds, records)}
    assert (s.MEALS_LONELINESS, s.MEALS_NEED) in links


def _network(records):
    graph = nx.Graph()
    for one in only(Tie, records):
        if one.strain is not Strain.BROKEN and one.target.startswith("p-"):
            graph.add_edge(one.source, one.target)
    return graph


def test_ten_loaves_are_good_until_tomorrow(by_id):
    bread = by_id[s.BREAD]
    assert (bread.stock, bread.best_before) == (10, DAY + timedelta(days=1))


def test_seven_of_the_eight_who_asked_for_bread_can_eat_it(by_id, records):
    asked = {one.person for one in only(Ask, records) if one.service_type == "bread"}
    people = {*s.BREAD_CLIENTS, s.BREAD_ALLERGIC, s.BREAD_RECENT}
    assert people <= asked
    kept_from = {one for one in people if by_id[one].allergies & by_id[s.BREAD].allergens}
    assert kept_from == {s.BREAD_ALLERGIC}


def test_one_of_them_had_bread_two_days_ago(records):
    (gift,) = [one for one in only(Linkage, records) if one.resource == s.BREAD_BEFORE]
    assert (gift.person, gift.ended_on) == (s.BREAD_RECENT, DAY - timedelta(days=2))


def test_the_shortest_introduction_leads_to_the_one_to_keep_away_from(by_id, records):
    graph = _network(records)
    ways = [
        nx.shortest_path_length(graph, s.APART_CLIENT, helper)
        for helper in (s.APART_HELPER, s.APART_OTHER_HELPER)
    ]
    assert ways == [2, 3]
    pairs = {frozenset((one.one, one.other)) for one in only(KeepApart, records)}
    assert frozenset((s.APART_CLIENT, s.APART_HELPER)) in pairs


def test_either_escort_could_come_when_the_kept_apart_client_needs_one(by_id):
    ask = by_id[s.APART_ASK]
    for resource in (s.APART_ESCORT, s.APART_OTHER_ESCORT):
        offer = by_id[resource]
        assert isinstance(offer, Resource)
        assert offer.service_type == ask.service_type
        assert offer.slots & ask.slots


def test_the_giving_client_and_her_partner_can_each_meet_the_others_wish(by_id):
    assert by_id[s.GIVING_CLIENT].giving_wish is GivingWish.WANTS_TO_GIVE
    assert by_id[s.GIVING_DISHES].service_type == by_id[s.GIVING_PARTNER_ASK].service_type
    assert by_id[s.GIVING_BULBS].service_type == by_id[s.GIVING_ASK].service_type
    assert by_id[s.GIVING_DISHES].giver == by_id[s.GIVING_ASK].person == s.GIVING_CLIENT
    assert by_id[s.GIVING_BULBS].giver == by_id[s.GIVING_PARTNER_ASK].person == s.GIVING_PARTNER


def test_whoever_knows_her_neighbour_drives_speaks_vietnamese_and_is_free_on_tuesday(by_id, records):
    graph = _network(records)
    assert nx.shortest_path(graph, s.WORDS_CLIENT, s.WORDS_HELPER)[1:-1] == [s.WORDS_NEIGHBOUR]
    assert SpokenLanguage.KOREAN not in by_id[s.WORDS_CLIENT].languages
    assert by_id[s.WORDS_CLIENT].languages <= by_id[s.WORDS_HELPER].languages
    assert by_id[s.WORDS_DRIVING].giver == s.WORDS_HELPER
    assert {weekday for weekday, _, _ in by_id[s.WORDS_DRIVING].slots.spans()} == {1}


def test_the_right_kitchen_did_her_good_before(records):
    (before,) = [one for one in only(Linkage, records) if one.resource == s.MEALS_GOOD_SITE]
    assert (before.person, before.outcome) == (s.MEALS_CLIENT, LinkageOutcome.WENT_WELL)
