"""A dong's network told: small counts are not, nobody is named beside whom they must not meet, strain stays closed."""

from datetime import date

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.errors import RightMissing
from casework.overview.dong import dong_network, month_ends
from casework.overview.tellable import count_told
from graph.records.people import Person
from graph.records.ties import Tie
from graph.testing import builders as a
from graph.words.kinds import LinkageState, StaffRole, Strain
from tests.casework.overview.street import HELPS, Street, agreed, crowd
from tests.casework.team import CLIENT, HELPER, an_actor


def in_one_group(*people):
    return [a.an_organisation(), *(a.a_membership(id=f"m-{one}", person=one) for one in people)]


def lists(street, actor=None):
    return dong_network(street.desk, actor or street.worker).people


def test_the_figures_of_a_dong_are_those_of_networkx():
    street = Street(
        *crowd(12), *(a.a_tie(id=f"t-{n}", source=f"p-x{n:03d}", target=HELPER) for n in range(6))
    )
    told = dong_network(street.desk, street.worker)
    graph = nx.Graph()
    graph.add_nodes_from(one.id for one in street.all(Person))
    graph.add_edges_from((tie.source, tie.target) for tie in street.all(Tie))
    assert (told.residents, told.ties) == (len(graph), graph.number_of_edges())
    assert told.density == nx.density(graph)
    assert told.components == nx.number_connected_components(graph)
    assert told.isolates == nx.number_of_isolates(graph)
    assert told.largest == max(map(len, nx.connected_components(graph)))


@pytest.mark.parametrize(("alone", "told"), [(4, None), (5, 5), (6, 6)])
def test_fewer_than_five_who_are_alone_are_not_counted(alone, told):
    tied = [a.a_tie(), *(a.a_tie(id=f"t-{n}", source=f"p-x{n:03d}", target=HELPER) for n in range(9))]
    street = Street(*crowd(9 + alone), *tied)
    assert dong_network(street.desk, street.worker).isolates == told


def test_fewer_than_five_who_are_not_alone_do_not_follow_by_subtraction():
    street = Street(*crowd(20), a.a_tie())
    assert dong_network(street.desk, street.worker).isolates is None


@pytest.mark.parametrize(
    ("count", "of", "told"), [(0, 9, 0), (4, 20, None), (5, 9, None), (5, 10, 5), (9, 9, 9)]
)
def test_a_count_is_told_where_neither_it_nor_the_rest_is_small(count, of, told):
    assert count_told(count, of, 5) == told


def test_who_are_named_do_not_give_away_how_few_are_not():
    named = [one for n in range(2) for one in agreed(f"p-x{n:03d}")]
    tied = [a.a_tie(id=f"t-{n}", source=f"p-x{n:03d}", target=HELPER) for n in range(6, 11)]
    street = Street(*crowd(11), *named, a.a_tie(), *tied)
    told = dong_network(street.desk, street.worker)
    assert len(told.people.isolates) == 2
    assert (told.isolates, told.components, told.largest) == (None, None, None)
    assert {one.isolates for one in told.months} == {None}
    assert dong_network(street.desk, street.keeper).isolates == 6


def test_a_shorter_list_tells_no_count_that_a_longer_one_hides():
    named = [one for n in range(4) for one in agreed(f"p-x{n:03d}")]
    tied = [a.a_tie(id=f"t-{n}", source=f"p-x{n:03d}", target=HELPER) for n in range(6, 11)]
    street = Street(*crowd(11), *named, a.a_tie(), *tied)
    for most in (1, 10):
        assert dong_network(street.desk, street.worker, most=most).isolates is None


def test_where_few_are_tied_nothing_says_how_many():
    street = Street(*crowd(20), a.a_tie())
    told = dong_network(street.desk, street.worker)
    assert {told.isolates, told.ties, told.density, told.components, told.largest, told.parties} == {None}
    assert told.residents == 22
    assert told.months == ()


@settings(max_examples=60)
@given(
    alone=st.integers(0, 9),
    tied=st.integers(0, 9),
    named=st.integers(0, 9),
    most=st.integers(1, 12),
)
def test_no_count_of_people_below_five_is_told_or_follows_from_two_others(alone, tied, named, most):
    ties = [a.a_tie(id=f"t-{n}", source=f"p-x{n:03d}", target=HELPER) for n in range(tied)]
    known = [one for n in range(tied, tied + min(named, alone)) for one in agreed(f"p-x{n:03d}")]
    street = Street(*crowd(tied + alone), *ties, *known)
    told = dong_network(street.desk, street.worker, most=most)
    for count in (told.residents, told.isolates, told.overloaded, told.bridges, told.largest):
        assert count is None or count == 0 or count >= told.least
    whole = dong_network(street.desk, street.worker, most=50)
    assert whole.isolates == told.isolates
    if told.isolates is None:
        assert (told.components, told.largest) == (None, None)
        return
    for rest in (told.residents - told.isolates, told.isolates - len(whole.people.isolates)):
        assert rest == 0 or rest >= told.least


