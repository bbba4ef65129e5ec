"""Whose asks stay unmet, told by group: of a plan and of today, without small counts and without names."""

import pytest

from casework.errors import OtherDong, PlanMissing, RightMissing
from casework.linking.rounds import propose_allocation
from casework.overview.fairness import fairness_of_round, fairness_today
from graph.records.rounds import RoundLeg
from graph.testing import builders as a
from graph.words.kinds import AskState, LegForm, LinkageState, RoundKind, StaffRole
from tests.casework.overview.street import Street, crowd
from tests.casework.team import HELPER, an_actor


def asking(people, **more):
    """Somebody of each household who asks for a meal a week."""
    for one in people:
        yield a.a_need(id=f"n-{one.id}", person=one.id)
        yield a.an_ask(id=f"a-{one.id}", need=f"n-{one.id}", person=one.id, **more)
        yield a.a_consent(id=f"c-{one.id}", person=one.id)


def born(people, year):
    return [a.a_person(id=one.id, name=one.name, birth_year=year) for one in people]


def a_street(old=7, young=8):
    people = crowd(old + young)
    people = [*born(people[:old], 1938), *born(people[old:], 2000)]
    return people, Street(*people, *asking(people))


def ages(told):
    [by_age] = [one for one in told.by if one.code == "age"]
    return {one.group: (one.people, one.unmet) for one in by_age.groups}


def test_who_gets_nothing_today_is_counted_by_age():
    _, street = a_street()
    told = fairness_today(street.desk, street.worker)
    assert (told.total.people, told.total.unmet, told.total.share) == (16, 16, 1.0)
    assert ages(told)["85세 이상"] == (None, None)
    assert told.day == "2026. 11. 23."


def test_a_group_of_one_hides_the_next_smallest_with_it():
    _, street = a_street()
    told = ages(fairness_today(street.desk, street.worker))
    assert [people for people, _ in told.values()] == [8, None, None]


def test_who_was_merely_asked_for_help_still_has_none():
    people, street = a_street()
    given = {"person": people[0].id, "ask": f"a-{people[0].id}", "giver": HELPER}
    asked = {"state": LinkageState.ASKED, "hold_until": street.clock.now.replace(hour=9)}
    for fields, unmet in ((asked, 16), ({"state": LinkageState.ACTIVE}, None)):
        street.keep(a.a_linkage(**given, **fields))
        assert fairness_today(street.desk, street.worker).total.unmet == unmet


def test_the_fairness_of_a_plan_counts_who_it_serves():
    people = crowd(12)
    offers = [
        one
        for n in range(6)
        for one in (
            a.a_person(id=f"p-g{n}", name=f"제공{n}"),
            a.a_consent(id=f"c-g{n}", person=f"p-g{n}"),
            a.a_resource(id=f"r-g{n}", giver=f"p-g{n}", service_type="companionship"),
        )
    ]
    street = Street(
        *people,
        *asking(people[:6], service_type="companionship"),
        *asking(people[6:], service_type="rice"),
        *offers,
    )
    made = propose_allocation(street.desk, street.worker)
    told = fairness_of_round(street.desk, street.worker, made)
    legs = [leg for leg in street.all(RoundLeg) if leg.round == made]
    served = {leg.person for leg in legs if leg.form is LegForm.VISITS}
    without = {leg.person for leg in legs if leg.form is LegForm.UNSERVED} - served
    assert {one.id for one in people[6:]} <= without
    assert (told.total.people, told.total.unmet) == (len(served | without), len(without))
    assert told.round == made


def test_a_round_that_leaves_nobody_out_has_no_fairness():
    street = Street(a.a_round(kind=RoundKind.EXCHANGE))
    with pytest.raises(PlanMissing):
        fairness_of_round(street.desk, street.worker, "g-one")


def test_the_plan_of_another_dong_is_closed():
    street = Street(a.a_round(kind=RoundKind.ALLOCATE))
    with pytest.raises(OtherDong):
        fairness_of_round(street.desk, an_actor(staff="s-ha", dong=a.OTHER_DONG), "g-one")


def test_an_administrator_has_no_right_to_it():
    with pytest.raises(RightMissing):
        fairness_today(Street().desk, an_actor(StaffRole.ADMINISTRATOR, "s-adm"))


def test_nobody_is_shown_by_counts():
    _, street = a_street()
    with street.new_entries() as entries:
        fairness_today(street.desk, street.keeper)
    assert [entry.subjects for entry in entries] == [()]


def test_where_nobody_asks_there_is_nothing_to_share():
    told = fairness_today(Street(a.an_ask(state=AskState.WITHDRAWN)).desk, an_actor())
    assert (told.total.people, told.total.unmet, told.total.share) == (0, 0, None)


def test_english_has_its_own_words():
    _, street = a_street()
    told = fairness_today(street.desk, an_actor(language="en"))
    assert {one.label for one in told.by} == {"Dong", "Age", "Type of household", "Language"}
    assert told.total.group == "All"
