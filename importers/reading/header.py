"""Finds the row of a sheet that holds its column names, and knows a table of statistics by its look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from itertools import islice

from graph.text.resident_number import find_resident_number
from importers.errors import SheetUnreadable
from importers.formulas import restored
from importers.reading.limits import MAX_COLUMNS, MAX_HEADER
from importers.reading.text import one_line

SEARCHED_ROWS = 20
_TOTALS = re.compile(r"^(?:합\s*계|소\s*계|총\s*계|계|전체)$")
_YEAR = re.compile(r"^(?:19|20)\d\d(?:\.\d+)?년?$")
_MANY = 3
_COMPARED = 200


def header_key(name: str) -> str:
    """A column name without blanks and case, to compare names."""
    return "".join(one_line(name).split()).lower()


def find_header(
    rows: Callable[[], Iterator[tuple[int, list[str]]]], file: str, required: Sequence[frozenset[str]]
) -> tuple[tuple[str, ...], int]:
    """The header and its line: the first of the top rows that names every required column.

    Raises:
        SheetUnreadable: no row does; the sentence says what the sheet is, or what is missing.
    """
    top = [(line, _names(cells)) for line, cells in islice(rows(), SEARCHED_ROWS)]
    wanted = [frozenset(map(header_key, names)) for names in required]
    best: tuple[int, list[str]] = (0, [])
    for line, cells in top:
        present = {header_key(cell) for cell in cells}
        missing = [min(names) for names, keys in zip(required, wanted, strict=True) if not keys & present]
        if not missing:
            header = tuple(one_line(cell) for cell in cells)
            _refuse_doubled(header, wanted, file)
            _refuse_absurd(header, file)
            return header, line
        if len(wanted) - len(missing) > best[0]:
            best = (len(wanted) - len(missing), missing)
    if looks_like_statistics([cells for _, cells in top]):
        raise SheetUnreadable(
            file,
            "통계표입니다. 머리글이 여러 줄이고 합계가 들어 있어 한 행이 한 기관이나 한 사람이 아닙니다. "
            "목록 형식의 원자료를 받아 가져오십시오.",
            "it is a table of statistics: several header rows and totals, so a row is not one place or "
            "person. Get the underlying list and import that.",
        )
    raise _missing(file, [min(names) for names in required] if not best[1] else best[1], top)


def _names(cells: list[str]) -> list[str]:
    """The cells that may be names of columns; what is far too long for one is none."""
    return [restored(cell) if len(cell) <= MAX_HEADER else "" for cell in cells[: MAX_COLUMNS + 1]]


def _refuse_absurd(header: tuple[str, ...], file: str) -> None:
    if len(header) > MAX_COLUMNS:
        raise SheetUnreadable(
            file,
            f"열이 {MAX_COLUMNS:,}개보다 많습니다. 쓰는 열만 남겨 다시 저장하십시오.",
            f"it has more than {MAX_COLUMNS:,} columns. Keep those in use and save it again.",
        )
    if any(find_resident_number(name) for name in header):
        raise SheetUnreadable(
            file,
            "머리글에 주민등록번호로 보이는 값이 있습니다. 지우고 다시 저장하십시오.",
            "its header holds what looks like a resident registration number. Remove it and save again.",
        )


def _refuse_doubled(header: tuple[str, ...], wanted: Sequence[frozenset[str]], file: str) -> None:
    for keys in wanted:
        same = [name for name in header if header_key(name) in keys]
        if len(same) > 1:
            raise SheetUnreadable(
                file,
                f"'{same[0]}' 열이 두 번 있습니다. 하나를 지우거나 이름을 바꾸십시오.",
                f"the column '{same[0]}' occurs twice. Remove or rename one.",
            )


def _missing(file: str, names: list[str], top: list[tuple[int, list[str]]]) -> SheetUnreadable:
    present = [
        one_line(cell)
        for _, cells in top[:3]
        for cell in cells[:_COMPARED]
        if cell.strip() and len(cell) <= 30
    ]
    near = [match for name in names for match in get_close_matches(name, present, n=1, cutoff=0.6)]
    hint_ko = f" 비슷한 열: {', '.join(near)}." if near else ""
    hint_en = f" Similar columns: {', '.join(near)}." if near else ""
    listed = ", ".join(names)
    return SheetUnreadable(
        file,
        f"머리글에 다음 열이 없습니다: {listed}.{hint_ko} 알맞은 대응표를 골랐는지 확인하십시오.",
        f"the header lacks these columns: {listed}.{hint_en} Check that the mapping fits the file.",
    )


def looks_like_statistics(rows: list[list[str]]) -> bool:
    """Whether the top rows are stacked headers over totals rather than one header over records."""
    filled = [[one_line(cell) for cell in cells] for cells in rows if any(cell.strip() for cell in cells)]
    if len(filled) < 2:
        return False
    width = max(map(len, filled))
    stacked = sum(_is_stacked([*cells, *[""] * (width - len(cells))]) for cells in filled[:6])
    totals = sum(bool(_TOTALS.match(cell)) for cells in filled for cell in cells)
    return stacked >= 2 and totals >= _MANY


def _is_stacked(cells: list[str]) -> bool:
    """A header row whose names repeat, are years, or run under a merged cell (blanks after a name)."""
    named = [cell for cell in cells if cell]
    repeated = len(named) - len(set(named))
    years = sum(bool(_YEAR.match(cell)) for cell in named)
    numbers = sum(bool(re.fullmatch(r"[\d,.]+", cell)) and not _YEAR.match(cell) for cell in named)
    merged = len(cells) - len(named) >= _MANY
    return numbers == 0 and (repeated >= 2 or years >= 2 or (merged and bool(named)))