@pytest.mark.parametrize(("helped", "share"), [(4, None), (5, 1.0)])
def test_the_formal_share_of_few_who_are_helped_is_not_told(helped, share):
    helps = [
        a.a_linkage(id=f"l-{n}", person=f"p-x{n:03d}", giver="o-centre", ask=None, state=LinkageState.ACTIVE)
        for n in range(helped)
    ]
    agency = [a.an_organisation(formal=True), a.a_resource(giver="o-centre")]
    street = Street(*crowd(12), *agency, *helps)
    assert dong_network(street.desk, street.worker).formal_share == share


def test_a_dong_of_few_has_no_figures():
    street = Street(a.a_tie())
    told = dong_network(street.desk, street.worker)
    assert {told.residents, told.ties, told.density, told.components, told.largest} == {None}
    assert told.months == ()


def test_who_has_not_agreed_is_counted_and_not_named():
    street = Street(*crowd(12), *agreed("p-x003"))
    told = dong_network(street.desk, street.worker)
    assert [one.id for one in told.people.isolates if one.id.startswith("p-x")] == ["p-x003"]
    assert told.isolates == 14


def test_a_client_who_is_alone_comes_first():
    street = Street(*crowd(12), *agreed("p-x000"))
    assert lists(street).isolates[0].id == CLIENT


def test_the_client_of_a_colleague_is_not_named_as_alone():
    street = Street(*crowd(12))
    assert CLIENT not in {one.id for one in lists(street, street.colleague).isolates}


def test_that_a_strained_tie_leaves_somebody_alone_is_not_told_to_who_may_not_read_the_strain():
    other = a.a_person(id="p-choi", name="최다솜", case_manager="s-yun")
    tie = {"id": "t-choi", "source": HELPER, "target": "p-choi"}
    for strain in (Strain.NONE, Strain.BROKEN):
        street = Street(*crowd(12), other, *agreed("p-choi"), a.a_tie(**tie, strain=strain))
        assert HELPER not in {one.id for one in lists(street).isolates}


def test_informal_giving_counts_to_the_load_of_a_helper():
    helped = [
        a.a_tie(id=f"t-{n}", source=HELPER, target=f"p-x{n:03d}", contacts_per_week=2.0, **HELPS)
        for n in range(3)
    ]
    street = Street(*crowd(12), a.a_neighbour(load_limit=3), *helped)
    [found] = lists(street).overloaded
    assert (found.person.id, found.visits, found.informally, found.limit) == (HELPER, 6.0, 3, 3)


def test_a_shared_group_suggests_an_introduction():
    street = Street(*crowd(12), *agreed("p-x000", "p-x001"), *in_one_group("p-x000", "p-x001"))
    [found] = lists(street).introductions
    assert {found.one.id, found.other.id} == {"p-x000", "p-x001"}
    assert a.an_organisation().name in found.sentence


def test_people_to_be_kept_apart_are_never_introduced():
    apart = a.a_keep_apart(one="p-x000", other="p-x001", covers_households=False)
    street = Street(*crowd(12), *agreed("p-x000", "p-x001"), *in_one_group("p-x000", "p-x001"), apart)
    for actor in (street.worker, street.colleague, street.leader):
        assert lists(street, actor).introductions == ()


def test_two_who_fell_out_are_not_introduced_as_if_they_were_strangers():
    tie = a.a_tie(source="p-x000", target="p-x001", strain=Strain.BROKEN)
    street = Street(*crowd(12), *agreed("p-x000", "p-x001"), *in_one_group("p-x000", "p-x001"), tie)
    assert lists(street).introductions == ()


def test_a_keeper_of_resources_gets_figures_and_no_names():
    street = Street(*crowd(12))
    with street.new_entries() as entries:
        told = dong_network(street.desk, street.keeper)
    assert told.people is None
    assert told.residents == 14
    assert [entry.subjects for entry in entries] == [()]


def test_who_was_named_is_in_the_log_once():
    street = Street(*crowd(12))
    with street.new_entries() as entries:
        told = dong_network(street.desk, street.worker)
    [entry] = entries
    assert {one.id for one in told.people.isolates} == set(entry.subjects)
    assert entry.what == "see_dong"


def test_an_administrator_has_no_right_to_the_network():
    street = Street()
    with pytest.raises(RightMissing):
        dong_network(street.desk, an_actor(StaffRole.ADMINISTRATOR, "s-adm"))


def test_another_dong_sees_its_own_people_alone():
    far = [a.a_person(id=f"p-far{n}", name=f"먼이웃{n}", dong=a.OTHER_DONG) for n in range(7)]
    street = Street(*crowd(12), *far)
    assert dong_network(street.desk, street.worker).residents == 14
    assert dong_network(street.desk, an_actor(staff="s-ha", dong=a.OTHER_DONG)).residents == 7


def test_a_tie_counts_in_the_months_in_which_it_held():
    tied = [a.a_tie(id=f"t-{n}", source=f"p-x{n:03d}", target=HELPER) for n in range(6)]
    street = Street(*crowd(18), a.a_tie(valid_from=date(2026, 10, 5)), *tied)
    months = dong_network(street.desk, street.worker).months
    assert [(one.day, one.ties, one.isolates) for one in months[-3:]] == [
        ("2026. 9. 30.", 6, 13),
        ("2026. 10. 31.", 7, 12),
        ("2026. 11. 23.", 7, 12),
    ]


def test_month_ends_come_before_the_day_itself():
    assert month_ends(date(2026, 3, 31), 2) == (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31))
