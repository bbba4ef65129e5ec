"""Sentences that stay data until a View says them: a phrase, its values, and the fields it cites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from graph.records.fields import FieldRef
from graph.words.word import Language, Word


@dataclass(frozen=True, slots=True)
class Subject:
    """A person, organisation or resource that a sentence mentions; the View alone gives it a name."""

    id: str


Value = str | int | float | date | Word | Subject | tuple[str, ...]
"""What fills a gap: numbers and days as they are, ``Subject`` for anyone who must be named.

A ``str`` is text that is public or already clean, never a name; to name somebody, use ``Subject``.
"""


class Phrase:
    """A sentence with gaps, in Korean and English; ``{helper:이/가}`` puts the particle that fits.

    Each key exists once; ``Phrase.of(key)`` finds it again for sentences that were kept.
    """

    _all: ClassVar[dict[str, Phrase]] = {}

    def __init__(self, key: str, ko: str, en: str) -> None:
        """Register the phrase under its key."""
        if key in Phrase._all:
            raise ValueError(f"the phrase {key} exists already")
        self.key, self.ko, self.en = key, ko, en
        Phrase._all[key] = self

    @staticmethod
    def of(key: str) -> Phrase:
        """The phrase of a key. Raises KeyError."""
        return Phrase._all[key]

    def template(self, language: Language) -> str:
        """The sentence with its gaps."""
        return self.ko if language == "ko" else self.en

    def say(self, *cites: FieldRef, **values: Value) -> Sentence:
        """A sentence of this phrase with its values and the fields it was read from."""
        return Sentence(self.key, values, cites)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A phrase's key, the values for its gaps, and the fields that it cites."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
    cites: tuple[FieldRef, ...] = ()
