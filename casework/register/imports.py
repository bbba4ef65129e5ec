"""Files coming in: look first, apply as one unit of work, undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from casework.desk import Actor, Desk, own_dong
from casework.errors import FileUnknown, ImportUndone, PreviewOutdated
from casework.rights import Act, require
from graph.errors import PumasiError
from graph.records.areas import Area
from graph.records.fields import field_specs
from graph.records.imports import Import, ImportState, SourceRow
from graph.records.people import Household, Organisation, Person
from graph.records.registry import RECORD_TYPES, Record, references
from graph.store import Change, Reader, Unit
from graph.words.word import Language
from importers.known import KnownRecords, Scope
from importers.look import look
from importers.mapping import Mapping, load_mapping, read_mapping, ready_made
from importers.merge import FieldChange
from importers.plan import ImportPlan, RowState
from importers.progress import Progress, silent
from importers.reading.files import read_file
from importers.reading.sheet import Sheet, open_file, read_sheet
from importers.refused import refused_rows
from importers.resting import collector_resting

OWN_SHEETS = ("people_households", "organisations", "resources", "needs_asks", "ties")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a file would do, with the plan to apply and the moment it was made on."""

    plan: ImportPlan
    cursor: str

    def counts(self) -> dict[RowState, int]:
        """Rows by state."""
        return dict(self.plan.counts())

    def refused_csv(self) -> bytes:
        """The refused rows as a sheet to mend and import again."""
        return refused_rows(self.plan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What undoing an import did; ``kept`` are records changed or in use since: they stay."""

    restored: int
    removed: int
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTold:
    """An import in the list of imports."""

    id: str
    version: int
    mapping: str
    file_name: str
    applied_at: str
    applied_by: str
    state: str
    undone: bool
    new: int
    changed: int
    unchanged: int
    refused: int


def mapping_for(content: bytes, file_name: str, named: str | None = None, text: str | None = None) -> Mapping:
    """The mapping of a file: the one named, the one given as TOML, or the ready-made one whose headers it has.

    Raises:
        MappingInvalid: the mapping named or given is wrong.
        FileUnknown: no ready-made mapping knows these headers.
        SheetUnreadable: the file is no sheet at all.
    """
    if text is not None:
        return read_mapping(text, named or file_name)
    if named is not None:
        return load_mapping(named)
    problem: PumasiError | None = None
    opened = open_file(content, file_name)
    for name in ready_made():
        mapping = load_mapping(name)
        try:
            opened.sheet(mapping.required_headers())
        except PumasiError as error:
            problem = problem or error
        else:
            return mapping
    raise FileUnknown(
        file=file_name, why_ko=problem.ko if problem else "", why_en=problem.en if problem else ""
    )


def content_of(path: Path) -> bytes:
    """The content of a file on this machine, up to the largest that is taken in.

    Raises:
        SheetUnreadable: too large, not an ordinary file, or changed while it was read.
    """
    return read_file(path)


def mappings(language: Language) -> tuple[tuple[str, str], ...]:
    """The ready-made mappings, as (name, label)."""
    found = ((name, load_mapping(name)) for name in ready_made())
    return tuple((name, mapping.ko if language == "ko" else mapping.en) for name, mapping in found)


def scope_for(actor: Actor, *, within: str = "", keep_undecided: bool = False) -> Scope:
    """What is wanted of a file: rows within a code prefix, and whether rows of an undecided dong stay here."""
    return Scope(within=within, team_dong=actor.viewer.dong, keep_undecided=keep_undecided)


def look_at_file(
    desk: Desk,
    actor: Actor,
    content: bytes,
    file_name: str,
    mapping: Mapping,
    *,
    scope: Scope | None = None,
    progress: Progress = silent,
) -> Preview:
    """See what a file would do; nothing is written.

    Raises:
        SheetUnreadable: the file cannot be taken in at all.
    """
    require(actor.viewer, Act.IMPORT)
    sheet = read_sheet(content, file_name, mapping.required_headers())
    wanted = scope or Scope(team_dong=actor.viewer.dong)
    with desk.store.read() as reader:
        return Preview(plan=_plan(desk, reader, sheet, mapping, wanted, progress), cursor=reader.cursor())


def apply_import(
    desk: Desk,
    actor: Actor,
    preview: Preview,
    *,
    progress: Progress = silent,
) -> str:
    """Take the file in as one unit of work and return the import's id.

    Raises:
        PreviewOutdated: records that the plan rests on were changed since the look.
    """
    plan = preview.plan
    with desk.change(actor, Act.IMPORT, f"파일 가져오기: {plan.mapping.ko}") as unit, collector_resting():
        if desk.store.changes(preview.cursor, limit=1).changes:
            _refuse_outdated(unit, plan)
        counts = plan.counts()
        record = Import(
            id=plan.import_id,
            dong=actor.viewer.dong,
            mapping=plan.mapping.name,
            file_name=plan.file_name,
            file_digest=plan.file_digest,
            applied_at=desk.clock(),
            applied_by=actor.viewer.staff,
            unit=unit.id,
            new=counts[RowState.NEW],
            changed=counts[RowState.CHANGED],
            unchanged=counts[RowState.UNCHANGED],
            refused=counts[RowState.REFUSED],
        )
        unit.put(record, expected=0)
        unit.put_all(plan.puts(progress))
        return record.id


def undo_import(desk: Desk, actor: Actor, import_id: str) -> Undone:
    """Put back what an import changed, except what was changed again since; that is listed.

    Raises:
        ImportUndone: it was undone already.
    """
    with desk.change(actor, Act.IMPORT, "가져오기 되돌리기") as unit:
        kept = unit.get(Import, import_id)
        own_dong(actor, kept.record)
        if kept.record.state is ImportState.UNDONE or kept.record.unit is None:
            raise ImportUndone()
        written = [c for c in unit.written_in(kept.record.unit) if c.record_type != Import.__name__]
        rows = [change for change in written if change.record_type == SourceRow.__name__]
        done = {c.id: _put_back(unit, c) for c in reversed(written) if c.record_type != SourceRow.__name__}
        stay = {record for record, outcome in done.items() if outcome is Outcome.KEPT}
        standing = unit.find(SourceRow, [change.id for change in rows])
        for change in rows:
            if change.id in standing and standing[change.id].record.record not in stay:
                _put_back(unit, change)
        unit.put(replace(kept.record, state=ImportState.UNDONE), expected=kept.version)
        outcomes = tuple(done.values())
        return Undone(
            restored=outcomes.count(Outcome.RESTORED),
            removed=outcomes.count(Outcome.REMOVED),
            kept=tuple(sorted(stay)),
        )


def names_of(desk: Desk, actor: Actor, records: Sequence[str]) -> tuple[str, ...]:
    """What the records that an undo left are called, in their order."""
    with desk.look(actor, Act.SEE_REGISTER) as view:
        return tuple(map(view.name, records))


def list_imports(desk: Desk, actor: Actor) -> tuple[ImportTold, ...]:
    """The imports of the dong, newest first."""
    with desk.look(actor, Act.SEE_REGISTER) as view:
        kept = list(view.reader.each(Import, dong=actor.viewer.dong))
        kept.sort(key=lambda k: (k.record.applied_at, k.record.id), reverse=True)
        return tuple(
            ImportTold(
                id=k.record.id,
                version=k.version,
                mapping=_mapping_name(k.record.mapping, actor),
                file_name=k.record.file_name,
                applied_at=k.record.applied_at.isoformat(timespec="minutes"),
                applied_by=view.name(k.record.applied_by),
                state=k.record.state.label(actor.language),
                undone=k.record.state is ImportState.UNDONE,
                new=k.record.new,
                changed=k.record.changed,
                unchanged=k.record.unchanged,
                refused=k.record.refused,
            )
            for k in kept
        )


def known_for(reader: Reader, mapping: Mapping) -> KnownRecords:
    """What the store holds that the mapping may touch, refer to, or repeat."""
    rows = [k.record for k in reader.each(SourceRow) if k.record.mapping == mapping.name]
    kinds: set[type[Record]] = {rule.kind for rule in mapping.records}
    if kinds - {Area}:
        kinds |= {Organisation, Person, Household} if mapping.name in OWN_SHEETS else {Organisation}
    kinds |= {
        RECORD_TYPES[name]
        for rule in mapping.records
        for field, source in rule.fields.items()
        if source.read == "reference"
        for name in references(rule.kind)[field]
    }
    records: list[Record] = [
        kept.record for kind in sorted(kinds, key=lambda k: k.__name__) for kept in reader.each(kind)
    ]

    def at_version(record_id: str, version: int) -> Record | None:
        return next((k.record for k in reader.history(record_id) if k.version == version), None)

    areas = [kept.record for kept in reader.each(Area)]
    return KnownRecords.of(records=records, rows=rows, areas=areas, at_version=at_version)


def _plan(
    desk: Desk, reader: Reader, sheet: Sheet, mapping: Mapping, scope: Scope, progress: Progress
) -> ImportPlan:
    known = known_for(reader, mapping)
    return look(sheet, mapping, known, today=desk.today(), ids=desk.ids, scope=scope, progress=progress)


def _refuse_outdated(unit: Unit, plan: ImportPlan) -> None:
    """The plan stands where the records that it would write are as they were when it was made."""
    for row in plan.rows:
        for made in row.made:
            versions = unit.history(made.record.id)
            if row.state is RowState.NEW:
                if versions:
                    raise PreviewOutdated()
            elif (
                not versions
                or versions[-1].removed
                or _moved_on(versions[-1].record, made.record, row.changes)
            ):
                raise PreviewOutdated()


def _moved_on(now: Record, planned: Record, changes: Sequence[FieldChange]) -> bool:
    """Whether the record differs from the plan in a field that the plan leaves alone."""
    touched = {change.field for change in changes if change.record == now.id}
    names = [name for name in field_specs(type(now)) if name not in touched]
    return any(getattr(now, name) != getattr(planned, name) for name in names)


class Outcome(Enum):
    """What became of one record when its import was undone."""

    RESTORED = "restored"
    REMOVED = "removed"
    KEPT = "kept"
    GONE = "gone"


def _put_back(unit: Unit, change: Change) -> Outcome:
    versions = unit.history(change.id)
    if not versions or versions[-1].removed:
        return Outcome.GONE
    if versions[-1].version != change.version:
        return Outcome.KEPT
    before = next((k for k in reversed(versions[:-1]) if k.version < change.version), None)
    if before is not None and not before.removed:
        unit.put(before.record, expected=change.version)
        return Outcome.RESTORED
    if _in_use(unit, versions[-1].record):
        return Outcome.KEPT
    unit.remove(type(versions[-1].record), change.id, expected=change.version)
    return Outcome.REMOVED


def _in_use(unit: Unit, record: Record) -> bool:
    """Whether something kept since refers to the record, as a linkage made on an imported resource does."""
    name = type(record).__name__
    return any(
        unit.referring(kind, field, record.id)
        for kind in RECORD_TYPES.values()
        for field, types in references(kind).items()
        if name in types and kind is not SourceRow
    )


def _mapping_name(name: str, actor: Actor) -> str:
    if name not in ready_made():
        return name
    mapping = load_mapping(name)
    return mapping.ko if actor.language == "ko" else mapping.en
