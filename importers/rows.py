"""One row to records: every field read by its rule, values put together, problems named by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from graph.records.registry import Record
from graph.words.word import Word
from importers.errors import CellRefused
from importers.formulas import same_text
from importers.mapping import FieldRule, Mapping, RecordRule
from importers.plan import ColumnCount
from importers.readers import REQUIRED, UNREAD, FieldReader, blank_value, field_type, reader_for
from importers.reading.header import header_key
from importers.reading.text import is_blank
from importers.writers import write_field

_EXAMPLES = 5
_REMEMBERED, _LONGEST = 2000, 80
"""How many spellings of each field are remembered, of at most so many characters: most columns have few."""
_SHAPES = 2000
"""How many sets of empty cells are remembered."""


class Columns:
    """Where the columns that a mapping names stand in one sheet."""

    def __init__(self, mapping: Mapping, header: Sequence[str]) -> None:
        spelled = {header_key(name): at for at, name in reversed(list(enumerate(header)))}
        self._at: dict[str, int | None] = {}
        for name, headers in mapping.columns.items():
            found = [spelled[key] for key in map(header_key, headers) if key in spelled]
            self._at[name] = found[0] if found else None
        self.header = tuple(header)

    def at(self, name: str) -> int | None:
        """The position of a column, None where the sheet has none of its names."""
        return self._at[name]

    def cell(self, cells: Sequence[str], name: str) -> str:
        """The cell of a column, empty where the sheet has none; rows are as wide as the header."""
        at = self._at[name]
        return cells[at] if at is not None else ""

    def title(self, name: str | None) -> str:
        """The header of a column as the sheet spells it."""
        at = self._at.get(name) if name else None
        return self.header[at] if at is not None else name or ""

    def unused(self) -> tuple[str, ...]:
        """Headers that the mapping does not read."""
        used = {at for at in self._at.values() if at is not None}
        return tuple(name for at, name in enumerate(self.header) if at not in used and name)


@dataclass(frozen=True, slots=True)
class _Field:
    number: int
    path: str
    rule: FieldRule
    reader: FieldReader
    at: tuple[int | None, ...]
    only: int | None
    count: ColumnCount
    blank: Any
    known: dict[str | tuple[str, ...], _Read] = field(default_factory=dict)


class _Read(NamedTuple):
    """What cells were read as."""

    value: Any
    blank: bool


@dataclass(slots=True)
class _Shape:
    """Rows in which the same cells are empty: what that makes of their fields, and which fields are left to read."""

    values: dict[str, Any]
    given: tuple[_Field, ...]
    empty: tuple[tuple[_Field, bool], ...] = ()
    rows: int = 0


class RecordReader:
    """Reads the fields of one record of a row, as far as the sheet has their columns."""

    def __init__(self, rule: RecordRule, columns: Columns, *, strict: bool) -> None:
        self.rule, self._columns, self._strict = rule, columns, strict
        self.constants: dict[str, Any] = {}
        self.references: dict[str, str] = {}
        self.lookups: list[tuple[str, FieldRule]] = []
        self.takes_place = False
        self.names = frozenset(path.partition(".")[0] for path in rule.fields)
        self.only_new = frozenset(path for path, source in rule.fields.items() if source.only_new)
        self._fields: list[_Field] = []
        for path, source in rule.fields.items():
            self._add(path, source)
        self._has_parts = any("." in one.path for one in self._fields) or any(
            "." in at for at in self.constants
        )
        self._whole = _Shape(dict.fromkeys([*self.constants, *(one.path for one in self._fields)]), ())
        self._whole.values |= self.constants
        self._whole.given = tuple(self._fields)
        self._shapes: dict[tuple[bool, ...], _Shape] = {}
        at = [one.only for one in self._fields if one.only is not None]
        # With one column alone, an itemgetter would give the cell itself.
        self._singles: Callable[[Sequence[str]], tuple[str, ...]] = (
            itemgetter(*at, *at[:1]) if at else lambda cells: ()
        )

    def _add(self, path: str, source: FieldRule) -> None:
        if source.record is not None:
            self.references[path] = source.record
        elif source.constant is not None:
            hint = field_type(self.rule.kind, path)
            is_word = isinstance(hint, type) and issubclass(hint, Word)
            self.constants[path] = hint(source.constant) if is_word else source.constant
        elif source.read == "place":
            self.takes_place = True
        elif source.read == "reference":
            if self._columns.at(source.columns[0]) is not None:
                self.lookups.append((path, source))
        else:
            at = tuple(self._columns.at(name) for name in source.columns)
            if any(one is not None for one in at):
                title = "+".join(self._columns.title(name) for name in source.columns)
                kind = self.rule.kind
                reader = reader_for(kind, path, source)
                only = at[0] if len(at) == 1 else None
                count = ColumnCount(title, self.rule.type, path)
                self._fields.append(
                    _Field(len(self._fields), path, source, reader, at, only, count, blank_value(kind, path))
                )

    def given(self, cells: Sequence[str]) -> bool:
        """Whether the row describes this record at all."""
        return not self.rule.when or any(not is_blank(self._columns.cell(cells, n)) for n in self.rule.when)

    def read(self, cells: Sequence[str], line: int, current: Record | None) -> dict[str, Any]:
        """Values by field; ``current`` is the record as known, whose own spelling in a cell is no change.

        Raises:
            CellRefused: a cell contradicts its field; its ``column`` is set.
        """
        written = self._written(current) if current is not None and self.rule.id is not None else {}
        shape = self._whole if written else self._shape_of(cells)
        values = shape.values.copy()
        for one in shape.given:
            found = cells[one.only] if one.only is not None else _cells_at(cells, one.at)
            if written and current is not None and _as_written(one, found, written):
                values[one.path] = part_of(current, one.path)
                continue
            known = one.known.get(found)
            if known is None:
                try:
                    values[one.path] = self._value(one, found, line)
                except CellRefused:
                    _count_empty(shape, 1, until=one)
                    raise
                continue
            value, blank = known
            values[one.path] = value
            if blank:
                one.count.blank += 1
            else:
                one.count.read += 1
        shape.rows += 1
        return _assembled(self.rule.kind, values) if self._has_parts else values

    @property
    def counts(self) -> tuple[ColumnCount, ...]:
        """How far the columns that must be interpreted could be read until now."""
        for shape in self._shapes.values():
            _count_empty(shape, shape.rows)
            shape.rows = 0
        return tuple(one.count for one in self._fields if one.reader.interprets)

    def _shape_of(self, cells: Sequence[str]) -> _Shape:
        """What the empty cells of a row make of it; most rows are as empty as many others."""
        filled = tuple(map(bool, self._singles(cells)))
        found = self._shapes.get(filled)
        if found is not None:
            return found
        empty = [one for one in self._fields if one.only is not None and not cells[one.only]]
        if len(self._shapes) == _SHAPES or not all("" in one.known for one in empty):
            return self._whole
        values = self._whole.values | {one.path: one.known[""].value for one in empty}
        given = tuple(one for one in self._fields if one.only is None or cells[one.only])
        shape = _Shape(values, given, tuple((one, one.known[""].blank) for one in empty))
        self._shapes[filled] = shape
        return shape

    def _value(self, one: _Field, found: str | tuple[str, ...], line: int) -> Any:
        """What the cells of a field say; it is remembered, unless it has to be told each time."""
        try:
            value = one.reader.read((found,) if isinstance(found, str) else found)
        except CellRefused as refused:
            raise CellRefused(refused.ko, refused.en, one.count.column) from None
        read = self._counted(one, value, line)
        given = read is not None
        if not given:
            read = one.blank
            if read is REQUIRED:
                raise CellRefused("비워 둘 수 없습니다.", "It must not be empty.", one.count.column)
        if value is not UNREAD and len(one.known) < _REMEMBERED and sum(map(len, found)) <= _LONGEST:
            one.known[found] = _Read(read, not given)
        return read

    def _written(self, current: Record) -> dict[int | None, str]:
        """What an export of the record has in each column, by position."""
        found: dict[int | None, str] = {}
        for one in self._fields:
            cells = write_field(self.rule.kind, one.path, one.rule, current)
            found |= dict(zip(one.at, cells, strict=False))
        found.pop(None, None)
        return found

    def _counted(self, one: _Field, value: Any, line: int) -> Any:
        count = one.count
        if value is None:
            count.blank += 1
        elif value is not UNREAD:
            count.read += 1
        elif self._strict and not one.rule.lenient:
            raise CellRefused(
                "읽을 수 없는 값입니다. 보기와 같은 형식(예: 2026-03-02, 월+수 09:00-12:00, 12)으로 적으십시오.",
                "It cannot be read. Write it like 2026-03-02, 월+수 09:00-12:00, or 12.",
                count.column,
            )
        else:
            count.unread += 1
            count.examples = [*(count.examples or []), line][:_EXAMPLES]
            return None
        return value


def _count_empty(shape: _Shape, rows: int, until: _Field | None = None) -> None:
    """Count the empty cells of rows of a shape, of a row that was refused those before the field refused."""
    for one, blank in shape.empty:
        if until is not None and one.number > until.number:
            return
        if blank:
            one.count.blank += rows
        else:
            one.count.read += rows


def _cells_at(cells: Sequence[str], positions: Sequence[int | None]) -> tuple[str, ...]:
    return tuple(cells[at] if at is not None else "" for at in positions)


def _as_written(one: _Field, found: str | tuple[str, ...], written: AnyMapping[int | None, str]) -> bool:
    """Whether the sheet still holds what an export wrote there."""
    cells = (found,) if isinstance(found, str) else found
    return all(same_text(written.get(at, ""), cell) for at, cell in zip(one.at, cells, strict=True))


def part_of(record: Record, path: str) -> Any:
    """A field's value; ``eligibility.sex`` names a part, which is None where the whole is."""
    value: Any = record
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


def _assembled(kind: type[Record], values: AnyMapping[str, Any]) -> dict[str, Any]:
    """Values by field, the parts of a value (``eligibility.sex``) put together; no part known is None."""
    whole: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        outer, _, inner = path.partition(".")
        if inner:
            parts.setdefault(outer, {})[inner] = value
        else:
            whole[path] = value
    for outer, inside in parts.items():
        known = any(value is not None for value in inside.values())
        whole[outer] = field_type(kind, outer)(**inside) if known else None
    return whole
