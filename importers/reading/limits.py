"""How much of a sheet is believed to be meant: more than Excel itself can hold is a mistake or an attack."""

from __future__ import annotations

from itertools import groupby
from unicodedata import combining

MAX_COLUMNS = 1024
MAX_ROWS = 1_048_576
"""Rows of a worksheet, as Excel counts them; a text file may have more."""
MAX_CELL = 32_767
"""Characters of a cell, as Excel counts them; a boundary may be longer."""
MAX_LINE = 16 * 1024 * 1024
MAX_LINES_OF_A_ROW = 10_000
MAX_CELLS = 50_000_000
"""Cells of a file that has to be held whole, blank ones between others counted too."""
MAX_VALUES = 10_000_000
"""Values of a JSON text, which has to be held whole."""
MAX_HEADER = 1000
_SEARCHED = 1000
_MAX_MARKS = 64


def is_stacked(cell: str) -> bool:
    """Whether marks are heaped on a letter without end; composing them takes time with the square of them.

    Source: UAX 15, Stream-Safe Text Format, which allows 30.
    """
    if len(cell) < _SEARCHED or cell.isascii():
        return False
    runs = (sum(1 for _ in run) for marks, run in groupby(cell, key=lambda c: combining(c) > 0) if marks)
    return any(length > _MAX_MARKS for length in runs)
