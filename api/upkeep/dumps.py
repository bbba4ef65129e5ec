"""The dump of a store on a server as a file of a backup: gzipped lines, encrypted where there is a key."""

from __future__ import annotations

import gzip
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from api.upkeep.archive import DUMP, SEALED
from api.upkeep.sealed import sealed_from, sealed_into
from graph.dump import DumpHeader, Line
from graph.stores.moving import Tally, tallied
from graph.stores.moving.checking import checked_batches, header_of
from graph.stores.moving.reading import read_from
from graph.stores.moving.writing import write_into, zipped_into
from graph.stores.sqlite.connection import make_private
from graph.stores.sqlite.files import sync_file


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpFigures:
    """What a checked dump holds; nothing about anybody. ``versions`` counts those of records, by type."""

    sequence: int
    forgets: int
    versions: dict[str, int]
    log_entries: int
    forgotten: int
    digest: str


def dump_name(key: bytes | None) -> str:
    """What the file is called in a backup."""
    return DUMP if key is None else SEALED


def write_dump(lines: Iterable[Line], file: Path, key: bytes | None) -> DumpFigures:
    """Write the lines of a store into a new file, by a name that says whether it is encrypted.

    Raises:
        StoreUnavailable: the store or the file went away, or somebody was forgotten meanwhile.
    """
    with ExitStack() as opened:
        if key is None:
            make_private(file)
            raw: BinaryIO = opened.enter_context(file.open("wb"))
        else:
            raw = opened.enter_context(sealed_into(file, key))
        with zipped_into(raw) as zipped:
            tally = write_into(lines, zipped)
    sync_file(file)
    return _figures(tally)


def read_dump(file: Path, key: bytes | None) -> Iterator[Line]:
    """The lines of such a file.

    Raises:
        DumpRefused: the file is cut off, damaged, or of a newer program.
        StoreUnavailable: the key does not fit.
    """
    with ExitStack() as opened:
        raw: IO[bytes] = opened.enter_context(file.open("rb") if key is None else sealed_from(file, key))
        zipped = opened.enter_context(gzip.GzipFile(fileobj=raw, mode="rb"))
        yield from read_from(cast("IO[bytes]", zipped), file.name)


def check_dump(lines: Iterable[Line]) -> DumpFigures:
    """Look at every line as a store does that takes it in: digests, counts, order, and the chain of the log.

    Raises:
        DumpRefused: a line is not what a store writes.
    """
    tally = Tally()
    found = tallied(lines, tally)
    deque(checked_batches(header_of(found), found), maxlen=0)
    return _figures(tally)


def _figures(tally: Tally) -> DumpFigures:
    header = tally.header or DumpHeader("", 0, 0)
    return DumpFigures(
        sequence=header.sequence,
        forgets=header.forgets,
        versions=dict(sorted(tally.types.items())),
        log_entries=tally.counts["log"],
        forgotten=tally.counts["forgotten"],
        digest=tally.digest,
    )
