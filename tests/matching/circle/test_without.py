"""What if somebody drops out: who takes over, who must be asked, and what stays open."""

import pytest

from graph.testing.builders import a_consent, a_person
from graph.words.giving import GivingRole
from matching.circle.without import each_without, without
from matching.circle.words import Connection, Lack
from matching.errors import NotInSnapshot
from tests.matching.circle.builders import a_helper, a_lunchbox, an_offer, know


def visits(circle):
    return {one.person: one.visits for one in circle.members}


def test_the_others_keep_every_visit_and_its_hour(a_circle):
    spare = [*a_helper("spare", "look_in", near=900), know("spare")]
    arranged = a_circle(*a_lunchbox(), *spare)
    left = without(arranged, "p-look")
    before, after = visits(arranged.circle), visits(left.circle)
    assert all(after[person] == kept for person, kept in before.items() if person != "p-look")
    assert left.asked == ("p-spare",)
    assert {one.now for one in left.changes} == {"p-spare"}


def test_a_member_with_room_takes_over_before_anybody_new_is_asked(a_circle):
    records = [one for one in a_lunchbox() if "look" not in one.id]
    records += [*a_helper("deliver", "lunchbox_delivery", near=400), an_offer("deliver", "look_in")]
    records += [an_offer("cook", "look_in"), *a_helper("spare", "meal_cooking", near=900), know("spare")]
    arranged = a_circle(*records, *a_helper("zoe", "look_in"), know("zoe"))
    assert set(arranged.circle.member("p-cook").roles) == {GivingRole.COOK, GivingRole.LOOK_IN}
    left = without(arranged, "p-cook")
    assert left.asked == ("p-spare",)
    assert set(left.circle.member("p-deliver").roles) == {GivingRole.DELIVER, GivingRole.LOOK_IN}


def test_what_nobody_can_take_over_stays_open_and_says_why(a_circle):
    left = without(a_circle(*a_lunchbox()), "p-cook")
    assert [(one.role, one.lack) for one in left.circle.open] == [(GivingRole.COOK, Lack.NO_OFFER)] * 3
    assert {one.now for one in left.changes} == {None}


def test_somebody_new_may_be_introduced_by_name(a_circle):
    kind = [a_person(id="p-kind", name="정다운"), a_consent(id="c-kind", person="p-kind"), know("kind")]
    spare = [*a_helper("spare", "meal_cooking"), know("spare", "kind")]
    arranged = a_circle(*a_lunchbox(), *kind, *spare)
    assert arranged.circle.connection is Connection.TWO_TIES
    left = without(arranged, "p-cook")
    assert (left.asked, left.introduce) == (("p-spare",), ("p-kind",))
    assert not left.circle.open


def test_an_introducer_can_drop_out_too(a_circle):
    records = [one for one in a_lunchbox() if one.id != "t-deliver-kim"]
    kind = [a_person(id="p-kind", name="정다운"), a_consent(id="c-kind", person="p-kind")]
    arranged = a_circle(*records, *kind, know("kind"), know("deliver", "kind"))
    left = without(arranged, "p-kind")
    assert [(one.role, one.lack) for one in left.circle.open] == [(GivingRole.DELIVER, Lack.NO_WAY)] * 3


def test_whoever_is_not_in_the_circle_cannot_drop_out(a_circle):
    with pytest.raises(NotInSnapshot):
        without(a_circle(*a_lunchbox()), "p-kim")


def test_every_member_is_looked_at(a_circle):
    arranged = a_circle(*a_lunchbox())
    assert [one.person for one in each_without(arranged)] == [one.person for one in arranged.circle.members]
