"""Sentences as records keep them: the phrase's key, and its values as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from graph.text.sentence import Sentence, Subject, Value
from graph.words.word import Word


def kept_values(sentence: Sentence) -> str:
    """The values of a sentence as JSON that ``kept_sentence`` reads again."""
    return json.dumps({gap: _plain(value) for gap, value in sentence.values.items()}, ensure_ascii=False)


def kept_sentence(key: str, values: str) -> Sentence:
    """The sentence that was kept."""
    return Sentence(key, {gap: _value(plain) for gap, plain in json.loads(values).items()})


def _plain(value: Value) -> object:
    match value:
        case Subject():
            return {"id": value.id}
        case Word():
            return {"word": value.value, "of": type(value).__name__}
        case date():
            return {"day": value.isoformat()}
        case tuple():
            return [_plain(one) for one in value]
        case _:
            return value


def _value(plain: Any) -> Value:
    match plain:
        case {"id": str(record_id)}:
            return Subject(record_id)
        case {"word": str(code), "of": str(name)}:
            return next((kind(code) for kind in _words(Word) if kind.__name__ == name), code)
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case list():
            return tuple(one for one in map(_value, plain) if isinstance(one, str))
        case _:
            found: str | int | float = plain
            return found


def _words(kind: type[Word]) -> Iterator[type[Word]]:
    for inner in kind.__subclasses__():
        yield inner
        yield from _words(inner)
