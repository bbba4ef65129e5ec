"""Looks at a sheet before anything is written: each row against what the store holds, into a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from graph.errors import RecordInvalid
from graph.records.imports import Import
from graph.records.registry import IdMaker, Record
from graph.text.resident_number import find_resident_number
from importers.canonical import row_key
from importers.dong import AreaIndex, How
from importers.duplicates import possible_duplicates
from importers.errors import CellRefused, RowRefused
from importers.grouping import grouped
from importers.identity import Identified, Identifier
from importers.known import KnownRecords, Scope
from importers.locate import Locator, Position
from importers.mapping import Mapping
from importers.merge import EditedByHand, FieldChange, merge
from importers.plan import ImportPlan, Made, MissingRow, RowPlan, RowState
from importers.progress import Progress, silent
from importers.reading.sheet import Sheet
from importers.rows import Columns, RecordReader, assembled

_REPORT_EVERY = 1000


def look(
    sheet: Sheet,
    mapping: Mapping,
    known: KnownRecords,
    *,
    today: date,
    ids: IdMaker,
    scope: Scope | None = None,
    progress: Progress = silent,
) -> ImportPlan:
    """What importing the sheet would do; writes nothing.

    Raises:
        SheetUnreadable: the file breaks off in the middle.
    """
    return _Look(sheet, mapping, known, today, ids, scope or Scope()).plan(progress)


class _Look:
    def __init__(
        self, sheet: Sheet, mapping: Mapping, known: KnownRecords, today: date, ids: IdMaker, scope: Scope
    ) -> None:
        self._sheet, self._mapping, self._known = sheet, mapping, known
        self._today, self._ids, self._scope = today, ids, scope
        self._columns = Columns(mapping, sheet.header)
        self._areas = AreaIndex(known.areas, today=today)
        self._locator = Locator(mapping, self._areas, scope, self._columns.cell)
        self._readers = [RecordReader(rule, self._columns, strict=mapping.strict) for rule in mapping.records]
        self._identifier = Identifier(mapping, self._columns, known, ids)
        self._numeric = self._numeric_columns()
        self._rows: list[RowPlan] = []
        self._seen: dict[str, tuple[int, int]] = {}
        self._shared: dict[str, Record] = {}
        self._stood_for: set[str] = set()

    def plan(self, progress: Progress) -> ImportPlan:
        expected = max(self._sheet.expected_rows, 1)
        for done, (line, cells) in enumerate(grouped(self._sheet, self._mapping, self._columns), start=1):
            self._rows.append(self._row(line, cells))
            if done % _REPORT_EVERY == 0:
                progress(min(done, expected), expected)
        progress(expected, expected)
        return ImportPlan(
            import_id=self._ids.new(Import),
            mapping=self._mapping,
            file_name=self._sheet.file,
            file_digest=self._sheet.digest,
            header=self._sheet.header,
            dong=self._scope.team_dong,
            rows=self._with_cells(),
            missing_now=self._missing(),
            duplicates=possible_duplicates(self._rows, self._known.records.values()),
            columns=tuple(count for reader in self._readers for count in reader.counts),
            unused_columns=self._columns.unused(),
        )

    def _row(self, line: int, cells: Sequence[str]) -> RowPlan:
        try:
            self._refuse_resident_numbers(cells)
            self._refuse_overlong(cells)
            position = self._locator.locate(cells)
            if self._scope.within and position.located.within(self._scope.within) is False:
                return RowPlan(line, RowState.OTHER_AREA)
            return self._planned(line, cells, position)
        except CellRefused as refused:
            return self._refusal(line, refused.column, refused.ko, refused.en)
        except RecordInvalid as invalid:
            column = self._column_of(str(invalid.fields["record"]), str(invalid.fields["field"]))
            return self._refusal(line, column, str(invalid.fields["ko"]), str(invalid.fields["en"]))

    def _planned(self, line: int, cells: Sequence[str], position: Position) -> RowPlan:
        made: list[Made] = []
        changes: list[FieldChange] = []
        edited: list[EditedByHand] = []
        stands_for: dict[str, str] = {}
        held: list[Record] = []
        new = removed = False
        dong = self._dong(position)
        for reader in self._readers:
            if not reader.given(cells):
                continue
            who = self._identifier.identify(reader.rule, cells)
            self._refuse_twice(reader, who, line)
            if who.removed:
                removed = True
                stands_for[reader.rule.part] = who.id
                continue
            values = self._values(reader, cells, line, who.current, position, stands_for)
            record, one = self._made(reader, who, values, dong, position, changes, edited)
            stands_for[reader.rule.part] = record.id
            held.append(record)
            if one is not None:
                new = new or who.current is None
                made.append(one)
        self._stood_for.update(stands_for.values())
        conflict = removed or any(edit.file_changed for edit in edited)
        state = (
            RowState.CONFLICT if conflict
            else RowState.NEW if new
            else RowState.CHANGED if made
            else RowState.UNCHANGED
        )
        return RowPlan(
            line,
            state,
            tuple(stands_for.values()),
            tuple(made),
            tuple(changes),
            tuple(edited),
            expired=any(self._has_expired(record) for record in held),
            dong_undecided=position.located.dong is None,
        )

    def _values(
        self,
        reader: RecordReader,
        cells: Sequence[str],
        line: int,
        current: Record | None,
        position: Position,
        stands_for: dict[str, str],
    ) -> dict[str, Any]:
        values = assembled(reader.rule.kind, reader.read(cells, line, current))
        if reader.takes_place:
            values["place"] = position.place
        for field, part in reader.references.items():
            values[field] = stands_for.get(part)
        for field, source in reader.lookups:
            values[field] = self._identifier.refer(reader.rule, field, source.columns[0], cells)
        return values

    def _made(
        self,
        reader: RecordReader,
        who: Identified,
        values: dict[str, Any],
        dong: str,
        position: Position,
        changes: list[FieldChange],
        edited: list[EditedByHand],
    ) -> tuple[Record, Made | None]:
        """The record a part stands for, and what is to be put for it."""
        names = tuple(values)
        if who.current is None:
            shared = self._shared.get(who.key)
            if shared is not None:
                return shared, None
            record: Record = reader.rule.kind(**{"dong": dong, **values, "id": who.id})  # type: ignore[call-arg]
            if reader.rule.shared:
                self._shared[who.key] = record
            return record, Made(record, who.key, names, who.source_id)
        if position.located.how not in (How.TEAM, How.UNKNOWN):
            values.setdefault("dong", dong)
        kept = {name: value for name, value in values.items() if name not in reader.only_new}
        merged = merge(who.current, kept, who.base)
        changes.extend(merged.changes)
        edited.extend(merged.edited)
        if merged.record is None:
            return who.current, None
        held_back = {edit.field: (who.base or {}).get(edit.field) for edit in merged.edited}
        return merged.record, Made(merged.record, who.key, tuple(kept), who.source_id, held_back)

    def _dong(self, position: Position) -> str:
        """The dong that will keep the row's records."""
        located = position.located
        if located.dong is not None:
            return located.dong
        if any("dong" in reader.rule.fields for reader in self._readers):
            return ""
        if self._scope.keep_undecided and self._scope.team_dong is not None:
            return self._scope.team_dong
        names = ", ".join(self._areas.names[code] for code in located.candidates[:5])
        place = self._mapping.place
        column = self._columns.title(place.addresses[0]) if place and place.addresses else None
        raise CellRefused(
            "주소만으로 행정동을 정할 수 없습니다."
            + (f" 가능한 행정동: {names}." if names else "")
            + " '행정동' 열을 더해 이름이나 코드를 적으십시오.",
            "The address alone does not tell the dong."
            + (f" It may be: {names}." if names else "")
            + " Add a column '행정동' with its name or code.",
            column,
        )

    def _refuse_twice(self, reader: RecordReader, who: Identified, line: int) -> None:
        """A key that occurs twice is refused on both lines."""
        if reader.rule.shared:
            return
        first = self._seen.setdefault(who.key, (line, len(self._rows)))
        if first[0] == line:
            return
        column = self._columns.title(reader.rule.key[0])
        if self._rows[first[1]].state is not RowState.REFUSED:
            self._rows[first[1]] = self._refusal(first[0], column, *_same_key(line))
        raise CellRefused(*_same_key(first[0]), column)

    def _refuse_resident_numbers(self, cells: Sequence[str]) -> None:
        for at, cell in enumerate(cells):
            if len(cell) > 12 and at not in self._numeric and find_resident_number(cell):
                column = self._sheet.header[at] if at < len(self._sheet.header) else ""
                raise CellRefused(
                    "주민등록번호로 보이는 값이 있습니다. 지우고 생년월일만 적으십시오.",
                    "It holds what looks like a resident registration number. Remove it; a birth date is enough.",
                    column,
                )

    def _refuse_overlong(self, cells: Sequence[str]) -> None:
        if any(cell.strip() for cell in cells[len(self._sheet.header) :]):
            raise CellRefused(
                "머리글보다 칸이 많습니다. 쉼표가 든 칸을 큰따옴표로 묶으십시오.",
                "The row has more cells than the header. Quote cells that hold the separator.",
                self._sheet.header[-1],
            )

    def _refusal(self, line: int, column: str | None, ko: str, en: str) -> RowPlan:
        problem = RowRefused(self._sheet.file, line, column or "", ko, en)
        return RowPlan(line, RowState.REFUSED, problem=problem)

    def _column_of(self, record: str, field: str) -> str:
        """The header that a field of a record is read from; the field's own name where there is none."""
        for rule in self._mapping.records:
            for path, source in rule.fields.items():
                if source.columns and path.rpartition(".")[2] == field and record in (rule.type, "Eligibility"):
                    return self._columns.title(source.columns[0])
        return field

    def _numeric_columns(self) -> frozenset[int]:
        """Columns of coordinates and geometry, which no resident number can stand in."""
        place = self._mapping.place
        names = [name for name in (place.latitude, place.longitude) if name] if place else []
        for rule in self._mapping.records:
            names += [c for source in rule.fields.values() if source.read == "json" for c in source.columns]
        return frozenset(at for at in map(self._columns.at, names) if at is not None)

    def _has_expired(self, record: Record) -> bool:
        last = getattr(record, "valid_to", None)
        return last is not None and last < self._today

    def _missing(self) -> tuple[MissingRow, ...]:
        """Records that an earlier file of this mapping had; a row refused now is not missing."""
        rows = (row for row in self._known.rows.values() if row.mapping == self._mapping.name)
        gone = (r for r in rows if r.record not in self._stood_for and r.record in self._known.records)
        return tuple(
            MissingRow(row.record, row.record_type, row.line)
            for row in sorted(gone, key=lambda r: (r.line, r.record))
        )

    def _with_cells(self) -> tuple[RowPlan, ...]:
        """The rows, those refused with their cells as the file has them, read again."""
        refused = {row.line for row in self._rows if row.state is RowState.REFUSED}
        if not refused:
            return tuple(self._rows)
        cells = {line: tuple(found) for line, found in self._sheet.rows() if line in refused}
        return tuple(replace(row, cells=cells[row.line]) if row.line in cells else row for row in self._rows)


def _same_key(line: int) -> tuple[str, str]:
    return (
        f"{line}행과 식별 열의 값이 같습니다. 하나를 지우거나 구별되게 고치십시오.",
        f"Its key is the same as that of line {line}. Remove one or tell them apart.",
    )
