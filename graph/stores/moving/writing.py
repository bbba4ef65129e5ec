"""A dump into a file: whole, readable by its owner alone, or not there at all."""

import errno
import gzip
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from graph.dump import DumpHeader, Line
from graph.stores.columns import compact
from graph.stores.moving.tally import Tally, line_bytes
from graph.stores.moving.text import header_text, text_of
from graph.stores.sqlite.files import name_finished

_LEVEL = 6


def write_lines(lines: Iterable[Line], path: Path) -> Tally:
    """Write the lines of a store into a new file, gzipped when its name ends in ``.gz``.

    Raises:
        FileExistsError: a file of that name is there.
        OSError: the file cannot be written.
    """
    with _whole_or_not(path) as file:
        return write_into(lines, file)


def write_into(lines: Iterable[Line], file: BinaryIO) -> Tally:
    """Write the lines of a store as they stand in its file."""
    tally = Tally()
    for line in lines:
        if isinstance(line, DumpHeader):
            tally.header = line
            text = header_text(line)
        else:
            section, text = text_of(line)
            tally.add(section, text, line)
        file.write(line_bytes(text))
    file.write(line_bytes(compact(tally.footer())))
    return tally


def zipped_into(raw: BinaryIO) -> BinaryIO:
    """Where to write what goes gzipped into a file; without name and time, so that equal stores give equal bytes."""
    return cast("BinaryIO", gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0))


@contextmanager
def _whole_or_not(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name when all of it lies on the disk."""
    taken = FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    if path.exists():
        raise taken
    unfinished = path.with_name(f".{path.name}.unfinished")
    # What a killed dump left there goes: the new file has rights of its own and follows no link.
    unfinished.unlink(missing_ok=True)
    try:
        with ExitStack() as opened:
            private = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            raw = opened.enter_context(os.fdopen(private, "wb"))
            if path.name.endswith(".gz"):
                with zipped_into(raw) as zipped:
                    yield zipped
            else:
                yield raw
        try:
            name_finished(unfinished, path)
        except FileExistsError:
            raise taken from None
    finally:
        unfinished.unlink(missing_ok=True)
