"""What a workbook is before anything is made of it: an archive of XML whose real size and shape are bearable.

Every part is unpacked once as a stream and only its tags are looked at, so that a part that swells, nests or
declares entities is refused before it takes memory.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from importers.errors import SheetUnreadable
from importers.reading.limits import MAX_CELLS, MAX_ROWS

MAX_UNPACKED = 1024 * 1024 * 1024
MAX_PART = 64 * 1024 * 1024
"""Bytes of a part that is no worksheet and no table of shared texts: such a part is held whole."""
MAX_RATIO = 200
MAX_PARTS = 4096
MAX_APART = 2 * 1024 * 1024
"""Bytes between two tags: one text, escaped."""
MAX_FORMULA = 64 * 1024
MAX_HELD = 200_000
"""Elements that are held at once: those of a part, or of one row."""
_SMALL = 8 * 1024 * 1024
_CHUNK = 64 * 1024
_SHEETS, _TEXTS = "xl/worksheets/", "xl/sharedstrings.xml"
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    ValueError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class _Reason:
    ko: str
    en: str


DAMAGED = _Reason("파일이 손상되었습니다. 다시 받아 주십시오.", "it is damaged. Get it again.")
_SWOLLEN = _Reason(
    "압축을 풀면 지나치게 커지는 파일입니다. 새 통합 문서에 값만 옮겨 저장하십시오.",
    "it unpacks to an absurd size. Copy the values to a new workbook and save that.",
)
_LOCKED = _Reason(
    "암호가 걸려 있습니다. 암호를 풀어 다시 저장하십시오.", "it has a password. Save it again without one."
)
_DECLARES = _Reason(
    "통합 문서에 없어야 할 선언(DTD)이 들어 있습니다. 새 통합 문서에 값만 옮겨 저장하십시오.",
    "it holds a declaration (DTD) that no workbook has. Copy the values to a new workbook and save that.",
)
_NAMES = _Reason(
    "압축 파일 안의 경로가 올바르지 않습니다. 새 통합 문서에 값만 옮겨 저장하십시오.",
    "it holds parts with improper names. Copy the values to a new workbook and save that.",
)


class _Refused(Exception):
    def __init__(self, reason: _Reason) -> None:
        super().__init__()
        self.reason = reason


def refuse_hostile(content: bytes, file: str) -> None:
    """Pass an archive whose parts are bearable.

    Raises:
        SheetUnreadable: damaged, encrypted, swelling, with DTD, or with improper names.
    """
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_directory(parts, len(content))
            for part in parts:
                _scan(archive, part)
    except _Refused as refused:
        raise SheetUnreadable(file, refused.reason.ko, refused.reason.en) from None
    except (*_DAMAGE, expat.ExpatError) as problem:
        raise SheetUnreadable(file, DAMAGED.ko, DAMAGED.en) from problem


def is_in_rows(part: str) -> bool:
    """Whether a part may be large because it is read row by row, and must never be held whole."""
    name = part.lower()
    return (name.startswith(_SHEETS) and "/_rels/" not in name) or name == _TEXTS


def _check_directory(parts: list[ZipInfo], packed: int) -> None:
    """What the directory of the archive says by itself; parts that overlap sum up to more than there is."""
    unpacked = sum(part.file_size for part in parts)
    swollen = unpacked > _SMALL and unpacked > MAX_RATIO * packed
    if unpacked > MAX_UNPACKED or swollen or len(parts) > MAX_PARTS:
        raise _Refused(_SWOLLEN)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise _Refused(_LOCKED)
    methods = {part.compress_type for part in parts}
    if sum(part.compress_size for part in parts) > packed or not methods <= _METHODS:
        raise _Refused(DAMAGED)
    names = [part.orig_filename.replace("\\", "/").lower() for part in parts]
    if len(set(names)) < len(names) or not all(map(_is_proper, names)):
        raise _Refused(_NAMES)


def _is_proper(name: str) -> bool:
    return not name.startswith("/") and not {"..", "."} & set(name.split("/")) and "\0" not in name


def _scan(archive: ZipFile, part: ZipInfo) -> None:
    """Unpack one part; it has the size that the directory says, and XML is no more than a sheet needs."""
    in_rows = is_in_rows(part.orig_filename)
    if not in_rows and part.file_size > MAX_PART:
        raise _Refused(_SWOLLEN)
    with archive.open(part) as stream:
        chunks = iter(lambda: stream.read(_CHUNK), b"")
        first = next(chunks, b"")
        tags = _Tags(in_rows) if _is_xml(first) else None
        seen = 0
        for chunk in _with(first, chunks):
            seen += len(chunk)
            if tags is not None:
                tags.feed(chunk)
        if tags is not None:
            tags.close()
    if seen != part.file_size:
        raise _Refused(DAMAGED)


def _with(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _is_xml(start: bytes) -> bool:
    """Whether a part looks like XML in any encoding that a parser would follow."""
    return start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<"


class _Tags:
    """Follows the tags of one part. In rows, elements are held only until the next row or text begins."""

    def __init__(self, in_rows: bool) -> None:
        self._in_rows, self._held, self._cells, self._depth = in_rows, 0, 0, 0
        self._fed, self._at, self._last = 0, 0, ""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)
        self._fed += len(chunk)
        self._apart(self._fed)

    def close(self) -> None:
        self._parser.Parse(b"", True)

    def _doctype(self, *_: object) -> None:
        raise _Refused(_DECLARES)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        self._apart(at)
        self._at, self._last = at, name.rpartition(" ")[2]
        self._held += 1
        if self._in_rows:
            self._row(attributes)
        if self._held > MAX_HELD or self._cells > MAX_CELLS:
            raise _Refused(_SWOLLEN)

    def _row(self, attributes: dict[str, str]) -> None:
        if self._last == "row":
            row = attributes.get("r", "1")
            if not (row.isascii() and row.isdigit() and len(row) < 8 and 1 <= int(row) <= MAX_ROWS):
                raise _Refused(_SWOLLEN)
            self._held = 1
        elif self._last == "si":
            self._held = 1
        if self._last in ("c", "si"):
            self._cells += 1

    def _apart(self, at: int) -> None:
        if at - self._at > (MAX_FORMULA if self._last == "f" else MAX_APART):
            raise _Refused(_SWOLLEN)
