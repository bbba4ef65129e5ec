"""The refused rows as a sheet with advice, to be mended and imported again."""

from __future__ import annotations

from graph.text.resident_number import BLANKED, blank_resident_numbers, find_resident_number
from importers.errors import ERROR_COLUMN
from importers.formulas import writable
from importers.plan import ImportPlan, RowState
from importers.reading.text import lines
from importers.tables import as_csv, table


def refused_rows(plan: ImportPlan) -> bytes:
    """CSV of the refused rows: their columns, a column for the dong where rows lack it, and the advice.

    Resident registration numbers are blanked. Columns that nobody reads and no such row fills are left out:
    a wide header would multiply with the rows. The column of advice is ignored when the file comes back.
    """
    kept = _kept_columns(plan)
    header = [plan.header[at] for at in kept]
    dong = plan.mapping.dong.name
    asks_dong = dong is not None and not set(header) & set(plan.mapping.columns[dong])
    extra = [plan.mapping.columns[dong][0]] if dong is not None and asks_dong else []
    rows, blanked = [], _Blanked()
    for row in plan.of(RowState.REFUSED):
        if row.problem is not None:
            cells = [blanked[row.cells[at]] if at < len(row.cells) else "" for at in kept]
            problem = row.problem
            advice = f"{problem.line}행 '{problem.column}': {problem.advice_ko} / {problem.advice_en}"
            rows.append([*cells, *[""] * len(extra), advice])
    return as_csv(table([*header, *extra, ERROR_COLUMN], rows))


def _kept_columns(plan: ImportPlan) -> list[int]:
    unread = {"", *plan.unused_columns}
    filled = {at for row in plan.of(RowState.REFUSED) for at, cell in enumerate(row.cells) if cell}
    return [
        at
        for at, name in enumerate(plan.header)
        if name != ERROR_COLUMN and (at in filled or name not in unread)
    ]


class _Blanked(dict[str, str]):
    """Cells as they will be written, without resident numbers; each looked through once, for cells repeat."""

    def __missing__(self, cell: str) -> str:
        """One that hides in entities takes the whole cell along."""
        text = blank_resident_numbers(writable(cell))
        self[cell] = BLANKED if find_resident_number(lines(text)) is not None else text
        return self[cell]
