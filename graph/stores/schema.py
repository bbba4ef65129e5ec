"""The records as JSON Schema: names, types, labels, units, privacy and origin of every field.

``python -m graph.stores.schema`` writes ``graph/schema.json``.
"""

import json
from dataclasses import MISSING, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from graph.records.fields import field_specs
from graph.records.registry import PREFIXES, RECORD_TYPES
from graph.records.values import Slots
from graph.stores.columns import without_none
from graph.words.word import Word

PATH = Path(__file__).parents[1] / "schema.json"

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Slots: {"type": "string", "pattern": "^[0-9a-f]{84}$"},
}


def schema() -> dict[str, Any]:
    """The JSON Schema of all record types, with the values they are made of."""
    definitions: dict[str, Any] = {}
    for name, kind in RECORD_TYPES.items():
        definitions[name] = _object(kind, definitions) | {"x-prefix": PREFIXES[kind]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Pumasi records",
        "$defs": dict(sorted(definitions.items())),
    }


def _object(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    specs = field_specs(kind)
    properties = {}
    for field in fields(kind):
        spec = specs[field.name]
        described: dict[str, Any] = {
            "title": spec.ko,
            "x-title-en": spec.en,
            "x-privacy": spec.privacy.value,
            "x-origin": spec.origin.value,
        }
        if spec.unit is not None:
            described["x-unit"] = spec.unit
        if spec.refers_to:
            described |= {"x-refers-to": list(spec.refers_to), "x-forget": spec.forget}
        properties[field.name] = _typed(hints[field.name], definitions) | described
    needed = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
    return {
        "description": (kind.__doc__ or "").strip().splitlines()[0],
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _typed(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    inner, nullable = without_none(hint)
    found = _named(inner, definitions)
    return {"anyOf": [found, {"type": "null"}]} if nullable else found


def _named(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if get_origin(hint) is frozenset:
        return {"type": "array", "uniqueItems": True, "items": _named(get_args(hint)[0], definitions)}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _named(get_args(hint)[0], definitions)}
    name: str = hint.__name__
    if name not in definitions:
        definitions[name] = _word(hint) if issubclass(hint, Word) else _object(hint, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _word(word: type[Word]) -> dict[str, Any]:
    return {
        "type": "string",
        "enum": [member.value for member in word],
        "x-labels": {member.value: {"ko": member.ko, "en": member.en} for member in word},
    }


def as_text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(as_text(), encoding="utf-8")
