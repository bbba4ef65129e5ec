"""What an import would do: a plan of records to put, and everything a person should see before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.records.imports import SourceRow
from graph.records.registry import Record
from graph.words.word import Word
from importers.canonical import written_base
from importers.errors import RowRefused
from importers.mapping import Mapping as SheetMapping
from importers.merge import EditedByHand, FieldChange


class RowState(Word):
    """What an import would do with one row."""

    NEW = "new", "신규", "New"
    CHANGED = "changed", "변경", "Changed"
    UNCHANGED = "unchanged", "동일", "Unchanged"
    CONFLICT = "conflict", "충돌(직접 수정한 값 유지)", "Conflict (the edit by hand stays)"
    REFUSED = "refused", "거부", "Refused"
    OTHER_AREA = "other_area", "다른 지역", "Other area"


@dataclass(frozen=True, slots=True)
class Made:
    """One record to put, and the source row that will stand behind it."""

    record: Record
    key: str
    fields: tuple[str, ...]
    source_id: str
    known_base: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row of the file. ``records`` are the ids it stands for; ``cells`` are kept of refused rows only."""

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
    """Two records that may be one: listed for a person to judge, never merged."""

    line: int
    record: str
    other: str
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
    rows: tuple[RowPlan, ...]
    missing_now: tuple[MissingRow, ...]
    duplicates: tuple[PossibleDuplicate, ...]
    columns: tuple[ColumnCount, ...]
    unused_columns: tuple[str, ...]

    def counts(self) -> Mapping[RowState, int]:
        """Rows by state; every state occurs."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in RowState}

    @property
    def changes_nothing(self) -> bool:
        """Whether applying would put no record."""
        return not any(row.made for row in self.rows)

    def of(self, state: RowState) -> Iterator[RowPlan]:
        """The rows in one state, in the order of the file."""
        return (row for row in self.rows if row.state is state)

    @property
    def refused(self) -> tuple[RowRefused, ...]:
        """Why rows are left out, in the order of the file."""
        return tuple(row.problem for row in self.rows if row.problem is not None)

    @property
    def expired(self) -> int:
        """How many accepted rows hold something whose span has passed; it is kept and shown as such."""
        return sum(row.expired for row in self.rows)

    def records(self) -> Iterator[Record]:
        """The records to put, those referred to first."""
        seen: dict[str, None] = {}
        for row in self.rows:
            for made in row.made:
                if made.record.id not in seen:
                    seen[made.record.id] = None
                    yield made.record

    def source_rows(self) -> Iterator[SourceRow]:
        """The source rows to put after the records; made one by one, for a large file."""
        seen: set[str] = set()
        for row in self.rows:
            for made in row.made:
                if made.source_id in seen:
                    continue
                seen.add(made.source_id)
                yield SourceRow(
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
