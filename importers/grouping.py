"""Rows that together describe one thing, put together: a dong and each of its legal dongs."""

from __future__ import annotations

from collections.abc import Iterator

from importers.mapping import Mapping
from importers.reading.sheet import Line, Sheet
from importers.rows import Columns

_JOINT = "+"


def grouped(sheet: Sheet, mapping: Mapping, columns: Columns) -> Iterator[Line]:
    """The rows to read: without those that the mapping skips, and joined where it groups them.

    A joined row has the line of its first row; the cells of ``gather`` columns hold all values once.
    """
    skipped = [at for at in map(columns.at, mapping.skip_where_blank) if at is not None]
    rows = ((line, cells) for line, cells in sheet.rows() if all(cells[at].strip() for at in skipped))
    if not mapping.group:
        yield from rows
        return
    gathered = [at for at in map(columns.at, mapping.gather) if at is not None]
    together: dict[tuple[str, ...], tuple[int, list[str], list[dict[str, None]]]] = {}
    for line, cells in rows:
        key = tuple(columns.cell(cells, name) for name in mapping.group)
        _, _, values = together.setdefault(key, (line, cells, [{} for _ in gathered]))
        for found, at in zip(values, gathered, strict=True):
            if cells[at].strip():
                found[cells[at].strip()] = None
    for line, cells, values in together.values():
        joined = list(cells)
        for found, at in zip(values, gathered, strict=True):
            joined[at] = _JOINT.join(found)
        yield line, joined
