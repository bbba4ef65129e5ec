"""Records from the plain values that faces send: column names to texts, numbers, lists."""

from __future__ import annotations

from collections.abc import Mapping

from graph.errors import RecordInvalid
from graph.records.registry import Record
from graph.store import Primitive
from graph.stores.codec import column_names, decode, encode
from graph.stores.columns import compact

RESERVED = frozenset({"id", "dong"})


def record_from(
    kind: type[Record], record_id: str, dong: str, fields: Mapping[str, object], base: Record | None
) -> Record:
    """A record of the given values over those of ``base``; a place's parts are named ``place.address``.

    Raises:
        RecordInvalid: a name is no field of the type, or a value does not fit.
    """
    known = frozenset(column_names(kind))
    for name in fields:
        if name in RESERVED or name not in known:
            ko, en = (
                "그런 칸은 없거나 직접 바꿀 수 없습니다.",
                "There is no such field, or it is not set directly.",
            )
            raise RecordInvalid(kind.__name__, name if name in known else "?", ko, en)
    values: dict[str, Primitive] = {} if base is None else encode(base)
    values.update({name: _primitive(value) for name, value in fields.items()})
    values.update(id=record_id, dong=dong)
    return decode(kind, values)


def _primitive(value: object) -> Primitive:
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, str | int | float):
        return value
    return compact(value)
