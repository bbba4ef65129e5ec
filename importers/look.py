"""Looks at a sheet before anything is written: each row against what the store holds, into a plan."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from graph.errors import RecordInvalid
from graph.records.imports import Import, SourceRow
from graph.records.registry import IdMaker, Record
from importers.compact import Met
from importers.dong import AreaIndex, How
from importers.duplicates import Duplicates
from importers.errors import ERROR_COLUMN, CellRefused, RowRefused
from importers.grouping import grouped
from importers.guard import Guard
from importers.identity import Identified, Identifier
from importers.known import KnownRecords, Scope
from importers.locate import Locator, Position
from importers.mapping import Mapping
from importers.merge import EditedByHand, FieldChange, merge
from importers.packed import PackedRows
from importers.plan import ImportPlan, Made, MissingRow, RowPlan, RowState
from importers.progress import Progress, silent
from importers.readers import blank_value, needed_fields
from importers.reading.sheet import Sheet
from importers.resting import collector_resting
from importers.rows import Columns, RecordReader
from importers.shared import NO_HOME, Described, Shared, home_of

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
    with collector_resting():
        return _Look(sheet, mapping, known, today, ids, scope or Scope()).plan(progress)


class _Outcome(NamedTuple):
    home: int
    expired: bool
    made: Made | None = None
    changes: tuple[FieldChange, ...] = ()
    edited: tuple[EditedByHand, ...] = ()


class _Look:
    def __init__(
        self, sheet: Sheet, mapping: Mapping, known: KnownRecords, today: date, ids: IdMaker, scope: Scope
    ) -> None:
        self._sheet, self._mapping, self._known = sheet, mapping, known
        self._today, self._ids, self._scope = today, ids.many(), scope
        self._columns = Columns(mapping, sheet.header)
        self._areas = AreaIndex(known.areas, today=today)
        self._locator = Locator(mapping, self._areas, scope, self._columns)
        self._readers = [RecordReader(rule, self._columns, strict=mapping.strict) for rule in mapping.records]
        self._identifier = Identifier(mapping, self._columns, known, self._ids)
        self._guard = Guard(sheet, mapping, self._columns)
        self._rows = PackedRows()
        self._duplicates = Duplicates()
        self._seen, self._shared = Met(), Shared()
        self._refused_later: set[int] = set()
        self._shared_made: dict[str, Made] = {}
        self._agreeing_ids, self._agreeing_rows = array("q"), array("Q")
        self._stood_for: dict[str, int | None] = {}
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}

    def plan(self, progress: Progress) -> ImportPlan:
        expected = max(self._sheet.expected_rows, 1)
        for done, (line, cells) in enumerate(grouped(self._sheet, self._mapping, self._columns), start=1):
            row = self._row(line, cells)
            self._rows.append(row)
            for made in row.made:
                self._duplicates.file(made.record, line)
                self._shared_made.pop(made.record.id, None)
            if done % _REPORT_EVERY == 0:
                progress(min(done, expected), expected)
        progress(expected, expected)
        self._carry_shared()
        self._give_cells()
        return ImportPlan(
            import_id=self._ids.new(Import),
            mapping=self._mapping,
            file_name=self._sheet.file,
            file_digest=self._sheet.digest,
            header=self._sheet.header,
            dong=self._scope.team_dong,
            rows=self._rows,
            missing_now=self._missing(),
            duplicates=self._duplicates.pairs(
                self._known.records.values(), self._stood_for, self._refused_later
            ),
            columns=tuple(count for reader in self._readers for count in reader.counts),
            unused_columns=self._columns.unused(),
        )

    def _row(self, line: int, cells: Sequence[str]) -> RowPlan:
        try:
            self._guard.check(cells)
            position = self._located(cells)
            if self._scope.within and self._locator.within_scope(position) is False:
                return RowPlan(line, RowState.OTHER_AREA)
            return self._planned(line, cells, position)
        except CellRefused as refused:
            self._note_known(cells)
            return self._refusal(line, refused.column, refused.ko, refused.en)
        except RecordInvalid as invalid:
            self._note_known(cells)
            column = self._column_of(str(invalid.fields["record"]), str(invalid.fields["field"]))
            return self._refusal(line, column, str(invalid.fields["ko"]), str(invalid.fields["en"]))

    def _located(self, cells: Sequence[str]) -> Position:
        """Where the row is; a facility across the border that the team keeps comes back as it went out."""
        try:
            return self._locator.locate(cells)
        except CellRefused:
            known = (i for reader in self._readers for i in self._identifier.known_id(reader.rule, cells))
            if any(self._locator.still_says(cells, self._known.records.get(i)) for i in known):
                return self._locator.locate(cells, settled=True)
            raise

    def _note_known(self, cells: Sequence[str]) -> None:
        """A refused row still stands for the records it made before: they are not missing."""
        for reader in self._readers:
            for record in self._identifier.known_id(reader.rule, cells):
                self._stood_for.setdefault(record, None)

    def _planned(self, line: int, cells: Sequence[str], position: Position) -> RowPlan:
        made: list[Made] = []
        changes: list[FieldChange] = []
        edited: list[EditedByHand] = []
        stands_for: dict[str, str] = {}
        homes: dict[str | None, int] = {}
        known: list[str] = []
        new = removed = expired = False
        for reader in self._readers:
            if not reader.given(cells):
                continue
            who = self._identifier.identify(reader.rule, cells)
            self._refuse_twice(reader, who, line)
            stands_for[reader.rule.part] = who.id
            if who.current is not None:
                known.append(who.id)
            if who.removed:
                removed = True
                continue
            values = self._values(reader, cells, line, who.current, position, stands_for, homes)
            outcome = self._made(reader, who, values, position, line)
            homes[who.id] = outcome.home
            expired = expired or outcome.expired
            changes += outcome.changes
            edited += outcome.edited
            if outcome.made is not None:
                made.append(outcome.made)
                new = new or who.current is None
        self._stood_for.update(dict.fromkeys(known, line))
        conflict = removed or (bool(edited) and any(edit.file_changed for edit in edited))
        return RowPlan(
            line,
            _state(new=new, changed=bool(made), conflict=conflict),
            tuple(stands_for.values()),
            tuple(made),
            tuple(changes),
            tuple(edited),
            expired=expired,
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
        homes: dict[str | None, int],
    ) -> dict[str, Any]:
        values = reader.read(cells, line, current)
        if reader.takes_place and self._locator.reads_place:
            kept = reader.rule.id is not None and self._locator.still_says(cells, current)
            values["place"] = getattr(current, "place", None) if kept else position.place
        for field, part in reader.references.items():
            if part in stands_for or self._describes(part):
                values[field] = stands_for.get(part)
        if current is not None and getattr(current, "place", None) is None:
            # A member at the household's own place needs none of their own.
            home = homes.get(values.get("household"), NO_HOME)
            if home != NO_HOME and home == home_of(values.get("place")):
                values["place"] = None
        for field, source in reader.lookups:
            values[field] = self._identifier.refer(reader.rule, field, source.columns[0], cells, current)
            if values[field] is None and blank_value(reader.rule.kind, field) is not None:
                title = self._columns.title(source.columns[0])
                raise CellRefused("비워 둘 수 없습니다.", "It must not be empty.", title)
        return values

    def _describes(self, part: str) -> bool:
        """Whether the sheet has the columns that tell whether a row holds a part at all."""
        rule = next(reader.rule for reader in self._readers if reader.rule.part == part)
        return any(self._columns.at(name) is not None for name in rule.when)

    def _made(
        self, reader: RecordReader, who: Identified, values: dict[str, Any], position: Position, line: int
    ) -> _Outcome:
        """The record a part stands for, and what is to be put for it."""
        at = self._shared.find(who.key) if reader.rule.shared else None
        if at is not None:
            self._refuse_differing(reader, at, values)
            agreed = self._shared[at]
            self._agreeing_ids.append(hash(agreed.id))
            self._agreeing_rows.append(len(self._rows))
            return _Outcome(agreed.home, agreed.expired)
        if who.current is None:
            self._refuse_lacking(reader, values)
            constructor: Any = reader.rule.kind
            record: Record = constructor(
                **{"dong": values.get("dong") or self._locator.keeper_of(position), **values, "id": who.id}
            )
            outcome = self._outcome(record, self._made_of(record, who, values))
        else:
            outcome = self._merged(reader, who, who.current, values, position)
        if reader.rule.shared:
            first = Described(who.id, line, outcome.home, outcome.expired)
            self._shared.add(who.key, first, values.values())
            if outcome.made is not None:
                self._shared_made[who.id] = outcome.made
        return outcome

    def _refuse_lacking(self, reader: RecordReader, values: dict[str, Any]) -> None:
        """A sheet may leave out a column, but not the one without which nothing new can be made."""
        for name in needed_fields(reader.rule.kind):
            if name not in values:
                source = reader.rule.fields[name]
                headers = self._mapping.columns[source.columns[0]] if source.columns else (name,)
                raise CellRefused(
                    "이 열이 파일에 없어 새로 등록할 수 없습니다. 열을 더하십시오.",
                    "The file lacks this column, so nothing new can be registered. Add it.",
                    headers[0],
                )

    def _same(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """One tuple of field names for all rows alike: a large sheet would hold one a row."""
        return self._names.setdefault(names, names)

    def _merged(
        self,
        reader: RecordReader,
        who: Identified,
        current: Record,
        values: dict[str, Any],
        position: Position,
    ) -> _Outcome:
        kept = {name: value for name, value in values.items() if name not in reader.only_new}
        if position.located.dong is not None and position.located.how is not How.TEAM:
            kept.setdefault("dong", position.located.dong)
        merged = merge(current, kept, who.base)
        if merged.record is None:
            return self._outcome(current, None, merged.changes, merged.edited)
        stays = {edit.field for edit in merged.edited} | (reader.names - kept.keys())
        held_back = {name: value for name, value in (who.base or {}).items() if name in stays}
        made = self._made_of(merged.record, who, kept, held_back)
        return self._outcome(merged.record, made, merged.changes, merged.edited)

    def _made_of(
        self, record: Record, who: Identified, values: dict[str, Any], base: dict[str, Any] | None = None
    ) -> Made:
        """What is to be put; ``base`` are values that stay those of an earlier import, None of a new record."""
        source_id = who.source_id or self._ids.new(SourceRow)
        return Made(record, who.key, self._same(tuple(values)), source_id, base, new=base is None)

    def _outcome(
        self,
        record: Record,
        made: Made | None,
        changes: tuple[FieldChange, ...] = (),
        edited: tuple[EditedByHand, ...] = (),
    ) -> _Outcome:
        last = getattr(record, "valid_to", None)
        expired = last is not None and last < self._today
        return _Outcome(home_of(getattr(record, "place", None)), expired, made, changes, edited)

    def _refuse_differing(self, reader: RecordReader, at: int, values: dict[str, Any]) -> None:
        """What an earlier row described too must have the same fields, or empty ones, here."""
        for field in self._shared.differing(at, values):
            if field not in reader.only_new:
                line = self._shared[at].line
                raise CellRefused(
                    f"{line}행과 같은 것을 가리키는데 값이 다릅니다. 두 행을 같게 고치십시오.",
                    f"It describes the same as line {line}, with another value. Make both the same.",
                    self._column_of(reader.rule.type, field),
                )

    def _refuse_twice(self, reader: RecordReader, who: Identified, line: int) -> None:
        """A key that occurs twice is refused on both lines."""
        if reader.rule.shared:
            return
        first = self._seen.first(who.key, len(self._rows))
        if first == len(self._rows):
            return
        column, other = self._columns.title(reader.rule.key[0]), self._rows.line(first)
        if self._rows.state(first) is not RowState.REFUSED:
            self._rows.amend(first, self._refusal(other, column, *_same_key(line)))
            self._refused_later.add(other)
        raise CellRefused(*_same_key(other), column)

    def _refusal(self, line: int, column: str | None, ko: str, en: str) -> RowPlan:
        problem = RowRefused(self._sheet.file, line, column or "", ko, en)
        return RowPlan(line, RowState.REFUSED, problem=problem)

    def _column_of(self, record: str, field: str) -> str:
        """The header that a field of a record is read from; the field's own name where there is none."""
        for rule in self._mapping.records:
            for path, source in rule.fields.items():
                if (
                    source.columns
                    and path.rpartition(".")[2] == field
                    and record in (rule.type, "Eligibility")
                ):
                    return self._columns.title(source.columns[0])
        place = self._mapping.place
        return (
            self._columns.title(place.addresses[0])
            if field == "place" and place and place.addresses
            else field
        )

    def _missing(self) -> tuple[MissingRow, ...]:
        """Records that an earlier file had and this one lacks; a file of refused rows is no whole file."""
        if ERROR_COLUMN in self._sheet.header:
            return ()
        rows = (row for row in self._known.rows.values() if row.mapping == self._mapping.name)
        gone = (r for r in rows if r.record not in self._stood_for and r.record in self._known.records)
        return tuple(
            MissingRow(row.record, row.record_type, row.line)
            for row in sorted(gone, key=lambda r: (r.line, r.record))
        )

    def _carry_shared(self) -> None:
        """Where the row that first described a shared record is refused, the next one carries it."""
        waiting = dict(self._shared_made)
        for row in self._rows.replaced():
            waiting |= {made.record.id: made for made in row.made if self._shared.find(made.key) is not None}
        wanted = set(map(hash, waiting))
        agreeing = zip(self._agreeing_ids, self._agreeing_rows, strict=True)
        for at in [at for digest, at in agreeing if digest in wanted]:
            row = self._rows[at]
            carried = [waiting.pop(record) for record in row.records if record in waiting]
            if carried:
                state = RowState.CHANGED if row.state is RowState.UNCHANGED else row.state
                self._rows.amend(at, row._replace(made=(*carried, *row.made), state=state))
                for made in carried:
                    self._duplicates.file(made.record, row.line)

    def _give_cells(self) -> None:
        """Give refused rows their cells as the file has them, read again."""
        refused = {self._rows.line(at): at for at in self._rows.places(RowState.REFUSED)}
        cells = self._sheet.rows() if refused else iter(())
        for line, found in cells:
            if line in refused:
                at = refused[line]
                self._rows.amend(at, self._rows[at]._replace(cells=_filled(found)))


def _state(*, new: bool, changed: bool, conflict: bool) -> RowState:
    if conflict:
        return RowState.CONFLICT
    if new:
        return RowState.NEW
    return RowState.CHANGED if changed else RowState.UNCHANGED


def _filled(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells up to the last that is not empty: a wide header over many short rows would fill the memory."""
    width = next((at for at in range(len(cells), 0, -1) if cells[at - 1]), 0)
    return tuple(cells[:width])


def _same_key(line: int) -> tuple[str, str]:
    return (
        f"{line}행과 식별 열의 값이 같습니다. 하나를 지우거나 구별되게 고치십시오.",
        f"Its key is the same as that of line {line}. Remove one or tell them apart.",
    )
