import string

from viz import words
from viz.scene import Change, Flow, Ring, Strain, Strength


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_word_exists_in_both_languages_with_the_same_fields():
    for key in words.every_key():
        ko, en = words.word(key, "ko"), words.word(key, "en")
        assert fields(ko) == fields(en), key
        assert min(len(ko), len(en)) > 0, key


def test_every_value_of_the_picture_has_a_word():
    wanted = {
        f"{group}.{value}"
        for group, values in (("strength", Strength), ("strain", Strain), ("flow", Flow), ("change", Change))
        for value in values
    }
    assert wanted | {f"ring.{ring.value}" for ring in Ring} <= words.every_key()


def test_braces_in_a_value_stay_braces():
    assert words.word("source", "ko", source="{day} {0}") == "출처: {day} {0}"
