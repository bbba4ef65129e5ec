import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tests.viz.scenes import HOSTILE
from viz.labels import clean, em, wrap


@given(st.text())
def test_a_clean_label_has_no_control_direction_or_private_character(text):
    assert not [letter for letter in clean(text) if unicodedata.category(letter).startswith("C")]


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


def test_direction_marks_are_taken_out():
    assert clean("\u202e김○○\u202c") == "김○○"


def test_a_label_of_nothing_visible_is_still_a_label():
    assert clean("\u200b\u202e \n") == "(?)"


def test_a_stack_of_marks_cannot_paint_over_the_next_box():
    assert sum(unicodedata.combining(letter) > 0 for letter in clean("x" + "\u0301" * 30)) <= 2


def test_decomposed_hangul_becomes_syllables():
    assert clean(unicodedata.normalize("NFD", "한빛교회")) == "한빛교회"


@given(st.text(min_size=1, max_size=90) | st.sampled_from(HOSTILE))
def test_a_wrapped_label_keeps_to_its_lines_and_width(text):
    lines = wrap(clean(text), limits=(6.0, 7.0, 9.5), lines=3)
    assert 1 <= len(lines) <= 3
    assert all(em(line) <= 9.5 + 1.5 for line in lines)


@given(st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=20))
def test_twenty_syllables_are_shown_whole(name):
    assert "".join(wrap(name, limits=(6.0, 7.0, 9.5), lines=3)) == name


def test_words_are_broken_at_blanks():
    assert wrap("행정복지센터 맞춤형복지팀", limits=(6.0, 7.0, 8.0), lines=3) == (
        "행정복지센터",
        "맞춤형복지팀",
    )


def test_no_syllable_is_left_alone_on_a_line():
    assert min(len(line) for line in wrap("새솔종합사회복지관경로식당", limits=(6.0, 7.0, 9.5), lines=3)) > 1


def test_what_cannot_be_shown_whole_says_so():
    assert wrap("가" * 80, limits=(6.0, 9.5), lines=3)[-1].endswith("…")
