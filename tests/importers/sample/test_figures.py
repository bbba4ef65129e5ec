"""A sample looks like a Korean neighbourhood: ages, homes, networks, needs, within the stated tolerance."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from graph.records.consents import Consent, KeepApart
from graph.records.linkages import HOLDING, Linkage
from graph.records.needs import Ask, Feeds, Need
from graph.records.people import Household, Organisation, Person
from graph.records.resources import Resource
from graph.records.ties import Tie
from graph.words.kinds import (
    AskState,
    Closeness,
    ConsentPurpose,
    LinkageState,
    OrganisationKind,
    Strain,
    TieKind,
)
from importers.sample.figures import FIGURES
from tests.importers.sample.made import DAY, a_dong, first_of_a_gu, only

DONGS = FIGURES["gu"].dongs


@cache
def _aged() -> list[tuple[Person, int]]:
    people = [(one, one.age_on(DAY)) for one in only(Person, first_of_a_gu()) if one.household]
    return [(one, age) for one, age in people if age is not None]


@cache
def _homes() -> dict[str, Household]:
    return {one.id: one for one in only(Household, first_of_a_gu())}


@cache
def _degree() -> Counter[str]:
    return Counter(end for one in only(Tie, first_of_a_gu()) for end in (one.source, one.target))


def _older_alone() -> list[tuple[Person, int]]:
    return [(one, age) for one, age in _aged() if age >= 65 and _homes()[one.household].members == 1]


@pytest.mark.parametrize(
    ("low", "high", "share"), [(0, 14, 0.115), (15, 64, 0.695), (65, 120, 0.19), (80, 120, 0.037)]
)
def test_ages_are_spread_as_in_seoul(low, high, share):
    met = sum(low <= age <= high for _, age in _aged()) / len(_aged())
    assert met == pytest.approx(share, abs=0.015)


def test_two_in_five_households_are_one_person():
    alone = sum(home.members == 1 for home in _homes().values()) / len(_homes())
    assert alone == pytest.approx(0.38, abs=0.02)


def test_a_quarter_of_older_people_live_alone():
    older = sum(age >= 65 for _, age in _aged())
    assert len(_older_alone()) / older == pytest.approx(0.235, abs=0.025)


def test_a_quarter_of_older_people_living_alone_are_over_eighty():
    over = sum(age >= 80 for _, age in _older_alone())
    assert over / len(_older_alone()) == pytest.approx(0.258, abs=0.035)


def test_of_older_people_living_alone_28_in_100_receive_basic_livelihood_benefits():
    basic = {"livelihood_benefit", "medical_aid", "housing_benefit"}
    received = sum(bool(basic & (_homes()[one.household].benefits or set())) for one, _ in _older_alone())
    assert received / len(_older_alone()) == pytest.approx(0.281, abs=0.035)


def test_one_in_eight_older_people_living_alone_has_no_tie_at_all():
    none = sum(_degree()[one.id] == 0 for one, _ in _older_alone()) / len(_older_alone())
    assert none == pytest.approx(0.13, abs=0.04)


def test_a_gu_has_about_350_000_people_50_000_resources_and_400_000_ties():
    records = first_of_a_gu()
    assert len(only(Person, records)) * DONGS == pytest.approx(350_000, rel=0.03)
    assert len(only(Resource, records)) * DONGS == pytest.approx(50_000, rel=0.03)
    assert len(only(Tie, records)) * DONGS == pytest.approx(400_000, rel=0.04)


def test_a_gu_has_about_12_000_open_asks():
    waiting = [one for one in only(Ask, first_of_a_gu()) if one.state is AskState.OPEN]
    assert len(waiting) * DONGS == pytest.approx(12_000, rel=0.1)


@pytest.mark.parametrize("seed", range(10))
def test_a_dong_has_the_size_of_the_demo(seed):
    records = a_dong(seed)
    assert len(only(Person, records)) == pytest.approx(2_520, rel=0.05)
    assert len({one.person for one in only(Need, records)}) == 74
    assert len(only(Organisation, records)) == 32
    assert len(only(Resource, records)) == pytest.approx(430, rel=0.07)


def test_a_client_has_about_two_needs_and_half_of_the_pairs_feed_each_other():
    needs = only(Need, first_of_a_gu())
    clients = Counter(one.person for one in needs)
    assert len(needs) / len(clients) == pytest.approx(2.1, abs=0.15)
    several = len(needs) - len(clients)
    assert len(only(Feeds, first_of_a_gu())) / several == pytest.approx(0.5, abs=0.06)


def test_a_client_has_a_larger_known_network_than_others():
    clients = {one.person for one in only(Need, first_of_a_gu())}
    people = only(Person, first_of_a_gu())
    mean = sum(_degree()[one.id] for one in people) / len(people)
    known = sum(_degree()[person] for person in clients) / len(clients)
    assert mean == pytest.approx(2.25, abs=0.25)
    assert 6 < known < 10


def test_ties_include_tense_and_broken_ones():
    strain = Counter(one.strain for one in only(Tie, first_of_a_gu()))
    total = strain.total()
    assert strain[Strain.TENSE] / total == pytest.approx(0.066, abs=0.015)
    assert strain[Strain.BROKEN] / total == pytest.approx(0.027, abs=0.01)
    for one in only(Tie, first_of_a_gu()):
        assert one.strain is not Strain.BROKEN or (one.closeness is Closeness.WEAK and not one.supports)


def test_no_pair_of_people_is_tied_twice():
    pairs = Counter(frozenset((one.source, one.target)) for one in only(Tie, a_dong()))
    assert max(pairs.values()) == 1


def test_linkages_stand_in_every_state():
    states = {one.state for one in only(Linkage, first_of_a_gu())}
    assert states == set(LinkageState)


def test_nobody_is_linked_to_their_own_offer():
    assert all(one.giver != one.person for one in only(Linkage, first_of_a_gu()))


def test_an_ask_that_is_served_is_served_by_at_most_one_holding_linkage():
    held = Counter(one.ask for one in only(Linkage, a_dong()) if one.ask and one.state in HOLDING)
    assert max(held.values()) == 1


def test_an_ask_that_is_served_has_its_linkage():
    linked = {one.ask for one in only(Linkage, first_of_a_gu())}
    served = {one.id for one in only(Ask, first_of_a_gu()) if one.state is AskState.SERVED}
    assert served
    assert served <= linked


def test_a_tong_has_a_leader_whom_several_clients_know():
    known = Counter(one.target for one in only(Tie, first_of_a_gu()) if one.kind is TieKind.RESIDENT_LEADER)
    assert sum(count >= 4 for count in known.values()) >= 30


def test_some_consents_have_run_out_and_some_clients_never_agreed_to_be_matched():
    consents = only(Consent, first_of_a_gu())
    lapsed = sum(not one.in_force(DAY) for one in consents) / len(consents)
    assert lapsed == pytest.approx(0.07, abs=0.03)
    clients = {one.person for one in only(Need, first_of_a_gu())}
    asked = {one.person for one in consents if one.purpose is ConsentPurpose.MATCHING}
    assert 0 < len(clients - asked) < len(clients) / 5


def test_a_dong_has_a_few_pairs_kept_apart():
    assert all(1 <= len(only(KeepApart, a_dong(seed))) <= 16 for seed in range(10))


def test_a_dong_has_agencies_of_nearly_every_kind():
    kinds = {one.kind for one in only(Organisation, a_dong())}
    assert kinds == set(OrganisationKind)
