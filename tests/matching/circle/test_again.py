"""A circle that was kept is taken up again: it is the same, firm visits stay, and gaps are filled."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records.values import Amount
from graph.testing.builders import a_linkage, a_person, a_refusal
from graph.words.giving import GivingRole
from graph.words.kinds import LinkageState, Period, Side
from matching.circle.again import Kept, KeptVisit, mend, take_up
from matching.circle.arrange import arrange
from matching.circle.check import must_not_meet, obstacles
from matching.circle.templates import template_on
from matching.errors import NotInSnapshot
from matching.snapshot.lifted import without_linkages
from matching.words import GateName
from tests.matching.circle.builders import a_helper, a_lunchbox, a_neighbourhood, know
from tests.matching.test_properties import read

COOK, LOOK_IN = GivingRole.COOK, GivingRole.LOOK_IN


def kept_of(circle, *, firm=(), **given):
    """A circle as it would be kept."""
    visits = tuple(
        KeptVisit(
            person=one.person,
            role=visit.role,
            resource=visit.resource,
            slot=visit.slot,
            firm=one.person in firm,
        )
        for one in circle.members
        for visit in one.visits
    )
    return Kept(visits=visits, introducers=tuple(one.person for one in circle.introducers), **given)


def again(snapshot, kept):
    return take_up(snapshot, "p-kim", template_on("lunchbox", snapshot.day), kept)


def visits(circle):
    return {one.person: one.visits for one in circle.members}


def spare(kind, near=900):
    return [*a_helper("spare", kind, near=near), know("spare")]


def test_a_circle_that_was_kept_is_the_same_when_it_is_taken_up(a_circle):
    before = a_circle(*a_lunchbox())
    same = again(before.snapshot, kept_of(before.circle))
    assert visits(same.circle) == visits(before.circle)
    assert same.circle.burden == before.circle.burden


def test_where_nothing_is_open_mending_changes_nothing(a_circle):
    before = a_circle(*a_lunchbox(), *spare("look_in", near=10))
    mended = mend(again(before.snapshot, kept_of(before.circle)), open_at_most=0)
    assert visits(mended.circle) == visits(before.circle)


def test_after_a_no_somebody_else_takes_the_visits_and_the_others_keep_theirs(a_circle):
    before = a_circle(*a_lunchbox(), *spare("look_in"))
    kept = kept_of(before.circle)
    left = replace(kept, visits=tuple(one for one in kept.visits if one.person != "p-look"))
    mended = mend(again(before.snapshot, replace(left, without=frozenset({"p-look"}))), open_at_most=0).circle
    assert not mended.open
    assert mended.member("p-spare").roles == (LOOK_IN,)
    assert all(visits(mended)[p] == v for p, v in visits(before.circle).items() if p != "p-look")


def test_somebody_may_be_left_out_of_one_role_alone(a_circle):
    before = a_circle(*a_lunchbox())
    kept = replace(kept_of(before.circle), without_role=frozenset({("p-cook", COOK)}))
    mended = mend(again(before.snapshot, kept), open_at_most=0).circle
    assert {one.role for one in mended.open} == {COOK}


def test_a_firm_visit_whose_gates_closed_is_carried_on_and_given_to_nobody_else(a_circle, a_snapshot):
    before = a_circle(*a_lunchbox())
    said_no = a_refusal(person="p-cook", side=Side.HELPER, other="p-kim")
    later = a_snapshot(*a_lunchbox(), *spare("meal_cooking"), said_no)
    mended = mend(again(later, kept_of(before.circle, firm=("p-cook",))), open_at_most=0).circle
    assert not mended.open
    assert mended.member("p-cook") is None
    assert mended.member("p-spare") is None


def test_what_is_held_for_the_circle_itself_does_not_stand_in_its_way(a_circle, a_snapshot):
    before = a_circle(*a_lunchbox())
    cook = before.circle.member("p-cook")
    held = a_linkage(
        id="l-own", ask=None, person="p-kim", giver="p-cook", resource=cook.visits[0].resource,
        state=LinkageState.ACTIVE, amount=Amount(count=3, period=Period.WEEK),
    )  # fmt: skip
    records = [one for one in a_lunchbox() if one.id != "p-cook"]
    busy = next(one for one in a_lunchbox() if one.id == "p-cook")
    later = a_snapshot(*records, replace(busy, load_limit=3), held)
    kept = kept_of(before.circle, firm=("p-cook",))
    assert again(later, kept).circle.member("p-cook") is None
    lifted = without_linkages(later, ["l-own"])
    assert again(lifted, kept).circle.member("p-cook").visits == cook.visits


def test_a_client_who_is_not_there_is_told(a_circle):
    before = a_circle(*a_lunchbox())
    with pytest.raises(NotInSnapshot):
        take_up(before.snapshot, "p-nobody", before.template, kept_of(before.circle))


def test_obstacles_name_every_gate_that_fails_for_a_role(a_snapshot):
    gone = a_refusal(person="p-cook", side=Side.HELPER, other="p-kim")
    snapshot = a_snapshot(*a_lunchbox(), gone)
    template = template_on("lunchbox", snapshot.day)
    found = obstacles(snapshot, "p-kim", template, COOK, "r-cook-meal_cooking")
    assert [one.gate for one in found] == [GateName.REFUSAL]
    assert obstacles(snapshot, "p-kim", template, LOOK_IN, "r-look-look_in") == ()


def test_a_no_between_two_helpers_keeps_them_out_of_one_circle(a_snapshot):
    snapshot = a_snapshot(
        *a_lunchbox(), a_refusal(person="p-cook", side=Side.HELPER, other="p-look"), a_person(id="p-x")
    )
    assert must_not_meet(snapshot, "p-look", ["p-menu", "p-cook"])
    assert not must_not_meet(snapshot, "p-look", ["p-menu", "p-look", "p-x"])


@given(seed=st.integers(0, 1 << 32))
def test_firm_visits_stay_whoever_else_drops_out(seed):
    rnd = Random(seed)
    snapshot = read(a_neighbourhood(rnd))
    circle = arrange(snapshot, "p-kim", template_on("lunchbox", snapshot.day)).circle
    if len(circle.members) < 2:
        return
    gone, *others = rnd.sample([one.person for one in circle.members], len(circle.members))
    kept = kept_of(circle, firm=others[:1], without=frozenset({gone}))
    rest = replace(kept, visits=tuple(one for one in kept.visits if one.person != gone))
    mended = mend(again(snapshot, rest), open_at_most=len(circle.open)).circle
    assert mended.member(gone) is None
    firm, now = circle.member(others[0]), mended.member(others[0])
    if now is not None:
        assert set(firm.visits) <= set(now.visits)
