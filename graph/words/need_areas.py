"""The ten need areas of integrated case management, their sub-areas and items, and 기타.

Source: 2024 희망복지지원단 업무안내 (ten areas and other). A code never changes; a label may.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from graph.errors import WordUnknown

NeedLevel = Literal["area", "sub_area", "item"]
_LEVELS: tuple[NeedLevel, ...] = ("area", "sub_area", "item")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWord:
    """One area, sub-area or item of need; its code is the path from the area, joined by dots."""

    code: str
    ko: str
    en: str
    level: NeedLevel
    parent: str | None
    order: int

    def label(self, language: str) -> str:
        """Return the Korean label for "ko", the English one otherwise."""
        return self.ko if language == "ko" else self.en


@cache
def need_words() -> Mapping[str, NeedWord]:
    """Return every need word by code: areas in their official order, each followed by what it holds."""
    text = (resources.files("graph.words") / "data" / "need_areas.csv").read_text(encoding="utf-8")
    words: dict[str, NeedWord] = {}
    for row in csv.DictReader(text.splitlines()):
        code = row["code"]
        words[code] = NeedWord(
            code=code,
            ko=row["ko"],
            en=row["en"],
            level=_LEVELS[code.count(".")],
            parent=code.rpartition(".")[0] or None,
            order=int(row["order"]),
        )
    return MappingProxyType(words)


def need_word(code: str) -> NeedWord:
    """Return the need word of a code.

    Raises:
        WordUnknown: no area, sub-area or item has this code.
    """
    try:
        return need_words()[code]
    except KeyError:
        raise WordUnknown(vocabulary="need_areas", code=code) from None


def area_of(code: str) -> NeedWord:
    """Return the area that an area, sub-area or item belongs to.

    Raises:
        WordUnknown: no area, sub-area or item has this code.
    """
    return need_word(need_word(code).code.split(".", 1)[0])


def sub_area_of(code: str) -> NeedWord | None:
    """Return the sub-area of an item or sub-area; None for a whole area.

    Raises:
        WordUnknown: no area, sub-area or item has this code.
    """
    word = need_word(code)
    if word.level == "area":
        return None
    return word if word.level == "sub_area" else need_word(code.rpartition(".")[0])


@cache
def children(code: str | None = None) -> tuple[NeedWord, ...]:
    """Return the words directly below a code in their order, or the areas when no code is given.

    Raises:
        WordUnknown: no area, sub-area or item has this code.
    """
    if code is not None:
        need_word(code)
    below = (word for word in need_words().values() if word.parent == code)
    return tuple(sorted(below, key=lambda word: (word.order, word.code)))
