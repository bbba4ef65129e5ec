"""A need in people's own words finds the type that meets it."""

import pytest

from graph.text.lexicon import ServiceLexicon, service_lexicon
from graph.words.service_types import service_types
from graph.words.synonyms import groups_in, synonym_groups
from tests.graph.text.colloquial_needs import LATER_NEEDS, NEEDS


def _best(text: str, limit: int = 3) -> list[str]:
    return [hit.code for hit in service_lexicon().search(text, limit)]


def test_side_dishes_for_an_older_person_alone_are_found() -> None:
    assert {"side_dish_delivery", "side_dishes"} & set(_best("혼자 사는 어르신 반찬 배달"))


@pytest.mark.parametrize("needs", [NEEDS, LATER_NEEDS], ids=["first", "later"])
def test_colloquial_needs_find_their_type_among_three(
    needs: tuple[tuple[str, frozenset[str]], ...], capsys: pytest.CaptureFixture[str]
) -> None:
    first = sum(bool(set(_best(words, 1)) & codes) for words, codes in needs) / len(needs)
    third = sum(bool(set(_best(words)) & codes) for words, codes in needs) / len(needs)
    with capsys.disabled():
        print(f"\nlexicon: {len(needs)} needs, hit@1 {first:.2f}, hit@3 {third:.2f}")
    assert third >= 0.7


def test_the_expected_codes_exist() -> None:
    assert all(codes <= set(service_types()) for _, codes in NEEDS + LATER_NEEDS)
    assert len(NEEDS) >= 60


@pytest.mark.parametrize("code", service_types())
def test_a_type_is_found_by_its_own_name(code: str) -> None:
    assert code in _best(service_types()[code].ko)


def test_an_english_name_is_found() -> None:
    assert _best("lunchboxes", 1) == ["lunchbox"]
    assert _best("free legal advice", 1) == ["legal_counselling"]


def test_spacing_does_not_matter() -> None:
    assert _best("병원동행", 1) == _best("병원 동행", 1) == ["hospital_escort"]


def test_the_same_words_get_the_same_answer_from_a_new_index() -> None:
    assert ServiceLexicon().search("쌀이 떨어졌어요") == service_lexicon().search("쌀이 떨어졌어요")


def test_best_first_and_no_more_than_asked() -> None:
    hits = service_lexicon().search("혼자 사는 어르신 반찬 배달", 5)
    assert len(hits) == 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert service_lexicon().search("쌀", 0) == ()


def test_a_hit_says_which_words_speak_for_it() -> None:
    (hit,) = service_lexicon().search("할머니 말동무가 필요해요", 1)
    assert hit.code == "companionship"
    assert "말동무" in hit.matched_words


@pytest.mark.parametrize("text", ["", "   ", "!?", "ㅎㅎㅎ"])
def test_a_text_that_says_nothing_finds_nothing(text: str) -> None:
    assert service_lexicon().search(text) == ()


def test_names_of_older_people_share_a_group() -> None:
    assert groups_in("독거노인")["어르신"] == "노인"
    assert "홀몸" in groups_in("홀몸어르신")


def test_a_single_syllable_counts_only_at_the_start_of_a_word() -> None:
    assert "약" in groups_in("약을 드세요")
    assert "약" not in groups_in("계약을 했어요")


def test_no_group_repeats_a_word() -> None:
    for words in synonym_groups().values():
        assert len(set(words)) == len(words)
