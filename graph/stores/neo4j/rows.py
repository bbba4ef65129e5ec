"""Nodes and rows of answers as records, units, changes and log entries, and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from neo4j.spatial import WGS84Point

from graph.records.registry import Record
from graph.store import Change, Kept, LogEntry
from graph.stores.checks import Checked
from graph.stores.codec import codec
from graph.stores.columns import encode_moment
from graph.stores.neo4j import queries as q
from graph.stores.neo4j.running import Run
from graph.stores.terms import terms_in, terms_of
from graph.stores.words import SearchQuery, searched_text

_UNITS_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of work; what it wrote has the sequence numbers from ``first`` to ``last``."""

    id: str
    at: datetime
    by: str
    why: str
    first: int
    last: int


class Units:
    """Units by id, kept once read: they never change."""

    def __init__(self) -> None:
        """None is known yet."""
        self._known: dict[str, UnitRow] = {}

    def find(self, run: Run, ids: Iterable[str]) -> Mapping[str, UnitRow]:
        """Those of the units that exist."""
        known = self._known
        wanted = set(ids)
        missing = sorted(wanted - known.keys())
        found = {i: known[i] for i in wanted if i in known}
        if missing:
            for record_id, at, by, why, first, last in run(q.UNITS, {"ids": missing}):
                found[record_id] = UnitRow(record_id, datetime.fromisoformat(at), by, why, first, last)
            if len(known) > _UNITS_KEPT:
                known = {}
            self._known = known | found
        return found


def kept_of(
    kind: type[Any], row: Sequence[Any], units: Mapping[str, UnitRow], *, removed: bool = False
) -> Kept[Any]:
    """Column values with version and unit behind."""
    of_kind = codec(kind)
    width = len(of_kind.names)
    unit = units[row[width + 1]]
    return Kept(of_kind.decode(row), row[width], unit.at, unit.by, unit.why, unit.id, removed)


def change_of(row: Sequence[Any]) -> Change:
    """A row that begins with what a change tells."""
    return Change(row[0], row[1], row[2], row[3], bool(row[4]))


def version_row(
    item: Checked, version: int, sequence: int, before: int | None, unit: str, *, removed: bool
) -> dict[str, Any]:
    """What ``ADD_VERSIONS`` and ``REPLACE`` take: the node of a version and the ids that it refers to."""
    of_kind = codec(item.kind)
    name = item.kind.__name__
    properties: dict[str, Any] = {
        column: value for column, value in zip(of_kind.names, item.row, strict=True) if value is not None
    }
    properties |= {"_type": name, "_version": version, "_seq": sequence, "_unit": unit}
    if removed:
        properties["_removed"] = True
    else:
        properties |= found_by(item)
    return {
        "id": item.id,
        "seq": sequence,
        "before": before,
        "labels": ["Version", name] if removed else ["Version", "Present", name],
        "properties": properties,
        "references": [
            {"type": field.upper(), "to": to}
            for field in of_kind.references
            if (to := item.row[of_kind.at[field]]) is not None
        ],
    }


FOUND_BY = ("_point", "_lines", "_names", "_terms")
"""The properties that ``found_by`` gives."""


def found_by(item: Checked) -> dict[str, Any]:
    """What a search by words and by place looks at."""
    found: dict[str, Any] = {}
    point = codec(item.kind).point
    if point is not None:
        latitude, longitude = item.row[point[0]], item.row[point[1]]
        if isinstance(latitude, float) and isinstance(longitude, float):
            found["_point"] = WGS84Point((longitude, latitude))
    text = searched_text(item.kind, item.row)
    if text is not None:
        narrow = " ".join([_kind_term(item.kind), *_dong_terms(item.dong)])
        found |= {"_lines": text.lines, "_names": list(text.names), "_terms": f"{terms_of(text)} {narrow}"}
    return found


def _kind_term(kind: type[Record]) -> str:
    return f"={kind.__name__}"


def _dong_terms(dong: str | None) -> list[str]:
    return [f"@{dong}"] if dong is not None and dong.isalnum() else []


_TERMS = 60


def lucene(query: SearchQuery, kinds: Sequence[type[Record]], dong: str | None) -> str | None:
    """The expression of Lucene that finds every text the query may occur in, or None without words.

    A long query is looked for by its first terms: what is found is compared with all of it anyway.
    """
    whole, begun = terms_in(query)
    terms = [*(f'"{term}"' for term in whole[:_TERMS]), *(f"{term}*" for term in begun[:_TERMS])]
    if not terms:
        return None
    terms += [f'"{term}"' for term in _dong_terms(dong)]
    if kinds:
        terms.append("(" + " OR ".join(f'"{_kind_term(kind)}"' for kind in kinds) + ")")
    return " AND ".join(terms)


def properties_of(entry: LogEntry, key: str) -> dict[str, Any]:
    """A log entry as the properties of its node."""
    return {
        "number": entry.number,
        "key": key,
        "at": encode_moment(entry.at),
        "action": entry.action.value,
        "by": entry.by,
        "purpose": entry.purpose,
        "recipient": entry.recipient,
        "subjects": list(entry.subjects),
        "what": entry.what,
        "place": entry.place,
        "digest": entry.digest,
    }
