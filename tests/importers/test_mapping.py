"""Mappings: closed tables, whose mistakes are named with what was probably meant."""

from __future__ import annotations

import pytest

from importers.errors import MappingInvalid
from importers.mapping import load_mapping, read_mapping, ready_made

GOOD = """
name = "sites"
ko = "기관"
en = "Sites"
required = ["name"]
[columns]
name = ["시설명"]
x = ["X"]
y = ["Y"]
[[records]]
part = "site"
type = "Organisation"
key = ["name"]
[records.fields]
name = "name"
kind = { constant = "shop" }
"""


@pytest.mark.parametrize("name", ready_made())
def test_every_mapping_that_comes_along_is_valid(name: str) -> None:
    assert load_mapping(name).name == name


def test_a_good_mapping_is_read() -> None:
    assert read_mapping(GOOD, "sites").records[0].fields["name"].columns == ("name",)


@pytest.mark.parametrize(
    ("wrong", "right", "key", "near"),
    [
        ("required =", "requierd =", "requierd", "required"),
        ("key =", "keys =", "keys", "key"),
        ("constant =", "constent =", "constent", "constant"),
        ('name = "name"', 'nane = "name"', "nane", "name"),
        ('name = "name"', 'name = "nam"', "name", "name"),
        ('type = "Organisation"', 'type = "Organization"', "Organization", "Organisation"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_known_one(
    wrong: str, right: str, key: str, near: str
) -> None:
    with pytest.raises(MappingInvalid) as refused:
        read_mapping(GOOD.replace(wrong, right), "sites")
    assert key in str(refused.value.fields["key"])
    assert near in refused.value.ko


def test_coordinates_without_a_named_system_are_refused() -> None:
    with pytest.raises(MappingInvalid, match="crs"):
        read_mapping(
            GOOD.replace("[[records]]", '[place]\nlatitude = "y"\nlongitude = "x"\n[[records]]'), "sites"
        )


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(MappingInvalid, match="TOML"):
        read_mapping("name = ", "sites")


def test_a_mapping_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(MappingInvalid, match="free_meal_sites"):
        load_mapping("free_meals")


def test_a_template_that_looks_into_values_is_refused() -> None:
    wrong = GOOD.replace(
        'name = "name"\nkind', 'name = { column = "name", template = "{0.__class__}" }\nkind'
    )
    with pytest.raises(MappingInvalid, match="template"):
        read_mapping(wrong, "sites")
