"""Every code in a sample stands in its vocabulary, and people speak for themselves."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields
from itertools import pairwise

import pytest

from graph.records.areas import Area
from graph.records.linkages import Refusal
from graph.records.needs import Ask, Need
from graph.records.people import Household, Organisation, Person
from graph.records.resources import Resource
from graph.text.resident_number import find_resident_number
from graph.words.giving import Requirement
from graph.words.kinds import ResourceKind
from graph.words.need_areas import need_words
from graph.words.service_types import service_types
from importers.sample.maker import rows_of
from tests.importers.sample.made import a_dong, first_of_a_gu, only

TYPES, NEEDS = service_types(), need_words()
AREAS = [code for code, word in NEEDS.items() if word.level == "area" and code != "other"]


def test_asks_offers_and_refusals_name_service_types_that_exist():
    records = first_of_a_gu()
    used = {one.service_type for kind in (Ask, Resource, Refusal) for one in only(kind, records)}
    assert used - {None} <= set(TYPES)


def test_a_resource_is_of_the_kind_that_its_service_type_says():
    assert all(one.kind is TYPES[one.service_type].kind for one in only(Resource, first_of_a_gu()))


def test_needs_name_items_that_exist():
    assert {one.item for one in only(Need, first_of_a_gu())} <= {
        code for code, word in NEEDS.items() if word.level == "item"
    }


def test_the_help_asked_for_serves_the_need():
    needs = {one.id: one.item for one in only(Need, first_of_a_gu())}
    for ask in only(Ask, first_of_a_gu()):
        assert needs[ask.need] in TYPES[ask.service_type].serves


def test_benefits_received_and_excluded_are_public_benefits_or_services():
    received = {code for home in only(Household, first_of_a_gu()) for code in home.benefits or ()}
    excluding = {
        code
        for one in only(Resource, first_of_a_gu())
        if one.eligibility
        for code in one.eligibility.excluded_by or ()
    }
    assert {TYPES[code].kind for code in received} == {ResourceKind.PUBLIC_BENEFIT}
    assert excluding <= set(TYPES)


def test_qualifications_are_requirements_that_exist():
    held = {one.code for person in only(Person, first_of_a_gu()) for one in person.qualifications}
    assert held <= set(Requirement)
    assert len(held) >= 5


def test_there_are_150_sentences_over_all_ten_areas():
    words = {row["words"]: row["item"].partition(".")[0] for row in rows_of("own_words")}
    counts = Counter(words.values())
    assert len(words) >= 150
    assert all(counts[area] >= 15 for area in AREAS), counts


def test_every_sentence_can_be_said_by_somebody():
    said = {one.own_words for one in only(Need, first_of_a_gu())}
    assert len(said & {row["words"] for row in rows_of("own_words")}) >= 200


def test_the_needs_of_a_gu_lie_in_all_ten_areas():
    met = {one.item.partition(".")[0] for one in only(Need, first_of_a_gu())}
    assert met == set(AREAS)


@pytest.mark.parametrize("seed", range(10))
def test_no_text_looks_like_a_resident_number(seed):
    for record in a_dong(seed):
        for field in fields(record):
            value = getattr(record, field.name)
            if isinstance(value, str):
                assert find_resident_number(value) is None


def test_agencies_have_a_name_of_the_invented_dong_or_of_a_scene():
    real = ("서울", "광진", "구의", "자양", "중곡", "군자", "능동", "화양")
    names = [one.name for one in only(Organisation, a_dong())]
    assert not [name for name in names if any(part in name for part in real)]


def test_points_lie_inside_their_dong():
    (area,) = only(Area, a_dong())
    ring = json.loads(area.boundary)["coordinates"][0]
    placed = [one.place.point for one in only(Person, a_dong()) if one.place and one.place.point]
    assert placed
    assert all(_inside(lon, lat, ring) for lat, lon in placed)


def _inside(x, y, ring):
    sides = [(bx - ax) * (y - ay) - (by - ay) * (x - ax) for (ax, ay), (bx, by) in pairwise(ring)]
    return all(side > 0 for side in sides) or all(side < 0 for side in sides)
