"""The shape of a closed vocabulary: codes that carry a Korean and an English label."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, Self

Language = Literal["ko", "en"]


class Word(StrEnum):
    """A vocabulary whose members are written ``NAME = "code", "한국어", "English"``."""

    ko: str
    en: str

    def __new__(cls, code: str, ko: str = "", en: str = "") -> Self:
        """Keep the code as the value and both labels beside it; looking one up needs the code alone."""
        word = str.__new__(cls, code)
        word._value_ = code
        word.ko = ko
        word.en = en
        return word

    def label(self, language: Language) -> str:
        """The word as people of that language read it."""
        return self.ko if language == "ko" else self.en
