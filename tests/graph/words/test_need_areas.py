"""The need areas are the ten of the guidance and 기타, with stable codes."""

import csv
from pathlib import Path

import pytest

from graph.errors import WordUnknown
from graph.words.need_areas import area_of, children, need_word, need_words, sub_area_of


def test_there_are_ten_areas_and_other() -> None:
    assert [word.code for word in children()] == [
        "safety", "health", "daily_living", "family", "social", "economy", "education", "employment",
        "living_environment", "legal_rights", "other",
    ]  # fmt: skip


def test_every_parent_exists_one_level_up() -> None:
    levels = ("area", "sub_area", "item")
    for word in need_words().values():
        if word.parent is None:
            assert word.level == "area"
        else:
            assert levels.index(need_word(word.parent).level) == levels.index(word.level) - 1


def test_siblings_are_numbered_without_gap() -> None:
    for code in (None, *need_words()):
        assert [word.order for word in children(code)] == list(range(1, len(children(code)) + 1))


def test_every_word_has_both_labels() -> None:
    assert all(word.ko.strip() and word.en.strip() for word in need_words().values())


def test_an_item_knows_its_area_and_sub_area() -> None:
    assert area_of("daily_living.basic.meals").ko == "일상생활유지"
    sub_area = sub_area_of("daily_living.basic.meals")
    assert sub_area is not None
    assert sub_area.code == "daily_living.basic"
    assert sub_area_of("other") is None


@pytest.mark.parametrize("ask", [need_word, area_of, sub_area_of, children])
def test_an_unknown_code_is_refused(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(WordUnknown) as refused:
        ask("daily_living.nothing")
    assert "daily_living.nothing" in refused.value.ko


@pytest.mark.real_data
def test_the_words_are_those_of_the_official_list(shared_data: Path) -> None:
    rows = csv.DictReader((shared_data / "need_areas.csv").read_text(encoding="utf-8").splitlines())
    official = [(row["area"], row["sub_area"], row["item"]) for row in rows if row["item"]]
    ours = []
    for word in need_words().values():
        if word.level == "item":
            assert word.parent is not None
            ours.append((area_of(word.code).ko, need_word(word.parent).ko, word.ko))
    assert ours == official
