"""Records as columns and as JSON, and back."""

import json

import pytest
from hypothesis import given

from graph.errors import RecordInvalid
from graph.records.fields import field_specs
from graph.records.people import Person
from graph.records.registry import RECORD_TYPES, Record
from graph.records.resources import Resource
from graph.records.values import Eligibility, Slots
from graph.stores import codec
from graph.stores.codec import NAMED, SEARCHED
from graph.testing.builders import a_person, a_resource, an_import, one_of_each
from graph.testing.strategies import any_record

KINDS = list(RECORD_TYPES.values())


@given(any_record())
def test_every_record_survives_its_columns(record: Record) -> None:
    assert codec.decode(type(record), codec.encode(record)) == record


@given(any_record())
def test_every_record_survives_its_json(record: Record) -> None:
    assert codec.decode_json(type(record), codec.encode_json(record)) == record


@given(any_record())
def test_columns_hold_nothing_but_text_and_numbers(record: Record) -> None:
    assert all(
        value is None or isinstance(value, str | int | float) for value in codec.encode(record).values()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_column_names_are_unique_and_begin_with_the_id(kind: type[Record]) -> None:
    names = codec.column_names(kind)
    assert names[0] == "id"
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_column(kind: type[Record]) -> None:
    tops = {name.partition(".")[0] for name in codec.column_names(kind)}
    assert tops == set(field_specs(kind))


def test_a_place_lies_flat_in_columns() -> None:
    assert {"place.latitude", "place.longitude", "place.precision"} <= set(codec.column_names(Resource))


def test_no_eligibility_and_one_without_conditions_stay_apart() -> None:
    for eligibility in (None, Eligibility()):
        record = a_resource(eligibility=eligibility)
        assert codec.decode(Resource, codec.encode(record)).eligibility == eligibility


def test_slots_are_hexadecimal_text() -> None:
    assert codec.encode(a_resource(slots=Slots(255)))["slots"] == Slots(255).hex()


def test_sets_are_written_in_order() -> None:
    encoded = codec.encode(a_person(allergies=frozenset({"새우", "땅콩", "우유"})))["allergies"]
    assert encoded == '["땅콩","새우","우유"]'


def test_a_field_added_later_takes_its_default() -> None:
    body = json.loads(codec.encode_json(a_person()))
    del body["qualifications"]
    assert codec.decode_json(Person, json.dumps(body)) == a_person()


def test_a_field_that_is_gone_is_passed_over() -> None:
    body = json.loads(codec.encode_json(a_resource())) | {"shoe_size": 270}
    assert codec.decode_json(Resource, json.dumps(body)) == a_resource()


def test_a_code_outside_its_vocabulary_is_refused_by_field() -> None:
    values = codec.encode(a_resource()) | {"kind": "magic"}
    with pytest.raises(RecordInvalid) as refused:
        codec.decode(Resource, values)
    assert refused.value.fields["field"] == "kind"


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive = an_import().applied_at.replace(tzinfo=None)
    with pytest.raises(RecordInvalid):
        codec.encode(an_import(applied_at=naive))


@pytest.mark.parametrize("kind", KINDS)
def test_searchable_columns_exist_and_named_ones_are_searchable(kind: type[Record]) -> None:
    searched = set(SEARCHED.get(kind, ()))
    assert searched <= set(codec.column_names(kind))
    assert set(NAMED.get(kind, ())) <= searched


def test_one_of_each_is_one_of_each() -> None:
    assert {type(record) for record in one_of_each()} == set(KINDS)
