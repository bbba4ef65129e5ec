"""Every field of every record says what it is."""

from dataclasses import is_dataclass
from typing import Any, get_type_hints

import pytest

from graph.records.fields import FieldSpec, field_specs
from graph.records.registry import PREFIXES, RECORD_TYPES, IdMaker, Record, references, type_of
from graph.records.values import Amount, Eligibility, KeptReason, Place, Qualification
from graph.stores import schema
from graph.stores.columns import without_none

KINDS = list(RECORD_TYPES.values())
DESCRIBED = [*KINDS, Place, Amount, Eligibility, Qualification, KeptReason]
FIELDS = [(kind, name, spec) for kind in DESCRIBED for name, spec in field_specs(kind).items()]
# Counted in what the field's own name or its neighbour says.
WITHOUT_UNIT = {
    ("Amount", "count"),
    ("Household", "floor"),
    ("KeptReason", "points"),
    ("SourceRow", "line"),
    ("Person", "birth_year"),
    ("Household", "income_year"),
    ("Resource", "stock"),
}


@pytest.mark.parametrize(("kind", "name", "spec"), FIELDS)
def test_a_field_has_a_label_in_both_languages(kind: type[Any], name: str, spec: FieldSpec) -> None:
    assert spec.ko.strip()
    assert spec.en.strip()
    assert any("가" <= character <= "힣" for character in spec.ko)
    assert spec.en.isascii() or "°" in spec.en


@pytest.mark.parametrize(("kind", "name", "spec"), FIELDS)
def test_a_number_has_a_unit(kind: type[Any], name: str, spec: FieldSpec) -> None:
    inner, _ = without_none(get_type_hints(kind)[name])
    if inner in (int, float) and (kind.__name__, name) not in WITHOUT_UNIT:
        assert spec.unit


@pytest.mark.parametrize(("kind", "name", "spec"), FIELDS)
def test_a_reference_points_at_record_types_that_exist(kind: type[Any], name: str, spec: FieldSpec) -> None:
    assert set(spec.refers_to) <= {*RECORD_TYPES, "*"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_reference_that_is_cleared_may_be_empty(kind: type[Record]) -> None:
    hints = get_type_hints(kind)
    for name in references(kind):
        if field_specs(kind)[name].forget == "clear":
            assert without_none(hints[name])[1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_is_frozen_and_slotted_and_has_an_id_and_a_dong(kind: type[Any]) -> None:
    assert is_dataclass(kind)
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)
    assert list(field_specs(kind))[:2] == ["id", "dong"]


def test_no_two_types_share_an_id_prefix() -> None:
    assert len(set(PREFIXES.values())) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_tells_its_type_and_nothing_else(kind: type[Record]) -> None:
    maker = IdMaker(seed=7)
    one, other = maker.new(kind), maker.new(kind)
    assert type_of(one) is kind
    assert one != other
    assert IdMaker(seed=7).new(kind) == one


def test_the_exported_schema_is_fresh() -> None:
    assert schema.PATH.read_text(encoding="utf-8") == schema.as_text(), "run python -m graph.stores.schema"


def test_the_schema_carries_labels_units_privacy_and_origin() -> None:
    walks = schema.schema()["$defs"]["Person"]["properties"]["walks_metres"]
    assert (walks["title"], walks["x-title-en"]) == ("걸을 수 있는 거리", "Walks up to")
    assert (walks["x-unit"], walks["x-privacy"], walks["x-origin"]) == ("m", "sensitive", "observed")
