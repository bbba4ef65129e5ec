"""How the value of a field is said: words by their labels, days as an office writes them, what is unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Any

from graph.records.values import KeptReason, Place
from graph.text.kept import kept_sentence
from graph.text.masking import mask_address
from graph.text.render import say_day
from graph.text.sentence import Sentence
from graph.words.word import Language, Word


def unknown(language: Language) -> str:
    """How unknown is said."""
    return "확인 필요" if language == "ko" else "not known"


def say(
    value: Any, unit: str | None, language: Language, *, masked: bool, sentence: Callable[[Sentence], str]
) -> str:
    """A value with its unit in words; ``sentence`` says the reasons that were kept."""
    inner = partial(say, unit=None, language=language, masked=masked, sentence=sentence)
    match value:
        case None:
            return unknown(language)
        case bool():
            return ("예" if value else "아니요") if language == "ko" else ("yes" if value else "no")
        case Word():
            return value.label(language)
        case datetime():
            return value.isoformat(timespec="minutes")
        case date():
            return say_day(value, language)
        case int() | float():
            return f"{value:,.15g}" + (f" {unit}" if unit else "")
        case Place():
            return _say_place(value, language, masked)
        case KeptReason():
            return sentence(kept_sentence(value.key, value.values))
        case frozenset() | tuple():
            return ", ".join(sorted(map(inner, value))) or "-"
        case Enum() | str():
            return str(value)
        case _ if is_dataclass(value):
            parts = (getattr(value, field.name) for field in fields(value))
            return ", ".join(inner(part) for part in parts if part is not None)
        case _:
            return str(value)


def _say_place(place: Place, language: Language, masked: bool) -> str:
    if place.address is None:
        return place.tong or place.precision.label(language)
    return mask_address(place.address) if masked else place.address
