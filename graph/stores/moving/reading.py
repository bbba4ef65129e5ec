"""A dump out of a file, one line after the other; what is wrong names the file and the line."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from graph.dump import Line
from graph.errors import DumpRefused
from graph.stores.moving.tally import Tally
from graph.stores.moving.text import LineUnreadable, read_header, read_text

LONGEST_LINE = 32 * 1024 * 1024
"""In bytes; a line beyond it is no record, and is not read."""

_ORDER = {"unit": 0, "version": 0, "forgotten": 1, "log": 2, "footer": 3}


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a file; that they are all there is known when the last one was read.

    Raises:
        DumpRefused: the file is cut off, damaged, another program's, or of a newer program.
        OSError: the file cannot be opened.
    """
    with _opened(path) as file:
        yield from read_from(file, path.name)


def read_from(file: IO[bytes], name: str) -> Iterator[Line]:
    """The lines of an open file, unzipped; ``name`` is that of the file in what is refused.

    Raises:
        DumpRefused: the file is cut off, damaged, another program's, or of a newer program.
    """
    read = 0
    try:
        for read, line in _lines(file):  # noqa: B007 - told when the file ends too early
            yield line
    except DumpRefused as refused:
        raise refused.of_file(name) from refused
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise _cut_off(read + 1).of_file(name) from None


def _lines(file: IO[bytes]) -> Iterator[tuple[int, Line]]:
    tally = Tally()
    stage = 0
    texts = _texts(file)
    number, text = next(texts, (1, ""))
    yield number, _read(number, read_header, text)
    for number, text in texts:
        section, line = _read(number, read_text, text)
        if _ORDER[section] < stage:
            raise DumpRefused(number, "줄의 순서가 뒤바뀌었습니다.", "The lines are out of order.")
        stage = _ORDER[section]
        if section == "footer":
            _check(number, line, tally)
            if next(texts, None) is not None:
                raise DumpRefused(
                    number + 1, "마지막 줄 뒤에 더 있습니다.", "Something follows the last line."
                )
            return
        tally.add(section, text, line)
        yield number, line
    raise _cut_off(number + 1)


def _texts(file: IO[bytes]) -> Iterator[tuple[int, str]]:
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            raise DumpRefused(number, "줄이 지나치게 깁니다.", "The line is far too long.")
        if not raw.endswith(b"\n"):
            raise _cut_off(number)
        try:
            yield number, raw[:-1].decode()
        except UnicodeDecodeError:
            raise DumpRefused(number, "글자를 읽을 수 없습니다.", "It is not text in UTF-8.") from None


def _opened(path: Path) -> IO[bytes]:
    if path.name.endswith(".gz"):
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return path.open("rb")


def _read(number: int, reader: Any, text: str) -> Any:
    try:
        return reader(text)
    except LineUnreadable as error:
        raise DumpRefused(number, error.ko, error.en) from error


def _check(number: int, footer: Any, tally: Tally) -> None:
    found = tally.footer()
    if footer["counts"] != found["counts"] or footer["types"] != found["types"]:
        raise DumpRefused(
            number, "기록한 줄 수와 실제 줄 수가 다릅니다.", "There are not as many lines as it says."
        )
    if footer["sha256"] != found["sha256"]:
        raise DumpRefused(
            number, "내용이 바뀌었습니다(확인값이 다릅니다).", "The content was changed: the digests differ."
        )


def _cut_off(number: int) -> DumpRefused:
    return DumpRefused(number, "파일이 중간에서 끊겼습니다.", "The file is cut off.")
