"""A mapping that no sheet could follow is refused when it is read, not at some row of some file."""

from __future__ import annotations

import pytest

from importers.errors import MappingInvalid
from importers.mapping import read_mapping

RIGHT = """
name = "모임"
ko = "모임"
en = "Groups"
required = ["name"]
[columns]
name = ["이름"]
kind = ["종류"]
note = ["메모"]
[[records]]
part = "group"
type = "Organisation"
key = ["name"]
[records.fields]
name = "name"
kind = "kind"
formal = { constant = true }
"""


def refused(text: str) -> MappingInvalid:
    with pytest.raises(MappingInvalid) as error:
        read_mapping(text, "모임")
    assert error.value.ko
    assert error.value.en
    return error.value


def test_the_mapping_that_the_others_differ_from_is_right() -> None:
    assert read_mapping(RIGHT, "모임").name == "모임"


@pytest.mark.parametrize(
    "kind", ["Staff", "Consent", "KeepApart", "Refusal", "Linkage", "Import", "SourceRow", "Nobody"]
)
def test_a_file_brings_no_staff_no_consents_and_no_decisions(kind: str) -> None:
    assert refused(RIGHT.replace('"Organisation"', f'"{kind}"')).fields["key"] == kind


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ('id = "name"', "such field"),
        ('note.x = "note"', "valid"),
        ('"name.x" = "note"', "such field"),
        ('verified_on = { column = "note", read = "text" }', "does not fit"),
        ('note = { columns = ["note"], read = "weekly" }', "does not fit"),
        ('note = { column = "note", read = "place" }', "does not fit"),
        ('note = { column = "note", read = "reference" }', "does not fit"),
        ("note = { columns = [] }", "number of columns"),
        ('note = { columns = ["note", "name"], template = "{}{}{}" }', "number of columns"),
        ('note = { column = "note", template = "no gap" }', "number of columns"),
        ("note = { constant = 3 }", "cannot hold"),
        ('note = { record = "group" }', "before it"),
    ],
)
def test_a_rule_that_does_not_fit_its_field_is_refused(field: str, says: str) -> None:
    assert says in str(refused(RIGHT + field + "\n"))


@pytest.mark.parametrize("constant", ['"nonsense"', "3", "true"])
def test_a_constant_that_is_no_word_of_its_vocabulary_is_refused(constant: str) -> None:
    refused(RIGHT.replace('kind = "kind"', f"kind = {{ constant = {constant} }}"))


def test_a_field_that_no_record_is_without_must_have_a_rule() -> None:
    assert "without it" in refused(RIGHT.replace('kind = "kind"\n', "")).en


def test_a_part_that_comes_twice_is_refused() -> None:
    assert (
        "twice" in refused(RIGHT + RIGHT.partition("[[records]]")[1] + RIGHT.partition("[[records]]")[2]).en
    )


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('name = "모임"\n', 'name = ""\n'),
        ('key = ["name"]', "key = []"),
        ('name = ["이름"]', "name = []"),
        ('key = ["name"]', 'key = ["name"]\nmatch = ["nothing"]'),
        ('key = ["name"]', 'key = ["name"]\nmatch = ["name", "kind"]'),
        ('ko = "모임"', f"ko = '{'가' * 200}'"),
    ],
)
def test_an_empty_or_endless_entry_is_refused(was: str, now: str) -> None:
    refused(RIGHT.replace(was, now))


HOSTILE = [
    "[" * 50_000, "a = " + "[" * 50_000, "a = " + "{ b = " * 5_000, "a." * 20_000 + "b = 1", "a = " + "9" * 5000, "a = 1e99999",
    "\0", "a = '\ud7ff", 'a = "\\ud800"', "[a]\n[a]", "a = 1\na = 2", "= 1", "[[a]]\n[a]", "x" * 200_000, "a = 0000-00-00",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_toml_that_is_made_to_do_harm_is_refused(text: str) -> None:
    refused(text)


def test_an_error_in_toml_tells_the_line_and_no_value() -> None:
    problem = str(refused('name = "가"\nsecret = "비밀이름하나" x\n'))
    assert "line 2" in problem
    assert "비밀이름하나" not in problem
