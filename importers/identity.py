"""Which record a row is about: by its id, by the row that made it, or by fields that tell it apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from typing import Any, NamedTuple

from graph.records.fields import field_specs
from graph.records.imports import SourceRow
from graph.records.registry import IdMaker, Record, type_of
from graph.text.normalise import fold
from importers.canonical import base_of, read_base, row_key
from importers.compact import Met, Texts
from importers.errors import CellRefused
from importers.known import KnownRecords
from importers.mapping import Mapping, RecordRule
from importers.reading.numbers import read_whole
from importers.reading.text import one_line
from importers.rows import Columns

_MADE_ID = re.compile(r"[a-z]+-[0-9a-z]{16}")
_BRACKETED_ID = re.compile(r"\(([a-z]+-[0-9a-z]+)\)$")


class Identified(NamedTuple):
    """The record of a row: its id and key, itself if known, and the values it was last imported with.

    ``source_id`` is unset where no row stands behind it yet.
    """

    id: str
    key: str
    source_id: str | None = None
    current: Record | None = None
    base: AnyMapping[str, Any] | None = None
    removed: bool = False


class Identifier:
    """Finds the records that rows are about, and those that cells refer to."""

    def __init__(self, mapping: Mapping, columns: Columns, known: KnownRecords, ids: IdMaker) -> None:
        self._mapping, self._columns, self._known, self._ids = mapping, columns, known, ids
        self._new, self._new_ids = Met(), Texts()
        self._matches: dict[str, dict[tuple[str, ...], list[Record]]] = {}

    def identify(self, rule: RecordRule, cells: Sequence[str]) -> Identified:
        """The record that a part of the row is about; a new one gets a new id.

        Raises:
            CellRefused: the id column holds an id that is not known, or the key columns are all empty.
        """
        given = self._columns.cell(cells, rule.id).strip() if rule.id else ""
        if given and self._is_id(given, rule):
            return self._by_id(rule, given, cells)
        named = self._named(rule, cells)
        if not any(named):
            raise CellRefused(
                "행을 구별할 값이 비어 있습니다. 식별 열을 채우십시오.",
                "The columns that tell rows apart are empty. Fill them.",
                self._columns.title(rule.key[0]),
            )
        key = row_key(rule.part, named)
        row = self._known.rows.get(key)
        if row is not None:
            return self._by_row(row)
        matched = self._matched(rule, named) if rule.match else None
        if matched is not None:
            return Identified(matched.id, key, current=matched)
        if not rule.shared:
            return Identified(self._ids.new(rule.kind), key)
        at = self._new.first(key, len(self._new_ids))
        if at == len(self._new_ids):
            self._new_ids.append(self._ids.new(rule.kind))
        return Identified(self._new_ids[at], key)

    def known_id(self, rule: RecordRule, cells: Sequence[str]) -> tuple[str, ...]:
        """The id of the known record that a row names, if any; refuses nothing."""
        given = self._columns.cell(cells, rule.id).strip() if rule.id else ""
        if given in self._known.records:
            return (given,)
        row = self._known.rows.get(row_key(rule.part, self._named(rule, cells)))
        return () if row is None else (row.record,)

    def _named(self, rule: RecordRule, cells: Sequence[str]) -> list[str]:
        return [one_line(self._columns.cell(cells, name)) for name in rule.key]

    def _is_id(self, text: str, rule: RecordRule) -> bool:
        """Whether an id cell holds an id; where the column is the key too, it may hold a mark instead."""
        if rule.id not in rule.key or text in self._known.records:
            return True
        return type_of(text) is rule.kind and _MADE_ID.fullmatch(text) is not None

    def _by_id(self, rule: RecordRule, given: str, cells: Sequence[str]) -> Identified:
        current = self._known.records.get(given)
        if current is None or not isinstance(current, rule.kind):
            raise CellRefused(
                "이 번호의 기록이 없습니다. 새로 등록하려면 번호 칸을 비우십시오.",
                "No record has this id. Leave the cell empty to register a new one.",
                self._columns.title(rule.id),
            )
        row = self._known.row_of.get(given)
        base = None if row is None else read_base(row.values, rule.kind)
        exported = self._as_exported(rule, given, cells)
        if exported is not None:
            base = base_of(exported, field_specs(rule.kind))
        if row is not None:
            return Identified(given, row.key, row.id, current, base)
        return Identified(given, row_key(rule.part, ["id", given]), None, current, base)

    def _as_exported(self, rule: RecordRule, given: str, cells: Sequence[str]) -> Record | None:
        """The record as it stood when the sheet was written, by the version in the sheet."""
        if rule.version is None or self._known.at_version is None:
            return None
        version = read_whole(self._columns.cell(cells, rule.version))
        return None if version is None else self._known.at_version(given, version)

    def _by_row(self, row: SourceRow) -> Identified:
        current = self._known.records.get(row.record)
        if current is None:
            return Identified(row.record, row.key, row.id, removed=True)
        return Identified(row.record, row.key, row.id, current, read_base(row.values, type(current)))

    def _matched(self, rule: RecordRule, named: Sequence[str]) -> Record | None:
        """The one known record whose fields ``match`` equal the key cells."""
        if rule.part not in self._matches:
            found: dict[tuple[str, ...], list[Record]] = defaultdict(list)
            for record in self._known.records.values():
                if isinstance(record, rule.kind):
                    found[tuple(str(getattr(record, name)) for name in rule.match)].append(record)
            self._matches[rule.part] = found
        same = self._matches[rule.part].get(tuple(named), [])
        return same[0] if len(same) == 1 else None

    def refer(
        self, rule: RecordRule, field: str, column: str, cells: Sequence[str], current: Record | None
    ) -> str | None:
        """The id that a cell refers to: an id, a name that one record has, or both as 김하나 (p-…).

        Raises:
            CellRefused: nobody, or more than one, has that name or id.
        """
        text = one_line(self._columns.cell(cells, column))
        if not text:
            return None
        allowed = field_specs(rule.kind)[field].refers_to
        if bracketed := _BRACKETED_ID.search(text):
            text = bracketed[1]
        if current is not None and text == getattr(current, field):
            return text
        if text in self._known.records:
            if type(self._known.records[text]).__name__ in allowed:
                return text
        else:
            found = [i for kind in allowed for i in self._known.ids_by_name.get((kind, fold(text)), ())]
            if len(found) == 1:
                return found[0]
            if found:
                raise CellRefused(
                    f"같은 이름이 {len(found)}건 있습니다. 이름 대신 번호를 적으십시오.",
                    f"{len(found)} records have this name. Give the id instead.",
                    self._columns.title(column),
                )
        raise CellRefused(
            "그런 이름이나 번호의 기록이 없습니다. 먼저 등록하거나 번호를 확인하십시오.",
            "No record has this name or id. Register it first, or check the id.",
            self._columns.title(column),
        )
