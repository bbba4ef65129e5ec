"""What an import would do: a plan of records to put, and everything a person should see before it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from graph.records.imports import SourceRow
from graph.records.registry import Record
from graph.words.word import Word
from importers.canonical import written_base
from importers.errors import RowRefused
from importers.mapping import Mapping as SheetMapping
from importers.merge import EditedByHand, FieldChange
from importers.progress import Progress, silent

if TYPE_CHECKING:
    from importers.packed import PackedRows

_REPORT_EVERY = 1000


class RowState(Word):
    """What an import would do with one row."""

    NEW = "new", "신규", "New"
    CHANGED = "changed", "변경", "Changed"
    UNCHANGED = "unchanged", "동일", "Unchanged"
    CONFLICT = "conflict", "충돌(직접 수정한 값 유지)", "Conflict (the edit by hand stays)"
    REFUSED = "refused", "거부", "Refused"
    OTHER_AREA = "other_area", "다른 지역", "Other area"


class Made(NamedTuple):
    """One record to put, and the source row that will stand behind it."""

    record: Record
    key: str
    fields: tuple[str, ...]
    source_id: str
    known_base: Mapping[str, object] | None = None
    new: bool = True


class RowPlan(NamedTuple):
    """One row of the file. ``records`` are the ids it stands for; ``cells`` are kept of refused rows only.

    A tuple, as ``Made`` is: a sheet of a district makes and packs hundreds of thousands of them.
    """

    line: int
    state: RowState
    records: tuple[str, ...] = ()
    made: tuple[Made, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    edited: tuple[EditedByHand, ...] = ()
    problem: RowRefused | None = None
    cells: tuple[str, ...] = ()
    expired: bool = False
    dong_undecided: bool = False


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A record that the last file had and this one has not; it stays as it is."""

    record: str
    record_type: str
    line_then: int


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Two records that may be one: listed for a person to judge, never merged.

    ``other_line`` is unset where the file lacks the other.
    """

    line: int
    record: str
    other: str
    other_line: int | None
    reason_ko: str
    reason_en: str


@dataclass(slots=True)
class ColumnCount:
    """How far a column that must be interpreted could be read; ``examples`` are lines not understood.

    A column that tells a field of two records is counted for each.
    """

    column: str
    record_type: str
    field: str
    read: int = 0
    unread: int = 0
    blank: int = 0
    examples: list[int] | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The whole plan of one file; nothing is written until someone applies it in one unit of work."""

    import_id: str
    mapping: SheetMapping
    file_name: str
    file_digest: str
    header: tuple[str, ...]
    dong: str | None
    rows: PackedRows
    missing_now: tuple[MissingRow, ...]
    duplicates: tuple[PossibleDuplicate, ...]
    columns: tuple[ColumnCount, ...]
    unused_columns: tuple[str, ...]

    def counts(self) -> Mapping[RowState, int]:
        """Rows by state; every state occurs."""
        return self.rows.counts()

    @property
    def changes_nothing(self) -> bool:
        """Whether applying would put no record."""
        return self.rows.puts_nothing

    def of(self, state: RowState) -> Iterator[RowPlan]:
        """The rows in one state, in the order of the file."""
        return self.rows.in_state(state)

    @property
    def refused(self) -> tuple[RowRefused, ...]:
        """Why rows are left out, in the order of the file."""
        return tuple(row.problem for row in self.of(RowState.REFUSED) if row.problem is not None)

    @property
    def expired(self) -> int:
        """How many accepted rows hold something whose span has passed; it is kept and shown as such."""
        return sum(1 for _ in self.rows.expired_lines())

    def puts(self, progress: Progress = silent) -> Iterator[Record]:
        """Every record to put with its source row behind it, those referred to first; made one by one."""
        changed: set[str] = set()
        for done, row in enumerate(self.rows, start=1):
            for made in row.made:
                if not made.new and made.record.id in changed:
                    continue
                if not made.new:
                    changed.add(made.record.id)
                yield made.record
                yield self._source_row(row, made)
            if done % _REPORT_EVERY == 0:
                progress(done, len(self.rows))
        progress(len(self.rows), len(self.rows))

    def records(self) -> Iterator[Record]:
        """The records to put, without their source rows."""
        return (record for record in self.puts() if not isinstance(record, SourceRow))

    def source_rows(self) -> Iterator[SourceRow]:
        """The source rows alone."""
        return (record for record in self.puts() if isinstance(record, SourceRow))

    def _source_row(self, row: RowPlan, made: Made) -> SourceRow:
        return SourceRow(
            id=made.source_id,
            dong=made.record.dong,
            mapping=self.mapping.name,
            key=made.key,
            record=made.record.id,
            record_type=type(made.record).__name__,
            last_import=self.import_id,
            line=row.line,
            values=written_base(made.record, made.fields, made.known_base),
        )
