"""A sheet: its header, and its rows each with the line that a person sees in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from graph.text.resident_number import find_resident_number
from importers.errors import SheetUnreadable
from importers.formulas import restored
from importers.reading.documents import read_document
from importers.reading.encoding import encoding_of
from importers.reading.header import find_header
from importers.reading.limits import MAX_LINE, MAX_LINES_OF_A_ROW
from importers.reading.workbook import workbook_rows

MAX_BYTES = 512 * 1024 * 1024
Line = tuple[int, list[str]]
"""A line number, from 1, and the cells found there."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the rows below it, none narrower; ``rows`` starts from the first row at every call."""

    file: str
    digest: str
    header: tuple[str, ...]
    header_line: int
    expected_rows: int
    rows: Callable[[], Iterator[Line]]


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file whose rows can be read, before anybody says which columns it must have."""

    file: str
    content: bytes
    expected_rows: int
    rows: Callable[[], Iterator[Line]]

    def sheet(self, required: Sequence[frozenset[str]]) -> Sheet:
        """The sheet below the header that names every required column; ``required`` gives each by its names.

        Raises:
            SheetUnreadable: it lacks one, or is a table of statistics.
        """
        header, header_line = find_header(self.rows, self.file, required)

        def rows() -> Iterator[Line]:
            for line, cells in self.rows():
                if line > header_line and any(map(str.strip, cells)):
                    if "'" in "".join(cells):
                        cells = list(map(restored, cells))
                    yield line, cells + [""] * (len(header) - len(cells))

        digest = sha256(self.content).hexdigest()
        return Sheet(self.file, digest, header, header_line, self.expected_rows, rows)


def read_sheet(content: bytes, file: str, required: Sequence[frozenset[str]]) -> Sheet:
    """Read CSV, TSV, XLSX, or the JSON of a public service; ``required`` are headers, each by its names.

    Raises:
        SheetUnreadable: the file is none of these, too large, a table of statistics, or lacks a header.
    """
    return open_file(content, file).sheet(required)


def open_file(content: bytes, file: str) -> OpenFile:
    """Open CSV, TSV, XLSX, or the JSON of a public service.

    Raises:
        SheetUnreadable: the file is none of these, or too large.
    """
    refuse_large(len(content), file)
    if find_resident_number(file):
        raise SheetUnreadable(
            "?",
            "파일 이름에 주민등록번호로 보이는 값이 있습니다. 이름을 바꾸십시오.",
            "its name holds what looks like a resident registration number. Rename it.",
        )
    rows, expected = _opened(content, file)
    return OpenFile(file, content, expected, rows)


def refuse_large(size: int, file: str) -> None:
    """Pass a number of bytes that can be held in memory.

    Raises:
        SheetUnreadable: it is too large.
    """
    if size > MAX_BYTES:
        raise SheetUnreadable(
            file,
            f"{MAX_BYTES >> 20}MB보다 큽니다. 파일을 나누어 주십시오.",
            f"it is larger than {MAX_BYTES >> 20} MB. Split it.",
        )


def _opened(content: bytes, file: str) -> tuple[Callable[[], Iterator[Line]], int]:
    if content.startswith(b"PK\x03\x04"):
        found = workbook_rows(content, file)
        return lambda: iter(found), len(found)
    encoding = encoding_of(content, file)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        documents = _documents(content.decode(encoding), file)
        return lambda: iter(documents), len(documents)
    delimiter = _delimiter(content, encoding)

    def rows() -> Iterator[Line]:
        yield from _csv_rows(content, encoding, delimiter, file)

    return rows, content.count(b"\n")


def _documents(text: str, file: str) -> list[Line]:
    try:
        return read_document(text)
    except (RecursionError, ValueError) as problem:
        raise SheetUnreadable(
            file,
            "알려진 형식의 JSON이 아닙니다. 공공데이터포털이나 복지로에서 받은 파일인지 확인하십시오.",
            "it is not JSON of a known shape. Check that it comes from the data portal or 복지로.",
        ) from problem


def _delimiter(content: bytes, encoding: str) -> str:
    top = content[:8192].decode(encoding, errors="ignore").splitlines()[:20]
    return max((",", "\t", ";"), key=lambda mark: sum(line.count(mark) for line in top))


def _csv_rows(content: bytes, encoding: str, delimiter: str, file: str) -> Iterator[Line]:
    """Rows by the csv module: it alone tells the line a row starts on when cells hold line breaks."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    line = 1

    def lines() -> Iterator[str]:
        for at, one in enumerate(iter(lambda: text.readline(MAX_LINE), ""), start=1):
            if len(one) == MAX_LINE or at - line > MAX_LINES_OF_A_ROW:
                raise csv.Error("a row without end")
            yield one

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as problem:
        raise SheetUnreadable(
            file,
            f"{line}행에서 따옴표가 닫히지 않았거나 칸이 너무 깁니다. 그 행을 고쳐 다시 저장하십시오.",
            f"a quote is not closed or a cell is too long at line {line}. Mend that line and save again.",
        ) from problem
