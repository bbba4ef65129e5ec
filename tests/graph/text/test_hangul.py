"""Hangul taken apart and put to search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.text.hangul import (
    bigrams,
    initials,
    is_initials,
    jamo,
    matches_initials,
    name_similarity,
    syllable_parts,
)

SYLLABLES = st.integers(0xAC00, 0xD7A3).map(chr)
HANGUL = st.text(SYLLABLES, min_size=1, max_size=12)


@given(SYLLABLES)
def test_parts_agree_with_unicode_decomposition(syllable: str) -> None:
    parts = syllable_parts(syllable)
    assert parts is not None
    composed = unicodedata.normalize("NFD", syllable)
    assert len([part for part in parts if part]) == len(composed)


def test_initials_are_read() -> None:
    assert initials("김철수") == "ㄱㅊㅅ"
    assert initials("자양 4동") == "ㅈㅇ4ㄷ"


@pytest.mark.parametrize("query", ["ㄱㅊㅅ", "ㄱㅊ", "김ㅊ", "ㅊㅅ", "철수", "김 ㅊㅅ"])
def test_a_name_is_found_by_initials_and_syllables(query: str) -> None:
    assert matches_initials(query, "김철수")


@pytest.mark.parametrize("query", ["", "ㄴㅊㅅ", "ㄱㅊㅅㅇ", "김ㅅ"])
def test_other_initials_do_not_find_the_name(query: str) -> None:
    assert not matches_initials(query, "김철수")


def test_only_a_query_with_a_lone_initial_is_one_of_initials() -> None:
    assert is_initials("김ㅊ")
    assert not is_initials("김철수")


@given(HANGUL)
def test_every_text_is_found_by_its_own_initials(text: str) -> None:
    assert matches_initials(initials(text), text)


@pytest.mark.parametrize(
    ("a", "b", "similarity"),
    [("김철수", "김철숙", 0.94), ("박정희", "박정회", 0.88), ("이영희", "이영휘", 0.86)],
)
def test_names_one_sound_apart_are_near(a: str, b: str, similarity: float) -> None:
    assert name_similarity(a, b) == pytest.approx(similarity, abs=0.006)


@given(HANGUL, HANGUL)
def test_similarity_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert name_similarity(a, b) == name_similarity(b, a)
    assert 0 <= name_similarity(a, b) <= name_similarity(a, a) == 1


def test_jamo_takes_syllables_apart() -> None:
    assert jamo("값A") == "ㄱㅏㅄa"


def test_bigrams_stay_within_words() -> None:
    assert bigrams("반찬 배달") == ("반찬", "배달")
    assert bigrams("쌀 20KG") == ("쌀", "20", "0k", "kg")
    assert bigrams("") == ()


def test_composition_and_width_do_not_change_bigrams() -> None:
    assert bigrams(unicodedata.normalize("NFD", "밑반찬")) == bigrams("밑반찬")
    assert bigrams("ＡＢ１２") == bigrams("ab12")
