"""The team's own sheets going out, filled with ids, to be edited and imported again (D9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from casework.desk import Actor, Desk
from casework.errors import ReasonMissing, SheetUnknown
from casework.register.records import SEEN
from casework.rights import Act, may, require
from graph.known import owners_of
from graph.records.fields import field_specs
from graph.records.registry import Record, references
from graph.store import LogAction
from graph.view import View
from graph.words.word import Language
from importers.export import OWN_SHEETS, own_sheet
from importers.guide import guides
from importers.mapping import Mapping, load_mapping
from importers.tables import as_csv, as_workbook, as_xlsx, table

Form = Literal["csv", "xlsx"]

__all__ = ["OWN_SHEETS", "Exported", "Form", "blank_sheet", "export_sheet", "sheet_label"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A filled sheet; ``left_out`` records hold something that the actor may not read, so they stay."""

    name: str
    content: bytes
    rows: int
    left_out: int


def export_sheet(desk: Desk, actor: Actor, sheet: str, form: Form = "csv", *, why: str) -> Exported:
    """Fill one of the team's own sheets with the records of the actor's dong; kept in the log as an export.

    A record with a field that the actor may not read is left out whole, and so is one that stands on its
    row: a blanked cell would come back as an edit. Names stand unmasked for those who may see them.

    Raises:
        ReasonMissing: no reason is given.
        SheetUnknown: the team has no sheet of that name.
        RightMissing: the actor may not see records of a type that the sheet holds.
    """
    if not why.strip():
        raise ReasonMissing()
    if sheet not in OWN_SHEETS:
        raise SheetUnknown(sheets=", ".join(OWN_SHEETS))
    mapping = load_mapping(sheet)
    for rule in mapping.records:
        require(actor.viewer, SEEN[rule.kind])
    masked = not may(actor.viewer, Act.SEE_NAMES)
    with desk.look(
        actor, Act.EXPORT, masked=masked, action=LogAction.EXPORT, reason=f"{sheet}, {why.strip()}"
    ) as view:
        kept: list[tuple[Record, int]] = []
        left_out: set[str] = set()
        for rule in mapping.records:
            fields = {path.partition(".")[0] for path in rule.fields}
            parts = [field for field, source in rule.fields.items() if source.record is not None]
            for found in view.reader.each(rule.kind, dong=actor.viewer.dong):
                record = found.record
                broken = any(getattr(record, field) in left_out for field in parts)
                if broken or not _may_read(view, record, fields):
                    left_out.add(record.id)
                else:
                    kept.append((record, found.version))
                    view.shown.update(owners_of(record, view.reader))
        frame = own_sheet(mapping, kept, _names(view, mapping, (record for record, _ in kept)))
        title = mapping.ko if actor.language == "ko" else mapping.en
        content = as_csv(frame) if form == "csv" else as_xlsx(frame, title)
        return Exported(
            name=f"{title} {desk.today().isoformat()}.{form}",
            content=content,
            rows=len(frame),
            left_out=len(left_out),
        )


def sheet_label(sheet: str, language: Language) -> str:
    """What one of the team's own sheets is called."""
    mapping = load_mapping(sheet)
    return mapping.ko if language == "ko" else mapping.en


def blank_sheet(sheet: str, language: Language) -> Exported:
    """An empty sheet to fill in, with a second page that says how each column is written.

    Raises:
        SheetUnknown: the team has no sheet of that name.
    """
    if sheet not in OWN_SHEETS:
        raise SheetUnknown(sheets=", ".join(OWN_SHEETS))
    mapping, ko = load_mapping(sheet), language == "ko"
    title = sheet_label(sheet, language)
    empty = own_sheet(mapping, (), {})
    head = ("열", "꼭 적음", "적는 법", "쓸 수 있는 말") if ko else ("Column", "Needed", "How", "Words")
    needed = "필수" if ko else "Yes"
    rows = [
        (one.column, needed if one.required else "", one.hint(language), ", ".join(one.words))
        for one in guides(mapping)
    ]
    pages = {title: empty, "적는 법" if ko else "How to fill in": table(head, rows)}
    name = f"{title} {'빈 양식' if ko else 'empty'}.xlsx"
    return Exported(name=name, content=as_workbook(pages), rows=0, left_out=0)


def _may_read(view: View, record: Record, fields: Iterable[str]) -> bool:
    specs = field_specs(type(record))
    return all(view.may_see_of(record, field, specs[field]) for field in fields)


def _names(view: View, mapping: Mapping, records: Iterable[Record]) -> dict[str, str]:
    """Whom the sheet's references mean, by id."""
    fields = {
        rule.kind: tuple(field for field in references(rule.kind) if field in rule.fields)
        for rule in mapping.records
    }
    ids = {
        str(referred)
        for record in records
        for field in fields[type(record)]
        if (referred := getattr(record, field)) is not None
    }
    return {record_id: view.name(record_id) for record_id in sorted(ids)}
