"""The lunchbox around one client: who is asked, through whom, who is not, and what is missing (B57 to B62)."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from graph.records.people import Person
from graph.records.values import Amount
from graph.testing.builders import (
    a_consent,
    a_household,
    a_keep_apart,
    a_linkage,
    a_membership,
    a_person,
    a_place,
    a_refusal,
    a_resource,
    a_tie,
    an_organisation,
)
from graph.text.sentence import Subject
from graph.words.giving import GivingRole
from graph.words.kinds import (
    AcceptAtHome,
    Direction,
    GivingWish,
    LinkageState,
    Period,
    RefusalScope,
    Side,
    Strain,
    SupportKind,
)
from matching.circle.arrange import arrange
from matching.circle.templates import template_on
from matching.circle.words import Connection, Lack
from matching.errors import NotInSnapshot
from tests.matching.circle.builders import (
    a_client,
    a_helper,
    a_lunchbox,
    an_offer,
    know,
    mornings,
)

COOK, DELIVER, MENU, LOOK = (
    GivingRole.COOK,
    GivingRole.DELIVER,
    GivingRole.CHOOSE_MENU,
    GivingRole.LOOK_IN,
)


def who(circle):
    return {one.person: set(one.roles) for one in circle.members}


def lacks(circle):
    return {one.role: one.lack for one in circle.open}


def test_every_role_of_the_lunchbox_is_taken_by_whoever_offers_it(a_circle):
    circle = a_circle(*a_lunchbox()).circle
    assert who(circle) == {"p-cook": {COOK}, "p-deliver": {DELIVER}, "p-menu": {MENU}, "p-look": {LOOK}}
    assert not circle.open
    assert circle.connection is Connection.TWO_TIES
    assert circle.proven


def test_visits_fall_on_half_hours_that_the_role_and_the_helper_share(a_circle):
    records = [*a_lunchbox(), replace(an_offer("cook", "meal_cooking"), slots=mornings(0, 2, 4, until=10))]
    for visit in a_circle(*records).circle.member("p-cook").visits:
        assert visit.slot in mornings(0, 2, 4, until=10)


def test_two_roles_go_to_one_neighbour_where_that_asks_less(a_circle):
    both = an_offer("look", "menu_choice")
    circle = a_circle(*a_lunchbox(), both).circle
    assert who(circle)["p-look"] == {MENU, LOOK}
    assert "p-menu" not in who(circle)


def test_nobody_is_asked_beyond_their_own_limit_with_informal_giving_counted(a_circle):
    carries = know(
        "deliver",
        "cook",
        supports=frozenset({SupportKind.PRACTICAL}),
        direction=Direction.FORWARD,
        contacts_per_week=3.0,
    )
    circle = a_circle(*a_lunchbox(), carries).circle
    assert lacks(circle) == {DELIVER: Lack.FULL}
    assert len(circle.member("p-deliver").visits) == 2


def test_what_a_resource_has_left_limits_its_visits(a_circle):
    two = an_offer("deliver", "lunchbox_delivery", visits=2)
    circle = a_circle(*a_lunchbox(), two).circle
    assert lacks(circle) == {DELIVER: Lack.FULL}


def test_a_helper_behind_a_chosen_member_needs_no_other_introduction(a_circle):
    records = [one for one in a_lunchbox() if one.id != "t-deliver-kim"]
    circle = a_circle(*records, know("deliver", "cook")).circle
    assert circle.connection is Connection.TWO_TIES
    assert circle.member("p-deliver").introducers == ("p-cook",)
    assert circle.introducers == ()


def a_passer(name="kind"):
    return [a_person(id=f"p-{name}", name=name), a_consent(id=f"c-{name}", person=f"p-{name}")]


def test_a_named_neighbour_who_offers_nothing_can_introduce_a_helper(a_circle):
    records = [one for one in a_lunchbox() if one.id != "t-deliver-kim"]
    circle = a_circle(*records, *a_passer(), know("kind"), know("deliver", "kind")).circle
    assert circle.connection is Connection.INTRODUCTIONS
    assert circle.member("p-deliver").introducers == ("p-kind",)
    assert [(one.person, one.introduces) for one in circle.introducers] == [("p-kind", ("p-deliver",))]


@pytest.mark.parametrize(
    "obstacle",
    [
        lambda records: [one for one in records if one.id != "c-kind"],
        lambda records: [*records, know("deliver", "kind", introduces=False)],
        lambda records: [*records, know("kind", strain=Strain.BROKEN)],
        lambda records: [*records, a_keep_apart(one="p-kind", other="p-deliver")],
        lambda records: [*records, a_keep_apart(one="p-kind", other="p-kim")],
        lambda records: [*records, a_refusal(person="p-kind", side=Side.HELPER, other="p-deliver")],
    ],
    ids=("no consent", "will not", "strained", "apart from a helper", "apart from the client", "said no"),
)
def test_whoever_may_not_or_will_not_introduces_nobody(a_circle, obstacle):
    records = [one for one in a_lunchbox() if one.id != "t-deliver-kim"]
    records = [*records, *a_passer(), know("kind"), know("deliver", "kind")]
    assert "p-kind" not in {one.person for one in a_circle(*obstacle(records)).circle.introducers}


def test_a_strained_tie_to_the_client_is_no_way_into_the_circle(a_circle):
    circle = a_circle(*a_lunchbox(), know("look", strain=Strain.TENSE)).circle
    assert lacks(circle) == {LOOK: Lack.NO_WAY}


def test_helpers_who_must_not_meet_are_in_no_circle_together(a_circle):
    circle = a_circle(*a_lunchbox(), a_keep_apart(one="p-cook", other="p-look")).circle
    assert len({"p-cook", "p-look"} & set(who(circle))) == 1
    assert set(lacks(circle).values()) == {Lack.WITHHELD}


def test_a_keep_apart_of_somebody_in_the_household_binds_the_helper_too(a_circle):
    home = a_household(id="h-cook")
    cook = next(one for one in a_lunchbox() if one.id == "p-cook")
    records = [
        home,
        *a_lunchbox(),
        replace(cook, household="h-cook"),
        a_person(id="p-son", household="h-cook"),
    ]
    assert not a_circle(*records).circle.open
    apart = a_keep_apart(one="p-son", other="p-look")
    assert a_circle(*records, apart).circle.open
    assert not a_circle(*records, replace(apart, covers_households=False)).circle.open


def test_a_helper_who_said_no_to_the_client_is_not_asked(a_circle):
    no = a_refusal(person="p-cook", side=Side.HELPER, other="p-kim")
    circle = a_circle(*a_lunchbox(), no).circle
    assert "p-cook" not in who(circle)
    assert lacks(circle) == {COOK: Lack.WITHHELD}


def test_when_all_have_refused_the_answer_is_an_empty_circle(a_circle):
    noes = [
        a_refusal(id=f"no-{name}", person=f"p-{name}", side=Side.HELPER, other="p-kim")
        for name in ("cook", "deliver", "menu", "look")
    ]
    circle = a_circle(*a_lunchbox(), *noes).circle
    assert circle.members == ()
    assert len(circle.open) == 9
    assert circle.burden == 0


def test_without_consent_of_the_client_nobody_is_asked(a_circle):
    circle = a_circle(*(one for one in a_lunchbox() if one.id != "c-kim")).circle
    assert circle.members == ()
    assert set(lacks(circle).values()) == {Lack.WITHHELD}


def test_a_lonely_client_gets_a_clear_answer(a_circle):
    circle = a_circle(*a_client()).circle
    assert set(lacks(circle).values()) == {Lack.NO_OFFER}
    assert set(circle.unbacked) == {COOK, DELIVER, MENU, LOOK}


def test_a_capacity_of_nothing_bars_the_role(a_circle):
    none = replace(an_offer("cook", "meal_cooking"), capacity=Amount(count=0, period=Period.WEEK))
    assert lacks(a_circle(*a_lunchbox(), none).circle) == {COOK: Lack.BARRED}


def test_a_time_that_nobody_has_is_named(a_circle):
    tuesdays = an_offer("deliver", "lunchbox_delivery", slots=mornings(0, 1))
    circle = a_circle(*a_lunchbox(), tuesdays).circle
    assert [(one.role, one.lack) for one in circle.open] == [(DELIVER, Lack.NO_TIME)] * 2


def test_no_more_neighbours_are_asked_than_the_template_allows(a_snapshot):
    snapshot = a_snapshot(*a_lunchbox())
    template = replace(template_on("lunchbox", snapshot.day), most_members=3)
    circle = arrange(snapshot, "p-kim", template).circle
    assert len(circle.members) == 3
    assert {Lack.TOO_FEW} == set(lacks(circle).values())


def test_the_part_a_client_wants_frees_a_neighbour_of_it(a_circle):
    circle = a_circle(*a_lunchbox(), client_parts={"choose_menu", "taste"}).circle
    assert [one.part for one in circle.client_parts] == ["choose_menu", "taste"]
    assert "p-menu" not in who(circle)
    assert not circle.open


def test_without_a_part_of_the_client_the_circle_is_whole_all_the_same(a_circle):
    assert not a_circle(*a_lunchbox()).circle.client_parts


def test_a_wish_to_give_changes_no_circle(a_circle):
    wishes = [
        replace(one, giving_wish=GivingWish.WANTS_TO_GIVE) if isinstance(one, Person) else one
        for one in a_lunchbox()
    ]
    assert who(a_circle(*wishes).circle) == who(a_circle(*a_lunchbox()).circle)


def test_each_role_has_a_backup_who_may_meet_everybody_with_the_least_burden_first(a_circle):
    spare = [*a_helper("far", "look_in", near=800), know("far"), *a_helper("spare", "look_in"), know("spare")]
    look = next(one for one in a_circle(*a_lunchbox(), *spare).circle.backups if one.role is LOOK)
    assert (look.person, look.visits, look.of) == ("p-spare", 2, 2)
    apart = a_keep_apart(one="p-spare", other="p-cook")
    look = next(one for one in a_circle(*a_lunchbox(), *spare, apart).circle.backups if one.role is LOOK)
    assert look.person == "p-far"


def test_a_backup_is_introduced_by_name(a_circle):
    records = [one for one in a_lunchbox() if one.id != "t-deliver-kim"]
    records += [
        *a_passer(),
        know("kind"),
        know("deliver", "kind"),
        *a_helper("spare", "look_in"),
        know("spare", "kind"),
    ]
    look = next(one for one in a_circle(*records).circle.backups if one.role is LOOK)
    assert look.introducers == ("p-kind",)
    assert look.asked_anew == ()


def test_the_order_in_which_records_were_written_changes_nothing(a_circle):
    spare = [*a_helper("spare", "look_in"), know("spare"), *a_helper("other", "meal_cooking"), know("other")]
    records = [*a_lunchbox(), *spare]
    first = a_circle(*records).circle
    for seed in range(5):
        Random(seed).shuffle(records)
        shuffled = a_circle(*records).circle
        assert replace(shuffled, data_version=first.data_version) == first


def test_people_who_are_left_out_are_neither_asked_nor_asked_to_introduce(a_circle):
    circle = a_circle(*a_lunchbox(), without={"p-cook"}).circle
    assert "p-cook" not in who(circle)


def test_an_open_ask_elsewhere_counts_against_the_helper(a_circle):
    other = [a_person(id="p-other", place=a_place()), a_consent(id="c-other", person="p-other")]
    busy = a_linkage(
        id="l-busy",
        person="p-other",
        resource="r-deliver-lunchbox_delivery",
        giver="p-deliver",
        ask=None,
        state=LinkageState.ACTIVE,
        amount=Amount(count=4, period=Period.WEEK),
    )
    assert lacks(a_circle(*a_lunchbox(), *other, busy).circle) == {DELIVER: Lack.FULL}


def test_a_client_of_another_region_is_refused(a_snapshot):
    snapshot = a_snapshot(*a_lunchbox())
    with pytest.raises(NotInSnapshot):
        arrange(snapshot, "p-nobody", template_on("lunchbox", snapshot.day))


def test_a_kind_of_help_that_the_client_refused_is_not_brought(a_circle):
    no = a_refusal(scope=RefusalScope.THIS_KIND, other=None, service_type="look_in")
    assert LOOK in lacks(a_circle(*a_lunchbox(), no).circle)


def test_the_client_takes_no_role_of_a_neighbour(a_circle):
    own = a_resource(id="r-own", service_type="meal_cooking", giver="p-kim")
    assert "p-kim" not in who(a_circle(*a_lunchbox(), own).circle)


def test_members_are_told_apart_by_ties_of_people_alone(a_circle):
    loose = [one for one in a_lunchbox() if not one.id.startswith("t-")]
    assert a_circle(*loose, a_tie(source="p-cook", target="p-look", id="t-x")).circle.members == ()


def test_a_long_chain_of_introductions_is_built_only_on_request(a_circle):
    records = [one for one in a_lunchbox() if one.id != "t-deliver-kim"]
    chain = ["kim", "x", "y", "z", "deliver"]
    for name in chain[1:4]:
        records += a_passer(name)
    records += [know(one, other) for one, other in pairwise(chain)]
    assert lacks(a_circle(*records).circle) == {DELIVER: Lack.NO_WAY}
    circle = a_circle(*records, connection=Connection.CHAIN).circle
    assert circle.member("p-deliver").introducers == ("p-x", "p-y", "p-z")
    assert not circle.open


def test_a_group_that_both_go_to_suggests_an_introduction_and_is_no_tie(a_circle):
    records = [one for one in a_lunchbox() if one.id != "t-look-kim"]
    groups = [an_organisation(), a_membership(), a_membership(id="m-look", person="p-look")]
    circle = a_circle(*records, *groups).circle
    assert lacks(circle) == {LOOK: Lack.NO_WAY}
    assert {one.reason.values.get("group") for one in circle.open} == {Subject("o-centre")}


def test_a_cook_who_meets_nobody_needs_not_be_let_in(a_circle):
    private = next(one for one in a_lunchbox() if one.id == "p-kim")
    circle = a_circle(*a_lunchbox(), replace(private, accepts_at_home=AcceptAtHome.NOBODY)).circle
    assert "p-cook" in who(circle)
    assert {DELIVER, LOOK} <= set(lacks(circle))
