"""Puts a sentence's values into its phrase: words, numbers, days, and the particles that fit."""

from __future__ import annotations

import string
from collections.abc import Callable
from datetime import date
from typing import cast

from graph.text.particles import Particle, with_particle
from graph.text.sentence import Phrase, Sentence, Subject, Value
from graph.words.word import Language, Word

_FORMATTER = string.Formatter()


def render(sentence: Sentence, language: Language, name: Callable[[str], str]) -> str:
    """Say a sentence; ``name`` turns a subject's id into what the reader may call it.

    A gap is ``{gap}``, or in Korean ``{gap:이/가}`` with the particle to choose.

    Raises:
        KeyError: the phrase does not exist or a value is missing.
    """
    parts: list[str] = []
    for literal, gap, particle, _ in _FORMATTER.parse(Phrase.of(sentence.key).template(language)):
        parts.append(literal)
        if gap is not None:
            text = say_value(sentence.values[gap], language, name)
            parts.append(with_particle(text, cast(Particle, particle)) if particle else text)
    return "".join(parts)


def say_value(value: Value, language: Language, name: Callable[[str], str]) -> str:
    """One value as people of that language read it."""
    match value:
        case Subject():
            return name(value.id)
        case Word():
            return value.label(language)
        case date():
            return say_day(value, language)
        case float():
            return f"{value:,.1f}".removesuffix(".0")
        case int():
            return f"{value:,}"
        case tuple():
            return ("·" if language == "ko" else ", ").join(say_value(one, language, name) for one in value)
        case _:
            return value


def say_day(day: date, language: Language) -> str:
    """A day as an office writes it: 2026. 11. 22., or 22 Nov 2026."""
    if language == "ko":
        return f"{day.year}. {day.month}. {day.day}."
    return f"{day.day} {day:%b} {day.year}"
