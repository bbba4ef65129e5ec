"""What no row may hold: resident registration numbers, cells without end or without a header."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

from graph.text.resident_number import find_resident_number
from importers.errors import CellRefused
from importers.mapping import Mapping
from importers.reading.limits import MAX_CELL, is_stacked
from importers.reading.sheet import Sheet
from importers.reading.text import lines
from importers.rows import Columns

_DIGITS = 13


class Guard:
    """Looks through the cells of each row before anything is made of them."""

    def __init__(self, sheet: Sheet, mapping: Mapping, columns: Columns) -> None:
        self._header, self._numeric = sheet.header, _numeric(mapping, columns)

    def check(self, cells: Sequence[str]) -> None:
        """Pass a row or refuse it.

        Raises:
            CellRefused: it holds what looks like a resident number, far too long a cell, or one without a header.
        """
        for at in compress(range(len(cells)), map(_DIGITS.__le__, map(len, cells))):
            if at in self._numeric:
                continue
            cell = cells[at]
            if len(cell) > MAX_CELL or is_stacked(cell):
                raise CellRefused(
                    f"칸이 지나치게 깁니다. {MAX_CELL:,}자 안으로 줄이십시오.",
                    f"The cell is far too long. Shorten it to {MAX_CELL:,} characters.",
                    self._header[at] if at < len(self._header) else "",
                )
            if _may_be_number(cell):
                raise CellRefused(
                    "주민등록번호로 보이는 값이 있습니다. 지우고 생년월일만 적으십시오.",
                    "It holds what looks like a resident registration number. Remove it; a birth date is enough.",
                    self._header[at] if at < len(self._header) else "",
                )
        if len(cells) > len(self._header) and any(cell.strip() for cell in cells[len(self._header) :]):
            raise CellRefused(
                "머리글보다 칸이 많습니다. 쉼표가 든 칸을 큰따옴표로 묶으십시오.",
                "The row has more cells than the header. Quote cells that hold the separator.",
                self._header[-1],
            )


def _may_be_number(cell: str) -> bool:
    """Whether a cell holds a resident number, as it stands or once it is cleaned."""
    if sum(map(str.isdigit, cell)) < _DIGITS:
        return False
    return any(find_resident_number(text) is not None for text in {cell, lines(cell)})


def _numeric(mapping: Mapping, columns: Columns) -> frozenset[int]:
    """Columns of coordinates and geometry, which no resident number can stand in."""
    place = mapping.place
    names = [name for name in (place.latitude, place.longitude) if name] if place else []
    for rule in mapping.records:
        names += [c for source in rule.fields.values() if source.read == "geometry" for c in source.columns]
    return frozenset(at for at in map(columns.at, names) if at is not None)
