"""No text field of any record takes a resident registration number, and no other field is mistaken for one."""

import json
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import RecordInvalid, ResidentNumberRefused
from graph.records.registry import Record
from graph.records.values import Eligibility, KeptReason, Place, Qualification
from graph.stores.checks import checked, holds_resident_number
from graph.stores.columns import without_none
from graph.testing.builders import (
    a_consent,
    a_linkage,
    a_person,
    a_place,
    a_source_row,
    an_area,
    an_import,
    one_of_each,
)
from graph.text.resident_number import find_resident_number

NUMBER = "900101-1234567"
VALUES: dict[type, Any] = {
    Place: Place(),
    Eligibility: Eligibility(),
    Qualification: Qualification(code="c"),
    KeptReason: KeptReason(key="k", values="{}"),
}


def spoiled(record: Any) -> list[tuple[str, Any]]:
    """The record once for each of its texts, nested ones too, with a resident number there."""
    found = []
    for field in fields(record):
        inner, _ = without_none(get_type_hints(type(record))[field.name])
        for value in spoiled_values(record, field.name, inner):
            # Some texts have a form of their own (a month and a day), so that no number fits in.
            with suppress(RecordInvalid):
                found.append((field.name, replace(record, **{field.name: value})))
    return found


def spoiled_values(record: Any, name: str, hint: Any) -> list[Any]:
    if hint is str and name != "dong":
        return [f"{record.id} {NUMBER}"] if name == "id" else [f"문의 {NUMBER} 참고"]
    if get_origin(hint) in (frozenset, tuple):
        container: Any = get_origin(hint)
        return [container([value]) for value in spoiled_values(record, "", get_args(hint)[0])]
    if isinstance(hint, type) and is_dataclass(hint) and hint in VALUES:
        return [value for _, value in spoiled(VALUES[hint])]
    return []


def cases() -> list[Any]:
    unique = {type(record): record for record in (*one_of_each(), a_consent(authority="후견인"))}
    return [
        pytest.param(bad, id=f"{kind.__name__}.{name}.{n}")
        for kind, record in unique.items()
        for n, (name, bad) in enumerate(spoiled(record))
    ]


@pytest.mark.parametrize("bad", cases())
def test_a_text_with_a_resident_number_is_refused(bad: Record) -> None:
    with pytest.raises(ResidentNumberRefused) as refused:
        checked(bad)
    assert NUMBER not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["9001011234567", "９００１０１－１２３４５６７", "900101 1234567", json.dumps({"a": [9001011234567]})],
)
def test_whatever_dress_it_wears(text: str) -> None:
    with pytest.raises(ResidentNumberRefused):
        checked(a_person(tastes=text))


def test_coordinates_with_as_many_digits_are_no_resident_number() -> None:
    checked(a_person(place=a_place(latitude=37.9001011234567, longitude=127.9001011234567)))
    checked(an_area(boundary='{"type":"Point","coordinates":[127.9001011234567,37.9001011234567]}'))
    checked(a_source_row(values='{"place.latitude":37.9001011234567}'))


def test_a_digest_is_no_resident_number() -> None:
    digest = "a9001011234567b" + "0" * 49
    assert not holds_resident_number(digest)
    checked(an_import(file_digest=digest))
    checked(a_linkage(policy_version=digest))


WRITTEN = "900101-1" + "234567"


@pytest.mark.parametrize(
    "text",
    [
        f'{{"values":["{WRITTEN}"]}}',
        f'["앞 {WRITTEN} 뒤"]',
        f'{{"번호":{WRITTEN.replace("-", "")}}}',
        f'["줄\\n{WRITTEN}"]',
        f"{{{WRITTEN}",
    ],
)
def test_a_resident_number_is_found_wherever_it_stands_inside_json(text):
    assert holds_resident_number(text)


def test_numbers_of_many_fields_of_json_make_no_resident_number():
    assert not holds_resident_number('{"born":"1990-01-01","at":127.0802412345678,"no":"1234567","n":[1,2]}')


_APART = st.sampled_from(["", "", "-", " ", ".", "·", "ㅡ", "\u200b", "／", "~"])
_DIGITS = st.sampled_from(["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "⓪①②③④⑤⑥⑦⑧⑨"])
_AROUND = st.text('가각 a1|,"\\\n', max_size=4)


@given(st.lists(_APART, min_size=13, max_size=13), _DIGITS, _AROUND, _AROUND)
def test_no_dress_that_is_recognised_is_passed_over_by_the_quick_look(
    apart: list[str], digits: str, before: str, after: str
) -> None:
    number = "900101" + "1234567"
    dressed = "".join(digits[int(digit)] + mark for digit, mark in zip(number, apart, strict=True))
    text = before + dressed + after
    assert find_resident_number(text) is None or holds_resident_number(text)
    if find_resident_number(dressed):
        assert holds_resident_number(json.dumps({"name": dressed}, ensure_ascii=False))
