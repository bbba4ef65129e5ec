"""Members of a closed vocabulary by code or by label."""

from __future__ import annotations

import re
from functools import cache
from typing import TypeVar

from graph.words.word import Word
from importers.errors import CellRefused
from importers.reading.remembered import remembered

W = TypeVar("W", bound=Word)
_SEPARATOR = re.compile(r"[+,;/\n]")
_SHOWN = 20


@cache
def _by_spelling(vocabulary: type[W]) -> dict[str, W]:
    found: dict[str, W] = {}
    for word in vocabulary:
        for spelling in (word.value, word.ko, word.en):
            found.setdefault(_folded(spelling), word)
    return found


def _folded(text: str) -> str:
    return "".join(text.split()).lower()


@remembered(4096)
def read_word(text: str, vocabulary: type[W]) -> W:
    """The word whose code, Korean or English label the text is.

    Raises:
        CellRefused: the vocabulary has no such word; the advice lists the words it has.
    """
    word: W | None = _by_spelling(vocabulary).get(_folded(text))
    if word is None:
        shown = list(vocabulary)[:_SHOWN]
        raise CellRefused(
            "목록에 없는 말입니다. 다음 가운데 하나를 적으십시오: " + ", ".join(w.ko for w in shown),
            "It is not in the list. Write one of: " + ", ".join(w.en for w in shown),
        )
    return word


def split_list(text: str) -> tuple[str, ...]:
    """The items of a cell that holds several, as in 월+화 or 개, 고양이."""
    return tuple(item for part in _SEPARATOR.split(text) if (item := part.strip()))


@remembered(4096)
def read_words(text: str, vocabulary: type[W]) -> frozenset[W]:
    """The words of a list; a label that itself holds a separator is found first.

    Raises:
        CellRefused: one item is not in the vocabulary.
    """
    whole = _by_spelling(vocabulary).get(_folded(text))
    if whole is not None:
        return frozenset({whole})
    return frozenset(read_word(item, vocabulary) for item in split_list(text))
