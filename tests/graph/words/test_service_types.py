"""The closed list of what can be given is complete, consistent, and says what fits for what."""

import re

import pytest

from graph.errors import WordUnknown
from graph.words.giving import Requirement
from graph.words.kinds import ResourceKind
from graph.words.need_areas import children, need_words
from graph.words.service_types import (
    closeness,
    closeness_matrix,
    service_type,
    service_types,
    types_serving,
)

TYPES = tuple(service_types().values())


def test_the_list_holds_at_least_ninety_types_of_every_kind() -> None:
    assert len(TYPES) >= 90
    assert {one.kind for one in TYPES} == set(ResourceKind)


def test_every_need_item_has_something_that_serves_it() -> None:
    unserved = [w.code for w in need_words().values() if w.level == "item" and not types_serving(w.code)]
    assert unserved == []


@pytest.mark.parametrize("area", [word.code for word in children() if word.code != "other"])
def test_every_area_is_served(area: str) -> None:
    assert len(types_serving(area)) >= 3


@pytest.mark.parametrize("one", TYPES, ids=lambda one: one.code)
def test_a_type_is_well_formed(one: object) -> None:
    code = getattr(one, "code", "")
    kind = service_type(code)
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", kind.code)
    assert kind.ko
    assert kind.en
    assert kind.serves
    assert kind.code not in kind.substitutes
    assert all(other in service_types() for other in kind.substitutes)
    assert all(kind.synonyms)
    assert len(set(kind.synonyms)) == len(kind.synonyms)


def test_labels_name_one_type_each() -> None:
    assert len({one.ko for one in TYPES}) == len(TYPES)
    assert len({one.en for one in TYPES}) == len(TYPES)


def test_work_with_minors_needs_a_check() -> None:
    for code in ("tutoring", "childcare_short", "child_play", "school_escort", "mentoring", "child_minder"):
        assert Requirement.CHILD_CHECK in service_type(code).safety_checks


def test_a_licence_is_no_safety_check() -> None:
    assert service_type("driving").requires == {Requirement.DRIVING_LICENCE}
    assert service_type("driving").safety_checks == frozenset()


def test_bodily_care_always_asks_for_a_trained_giver() -> None:
    assert all(one.requires for one in TYPES if one.bodily)


def test_a_type_is_the_closest_to_itself() -> None:
    assert all(closeness(one.code, one.code) == 3 for one in TYPES)


def test_a_lunchbox_may_stand_for_side_dishes() -> None:
    assert closeness("side_dishes", "lunchbox") == 2


def test_a_substitute_need_not_work_both_ways() -> None:
    assert closeness("lunchbox_delivery", "side_dish_delivery") == 2
    assert closeness("side_dish_cooking", "meal_cooking") == 2
    assert closeness("meal_cooking", "side_dish_cooking") == 1


def test_the_same_role_in_the_same_sub_area_is_related() -> None:
    assert closeness("hospital_escort", "outing_escort") == 1


@pytest.mark.parametrize("offered", ["baby_diapers", "bedding", "hospital_escort", "formula"])
def test_what_meets_another_need_does_not_fit(offered: str) -> None:
    assert closeness("rice", offered) == 0


def test_the_matrix_says_the_same_as_the_single_question() -> None:
    codes, fits = closeness_matrix()
    assert len(fits) == len(codes) ** 2
    for i in range(0, len(codes), 7):
        for j in range(0, len(codes), 5):
            assert fits[i * len(codes) + j] == closeness(codes[i], codes[j])


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(WordUnknown):
        service_type("nothing")
    with pytest.raises(WordUnknown):
        closeness("rice", "nothing")
