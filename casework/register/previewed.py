"""A preview in words: what a file would do, row by row where a person must look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from casework.register.imports import Preview
from graph.records.fields import field_specs
from graph.records.registry import RECORD_TYPES
from graph.words.word import Language
from importers.errors import RowRefused
from importers.plan import ImportPlan, RowState

SHOWN = 200
"""How many rows of each kind are told; the counts are of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """How many rows stand so."""

    state: str
    label: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that is left out: where, and how to mend it."""

    line: int
    column: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRead:
    """How far a column could be read into a field; ``examples`` are lines that were not understood."""

    column: str
    field: str
    label: str
    read: int
    unread: int
    blank: int
    examples: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateTold:
    """Two records that may be one, for a person to judge; ``other_line`` is unset where the file lacks the other."""

    line: int
    record: str
    other: str
    other_line: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTold:
    """A field that the file would change."""

    line: int
    record: str
    field: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingTold:
    """A record of the last file that this one has not; it stays."""

    record: str
    type: str
    line_then: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedTold:
    """A field that somebody changed by hand since the last file; the edit stays."""

    line: int
    record: str
    field: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewTold:
    """What a file would do; lists hold the first ``SHOWN`` of each kind, the numbers count all."""

    mapping: str
    mapping_label: str
    file_name: str
    rows: int
    counts: tuple[StateCount, ...]
    refused: tuple[RefusedRow, ...]
    columns: tuple[ColumnRead, ...]
    unused_columns: tuple[str, ...]
    expired: int
    expired_lines: tuple[int, ...]
    changes: tuple[ChangeTold, ...]
    dong_undecided: int
    missing_count: int
    missing: tuple[MissingTold, ...]
    duplicates_count: int
    duplicates: tuple[DuplicateTold, ...]
    edited_by_hand: tuple[EditedTold, ...]
    changes_nothing: bool


def tell(preview: Preview, language: Language) -> PreviewTold:
    """A preview in the words of a language; no value of the file is told."""
    plan, ko = preview.plan, language == "ko"
    counts = preview.counts()
    return PreviewTold(
        mapping=plan.mapping.name,
        mapping_label=plan.mapping.ko if ko else plan.mapping.en,
        file_name=plan.file_name,
        rows=len(plan.rows),
        counts=tuple(
            StateCount(state=state.value, label=state.label(language), rows=counts[state])
            for state in RowState
        ),
        refused=tuple(
            RefusedRow(line=row.line, column=row.column, advice=row.advice_ko if ko else row.advice_en)
            for row in _first_refused(plan)
        ),
        columns=_columns(plan, language),
        unused_columns=plan.unused_columns,
        expired=plan.expired,
        expired_lines=tuple(islice(plan.rows.expired_lines(), SHOWN)),
        changes=tuple(islice(_changes(plan, language), SHOWN)),
        dong_undecided=plan.rows.undecided,
        missing_count=len(plan.missing_now),
        missing=tuple(
            MissingTold(record=row.record, type=row.record_type, line_then=row.line_then)
            for row in plan.missing_now[:SHOWN]
        ),
        duplicates_count=len(plan.duplicates),
        duplicates=_duplicates(plan, language),
        edited_by_hand=_edited(plan, language),
        changes_nothing=plan.changes_nothing,
    )


def _first_refused(plan: ImportPlan) -> Iterator[RowRefused]:
    found = (row.problem for row in plan.of(RowState.REFUSED) if row.problem is not None)
    return islice(found, SHOWN)


def _columns(plan: ImportPlan, language: Language) -> tuple[ColumnRead, ...]:
    return tuple(
        ColumnRead(
            column=count.column,
            field=count.field,
            label=_label(count.record_type, count.field.partition(".")[0], language),
            read=count.read,
            unread=count.unread,
            blank=count.blank,
            examples=tuple(count.examples or ()),
        )
        for count in plan.columns
    )


def _duplicates(plan: ImportPlan, language: Language) -> tuple[DuplicateTold, ...]:
    return tuple(
        DuplicateTold(
            line=pair.line,
            record=pair.record,
            other=pair.other,
            other_line=pair.other_line,
            reason=pair.reason_ko if language == "ko" else pair.reason_en,
        )
        for pair in plan.duplicates[:SHOWN]
    )


def _changes(plan: ImportPlan, language: Language) -> Iterator[ChangeTold]:
    for row in plan.rows.told():
        for change in row.changes:
            yield ChangeTold(
                line=row.line,
                record=change.record,
                field=change.field,
                label=_label(change.record_type, change.field, language),
            )


def _edited(plan: ImportPlan, language: Language) -> tuple[EditedTold, ...]:
    found = (
        EditedTold(
            line=row.line,
            record=edit.record,
            field=edit.field,
            label=_label(edit.record_type, edit.field, language),
        )
        for row in plan.rows.told()
        for edit in row.edited
    )
    return tuple(islice(found, SHOWN))


def _label(record_type: str, field: str, language: Language) -> str:
    return field_specs(RECORD_TYPES[record_type])[field].label(language)
