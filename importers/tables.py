"""Writes tables as CSV or XLSX by pandas; no cell can run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import pandas as pd

from importers.formulas import neutralised


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> pd.DataFrame:
    """A table of texts; cells and headers that look like formulas are neutralised."""
    safe = [[neutralised(cell) for cell in row] for row in rows]
    return pd.DataFrame(safe, columns=list(map(neutralised, header)), dtype=str)


def as_csv(frame: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with BOM, which Excel and 한셀 read as Korean."""
    # All quoted, so that no program that separates by another sign finds a cell inside a cell.
    text = frame.to_csv(index=False, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    return text.encode("utf-8-sig")


def as_xlsx(frame: pd.DataFrame, title: str) -> bytes:
    """A workbook of one sheet, every cell a text, the header row frozen."""
    return as_workbook({title: frame})


def as_workbook(pages: Mapping[str, pd.DataFrame]) -> bytes:
    """A workbook of sheets by their titles, every cell a text, the header rows frozen."""
    content = io.BytesIO()
    with pd.ExcelWriter(content, engine="openpyxl") as writer:
        for title, frame in pages.items():
            frame.to_excel(writer, sheet_name=title[:31], index=False, freeze_panes=(1, 0))
            for row in writer.sheets[title[:31]].iter_rows():
                for cell in row:
                    cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    return content.getvalue()
